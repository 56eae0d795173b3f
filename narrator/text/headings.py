"""Headings in text without markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from narrator.text.draft import Line, LineKind

# Headings of newspapers and manuals have up to a dozen words; a longer line is a sentence.
_MAX_WORDS = 12
_MAX_LENGTH = 80

# What follows a heading is prose (or a list): a line at least this long, or a whole sentence.
_PROSE = 80

# More headings than this share of the lines are no headings but a list of facts or a poem.
_MAX_SHARE = 0.34

_END = re.compile(r"""[.,;:!…。]["'”’»)\]]*$""")
_SENTENCE_END = re.compile(r"""[.!?…。:]["'”’»)\]]*$""")
_START = re.compile(r"""[\w"'“‘«„¿¡(]""")
_FIELD = re.compile(r"[^:]{1,30}: \S|.*@\w|.*\bhttps?://|\d[\d.,:/ %-]*$")
_QUOTED = re.compile(r"""["“„«].*["”“»]$""")


def find_headings(lines: Sequence[Line]) -> list[Line]:
    """Mark the lines that stand like headings, in a text whose markup names none.

    Without markup a heading is a short line without end mark that is set off by blank lines (in
    text that has them) and followed by prose or a list. In doubt a line stays a paragraph.
    """
    if any(line.kind is LineKind.HEADING and line.number is None for line in lines):
        return list(lines)
    spaced = sum(line.gap for line in lines[1:]) * 4 > len(lines)
    found = [
        index
        for index, line in enumerate(lines)
        if _looks_like_heading(line) and _stands_like_heading(lines, index, spaced=spaced)
    ]
    if len(found) > max(1, _MAX_SHARE * len(lines)):
        return list(lines)
    heads = set(found)
    return [
        replace(line, kind=LineKind.HEADING, level=2) if index in heads else line
        for index, line in enumerate(lines)
    ]


def _looks_like_heading(line: Line) -> bool:
    text = line.text
    if line.kind is not None or line.span > 1 or len(text) > _MAX_LENGTH:
        return False
    if len(text.split()) > _MAX_WORDS or not any(map(str.isalpha, text)):
        return False
    if not _START.match(text) or text[0].islower() or _END.search(text):
        return False
    return not _FIELD.match(text) and not _QUOTED.match(text)


def _stands_like_heading(lines: Sequence[Line], index: int, *, spaced: bool) -> bool:
    if index + 1 == len(lines):
        return False
    after = lines[index + 1]
    if spaced:
        return (lines[index].gap or index == 0) and after.gap and _is_body(after)
    before = lines[index - 1] if index else None
    closed = before is None or before.kind is not None or _is_prose(before)
    return closed and _is_prose(after)


def _is_body(line: Line) -> bool:
    return line.kind in (LineKind.ITEM, LineKind.TABLE, LineKind.CODE) or _is_prose(line)


def _is_prose(line: Line) -> bool:
    if line.kind not in (None, LineKind.PARAGRAPH):
        return False
    return len(line.text) >= _PROSE or (
        len(line.text) >= _PROSE // 2 and bool(_SENTENCE_END.search(line.text))
    )
