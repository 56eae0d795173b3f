"""Covers as small as pages show them."""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from enum import IntEnum

from PIL import Image

_QUALITY = 80
"""WebP quality at which the title's edges are clean at every one of the sizes."""

_KEPT = 512
"""Thumbnails kept in memory, 1 to 15 kB each."""


class ThumbnailSize(IntEnum):
    """Pixels a side that covers are scaled to."""

    TINY = 96
    SMALL = 192
    MIDDLE = 384
    LARGE = 512


class Thumbnails:
    """Scales covers, and keeps those that were asked for last."""

    def __init__(self) -> None:
        """Keep none yet."""
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, etag: str, size: ThumbnailSize) -> bytes | None:
        """Give a thumbnail that was made before, by the etag of its cover."""
        with self._lock:
            found = self._kept.get((etag, size))
            if found is not None:
                self._kept.move_to_end((etag, size))
            return found

    def make(self, etag: str, cover: bytes, size: ThumbnailSize) -> bytes:
        """Scale a cover.

        Args:
            etag: What tells this cover from any other.
            cover: JPEG or PNG.
            size: Pixels a side.

        Returns:
            WebP.
        """
        with Image.open(io.BytesIO(cover)) as image:
            # JPEG is decoded at a half or a quarter of its size, which is most of the time.
            image.draft("RGB", (2 * size, 2 * size))
            small = image.convert("RGB").resize((size, size), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "WEBP", quality=_QUALITY, method=4)
        made = out.getvalue()
        with self._lock:
            self._kept[etag, size] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made
