"""The library's feeds as documents, made when they are asked for."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from urllib.parse import urlsplit

from narrator.domain import Chapter, EpisodeFormat
from narrator.library.codec import decode, encode
from narrator.library.feeds.address import feed_address, file_address
from narrator.library.feeds.artwork import draw_artwork
from narrator.library.feeds.follow.channels import Channels, Placed
from narrator.library.feeds.follow.records import Channel
from narrator.library.feeds.notes import attribution, summarize, write_notes
from narrator.library.feeds.rss import Page, write_feed
from narrator.library.feeds.shelf import read_timeline
from narrator.library.feeds.show import Document, Item, Media, Show
from narrator.library.library import Library

PAGE = 50
"""Episodes on a page."""

_AUDIO = {"audio.mp3": "audio.mp3", "audio.m4a": "audio.m4b", "audio.opus": "audio.opus"}
_TEXTS = ("chapters.json", "cover.jpg", "transcript.vtt", "transcript.srt")

SERVED: Mapping[str, str] = {**_AUDIO, **{name: name for name in _TEXTS}}
"""Files of an episode that a feed names, and what the library calls them."""

_TYPES = {EpisodeFormat.MP3: "audio/mpeg", EpisodeFormat.M4B: "audio/x-m4a"}

_OPUS = "audio/ogg"


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A page of a feed, ready to be sent."""

    etag: str
    """Strong version tag."""

    modified: datetime
    """When it changed last."""

    document: bytes | None
    """The XML; None where whoever asked has it already."""


@dataclass(frozen=True, slots=True)
class Story:
    """What an episode's manifest tells a feed."""

    chapters: tuple[Chapter, ...]
    """Its chapters."""

    summary: str
    """A few sentences."""

    credit: str
    """That the voice is synthetic, and what its licence asks to be said."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Writes the feeds of one library."""

    library: Library
    """The episodes."""

    channels: Channels
    """The feeds."""

    size: int = PAGE
    """Episodes on a page."""

    def page(
        self, channel: Channel, base: str, *, token: str = "", number: int = 1, known: str = ""
    ) -> Bulletin | None:
        """Give a page of a feed; None where it has no such page.

        Args:
            channel: The feed.
            base: Address of the service, as the listener reaches it.
            token: The listener's token; empty for a public feed.
            number: The page, from 1.
            known: Version tags that whoever asks has, as in If-None-Match.
        """
        items = self.channels.items(channel.slug)
        count = max(1, math.ceil(len(items) / self.size))
        if not 1 <= number <= count:
            return None
        part = items[(number - 1) * self.size : number * self.size]
        etag = _etag(channel, f"{feed_address(base, channel.slug, token, number)} {count}", part)
        moments = [max(item.added, item.record.updated) for item in items]
        modified = max(moments, default=datetime.fromtimestamp(0, UTC)).replace(microsecond=0)
        if etag in known:
            return Bulletin(etag, modified, None)
        show = make_show(channel, base, token, items)
        told = [self._item(item, channel, base, token) for item in part]
        page = Page(number, count, lambda at: feed_address(base, channel.slug, token, at))
        document = write_feed(show, [item for item in told if item], page)
        return Bulletin(etag, modified, document)

    def _item(self, placed: Placed, channel: Channel, base: str, token: str) -> Item | None:
        """Tell an episode; None while it has no audio that apps play."""
        record = placed.record
        audio, story = self._audio(placed), _read_story(self.library, record.id, record.revision)
        if audio is None or story is None:
            return None
        kind, length = audio
        place = f"{record.id}-{record.revision}"

        def url(name: str) -> str:
            return file_address(base, channel.slug, token, place, name)

        opus = self.library.head(record.id, "audio.opus")
        alternates = (
            [Media(url("audio.opus"), "audio/ogg", opus.size, "Opus", "opus")] if opus else []
        )
        name = "audio.m4a" if kind is EpisodeFormat.M4B else "audio.mp3"
        return Item(
            guid=record.id,
            title=record.title,
            published=placed.published,
            duration=record.duration,
            audio=Media(url(name), _TYPES[kind], length, str(kind).upper()),
            image=url("cover.jpg"),
            summary=story.summary or record.title,
            notes=write_notes(
                story.summary,
                chapters=story.chapters,
                credit=story.credit,
                article=record.order.url or "",
                publication=record.site or "",
                byline=record.byline or "",
            ),
            language=record.language,
            link=record.order.url or "",
            author=record.byline or "",
            chapters=story.chapters,
            chapters_file=Document(url("chapters.json"), "application/json+chapters"),
            transcripts=(
                Document(url("transcript.vtt"), "text/vtt"),
                Document(url("transcript.srt"), "application/x-subrip"),
            ),
            alternates=tuple(alternates),
        )

    def _audio(self, placed: Placed) -> tuple[EpisodeFormat, int] | None:
        """Give format and size of what apps play; have it made where it is not there."""
        record = placed.record
        ordered = record.order.format
        for kind in dict.fromkeys([ordered, *_TYPES]):
            blob = self.library.head(record.id, f"audio.{kind}") if kind in _TYPES else None
            if blob is not None:
                return kind, blob.size
        self.library.make(record.id, f"audio.{EpisodeFormat.MP3}")
        return None


@lru_cache(maxsize=500)
def _read_story(library: Library, episode: str, revision: int) -> Story | None:
    """Read a manifest, which never changes within a revision; None where it was deleted."""
    del revision
    found = library.open(episode, "manifest.json")
    if found is None:
        return None
    facts = decode(b"".join(found.chunks), dict)
    timeline = read_timeline(facts)
    return Story(timeline.chapters, summarize(timeline), attribution(facts["voices"]))


def make_show(channel: Channel, base: str, token: str, items: Sequence[Placed]) -> Show:
    """Give what a feed says of itself."""
    languages = Counter(item.record.language for item in items if item.record.language)
    usual = languages.most_common(1)[0][0] if languages else "en"
    return Show(
        title=channel.title,
        link=f"{base.rstrip('/')}/",
        feed=feed_address(base, channel.slug, token),
        image=f"{feed_address(base, channel.slug, token).removesuffix('.xml')}/cover.jpg",
        description=channel.description or f"{channel.title}, read aloud.",
        language=channel.language or usual,
        author=channel.author,
        email=channel.email,
        categories=channel.categories,
        explicit=channel.explicit,
        private=channel.private or bool(token) or _is_local(base),
        hub="" if token else channel.hub,
    )


@lru_cache(maxsize=50)
def channel_artwork(title: str, author: str, colour: str) -> bytes:
    """Draw the artwork of a feed, a JPEG."""
    return draw_artwork(title, author, colour=colour)


def _is_local(base: str) -> bool:
    return urlsplit(base).hostname in {"localhost", "127.0.0.1", "::1"}


def _etag(channel: Channel, page: str, items: Sequence[Placed]) -> str:
    told = [(item.record.id, item.record.revision, item.published.timestamp()) for item in items]
    whole = encode([version("narrator"), channel, page, told])
    return f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'
