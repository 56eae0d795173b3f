"""Marks that shape the voice, and marks that must not be heard."""

from __future__ import annotations

import re

from narrator.text.normalize.rules import Rule

_OPEN = re.compile(r"[(\[{]")
_CLOSE = re.compile(r"[)\]}]")


def _ellipsis(match: re.Match[str]) -> str:
    """End the sentence or pause within it; engines run "wait...what" together."""
    return "," if re.match(r"\s?\w", match.string[match.end() : match.end() + 2]) else "."


def _strongest(match: re.Match[str]) -> str:
    marks = match[0]
    return next(mark for mark in "?!.;:," if mark in marks)


FOOTNOTE = Rule(
    "footnote",
    re.compile(r"\s?\[(?:\d{1,3}|[a-z]|note \d{1,3}|citation needed)\]"),
    lambda _: "",
    _OPEN,
)

RULES = (
    Rule("optional-plural", re.compile(r"(?<=[a-z])\((?:s|es)\)"), lambda _: "", _OPEN),
    Rule("open", re.compile(r"(?<=\w)\s?[(\[{]"), lambda _: ", ", _OPEN),
    Rule("close", re.compile(r"[)\]}](?=\s\w)"), lambda _: ",", _CLOSE),
    Rule("close-silent", re.compile(r"[)\]}](?=[\s.,;:?!]|$)"), lambda _: "", _CLOSE),
    Rule("bracket", re.compile(r"[()\[\]{}]"), lambda _: " ", re.compile(r"[()\[\]{}]")),
    Rule(
        "ellipsis",
        re.compile(r"\s?(?:…|\.\s?\.\s?\.)[.…]{0,20}"),
        _ellipsis,
        re.compile(r"…|\.\s?\."),
    ),
    Rule("stutter", re.compile(r"[.,;:?!](?:\s?[.,;:?!]){1,20}(?<!\d\.)"), _strongest),
    Rule(
        "dash",
        re.compile(r"\s?(?:—|―|--+)\s?|\s[-–‒]{1,3}\s"),
        lambda _: " – ",
        re.compile(r"—|―|--|\s[-–‒]"),
    ),
    Rule("underscore", re.compile(r"_{1,200}"), lambda _: " ", re.compile("_")),
    Rule(
        "invisible",
        re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]"),
        lambda _: "",
        re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]"),
    ),
)
