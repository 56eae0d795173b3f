"""From the glyphs of a PDF page to its lines."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from narrator.domain.errors import ArticleError, ErrorKind

if TYPE_CHECKING:
    import pypdfium2

HYPHEN = "\u00ad"
"""Stands at the end of a line whose last word goes on in the next one."""

_WIDE = 1.8
"""Gap between two glyphs, in type sizes, that is no word space: words on both sides of it stand
in different columns. Justified text stretches its spaces to about one."""

_SMALL = 0.85
"""Size of a raised mark, as a share of the line's type size, up to which it marks a note."""

_MOST_GLYPHS = 200_000
"""Glyphs of one page. A page of a newspaper has 30,000."""


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A run of glyphs on one line, in points from the lower left of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    """Type size in points."""
    bold: bool

    @property
    def height(self) -> float:
        """Height in points."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class _Glyph:
    char: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool
    angle: int
    """Quarter turns of the text, 0 to 3."""


def page_lines(page: pypdfium2.PdfPage) -> list[PdfLine]:
    """Give the lines of a page in the order of the file, those that run another way left out."""
    text_page = page.get_textpage()
    try:
        rows = list(_rows(text_page.raw))
    finally:
        text_page.close()
    angles = Counter(row[0].angle for row in rows for _ in row)
    if not angles:
        return []
    turn = angles.most_common(1)[0][0]
    upright = [[_turned(glyph, turn) for glyph in row] for row in rows if row[0].angle == turn]
    lines = (_line(part) for row in upright for part in _parts(row))
    return [line for line in lines if line is not None]


def _rows(raw: Any) -> Iterator[list[_Glyph]]:
    """Glyphs up to each line break that PDFium sees."""
    from pypdfium2 import raw as pdfium

    count = pdfium.FPDFText_CountChars(raw)
    if count > _MOST_GLYPHS:
        raise ArticleError(
            "A page of the PDF has too much text", hint="export it again", kind=ErrorKind.TOO_LARGE
        )
    row: list[_Glyph] = []
    edges = [ctypes.c_double() for _ in range(4)]
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in (10, 13):
            if row:
                yield row
            row = []
            continue
        pdfium.FPDFText_GetCharBox(raw, index, *edges)
        left, right, bottom, top = (edge.value for edge in edges)
        size = pdfium.FPDFText_GetFontSize(raw, index)
        first = not row
        bold = _is_bold(raw, index) if first else row[0].bold
        angle = _quarter(pdfium.FPDFText_GetCharAngle(raw, index)) if first else row[0].angle
        row.append(_Glyph(_char(code), left, bottom, right, top, size, bold, angle))
    if row:
        yield row


def _is_bold(raw: Any, index: int) -> bool:
    """Whether a glyph's font is bold by its name; its declared weight is missing too often."""
    from pypdfium2 import raw as pdfium

    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, name, len(name), flags)
    return bool(flags.value & _FORCE_BOLD) or _BOLD.search(name.value) is not None


_FORCE_BOLD = 1 << 18
"""Font descriptor flag (ISO 32000-2, table 121)."""
_BOLD = re.compile(rb"bold|black|heavy|-semi|demi", re.IGNORECASE)


def _char(code: int) -> str:
    if code in (2, 0xFFFE):  # PDFium's marks for a hyphen at the end of a line
        return HYPHEN
    return " " if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _quarter(angle: float) -> int:
    return round(angle / (math.pi / 2)) % 4 if math.isfinite(angle) else 0


def _turned(glyph: _Glyph, turn: int) -> _Glyph:
    """Turn a glyph back, so that its line runs from left to right."""
    if not turn:
        return glyph
    left, bottom, right, top = glyph.left, glyph.bottom, glyph.right, glyph.top
    for _ in range(turn):
        left, bottom, right, top = bottom, -right, top, -left
    return _Glyph(glyph.char, left, bottom, right, top, glyph.size, glyph.bold, 0)


def _parts(row: Sequence[_Glyph]) -> Iterator[list[_Glyph]]:
    """Cut a row where its glyphs stand too far apart to be one line."""
    part: list[_Glyph] = []
    last: _Glyph | None = None
    for glyph in row:
        if not glyph.char.isspace():
            gap = glyph.left - last.right if last is not None else 0.0
            scale = max(glyph.size, glyph.top - glyph.bottom, 1.0)
            if gap > _WIDE * scale or gap < -5 * scale:
                yield part
                part = []
            last = glyph
        part.append(glyph)
    if part:
        yield part


def _line(glyphs: Sequence[_Glyph]) -> PdfLine | None:
    inked = [glyph for glyph in glyphs if not glyph.char.isspace()]
    if not inked:
        return None
    height = max(glyph.top - glyph.bottom for glyph in inked)
    # The type size is nominal: a page may scale it. The glyphs' own height then tells.
    size = Counter(round(glyph.size, 1) for glyph in inked).most_common(1)[0][0]
    size = size if size > 1.5 else height
    bottom = min(glyph.bottom for glyph in inked)
    text = "".join(g.char for g in glyphs if not _is_note_mark(g, size, bottom))
    text = " ".join(text.split())
    if not text:
        return None
    return PdfLine(
        text,
        min(glyph.left for glyph in inked),
        bottom,
        max(glyph.right for glyph in inked),
        max(glyph.top for glyph in inked),
        size,
        inked[0].bold,
    )


def _is_note_mark(glyph: _Glyph, size: float, bottom: float) -> bool:
    raised = glyph.bottom > bottom + 0.25 * size
    return raised and glyph.size < _SMALL * size and (glyph.char.isdigit() or glyph.char in "*†‡§¶")
