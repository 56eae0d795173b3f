"""Chapters and tags of a WAV file: cue points with labels, and an ID3 tag in a chunk of its own.

The cue list and its `adtl` labels are Microsoft's "Multimedia Programming Interface and Data
Specifications 1.0" (1991), read by audio editors; the `id3 ` chunk is what FFmpeg and taggers read.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from narrator.domain import Chapter, Metadata


def tag(
    path: Path, metadata: Metadata, id3: bytes, chapters: Sequence[Chapter], sample_rate: int
) -> None:
    """Append the chunks to a WAV or RF64 file, and correct the length it gives."""
    chunks = [_facts(metadata), *_cues(chapters, sample_rate), _chunk(b"id3 ", id3)]
    with path.open("r+b") as file:
        wide = file.read(4) == b"RF64"
        end = file.seek(0, 2)
        file.write(b"\0" * (end % 2) + b"".join(chunks))
        length = file.tell() - 8
        # Over 4 GiB the length stands in the ds64 chunk, which comes first (EBU Tech 3306).
        file.seek(20 if wide else 4)
        file.write(struct.pack("<Q" if wide else "<I", length))


def _facts(metadata: Metadata) -> bytes:
    facts = {
        b"INAM": metadata.title,
        b"IART": metadata.artist,
        b"IPRD": metadata.album,
        b"ICRD": metadata.published and metadata.published.isoformat(),
        b"ICMT": metadata.comment,
    }
    parts = [_chunk(name, text.encode() + b"\0") for name, text in facts.items() if text]
    return _chunk(b"LIST", b"INFO" + b"".join(parts))


def _cues(chapters: Sequence[Chapter], sample_rate: int) -> list[bytes]:
    points, labels = [], []
    for number, chapter in enumerate(chapters, 1):
        sample = round(chapter.start * sample_rate)
        points.append(struct.pack("<II4sIII", number, sample, b"data", 0, 0, sample))
        label = struct.pack("<I", number) + chapter.title.encode() + b"\0"
        labels.append(_chunk(b"labl", label))
    return [
        _chunk(b"cue ", struct.pack("<I", len(points)) + b"".join(points)),
        _chunk(b"LIST", b"adtl" + b"".join(labels)),
    ]


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
