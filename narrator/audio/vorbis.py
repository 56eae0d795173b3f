"""Vorbis comments for Ogg Opus and FLAC, with chapters.

FFmpeg shifts or drops chapters in these containers, so they are written as the comments players
read: https://wiki.xiph.org/Chapter_Extension.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from narrator.audio.id3 import image_type
from narrator.domain import Chapter, EpisodeFormat, Metadata

_FRONT_COVER = 3


def tag(
    path: Path, kind: EpisodeFormat, metadata: Metadata, cover: bytes, chapters: Sequence[Chapter]
) -> None:
    """Write the comments and the cover into an Opus or FLAC file."""
    import mutagen.flac
    import mutagen.oggopus

    flac: Any = mutagen.flac
    opus: Any = mutagen.oggopus
    audio = opus.OggOpus(path) if kind is EpisodeFormat.OPUS else flac.FLAC(path)
    if audio.tags is None:
        audio.add_tags()
    for name, text in _comments(metadata, chapters):
        audio[name] = [text]
    picture = _fill(flac.Picture(), cover)
    if kind is EpisodeFormat.FLAC:
        audio.add_picture(picture)
    else:
        audio["METADATA_BLOCK_PICTURE"] = [base64.b64encode(picture.write()).decode()]
    audio.save()


def _comments(metadata: Metadata, chapters: Sequence[Chapter]) -> Iterator[tuple[str, str]]:
    facts = {
        "TITLE": metadata.title,
        "ARTIST": metadata.artist,
        "ALBUM": metadata.album,
        "DATE": metadata.published and metadata.published.isoformat(),
        "LANGUAGE": metadata.language,
        "COMMENT": metadata.comment,
        "CONTACT": metadata.url,
    }
    yield from ((name, text) for name, text in facts.items() if text)
    for index, chapter in enumerate(chapters, 1):
        yield f"CHAPTER{index:03}", _clock(chapter.start)
        yield f"CHAPTER{index:03}NAME", chapter.title


def _fill(picture: Any, cover: bytes) -> Any:
    """Describe the cover; its size may stay 0, which says that it is not told (RFC 9639)."""
    picture.type, picture.mime, picture.data = _FRONT_COVER, image_type(cover), cover
    return picture


def _clock(seconds: float) -> str:
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds / 1000:06.3f}"
