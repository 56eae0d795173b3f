"""What an article says, and the receipt of what was left out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block of an article is, and so how it is spoken."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    TABLE = "table"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item, quote, code listing, table or caption."""

    kind: BlockKind
    """What the block is."""

    text: str
    """The block's words, as written. A table has one row a line and a tab between cells."""

    label: str = ""
    """What stands before the words and is not one of them: an item's marker ("•", "1."),
    the speaker of an interview turn ("Q:"), a code listing's language."""

    lines: tuple[int, int] | None = None
    """Half-open range of 0-based source lines; None where the source has no lines."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the blocks that follow it."""

    heading: str | None
    """The heading as written; None for text that has none."""

    level: int
    """Depth of the heading, 1 to 6; 1 where there is none."""

    blocks: tuple[Block, ...]
    """The blocks in reading order."""

    lines: tuple[int, int] | None = None
    """Half-open range of 0-based source lines of the heading; None where it has none."""


@dataclass(frozen=True, slots=True)
class Removal:
    """One entry of the receipt: something the source says and the narration does not."""

    text: str
    """The removed text, as written."""

    rule: str
    """Name of the rule that removed it, as `--keep` takes it ("listen-prompt")."""

    line: int | None = None
    """0-based line of a plain-text source, else None."""


@dataclass(frozen=True, slots=True)
class Article:
    """What an article says, without what must never be spoken."""

    title: str | None
    """The headline, once; None where none was found."""

    sections: tuple[Section, ...]
    """The sections in reading order. Only the first, or one whose heading is followed directly by a
    deeper one, may be without blocks."""

    byline: str | None = None
    """Who wrote it, as written ("Jane Doe and John Roe")."""

    published: date | None = None
    """Day of publication."""

    language: str = "en"
    """BCP 47 primary language subtag ("en", "de")."""

    url: str | None = None
    """Where the article stands on the web."""

    site: str | None = None
    """Name of the publication."""

    image: str | None = None
    """URL of the lead image."""

    removed: tuple[Removal, ...] = ()
    """The receipt, in source order."""

    @property
    def text(self) -> str:
        """Plain text without the title: headings and blocks, one a line."""
        parts: list[str] = []
        for section in self.sections:
            if section.heading is not None:
                parts.append(section.heading)
            parts.extend(block.text for block in section.blocks)
        return "\n".join(parts)
