"""Parts of a page that it holds twice, one for each width of screen."""

from __future__ import annotations

from narrator.text.html.blocks import PageBlock
from narrator.text.html.tree import Element

_TELLING = 40
"""Characters of a line that makes one look for a copy; shorter ones repeat by chance."""


def without_copies(blocks: list[PageBlock]) -> list[PageBlock]:
    """Leave out the lines of elements that say what an element beside them has said.

    A line that is repeated alone stays, as a poem's refrain does.
    """
    first: dict[str, Element] = {}
    copies: set[Element] = set()
    for block in blocks:
        text = block.line.text
        if len(text) < _TELLING:
            continue
        before = first.setdefault(text, block.element)
        if before is not block.element and not copies.intersection(block.element.iterancestors()):
            copy = _copied(before, block.element)
            if copy is not None:
                copies.add(copy)
    if not copies:
        return blocks
    return [
        block
        for block in blocks
        if block.element not in copies and copies.isdisjoint(block.element.iterancestors())
    ]


def _copied(before: Element, after: Element) -> Element | None:
    """The container of `after` whose words are those of the container of `before` beside it."""
    first = [before, *before.iterancestors()]
    second = [after, *after.iterancestors()]
    while first and second and first[-1] is second[-1]:
        first.pop()
        second.pop()
    if not first or not second or second[-1].tag not in ("div", "section"):
        return None
    return second[-1] if _words(first[-1]) == _words(second[-1]) else None


def _words(element: Element) -> list[str]:
    return "".join(element.itertext()).split()
