"""The order in which the lines of a PDF page are read."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace

from narrator.text.documents.glyphs import PdfLine

_TRIES = 60
"""Places across the page where a gutter is looked for."""

_CROSSING = 0.3
"""Share of lines that may cross a gutter: headings, figures and abstracts over both columns."""

_FILLED = 0.5
"""Share of a column's width that its lines fill; the cells of a table do not."""

_MAX_DEPTH = 3


def in_reading_order(lines: Sequence[PdfLine], depth: int = 0) -> list[PdfLine]:
    """Order the lines of a page: columns one after the other, rows from top to bottom."""
    gutter = _gutter(lines) if depth < _MAX_DEPTH else None
    if gutter is None:
        return _rows(lines)
    ordered: list[PdfLine] = []
    band: list[PdfLine] = []
    for line in sorted(lines, key=lambda line: -line.top):
        if _crosses(line, gutter):
            ordered += _columns(band, gutter, depth)
            band = []
            ordered.append(line)
        else:
            band.append(line)
    return ordered + _columns(band, gutter, depth)


def _columns(band: Sequence[PdfLine], gutter: float, depth: int) -> list[PdfLine]:
    left = [line for line in band if line.right <= gutter + 1]
    right = [line for line in band if line.right > gutter + 1]
    return [line for side in (left, right) if side for line in in_reading_order(side, depth + 1)]


def _crosses(line: PdfLine, gutter: float) -> bool:
    return line.left < gutter - 1 and line.right > gutter + 1


def _gutter(lines: Sequence[PdfLine]) -> float | None:
    """Find where to cut a page into columns; None for a page that has one."""
    if len(lines) < 8:
        return None
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    places = [first + (last - first) * (0.2 + 0.6 * i / _TRIES) for i in range(_TRIES + 1)]
    crossings = {x: sum(_crosses(line, x) for line in lines) for x in places}
    fewest = min(crossings.values())
    if fewest > _CROSSING * len(lines):
        return None
    free = [x for x in places if crossings[x] == fewest]
    gutter = min(free, key=lambda x: abs(x - (first + last) / 2))
    left = [line for line in lines if line.right <= gutter + 1]
    right = [line for line in lines if line.left >= gutter - 1]
    if min(len(left), len(right)) < 4 or not _beside(left, right):
        return None
    filled = _fill(left) >= _FILLED and _fill(right) >= _FILLED
    return gutter if filled else None


def _fill(lines: Sequence[PdfLine]) -> float:
    """How much of its column the lines of a side fill, in the median."""
    width = max(line.right for line in lines) - min(line.left for line in lines)
    return statistics.median(line.right - line.left for line in lines) / max(width, 1.0)


def _beside(left: Sequence[PdfLine], right: Sequence[PdfLine]) -> bool:
    """Whether the two sides share a good part of their height."""
    top = min(max(line.top for line in left), max(line.top for line in right))
    bottom = max(min(line.bottom for line in left), min(line.bottom for line in right))
    lower = max(line.top for line in right) - min(line.bottom for line in right)
    return top - bottom > 0.3 * lower


def _rows(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Sort from top to bottom, and join what stands on one row."""
    rows: list[PdfLine] = []
    for line in sorted(lines, key=lambda line: (-line.top, line.left)):
        last = rows[-1] if rows else None
        if last is not None and _same_row(last, line):
            first, second = sorted((last, line), key=lambda part: part.left)
            rows[-1] = replace(
                last,
                text=f"{first.text} {second.text}",
                left=first.left,
                right=max(first.right, second.right),
                bottom=min(first.bottom, second.bottom),
                top=max(first.top, second.top),
            )
        else:
            rows.append(line)
    return rows


def _same_row(upper: PdfLine, line: PdfLine) -> bool:
    overlap = min(upper.top, line.top) - max(upper.bottom, line.bottom)
    beside = line.left >= upper.right - 1 or line.right <= upper.left + 1
    return beside and overlap > 0.5 * min(upper.height, line.height)
