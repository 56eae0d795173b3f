"""Rules for the items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import Any

from narrator.library.feeds.check.rule import Feed, Rule, is_web_address, name_of, text_of
from narrator.library.feeds.notes import sanitize
from narrator.library.feeds.xml import tag

Breaches = Iterator[tuple[str, str]]

_AUDIO = {"audio/mpeg": ".mp3", "audio/x-m4a": ".m4a"}
"""What Apple takes of audio, and how the address ends."""

_TRANSCRIPTS = {"text/vtt", "application/x-subrip", "application/srt"}
_TRANSCRIPTS |= {"text/html", "text/plain", "application/json"}

_DURATION = re.compile(r"\d+|(\d+:)?[0-5]?\d:[0-5]\d")
_NUMBER = re.compile(r"[1-9]\d*")
_PLAY_TIME = re.compile(r"(?:(?:(\d+):)?([0-5]?\d):)?([0-5]?\d)(\.\d{1,3})?")
"""Normal Play Time as psc takes it (RFC 2326, section 3.6)."""

_LONGEST = 4000
"""Characters of a description that Apple shows."""


def _each(find: Callable[[Any], Iterator[str]]) -> Callable[[Feed], Breaches]:
    """Look at every item by itself."""

    def find_all(feed: Feed) -> Breaches:
        for item in feed.items:
            for message in find(item):
                yield message, name_of(item)

    return find_all


def _title(item: Any) -> Iterator[str]:
    if not text_of(item, "title"):
        yield "it has no title"


def _enclosure(item: Any) -> Iterator[str]:
    found = item.findall("enclosure")
    if len(found) != 1 or not is_web_address(found[0].get("url", "")):
        yield "it has not one enclosure with an absolute address"


def _length(item: Any) -> Iterator[str]:
    for enclosure in item.iterfind("enclosure"):
        if not _NUMBER.fullmatch(enclosure.get("length", "")):
            yield "the enclosure's length is no number of bytes"


def _type(item: Any) -> Iterator[str]:
    for enclosure in item.iterfind("enclosure"):
        kind = enclosure.get("type", "")
        path = enclosure.get("url", "").partition("?")[0]
        if kind not in _AUDIO:
            yield f"the enclosure is {kind or 'of no type'}, neither MP3 nor AAC"
        elif not path.endswith(_AUDIO[kind]):
            yield f"the enclosure's address does not end in {_AUDIO[kind]}"


def _unique(values: Callable[[Any], str], what: str) -> Callable[[Feed], Breaches]:
    def find(feed: Feed) -> Breaches:
        count = Counter(map(values, feed.items))
        for item in feed.items:
            if count[values(item)] > 1 and values(item):
                yield f"another item has the same {what}", name_of(item)

    return find


def _address(item: Any) -> str:
    enclosure = item.find("enclosure")
    return "" if enclosure is None else enclosure.get("url", "")


def _guid(item: Any) -> Iterator[str]:
    guid = item.find("guid")
    if guid is None or not (guid.text or "").strip():
        yield "it has no guid"
    elif guid.get("isPermaLink") != "false" and not is_web_address(guid.text.strip()):
        yield "its guid is no address, but is not marked as none"


def _date(item: Any) -> Iterator[str]:
    try:
        parsedate_to_datetime(text_of(item, "pubDate"))
    except (TypeError, ValueError):
        yield f"pubDate {text_of(item, 'pubDate')!r} is no date by RFC 2822"


def _future(feed: Feed) -> Breaches:
    for item in feed.items:
        if not list(_date(item)):
            date = parsedate_to_datetime(text_of(item, "pubDate"))
            if date.timestamp() > feed.now.timestamp():
                yield "it is dated in the future, which hides it in some apps", name_of(item)


def _duration(item: Any) -> Iterator[str]:
    if not _DURATION.fullmatch(text_of(item, "itunes:duration")):
        yield "itunes:duration is no number of seconds"


def _flags(item: Any) -> Iterator[str]:
    for name, values in (
        ("itunes:explicit", {"", "true", "false"}),
        ("itunes:episodeType", {"", "full", "trailer", "bonus"}),
    ):
        if text_of(item, name) not in values:
            yield f"{name} is {text_of(item, name)!r}"


def _numbers(item: Any) -> Iterator[str]:
    for name in ("itunes:episode", "itunes:season"):
        if item.find(tag(name)) is not None and not _NUMBER.fullmatch(text_of(item, name)):
            yield f"{name} is no number from 1"


def _image(item: Any) -> Iterator[str]:
    for image in item.iterfind(tag("itunes:image")):
        if not is_web_address(image.get("href", "")):
            yield "its artwork has no absolute address"


def _description(item: Any) -> Iterator[str]:
    if not 0 < len(text_of(item, "description")) <= _LONGEST:
        yield f"its description is empty or longer than {_LONGEST} characters"


def _notes(item: Any) -> Iterator[str]:
    notes = text_of(item, "content:encoded")
    if notes != sanitize(notes):
        yield "its show notes hold HTML that apps do not show or that could do harm"


def _chapters(item: Any) -> Iterator[str]:
    files = item.findall(tag("podcast:chapters"))
    for chapters in files:
        if not is_web_address(chapters.get("url", "")):
            yield "podcast:chapters has no absolute address"
        if chapters.get("type") != "application/json+chapters":
            yield "podcast:chapters is not application/json+chapters"


def _both_chapters(item: Any) -> Iterator[str]:
    both = {item.find(tag(name)) is not None for name in ("podcast:chapters", "psc:chapters")}
    if len(both) > 1:
        yield "some apps read podcast:chapters and others psc:chapters; it has one of them"


def _simple_chapters(item: Any) -> Iterator[str]:
    starts = []
    for chapter in item.iterfind(f"{tag('psc:chapters')}/{tag('psc:chapter')}"):
        match = _PLAY_TIME.fullmatch(chapter.get("start", ""))
        if not match or not chapter.get("title"):
            yield "a psc:chapter has no start or no title"
            return
        hours, minutes, seconds, rest = match.groups()
        whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)
        starts.append(whole + float(rest or 0))
    if any(later <= earlier for earlier, later in pairwise(starts)):
        yield "its psc:chapters are not in time order"


def _transcripts(item: Any) -> Iterator[str]:
    for transcript in item.iterfind(tag("podcast:transcript")):
        if not is_web_address(transcript.get("url", "")):
            yield "a transcript has no absolute address"
        if transcript.get("type") not in _TRANSCRIPTS:
            yield f"a transcript is {transcript.get('type') or 'of no type'}"


def _captions(item: Any) -> Iterator[str]:
    kinds = {element.get("type") for element in item.iterfind(tag("podcast:transcript"))}
    if kinds and "text/vtt" not in kinds:
        yield "it has transcripts, but no WebVTT, the one Apple reads"


def _alternates(item: Any) -> Iterator[str]:
    for alternate in item.iterfind(tag("podcast:alternateEnclosure")):
        sources = [source.get("uri", "") for source in alternate]
        if not alternate.get("type") or not sources or not all(map(is_web_address, sources)):
            yield "an alternate enclosure has no type or no source with an absolute address"


RULES = (
    Rule("item-title", "Apple", "Each episode has a title.", _each(_title)),
    Rule("enclosure", "Apple", "Each episode has one enclosure.", _each(_enclosure)),
    Rule("enclosure-length", "RSS 2.0", "Its length is given in bytes.", _each(_length)),
    Rule("enclosure-type", "Apple", "It is MP3 or AAC, and named so.", _each(_type)),
    Rule("enclosure-unique", "Apple", "No two are the same.", _unique(_address, "enclosure")),
    Rule("guid", "Apple", "Each episode has a permanent identifier.", _each(_guid)),
    Rule(
        "guid-unique",
        "Apple",
        "No two are the same.",
        _unique(lambda item: text_of(item, "guid"), "guid"),
    ),
    Rule("date", "Apple", "Dates are written by RFC 2822.", _each(_date)),
    Rule("date-past", "Apple", "No episode is dated in the future.", _future),
    Rule("duration", "Apple", "Durations are seconds or h:mm:ss.", _each(_duration)),
    Rule("item-flags", "Apple", "Flags have values that are known.", _each(_flags)),
    Rule("numbers", "Apple", "Episodes and seasons are numbered from 1.", _each(_numbers)),
    Rule("item-image", "Apple", "Artwork has an absolute address.", _each(_image)),
    Rule("description", "Apple", "There is a description, not too long.", _each(_description)),
    Rule("notes", "Apple", "Show notes are plain, harmless HTML.", _each(_notes)),
    Rule("chapters", "Podcasting 2.0", "The chapters file is typed.", _each(_chapters)),
    Rule("chapters-both", "Podlove", "Chapters come in both forms.", _each(_both_chapters)),
    Rule("chapters-simple", "Podlove", "Chapters are timed and in order.", _each(_simple_chapters)),
    Rule("transcripts", "Podcasting 2.0", "Transcripts have known types.", _each(_transcripts)),
    Rule("captions", "Apple", "One transcript is WebVTT.", _each(_captions)),
    Rule("alternates", "Podcasting 2.0", "Alternates have sources.", _each(_alternates)),
)
"""In the order they are reported."""
