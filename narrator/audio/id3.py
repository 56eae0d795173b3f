"""ID3v2.4 tags with chapters (id3.org: "ID3 tag version 2.4.0", "ID3v2 Chapter Frame Addendum").

Written here and not by mutagen, which sorts frames by size: players built on FFmpeg list
chapters in the order of their frames.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

from narrator.audio.languages import three_letters
from narrator.domain import Chapter, Metadata

_UTF8 = b"\3"
_NO_OFFSET = 0xFFFFFFFF
"""Byte offset of a chapter: none, go by the time."""

_FRONT_COVER = b"\3"
_TOP_LEVEL, _ORDERED = 2, 1
_CHILDREN = 255
"""A table of contents counts its children in one byte."""


def tag(metadata: Metadata, cover: bytes, chapters: Sequence[Chapter]) -> bytes:
    """Give a whole tag; chapters come last and in time order, an empty cover is left out."""
    picture = [_picture(cover)] if cover else []
    frames = b"".join([*_facts(metadata), *picture, *_contents(chapters)])
    return b"ID3\4\0\0" + _synchsafe(len(frames)) + frames


def _facts(metadata: Metadata) -> Iterable[bytes]:
    language = three_letters(metadata.language)
    texts = {
        "TIT2": metadata.title,
        "TPE1": metadata.artist,
        "TALB": metadata.album,
        "TDRC": metadata.published and metadata.published.isoformat(),
        "TLAN": language,
    }
    for name, text in texts.items():
        if text:
            yield _text(name, text)
    if metadata.comment:
        body = _UTF8 + language.encode() + b"\0" + metadata.comment.encode()
        yield _frame("COMM", body)
    if metadata.url:
        # Latin-1 by the standard; what a URL may not hold was percent-encoded where it came from.
        yield _frame("WOAS", metadata.url.encode("latin-1", "replace"))


def _picture(cover: bytes) -> bytes:
    return _frame("APIC", _UTF8 + image_type(cover).encode() + b"\0" + _FRONT_COVER + b"\0" + cover)


def image_type(image: bytes) -> str:
    """Media type of a cover."""
    return "image/png" if image.startswith(b"\x89PNG") else "image/jpeg"


def _contents(chapters: Sequence[Chapter]) -> Iterable[bytes]:
    """Tables of contents, then the chapters; more than 255 hang from tables of their own."""
    names = [f"chp{index}" for index in range(len(chapters))]
    groups = [names[start : start + _CHILDREN] for start in range(0, len(names), _CHILDREN)]
    if len(groups) == 1:
        yield _table("toc", _TOP_LEVEL | _ORDERED, names)
    elif groups:
        tables = [f"toc{index}" for index in range(len(groups))]
        yield _table("toc", _TOP_LEVEL | _ORDERED, tables)
        for table, group in zip(tables, groups, strict=True):
            yield _table(table, _ORDERED, group)
    for name, chapter in zip(names, chapters, strict=True):
        times = (round(chapter.start * 1000), round(chapter.end * 1000))
        body = struct.pack(">4I", *times, _NO_OFFSET, _NO_OFFSET)
        yield _frame("CHAP", name.encode() + b"\0" + body + _text("TIT2", chapter.title))


def _table(name: str, flags: int, children: Sequence[str]) -> bytes:
    parts = [name.encode(), b"\0", bytes([flags, len(children)])]
    return _frame("CTOC", b"".join([*parts, *(child.encode() + b"\0" for child in children)]))


def _text(name: str, text: str) -> bytes:
    return _frame(name, _UTF8 + text.replace("\0", " ").encode())


def _frame(name: str, body: bytes) -> bytes:
    return name.encode() + _synchsafe(len(body)) + b"\0\0" + body


def _synchsafe(size: int) -> bytes:
    """Seven bits a byte, so that no size looks like the start of an MP3 frame."""
    return bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
