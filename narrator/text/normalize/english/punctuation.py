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
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_OPENERS = {close: opener for opener, close in _CLOSERS.items()}
_LABEL = re.compile(r"\((?:[a-z]|[ivx]{1,4})\)")
"""What a point of a list is called: "see (a) and (iv)"."""

_LONGEST_CALL = 120
"""Characters. How far back the bracket of a call may have been opened."""


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


def _open(match: re.Match[str]) -> str | None:
    """Pause before a bracket; a sentence in brackets stands for itself."""
    text, end = match.string, match.end()
    if _LABEL.match(text, end - 1):
        return " "
    close = text.find(_CLOSERS[match["bracket"]], end, end + _QUOTATION)
    after_stop = match["stop"] or text[match.start() - 1] == "."
    ends = text[close - 1 : close] in (".", "!", "?")
    if after_stop and ends and not text[close + 1 : close + 3].strip()[:1].islower():
        return None
    return ", "


def _close(match: re.Match[str]) -> str | None:
    """Pause behind a bracket, and for the stop before it; not behind a call ("f(x) fails")."""
    text, start = match.string, match.start("bracket")
    if match["stop"]:
        return "," if match["next"].islower() else None
    opener = _opener(text, start)
    label = _LABEL.match(text, opener) if opener >= 0 else None
    glued = opener > 0 and text[opener - 1].isalnum()
    return "" if label or glued or text[start - 1] in "!?" else ","


def _opener(text: str, close: int) -> int:
    """Offset of the bracket that one at `close` closes; -1 where it is not near."""
    depth = 0
    for index in range(close, max(-1, close - _LONGEST_CALL), -1):
        depth += (text[index] in _OPENERS) - (text[index] in _CLOSERS)
        if not depth:
            return index
    return -1


def _strongest(match: re.Match[str]) -> str:
    marks = match[0]
    return next(mark for mark in "?!.;:," if mark in marks)


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
    Rule("sic", re.compile(r"\s?[(\[]sic\.?[)\]]"), lambda _: "", _OPEN),
    Rule("optional-plural", re.compile(r"(?<=[a-z])\((?:s|es)\)"), lambda _: "", _OPEN),
    Rule("inserted", re.compile(r"[(\[](?=\w)|(?<=\w)[)\]](?=\s\w)"), _inserted, _OPEN),
    Rule(
        "open",
        re.compile(r"(?:(?<=\w)(?P<stop>\.))?(?<=[\w.%)”’'\"])\s(?P<bracket>[(\[{])"),
        _open,
        _OPEN,
    ),
    Rule("slice", re.compile(r"(?<=\w[\[(]):-?(?=\w)|(?<=\w):(?=\])"), lambda _: "", _OPEN),
    Rule(
        "close",
        re.compile(
            r"(?P<stop>(?<=\w)\.)?(?P<bracket>[)\]}])(?=(?:\s?\[\d[\d,–-]{0,20}\])?\s(?P<next>\w))"
        ),
        _close,
        _CLOSE,
    ),
    Rule("close-silent", re.compile(r"[)\]}](?=[\s.,;:?!)\]}]|$)"), lambda _: "", _CLOSE),
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
