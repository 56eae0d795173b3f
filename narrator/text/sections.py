"""Lines to sections: headings without markup, lists, turns of an interview, the untitled story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.domain import Block, BlockKind, Section
from narrator.text.draft import Line, LineKind
from narrator.text.headings import find_headings
from narrator.text.turns import split_turns

# A heading found without markup: under the title, whatever the page's author had in mind.
_FOUND_LEVEL = 2

# Headings of the box that sums an article up, after which the article itself begins.
_SUMMARY = re.compile(
    r"(?:the )?(?:key (?:takeaways?|points|facts|findings)|takeaways?|highlights|at a glance"
    r"|synopsis|summary|in (?:brief|short)|tl;?dr|the gist|quick (?:read|summary)"
    r"|what (?:to|you need to) know"
    r"|das wichtigste(?: in kürze)?|in kürze|auf einen blick|zusammenfassung|kurz gefasst"
    r"|l['’]essentiel|en bref|points? clés?|à retenir|ce qu['’]il faut (?:savoir|retenir)|résumé"
    r"|resumen|puntos? clave|claves|lo esencial|en breve|en resumen|lo más importante"
    r"|핵심(?: ?(?:요약|포인트|내용))?|요약|세 ?줄 ?요약|3줄 ?요약|주요 ?내용|한눈에 ?보기)\s*:?",
    re.IGNORECASE,
)

# How a news story opens: Seoul, Jan 14 (NationPress); LONDON (Reuters) -; BERLIN —; (서울=연합뉴스)
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][\w.' -]{1,40}(?:, [\w.' -]{2,30}){0,2} ?\([\w .,/-]{2,40}\)\s*[-–—:]?\s*\S"
    r"|[A-ZÀ-Þ][A-ZÀ-Þ.' -]{2,30}(?:, [\w.' -]{2,30}){0,2}\s*(?:--|[–—])\s*\S"
    r"|[([【](?:[가-힣]{2,6} ?= ?)?[가-힣 ]{2,12}(?:뉴스|신문|통신|일보|=)[^)\]】]{0,20}[)\]】]"
)

_KINDS = {
    None: BlockKind.PARAGRAPH,
    LineKind.HEADING: BlockKind.PARAGRAPH,
    LineKind.PARAGRAPH: BlockKind.PARAGRAPH,
    LineKind.ITEM: BlockKind.ITEM,
    LineKind.QUOTE: BlockKind.QUOTE,
    LineKind.CODE: BlockKind.CODE,
    LineKind.TABLE: BlockKind.TABLE,
    LineKind.CAPTION: BlockKind.CAPTION,
}


@dataclass(slots=True)
class _Open:
    """A section being filled."""

    heading: Line | None
    blocks: list[Block]


def build_sections(lines: Sequence[Line]) -> tuple[Section, ...]:
    """Part an article's lines into sections.

    Headings are those of the markup; where there is none, short lines that stand like headings.
    A story without heading that follows a summary is a section of its own with heading None.
    Every line ends in one heading or one block. A section is without blocks only where it is the
    first, or where a subheading follows its heading at once.
    """
    marked = find_headings(lines)
    turns = split_turns(marked)
    sections = [_Open(None, [])]
    for index, (line, block) in enumerate(zip(marked, map(_block, turns), strict=True)):
        if line.kind is LineKind.HEADING:
            _open_heading(sections, line)
            continue
        if _begins_story(sections[-1], marked, index):
            sections.append(_Open(None, []))
        sections[-1].blocks.append(block)
    _close_last(sections)
    return tuple(_section(section) for section in sections if section.heading or section.blocks)


def _open_heading(sections: list[_Open], line: Line) -> None:
    """Begin a section; a heading that nothing follows, not even a subheading, is a paragraph."""
    last = sections[-1]
    if last.heading is not None and not last.blocks and line.level <= last.heading.level:
        _demote(sections)
    sections.append(_Open(line, []))


def _demote(sections: list[_Open]) -> None:
    """Make a heading without blocks a paragraph of the section before."""
    last = sections.pop()
    assert last.heading is not None
    sections[-1].blocks.append(_block(last.heading))


def _close_last(sections: list[_Open]) -> None:
    if len(sections) > 1 and not sections[-1].blocks:
        _demote(sections)


def _begins_story(section: _Open, lines: Sequence[Line], index: int) -> bool:
    """Whether the article itself begins here, after the box that sums it up."""
    heading, line = section.heading, lines[index]
    if heading is None or not section.blocks or not _SUMMARY.fullmatch(heading.text):
        return False
    if line.kind not in (None, LineKind.PARAGRAPH):
        return False
    listed = section.blocks[-1].kind is BlockKind.ITEM
    return (listed and len(line.text) > 80) or bool(_DATELINE.match(line.text))


def _block(line: Line) -> Block:
    return Block(_KINDS[line.kind], line.text, line.label, _lines(line))


def _section(section: _Open) -> Section:
    heading = section.heading
    blocks = tuple(section.blocks)
    if heading is None:
        return Section(None, 1, blocks)
    level = min(6, max(1, heading.level or _FOUND_LEVEL))
    return Section(heading.text, level, blocks, _lines(heading))


def _lines(line: Line) -> tuple[int, int] | None:
    return None if line.number is None else (line.number, line.number + line.span)
