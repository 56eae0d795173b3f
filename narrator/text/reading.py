"""What a listener hears of an article's parts that were made for the eye."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tables(StrEnum):
    """How tables are said."""

    ROWS = "rows"
    """Row by row, each cell behind its header; a large table is announced."""

    READ = "read"
    """Row by row, however large."""

    ANNOUNCED = "announced"
    """Announced with their columns, and not read."""


class Code(StrEnum):
    """How code listings are said."""

    ANNOUNCED = "announced"
    """Announced with their language and length: read aloud, code is noise to most."""

    READ = "read"
    """Line by line."""

    SKIPPED = "skipped"
    """Not at all."""


class Notes(StrEnum):
    """How footnotes and references are said; their marks in the text never are."""

    PLACED = "placed"
    """Behind the text, as a chapter of their own."""

    SKIPPED = "skipped"
    """Not at all."""


class Figures(StrEnum):
    """How the captions of pictures are said."""

    MARKED = "marked"
    """Behind the words that one follows."""

    READ = "read"
    """As they stand."""

    SKIPPED = "skipped"
    """Not at all."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the parts of an article that were made for the eye are said."""

    tables: Tables = Tables.ROWS
    """Tables."""

    code: Code = Code.ANNOUNCED
    """Code listings."""

    notes: Notes = Notes.PLACED
    """Footnotes, endnotes and lists of references."""

    figures: Figures = Figures.MARKED
    """Captions of pictures."""
