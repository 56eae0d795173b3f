"""Divide an article into the chapters a listener meets."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from narrator.domain import Article, Block, BlockKind, Role, ScriptSection, Section
from narrator.text.script import pauses
from narrator.text.script.blocks import say_block
from narrator.text.script.clauses import clause_spans
from narrator.text.script.passage import Passage
from narrator.text.script.said import Said, Tongue
from narrator.text.width import text_width

OPENING = 900
"""Characters, about a minute of speech. An opening without a heading that is no longer stays in
the title's chapter; a longer one is a chapter of its own."""

SHORTEST = 220
"""Characters, about 15 s of speech. A later part without a heading and shorter than this is no
chapter."""

SHORTEST_HEADED = 75
"""Characters, about 5 s of speech. A part with a heading and less under it is no chapter of its
own: it goes on with the one before, heading and all."""

LONGEST = 27_000
"""Characters, about half an hour of speech. A longer part is divided between paragraphs."""

_TITLE_WORDS = 8
"""How many first words name an article that has neither title nor heading."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the article, and the chapter it opens or goes on with."""

    chapter: ScriptSection | None
    """The chapter that begins here; None where the one before goes on."""

    said: tuple[Said, ...]
    """What is said, in order."""

    section: Section | None = None
    """Where it stands in the article; None for the title and the byline."""


def divide(article: Article, tongue: Tongue) -> Iterator[Part]:
    """Say an article part by part; the first opens the chapter that bears the title.

    Args:
        article: The article.
        tongue: How its language is spoken.

    Yields:
        The title with its byline, then each section.
    """
    heading = _heading_as_title(article)
    yield Part(ScriptSection(title_of(article), 1), tuple(_say_front(article, heading, tongue)))
    offset = 0
    names = _chapter_names(article, tongue)
    open_name = title_of(article)
    for section, name in zip(article.sections, names, strict=True):
        open_name = name or open_name
        spoken_before = section is article.sections[0] and heading is not None
        for number, piece in enumerate(_pieces(section)):
            title = f"{open_name} ({number + 1})" if number else name
            said = _say_section(piece, offset, tongue, with_heading=not spoken_before)
            chapter = ScriptSection(title, section.level) if title else None
            yield Part(chapter, tuple(said), section)
            offset += _length(piece)


def _pieces(section: Section) -> Iterator[Section]:
    """Divide a section that would be too long a chapter into even parts of whole blocks."""
    size = _size(section)
    if size <= LONGEST:
        yield section
        return
    share = size / math.ceil(size / (LONGEST / 2))
    blocks: list[Block] = []
    left = share
    for index, block in enumerate(section.blocks):
        blocks.append(block)
        left -= text_width(block.text)
        # The next block goes where more of it fits.
        after = section.blocks[index + 1 : index + 2]
        if after and left < text_width(after[0].text) / 2:
            yield replace(section, blocks=tuple(blocks))
            section = replace(section, heading=None)
            blocks = []
            left += share
    yield replace(section, blocks=tuple(blocks))


def title_of(article: Article) -> str:
    """Name an article: its title, or its first heading, or its first words."""
    named = article.title or _heading_as_title(article)
    if named:
        return named
    words = re.findall(r"\S+", article.text[: 100 * _TITLE_WORDS])
    cut = "…" if len(words) > _TITLE_WORDS else ""
    return " ".join(words[:_TITLE_WORDS]) + cut


def _heading_as_title(article: Article) -> str | None:
    """The first heading, where it has to stand in for a title."""
    if article.title or not article.sections:
        return None
    return article.sections[0].heading or None


def _say_front(article: Article, heading: str | None, tongue: Tongue) -> Iterator[Said]:
    """Say the title and who wrote the article."""
    if heading:
        yield from Passage(heading, 0, Role.TITLE, tongue).say(pauses.TITLE)
    elif article.title:
        yield from _announce(article.title, Role.TITLE, tongue)
    if article.byline:
        yield from _announce(tongue.phrases["byline"].format(article.byline), Role.BYLINE, tongue)


def _announce(text: str, role: Role, tongue: Tongue) -> Iterator[Said]:
    """Say what does not stand in the article's text."""
    for start, end in clause_spans(text, 0, len(text)):
        yield Said(tongue.closed(text[start:end]), role, pauses.TITLE)


def _say_section(
    section: Section, offset: int, tongue: Tongue, *, with_heading: bool
) -> Iterator[Said]:
    """Say a section that starts at `offset` in `Article.text`."""
    if section.heading is not None:
        if with_heading:
            passage = Passage(section.heading, offset, Role.HEADING, tongue)
            yield from passage.say(pauses.HEADING)
        offset += len(section.heading) + 1
    for index, block in enumerate(section.blocks):
        below = section.blocks[index + 1 : index + 2]
        leads = any(item.kind is BlockKind.ITEM for item in below)
        yield from say_block(block, offset, tongue, opens=index == 0, leads=leads)
        offset += len(block.text) + 1


def _length(section: Section) -> int:
    """Characters a section takes in `Article.text`, line breaks included."""
    heading = 0 if section.heading is None else len(section.heading) + 1
    return heading + sum(len(block.text) + 1 for block in section.blocks)


def _size(section: Section) -> int:
    """Characters of a section as a Latin script would need, which tells how long it is spoken."""
    return text_width(section.heading or "") + sum(text_width(b.text) for b in section.blocks)


def _chapter_names(article: Article, tongue: Tongue) -> list[str | None]:
    """Name the chapter each section opens; None where it goes on with the one before."""
    headed = [bool(section.heading) for section in article.sections]
    if _heading_as_title(article):
        headed[0] = False
    names: list[str | None] = []
    for index, section in enumerate(article.sections):
        name: str | None = None
        if headed[index]:
            name = section.heading
        elif any(headed[:index]):
            story = tongue.phrases["full_story"]
            name = story if _size(section) >= SHORTEST and story not in names else None
        elif any(headed) and _size(section) > OPENING:
            name = tongue.phrases["introduction"]
        names.append(name)
    return _joined(_with_short_ones(names, article.sections), article.sections)


def _joined(names: list[str | None], sections: Sequence[Section]) -> list[str | None]:
    """Let a heading with nothing under it but a deeper heading share that one's chapter.

    By itself it would be a chapter of a second.
    """
    joined = list(names)
    for index in reversed(range(len(joined) - 1)):
        name, below = joined[index : index + 2]
        if name and below and not sections[index].blocks:
            joined[index : index + 2] = [f"{name}: {below}", None]
    return joined


def _with_short_ones(names: list[str | None], sections: Sequence[Section]) -> list[str | None]:
    """Let parts that are over in seconds go on with the chapter before them.

    One that only leads to deeper headings is long if what stands under those is.
    """
    joined = list(names)
    for index, section in enumerate(sections):
        short = section.blocks and _size(section) < SHORTEST_HEADED
        below = sections[index + 1 : index + 2]
        leads = below and below[0].level > section.level
        if short and not leads:
            joined[index] = None
    return joined
