"""Covers drawn from the title: its words over the wave of a voice, in a colour of its own."""

from __future__ import annotations

import bisect
import colorsys
import hashlib
import io
import unicodedata
from typing import Any

import numpy as np
import numpy.typing as npt

SIZE = 1400
"""Pixels a side: the least that podcast directories take."""

_MARGIN = 120
"""Pixels left free at every side, which apps may round or crop."""

_ROOM = SIZE - 2 * _MARGIN
"""Pixels that a line may be long."""

_TEXT_BOTTOM = 860
"""Lowest pixel of the title; the wave is under it."""

_SIZES = range(176, 71, -8)
"""Type sizes in pixels, tried from the largest; 72 can still be read where a cover is a stamp."""

_LONGEST = 300
"""Characters of a title that are looked at; the smallest type has room for about 220."""

_CUT = 96
"""Type size from which down a word that is longer than a line is cut."""

_LEADING = 1.16
"""Line height in type sizes."""

_BYLINE = 48
"""Type size of the byline in pixels."""

_WAVE, _WAVE_HEIGHT = 1020, 240
"""Row of pixels the wave is drawn around, and its height."""

_BARS = 34
"""Bars of the wave, each half as wide as its place."""

_PLAYED = 0.38
"""Share of the bars that are lit, near the golden section from the left."""

_LIT, _UNLIT = 0.95, 0.3
"""How much of the accent colour a bar has, what is played and what is to come."""

_QUALITY = 75
"""JPEG quality at which type this large shows no ringing; 50 to 150 kB."""

_PLAIN = str.maketrans({"–": "-", "—": "-", "\N{NO-BREAK SPACE}": " "})
"""Marks that the font which Pillow brings does not have."""

_FONTS = (
    "NotoSans-Bold.ttf",
    "DejaVuSans-Bold.ttf",
    "Arial Bold.ttf",
    "arialbd.ttf",
    "NotoSansCJK-Bold.ttc",
    "NotoSansKR-Bold.otf",
    "NanumGothicBold.ttf",
    "AppleSDGothicNeo.ttc",
    "malgunbd.ttf",
    "Hiragino Sans GB.ttc",
    "msyhbd.ttc",
    "YuGothB.ttc",
    "Arial Unicode.ttf",
)
"""Fonts of the common systems for titles beyond ASCII, by the names Pillow finds them under."""


