"""Artwork as directories take it: square, 1400 to 3000 pixels, JPEG or PNG in RGB."""

from __future__ import annotations

import colorsys
import io
import re
from pathlib import Path

from narrator.audio.cover import draw
from narrator.domain import InputError

SMALLEST, LARGEST = 1400, 3000
"""Pixels a side (Apple, "Podcast artwork requirements")."""

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")


def draw_artwork(title: str, byline: str = "", *, colour: str = "") -> bytes:
    """Draw artwork from words, in the hue of a colour ("#336699") where one is given.

    Returns:
        A JPEG.

    Raises:
        InputError: It is no colour.
    """
    return draw(title, byline or None, hue=_hue(colour) if colour else None)


def read_artwork(path: Path) -> bytes:
    """Read artwork from a file.

    Raises:
        InputError: It cannot be read, or directories would refuse it.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path} ({error.strerror})", hint="check the path") from error
    wrong = artwork_fault(data)
    if wrong:
        raise InputError(
            f"podcast directories refuse the cover {path.name}: it {wrong}",
            hint=f"give a square JPEG or PNG in RGB, {SMALLEST} to {LARGEST} pixels a side",
        )
    return data


def artwork_fault(data: bytes) -> str:
    """Say what is wrong with an image as artwork ("is not square"); empty where nothing is."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            image.verify()
            kind, mode, (width, height) = image.format, image.mode, image.size
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        return "is neither JPEG nor PNG"
    if width != height:
        return f"is not square ({width} x {height})"
    if not SMALLEST <= width <= LARGEST:
        return f"has {width} pixels a side"
    if mode != "RGB":
        return (
            f"is not RGB but {mode}, perhaps with transparency" if kind == "PNG" else "is not RGB"
        )
    return ""


def artwork_suffix(data: bytes) -> str:
    """Give the file name suffix for an image: `.png` or `.jpg`."""
    return ".png" if data.startswith(b"\x89PNG") else ".jpg"


def _hue(colour: str) -> float:
    match = _HEX.fullmatch(colour.strip())
    if match is None:
        raise InputError(f"{colour!r} is no colour", hint='write it like "#336699"')
    red, green, blue = (part / 255 for part in bytes.fromhex(match[1]))
    return colorsys.rgb_to_hls(red, green, blue)[0]
