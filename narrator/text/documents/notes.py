"""Footnotes and endnotes, apart from the text that refers to them."""

from __future__ import annotations

from collections.abc import Iterable

from narrator.text.draft import Line, LineKind

_HEADINGS = {"de": "Anmerkungen", "es": "Notas", "fr": "Notes", "ko": "주석"}


def with_notes(
    lines: Iterable[Line], notes: Iterable[Line], language: str | None
) -> tuple[Line, ...]:
    """Put the notes under a heading of their own behind the text."""
    told = tuple(notes)
    if not told:
        return tuple(lines)
    heading = _HEADINGS.get(language or "", "Notes")
    return (*lines, Line(heading, kind=LineKind.HEADING, level=1, gap=True), *told)
