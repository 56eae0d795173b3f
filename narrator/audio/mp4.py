"""M4B files: AAC with chapters."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from narrator.audio.encode import Coding, add_stream, output, packets
from narrator.audio.id3 import image_type
from narrator.audio.pcm import Samples
from narrator.domain import Chapter, Metadata

_HEAD = struct.Struct("<qII")
"""Time, duration and length of a packet that waits."""

_AUDIOBOOK = 2
"""Media kind by which players remember the place in it (`stik`)."""


def write(
    audio: Iterable[Samples],
    path: Path,
    coding: Coding,
    sample_rate: int,
    chapters: Callable[[], Sequence[Chapter]],
) -> None:
    """Write the audio and then, in front of it, the index and the chapters.

    The container wants its chapters before the first packet and they are known after the last,
    so the packets wait in a file without a name.
    """
    with TemporaryFile(dir=path.parent) as spool, output(path, coding) as container:
        stream = add_stream(container, coding, sample_rate)
        for packet in packets(audio, stream, coding, sample_rate):
            spool.write(_HEAD.pack(packet.pts, packet.duration, packet.size))
            spool.write(bytes(packet))
        container.set_chapters([_chapter(chapter) for chapter in chapters()])
        container.start_encoding()
        for waiting in _waiting(spool):
            waiting.stream = stream
            waiting.time_base = Fraction(1, sample_rate)
            container.mux(waiting)


def _waiting(spool: BinaryIO) -> Iterator[Any]:
    import av

    spool.seek(0)
    while head := spool.read(_HEAD.size):
        time, duration, size = _HEAD.unpack(head)
        packet = av.Packet(spool.read(size))
        packet.pts = packet.dts = time
        packet.duration = duration
        yield packet


def _chapter(chapter: Chapter) -> Any:
    return {
        "id": 0,
        "start": round(chapter.start * 1000),
        "end": round(chapter.end * 1000),
        "time_base": Fraction(1, 1000),
        "metadata": {"title": chapter.title},
    }


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
