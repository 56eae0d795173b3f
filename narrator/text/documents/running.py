"""Running heads and page numbers of a paged document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

from narrator.text.documents.glyphs import PdfLine

_EDGE = 2
"""Lines at the top and at the bottom of a page that may be a running head or foot."""

_OFTEN = 3
"""Pages that a line must repeat on, in a document that has so many and more."""

_NUMBER = re.compile(
    r"(?:page\s+)?[-–—|\s]*(?:\d{1,4}|[ivxlcdm]{1,8})[-–—|\s]*(?:(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)


def part_running(
    pages: Sequence[Sequence[PdfLine]],
) -> tuple[list[list[PdfLine]], list[PdfLine]]:
    """Part the text from page numbers and lines at a page's edge that run through the document.

    A line runs if it stands at the edge of other pages too, numbers in it aside, or if it has a
    number that counts the pages ("Chapter 2: The Harbour 31").
    """
    often = min(_OFTEN, max(2, len(pages)))
    signs = [_signs(index, page) for index, page in enumerate(pages)]
    seen = Counter(sign for page in signs for sign in set().union(*page.values()))

    def runs(line: PdfLine, found: dict[PdfLine, set[_Sign]]) -> bool:
        if line not in found:
            return False
        number = len(pages) > 1 and _NUMBER.fullmatch(line.text) is not None
        return number or any(seen[sign] >= often for sign in found[line])

    text: list[list[PdfLine]] = []
    running: list[PdfLine] = []
    for page, found in zip(pages, signs, strict=True):
        text.append([line for line in page if not runs(line, found)])
        running += [line for line in page if runs(line, found)]
    return text, running


_Sign: TypeAlias = tuple[str, str | int]
"""Where a line stands and its words without numbers, or how far its number is ahead of the
page's index."""


def _signs(index: int, page: Sequence[PdfLine]) -> dict[PdfLine, set[_Sign]]:
    """What the lines at the edges of a page may have in common with those of other pages."""
    by_height = sorted(page, key=lambda line: -line.top)
    signs: dict[PdfLine, set[_Sign]] = {}
    for edge, lines in (("top", by_height[:_EDGE]), ("bottom", by_height[-_EDGE:])):
        for line in lines:
            own = signs.setdefault(line, set())
            own.add(("text", re.sub(r"\d+", "#", line.text.casefold())))
            for side, pattern in (("start", r"\d{1,4}(?=\s)"), ("end", r".*\s(\d{1,4})$")):
                number = re.match(pattern, line.text)
                if number:
                    value = int(number[number.lastindex or 0])
                    own.add((f"{edge} {side}", value - index))
    return signs
