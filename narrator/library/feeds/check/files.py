"""Rules for the files a feed names."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from narrator.library.feeds.artwork import artwork_fault
from narrator.library.feeds.check.rule import Feed, Files, Rule, name_of
from narrator.library.feeds.xml import tag

Breaches = Iterator[tuple[str, str]]

_LINE = 65
"""Characters of a caption line (Podcasting 2.0, "Transcripts")."""

_MAGIC = {
    "audio/mpeg": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "audio/ogg": (b"OggS",),
    "audio/x-m4a": (b"ftyp",),
}
"""How files of a type begin; MP4 has its mark behind the size of its first box."""


def _exact_length(feed: Feed) -> Breaches:
    for item, enclosure, files in _enclosures(feed):
        size = files.size(enclosure.get("url", ""))
        if size is None:
            yield "the enclosure is missing", name_of(item)
        elif str(size) != enclosure.get("length"):
            told = enclosure.get("length")
            yield f"the enclosure has {size} bytes and not the {told} it is said to", name_of(item)


def _ranges(feed: Feed) -> Breaches:
    for item, enclosure, files in _enclosures(feed):
        if files.has_ranges(enclosure.get("url", "")) is False:
            yield "the server does not answer HEAD or byte ranges for it", name_of(item)


def _content(feed: Feed) -> Breaches:
    for item, enclosure, files in _enclosures(feed):
        starts = _MAGIC.get(enclosure.get("type", ""), ())
        head = (files.read(enclosure.get("url", "")) or b"")[:12]
        if head and starts and not any(head[at:].startswith(starts) for at in (0, 4)):
            yield f"the enclosure is no {enclosure.get('type')}", name_of(item)


def _artwork(feed: Feed) -> Breaches:
    for element in (feed.channel, *feed.items):
        image = element.find(tag("itunes:image"))
        if image is None or feed.files is None:
            continue
        data = feed.files.read(image.get("href", ""))
        wrong = "is missing" if data is None else artwork_fault(data)
        if wrong:
            yield f"the artwork {wrong}", "" if element is feed.channel else name_of(element)


def _chapters(feed: Feed) -> Breaches:
    for item, url in _named(feed, "podcast:chapters"):
        told = item.findall(f"{tag('psc:chapters')}/{tag('psc:chapter')}")
        try:
            facts = json.loads(_read(feed, url))
            starts = [float(chapter["startTime"]) for chapter in facts["chapters"]]
            titles = [chapter["title"] for chapter in facts["chapters"]]
        except (ValueError, KeyError, TypeError):
            yield "the chapters file is missing or is no chapters JSON", name_of(item)
            continue
        if not str(facts.get("version", "")).startswith("1."):
            yield "the chapters file names no version 1", name_of(item)
        if any(later <= earlier for earlier, later in pairwise(starts)):
            yield "the chapters in the file are not in time order", name_of(item)
        if told and titles != [chapter.get("title") for chapter in told]:
            yield "the chapters file and the psc:chapters differ", name_of(item)


def _embedded(feed: Feed) -> Breaches:
    import mutagen.id3

    id3: Any = mutagen.id3
    for item, enclosure, files in _enclosures(feed):
        told = item.findall(f"{tag('psc:chapters')}/{tag('psc:chapter')}")
        if enclosure.get("type") != "audio/mpeg" or len(told) < 2:
            continue
        data = files.read(enclosure.get("url", ""))
        if data is None:
            continue
        try:
            count = len(id3.ID3(io.BytesIO(data)).getall("CHAP"))
        except id3.ID3NoHeaderError:
            count = 0
        if count != len(told):
            yield f"the MP3 has {count} chapters and the feed {len(told)}", name_of(item)


def _captions(feed: Feed) -> Breaches:
    for item, url in _named(feed, "podcast:transcript"):
        if not url.partition("?")[0].endswith(".vtt"):
            continue
        lines = _read(feed, url).decode("utf-8", "replace").splitlines()
        if not lines or not lines[0].startswith("WEBVTT"):
            yield "the transcript is missing or is no WebVTT", name_of(item)
        elif max(len(html.unescape(line)) for line in lines) > _LINE:
            yield f"the transcript has lines longer than {_LINE} characters", name_of(item)


def _enclosures(feed: Feed) -> Iterator[tuple[Any, Any, Files]]:
    if feed.files is not None:
        for item in feed.items:
            for enclosure in item.iterfind("enclosure"):
                yield item, enclosure, feed.files


def _named(feed: Feed, name: str) -> Iterator[tuple[Any, str]]:
    if feed.files is not None:
        for item in feed.items:
            for element in item.iterfind(tag(name)):
                yield item, element.get("url", "")


def _read(feed: Feed, url: str) -> bytes:
    return (feed.files.read(url) if feed.files is not None else None) or b""


RULES = (
    Rule("exact-length", "Apple", "Enclosures are as long as they are said to be.", _exact_length),
    Rule("byte-ranges", "Apple", "Servers answer HEAD and byte ranges.", _ranges),
    Rule("content", "Apple", "Enclosures are what their type says.", _content),
    Rule("artwork", "Apple", "Artwork is square, 1400 to 3000 pixels, JPEG or PNG, RGB.", _artwork),
    Rule("chapters-file", "Podcasting 2.0", "Chapters files agree with the feed.", _chapters),
    Rule("chapters-embedded", "Podcasting 2.0", "MP3 files have the chapters too.", _embedded),
    Rule("captions-file", "Podcasting 2.0", "WebVTT is valid, with lines up to 65.", _captions),
)
"""In the order they are reported."""
