"""Tags of M4B files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from narrator.audio.id3 import image_type
from narrator.domain import Metadata

_AUDIOBOOK = 2
"""Media kind by which players remember the place in it (`stik`)."""


def tag(path: Path, metadata: Metadata, cover: bytes) -> None:
    """Write the tags and the cover."""
    import mutagen.mp4

    library: Any = mutagen.mp4
    audio = library.MP4(path)
    facts = {
        "\xa9nam": metadata.title,
        "\xa9ART": metadata.artist,
        "\xa9alb": metadata.album,
        "\xa9day": metadata.published and metadata.published.isoformat(),
        "\xa9cmt": metadata.comment,
        "purl": metadata.url,
    }
    for name, value in facts.items():
        if value:
            audio[name] = [value]
    picture = library.MP4Cover
    kind = picture.FORMAT_PNG if image_type(cover) == "image/png" else picture.FORMAT_JPEG
    audio["covr"] = [picture(cover, kind)]
    audio["stik"] = [_AUDIOBOOK]
    audio.save()