def draw(title: str, byline: str | None = None, *, hue: float | None = None) -> bytes:
    """Draw a square cover; the same words give the same colours and wave.

    A hue from 0 to 1 sets the colours; without one they come from the title. A title in a script
    that no font at hand has is left to the wave alone, which is then larger.

    Returns:
        A JPEG.
    """
    seed = hashlib.sha256(title.encode()).digest()
    if hue is not None:
        seed = int(hue % 1 * 2**32).to_bytes(4, "big") + seed[4:]
    title = title.strip()[:_LONGEST]
    font = _font(title) if title else None
    image = _ground(seed)
    if font is None:
        _wave(image, seed, centre=SIZE // 2, height=SIZE // 2)
    else:
        _wave(image, seed, centre=_WAVE, height=_WAVE_HEIGHT)
        _letter(image, title.translate(_PLAIN), font)
    if byline and (font := _font(byline)):
        _sign(image, byline.translate(_PLAIN), font)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def _ground(seed: bytes) -> Any:
    """Paint a slow gradient from the upper left to the lower right."""
    from PIL import Image

    hue = _hue(seed)
    light, middle, dark = (
        _colour(hue, 0.34, 0.62),
        _colour(hue + 0.05, 0.23, 0.66),
        _colour(hue + 0.09, 0.12, 0.7),
    )
    corners = np.array([[light, middle], [middle, dark]], dtype=np.uint8)
    centres = (0.5, 0.5, 1.5, 1.5)
    return Image.fromarray(corners).resize((SIZE, SIZE), Image.Resampling.BILINEAR, box=centres)


def _wave(image: Any, seed: bytes, *, centre: int, height: int) -> None:
    """Draw rounded bars around the row `centre`, the loudest `height` pixels high."""
    from PIL import Image

    place = _ROOM / (_BARS - 0.5)
    radius = place / 4
    rows = np.abs(np.arange(-height // 2 - 2, height // 2 + 3))[:, None]
    mask = np.zeros((len(rows), SIZE), dtype=np.uint8)
    for bar, half in enumerate(_levels(seed) * height / 2):
        middle = _MARGIN + radius + bar * place
        columns = np.arange(int(middle - radius) - 1, int(middle + radius) + 3)
        # The distance to the bar's spine makes the ends round and smooth.
        beyond = np.maximum(rows - (max(half, radius) - radius), 0)
        inside = np.clip(radius + 0.5 - np.hypot(beyond, columns - middle), 0, 1)
        strength = _LIT if bar < _BARS * _PLAYED else _UNLIT
        mask[:, columns] = inside * strength * 255
    accent = _colour(_hue(seed) + 0.11, 0.74, 0.85)
    image.paste(accent, (0, centre - len(rows) // 2), Image.fromarray(mask))


def _levels(seed: bytes) -> npt.NDArray[np.float64]:
    """Heights of the bars from 0 to 1: syllables that rise and fall in phrases."""
    phases = np.frombuffer(seed[4:7], dtype=np.uint8) / 256 * 2 * np.pi
    bars = np.arange(_BARS)
    syllables = np.abs(np.sin(bars * 1.9 + phases[0]) * np.sin(bars * 0.83 + phases[1]))
    levels = (syllables * 0.75 + 0.25) * (0.55 + 0.45 * np.sin(bars * 0.31 + phases[2]))
    highest: npt.NDArray[np.float64] = levels / levels.max()
    return highest


def _hue(seed: bytes) -> float:
    return int.from_bytes(seed[:4], "big") / 2**32


def _colour(hue: float, lightness: float, saturation: float) -> tuple[int, ...]:
    return tuple(round(255 * part) for part in colorsys.hls_to_rgb(hue % 1, lightness, saturation))


def _letter(image: Any, title: str, font: Any) -> None:
    """Set the title as large as it fits."""
    from PIL import ImageDraw

    canvas = ImageDraw.Draw(image)
    room = _TEXT_BOTTOM - _MARGIN
    for size in _SIZES:
        font = font.font_variant(size=size)
        lines = _wrap(title, font, cut=size <= _CUT)
        if lines and len(lines) * size * _LEADING <= room:
            break
    else:
        del lines[int(room / (font.size * _LEADING)) :]
        lines[-1] = lines[-1].rstrip(" ,;:.") + "…"
    for row, line in enumerate(lines):
        top = _MARGIN + row * font.size * _LEADING
        # The font that Pillow brings has one weight; a stroke makes a title of it.
        canvas.text((_MARGIN, top), line, font=font, fill="white", stroke_width=font.size // 60)


def _wrap(title: str, font: Any, *, cut: bool) -> list[str]:
    """Break into lines that fit; none at all where a word is too long and may not be cut."""
    lines = [""]
    for word in _words(title):
        rest = word
        while not _fits(rest, font):
            if not cut:
                return []
            # More characters are wider, so that the last cut that fits can be searched for.
            ends = range(2, len(rest))
            part = 1 + bisect.bisect(ends, _ROOM, key=lambda end: font.getlength(f"{rest[:end]}-"))
            lines.append(rest[:part] + "-")
            rest = rest[part:]
        if rest is not word or not _fits(lines[-1] + rest, font):
            lines.append("")
        lines[-1] += rest
    return [line.strip() for line in lines if line.strip()]


def _fits(line: str, font: Any) -> bool:
    return bool(font.getlength(line.strip()) <= _ROOM)


def _words(title: str) -> list[str]:
    """Split where a line may end: at spaces and hyphens, and behind Chinese and Japanese."""
    parts = [""]
    for char in title:
        parts[-1] += char
        hangul = "\uac00" <= char <= "\ud7a3"
        wide = unicodedata.east_asian_width(char) == "W" and not hangul
        if char.isspace() or char == "-" or wide:
            parts.append("")
    return [part for part in parts if part]


def _sign(image: Any, byline: str, font: Any) -> None:
    from PIL import ImageDraw

    font = font.font_variant(size=_BYLINE)
    if _fits(byline, font):
        place = (_MARGIN, SIZE - _MARGIN)
        ImageDraw.Draw(image, "RGBA").text(
            place, byline, font=font, fill=(255, 255, 255, 200), anchor="ls"
        )


def _font(text: str) -> Any:
    """Give a font that has every character of the text; None where there is none."""
    from PIL import ImageFont

    plain = ImageFont.load_default(_SIZES[0])
    if _has(plain, text.translate(_PLAIN)):
        return plain
    for name in _FONTS:
        try:
            font = ImageFont.truetype(name, _SIZES[0])
        except OSError:
            continue
        if _has(font, text.translate(_PLAIN)):
            return font
    return None


def _has(font: Any, text: str) -> bool:
    """Whether no character looks like the mark for a missing one."""
    missing = bytes(font.getmask("\uffff"))
    return all(char.isspace() or bytes(font.getmask(char)) != missing for char in set(text))
