"""Marks that shape the voice, and marks that must not be heard."""

from __future__ import annotations

import re

from narrator.text.normalize.rules import Rule

_OPEN = re.compile(r"[(\[{]")
_WORDS = r"[A-Za-z][\w'’-]{0,20}(?:\s[\w'’-]{1,20}){0,2}"
_INSERTED = re.compile(rf"[(\[](?P<words>{_WORDS})[)\]](?=\s\w)")
_QUOTATION = 300
"""Characters. How far back a quotation may have been opened."""

_CLOSE = re.compile(r"[)\]}]")


def _ellipsis(match: re.Match[str]) -> str:
    """End the sentence or pause within it; engines run "wait...what" together."""
    return "," if re.match(r"\s?\w", match.string[match.end() : match.end() + 2]) else "."


def _inserted(match: re.Match[str]) -> str | None:
    """Read an editor's words as part of the sentence: "he said (the) bill passed".

    What begins with a capital is an apposition ("he (Smith) said") and keeps its pauses, but
    where the clause begins with it.
    """
    text, start = match.string, match.start()
    if match[0] in ")]":
        near = max(0, start - _QUOTATION)
        start = max(text.rfind("(", near, start), text.rfind("[", near, start), 0)
    words = _INSERTED.match(text, start)
    if words is None:
        return None
    before = text[max(0, start - _QUOTATION) : start].rstrip()
    opens = not before or before[-1] in ',“‘"—–'
    quoted = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    within = words["words"][0].islower() and (quoted or words[0][0] == "[")
    return "" if opens or within else None


def _strongest(match: re.Match[str]) -> str:
    marks = match[0]
    return next(mark for mark in "?!.;:," if mark in marks)


FOOTNOTE = Rule(
    "footnote",
    re.compile(r"\s?\[(?:\d{1,3}|[a-z]|note \d{1,3}|citation needed)\](?!\w)"),
    lambda _: "",
    _OPEN,
)

LETTERS = Rule(
    "letters-inserted",
    re.compile(
        r"(?<!\w)\[[A-Za-z]{1,3}\][a-z]{1,20}|(?<![\w[])[A-Za-z]{1,20}\[(?:s|d|ed|es|ing|n|r)\](?!\w)"
    ),
    lambda match: re.sub(r"[\[\]]", "", match[0]),
    _OPEN,
)
"""Letters that an editor has changed ("[t]he", "want[ed]")."""

RULES = (
    Rule("optional-plural", re.compile(r"(?<=[a-z])\((?:s|es)\)"), lambda _: "", _OPEN),
    Rule("inserted", re.compile(r"[(\[](?=\w)|(?<=\w)[)\]](?=\s\w)"), _inserted, _OPEN),
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
    Rule("listed", re.compile(r"(?<=\d),(?=\d)"), lambda _: ", ", re.compile(r"\d,\d")),
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
