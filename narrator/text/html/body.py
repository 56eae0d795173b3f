"""Which lines of a page are the article.

1. Lines in furniture go: by the names of the elements around them (furniture.py).
2. trafilatura reads the page too; a line that it also has is voted for.
3. The article is the smallest element that has nearly all of the prose voted for, or nearly all
   of the prose where there are too few votes. Lines outside of it go.
4. In it, lines go that nobody voted for and that look like links, labels or an afterword.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from narrator.text.draft import LineKind
from narrator.text.html.blocks import PageBlock, page_blocks
from narrator.text.html.furniture import PROSE_LENGTH, Furniture, is_prose
from narrator.text.html.repeats import without_copies
from narrator.text.html.sites import Site
from narrator.text.html.tree import MAX_ELEMENTS, Element, sum_up
from narrator.text.places import OUTSIDE_ARTICLE, PAGE_FRAME, REPEATED_PART, SITE_RULE
from narrator.text.width import text_width

_ENOUGH_VOTES = 0.6
"""Share of the prose that must be voted for: below it trafilatura has taken a part of the page
for all of it, or another one. Of 0.2 to 0.8, this and 0.7 did best."""

_NEARLY_ALL = 0.92
"""Share of the prose that the article's element must have."""

_MOST_COMPARED = 10_000
"""Elements of a page up to which trafilatura may compare its result with those of others, one of
which takes quadratic time."""

_LINKS = 0.7
"""Share of linked characters from which a line is a link."""


def judge_blocks(root: Element, url: str | None, site: Site | None) -> list[PageBlock]:
    """Give the lines of a page in order; those that are not the article's with a rule."""
    everything = page_blocks(root)
    parts = None if site is None else site.parts(root)
    if parts is not None and parts.article:
        rules = {
            id(block): SITE_RULE for block in everything if not parts.are_article(block.element)
        }
    else:
        rules = _rules(everything, root, url)
    if parts is not None:
        dropped = (block for block in everything if parts.are_furniture(block.element))
        rules |= dict.fromkeys(map(id, dropped), SITE_RULE)
    return [
        replace(block, line=replace(block.line, rule=rules[id(block)]))
        if id(block) in rules
        else block
        for block in everything
    ]


def _rules(everything: list[PageBlock], root: Element, url: str | None) -> dict[int, str]:
    """Rules of the lines that are not the article's, by their ids."""
    furniture = Furniture(everything, root)
    blocks = [block for block in everything if not furniture.holds(block.element)]
    unique = without_copies(blocks)
    inner, once, article = (
        {id(block) for block in some} for some in (blocks, unique, _article(unique, root, url))
    )
    return {
        id(block): PAGE_FRAME
        if id(block) not in inner
        else (OUTSIDE_ARTICLE if id(block) in once else REPEATED_PART)
        for block in everything
        if id(block) not in article
    }


def _article(blocks: list[PageBlock], root: Element, url: str | None) -> list[PageBlock]:
    """Lines of the article among those that are not in furniture."""
    prose = [block for block in blocks if is_prose(block)]
    voted = _votes(blocks, root, url) if prose else set()
    chosen = [block for block in prose if id(block) in voted]
    if not chosen or _size(chosen) < _ENOUGH_VOTES * _size(prose):
        return _inside(blocks, prose, root, _keep_unvoted)
    first, last = blocks.index(chosen[0]), blocks.index(chosen[-1])
    middle = {id(block) for block in blocks[first : last + 1]}
    # A heading is kept with what follows it, an item with its list.
    attached = (LineKind.HEADING, LineKind.ITEM)
    loose = (LineKind.PARAGRAPH, LineKind.CAPTION)

    def keep(block: PageBlock) -> bool:
        link = block.linked > _LINKS and text_width(block.line.text) < PROSE_LENGTH
        if id(block) in middle:
            return block.line.kind in attached or not link
        return not link and (id(block) in voted or block.line.kind not in loose)

    return _inside(blocks, chosen, root, keep)


def _size(blocks: Iterable[PageBlock]) -> int:
    return sum(len(block.line.text) for block in blocks)


def _inside(
    blocks: list[PageBlock],
    prose: list[PageBlock],
    root: Element,
    keep: Callable[[PageBlock], bool],
) -> list[PageBlock]:
    """Lines to keep in the smallest element that has nearly all of `prose`."""
    own: Counter[Element] = Counter()
    for block in prose:
        own[block.element] += len(block.line.text)
    sizes = sum_up(own, root)
    enough = _NEARLY_ALL * sizes.get(root, 0)
    inside = root
    while enough:
        # A paragraph is no article, even where it has nearly all of the prose: its neighbours stay.
        heavy = [part for part in inside if sizes.get(part, 0) >= enough and part not in own]
        if not heavy:
            break
        inside = heavy[0]
    members = set(inside.iter())
    return [block for block in blocks if block.element in members and keep(block)]


def _keep_unvoted(block: PageBlock) -> bool:
    return block.linked <= _LINKS


def _votes(blocks: list[PageBlock], root: Element, url: str | None) -> set[int]:
    """Ids of the lines that trafilatura has too."""
    import trafilatura

    count = sum(1 for _ in root.iter())
    if count > MAX_ELEMENTS:
        return set()
    page = trafilatura.bare_extraction(
        copy.copy(root), url=url, include_comments=False, fast=count > _MOST_COMPARED
    )
    text = _plain(getattr(page, "text", None) or "")
    return {id(block) for block in blocks if _plain(block.line.text) in text}


def _plain(text: str) -> str:
    """Words alone, each with a space around it, so that only whole words are found."""
    words = " ".join(re.findall(r"[^\W_]+", text.lower()))
    return f" {words} "
