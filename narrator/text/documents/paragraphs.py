"""From the lines of a paged document to its headings, paragraphs, items and notes."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from narrator.text.documents.glyphs import HYPHEN, PdfLine
from narrator.text.draft import Line, LineKind

_LARGER = 1.12
"""Type size of a heading, in sizes of the text, from which size alone tells it."""

_NOTE_SIZE = 0.93
"""Type size of a footnote, in sizes of the text, at most."""

_LONGEST_HEADING = 200
_BULLET = re.compile(r"^([•‣▪●◦∙·■–]|\(?\d{1,2}[.)])\s+(?=\S)")
_NOTE = re.compile(r"^(?:\d{1,3}|[*†‡§¶])[\s.)]*(?=[^\s\d])")
_ENDS = (".", "!", "?", ":", ";", '"', "”", "’", ")", "»", "…", "。")


@dataclass(slots=True)
class _Block:
    """Lines that belong together."""

    kind: LineKind
    lines: list[PdfLine] = field(default_factory=list)


def build_lines(pages: Sequence[Sequence[PdfLine]]) -> tuple[list[Line], list[Line]]:
    """Give the text and the footnotes of a document.

    Args:
        pages: The lines of each page in reading order.
    """
    body = _body_size(pages)
    words = _Words(line.text for page in pages for line in page)
    blocks: list[_Block] = []
    notes: list[_Block] = []
    for page in pages:
        text, apart = _split_notes(page, body)
        _add_page(blocks, text, body)
        for line in apart:
            if _NOTE.match(line.text) or not notes:
                notes.append(_Block(LineKind.PARAGRAPH))
            notes[-1].lines.append(line)
    sizes = sorted({_size(block) for block in blocks if _is_large(block, body)}, reverse=True)
    told = [Line(_NOTE.sub("", words.join(note.lines)), kind=note.kind, gap=True) for note in notes]
    return [_line(block, words, sizes) for block in blocks], told


def _body_size(pages: Iterable[Iterable[PdfLine]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _split_notes(page: Sequence[PdfLine], body: float) -> tuple[list[PdfLine], list[PdfLine]]:
    """Split off footnotes: small lines low on the page, from one that starts with a mark."""
    if not page:
        return [], []
    middle = (max(line.top for line in page) + min(line.bottom for line in page)) / 2
    text: list[PdfLine] = []
    notes: list[PdfLine] = []
    inside = False
    for line in page:
        small = line.size <= _NOTE_SIZE * body and line.top < middle
        inside = small and (inside or _NOTE.match(line.text) is not None)
        (notes if inside else text).append(line)
    return text, notes


def _add_page(blocks: list[_Block], page: Sequence[PdfLine], body: float) -> None:
    """Add a page's lines to the blocks; the first may go on with the last block before it."""
    shape = _Shape(_leading(page), max((line.right for line in page), default=0.0))
    fresh = True
    for line in page:
        kind = _kind(line, body)
        if blocks and _goes_on(blocks[-1], line, kind, None if fresh else shape):
            blocks[-1].lines.append(line)
        else:
            blocks.append(_Block(kind, [line]))
        fresh = False


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the text of a page is set, in points."""

    leading: float
    """Usual distance of two lines' tops."""
    right: float
    """Right edge of the text."""


def _leading(page: Sequence[PdfLine]) -> float:
    steps = [a.top - b.top for a, b in itertools.pairwise(page) if a.top > b.top]
    return statistics.median(steps) if steps else 0.0


def _kind(line: PdfLine, body: float) -> LineKind:
    if line.size >= _LARGER * body and len(line.text) <= _LONGEST_HEADING:
        return LineKind.HEADING
    if _BULLET.match(line.text):
        return LineKind.ITEM
    short = len(line.text) <= 80 and not line.text.endswith(_ENDS[:2])
    return LineKind.HEADING if line.bold and short else LineKind.PARAGRAPH


def _goes_on(block: _Block, line: PdfLine, kind: LineKind, shape: _Shape | None) -> bool:
    """Whether a line belongs to the block before it.

    Args:
        block: The block before.
        line: The line.
        kind: What the line alone looks like.
        shape: How the page is set; None where the line is the first of its page.
    """
    before = block.lines[-1]
    step = before.top - line.top
    if LineKind.HEADING in (kind, block.kind):
        alike = abs(line.size - before.size) < 0.2 and line.bold == before.bold
        return kind is block.kind and shape is not None and alike and 0 < step < 2.2 * line.size
    if kind is LineKind.ITEM:
        return False
    if shape is None or step <= 0:
        # Another page or column: the sentence goes on, or another one begins.
        return not before.text.endswith(_ENDS) and not line.text[0].isupper()
    if step > 1.35 * shape.leading or abs(line.size - before.size) > 0.1 * line.size:
        return False
    indented = line.left > before.left + 0.8 * line.size and len(block.lines) > 1
    short = min(line.right - 4 * line.size, shape.right - 10 * line.size)
    ends = before.text.endswith(_ENDS) and (indented or before.right < short)
    return block.kind is LineKind.ITEM or not ends


def _size(block: _Block) -> float:
    return block.lines[0].size


def _is_large(block: _Block, body: float) -> bool:
    return block.kind is LineKind.HEADING and _size(block) >= _LARGER * body


def _line(block: _Block, words: _Words, sizes: Sequence[float]) -> Line:
    text = words.join(block.lines)
    if block.kind is LineKind.HEADING:
        size = _size(block)
        level = sizes.index(size) + 1 if size in sizes else len(sizes) + 1
        return Line(text, kind=block.kind, level=min(6, level), gap=True)
    mark = _BULLET.match(text) if block.kind is LineKind.ITEM else None
    if mark is not None:
        label = mark[1] if mark[1][-1] in ".)" else "•"
        return Line(text[mark.end() :], kind=block.kind, level=1, label=label, gap=True)
    return Line(text, kind=LineKind.PARAGRAPH, gap=True)


class _Words:
    """The words of a document, to tell how a word cut at a line's end is written."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._known: set[str] = set()
        for text in texts:
            self._known.update(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.casefold()))

    def join(self, lines: Sequence[PdfLine]) -> str:
        """Join lines, and the two parts of a word that a hyphen cuts."""
        parts: list[str] = []
        for line in lines:
            before = parts[-1] if parts else ""
            if not before.endswith((HYPHEN, "-", "‐")) or not line.text[0].isalpha():
                parts.extend((" ", line.text) if parts else (line.text,))
                continue
            parts[-1] = before[:-1] + self._seam(before[:-1], line.text)
            parts.append(line.text)
        return "".join(parts).replace(HYPHEN, "-").strip()

    def _seam(self, before: str, after: str) -> str:
        """The hyphen if the word is written with one, else nothing."""
        head = re.search(r"[^\W\d_]*$", before)
        tail = re.match(r"[^\W\d_]*", after)
        first, second = (head[0] if head else ""), (tail[0] if tail else "")
        if not first or second[:1].isupper():
            return "-"
        compound = f"{first}-{second}".casefold()
        return (
            "-"
            if compound in self._known and (first + second).casefold() not in self._known
            else ""
        )
