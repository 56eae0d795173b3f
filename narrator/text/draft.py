"""What a reader of one format hands on: the source's lines, before anything is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LineKind(StrEnum):
    """What markup says a line is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    TABLE = "table"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of pasted text, or one element of a marked-up source."""

    text: str
    """The words, white space made single; only code and tables keep line breaks (a table has
    one row a line and a tab between cells)."""

    number: int | None = None
    """0-based line of a plain-text source, else None."""

    span: int = 1
    """How many lines of a plain-text source it takes up (a paragraph wrapped at column 70 takes
    several)."""

    kind: LineKind | None = None
    """What markup says the line is; None where there was no markup to say."""

    level: int = 0
    """Depth of a heading, 1 to 6, or nesting of an item, from 1; else 0."""

    label: str = ""
    """An item's marker ("•", "1."), a code listing's language."""

    gap: bool = False
    """Whether a blank line (or a block boundary) stands before it."""

    rule: str = ""
    """Rule by which the reader leaves it out, by where it stands ("page-frame"); empty for the
    article's own lines."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A source as lines and what its metadata says."""

    lines: tuple[Line, ...]
    """Every line that is not blank, in reading order, those with a rule included."""

    title: str | None = None
    """The title that metadata or markup names; None where the lines must tell."""

    byline: str | None = None
    """Who wrote it, as written."""

    published: date | None = None
    """Day of publication."""

    language: str | None = None
    """BCP 47 primary language subtag; None where the text must tell."""

    site: str | None = None
    """Name of the publication."""

    image: str | None = None
    """URL of the lead image."""
