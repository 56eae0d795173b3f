"""What a podcast says of itself, and what it says of each episode."""

from __future__ import annotations

import re
import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from narrator.domain import Chapter, InputError

_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Namespace of podcast:guid (Podcasting 2.0, "Guid")."""


@dataclass(frozen=True, slots=True)
class Show:
    """A podcast: the channel of its feed."""

    title: str
    """Name of the podcast."""

    link: str
    """Its page on the web."""

    feed: str
    """URL of the feed's first page."""

    image: str
    """URL of the artwork: square, 1400 to 3000 pixels, JPEG or PNG in RGB."""

    description: str
    """What it is about, in plain text."""

    language: str = "en"
    """BCP 47 tag."""

    author: str = ""
    """Who makes it; empty for nobody named."""

    email: str = ""
    """Where its owner can be reached; empty for nowhere."""

    categories: tuple[str, ...] = ("News",)
    """Apple's categories, a subcategory behind a slash ("News/Daily News"); the first counts."""

    explicit: bool = False
    """Whether it is for adults only."""

    kind: str = "episodic"
    """"episodic" to be heard newest first, "serial" oldest first."""

    copyright: str = ""
    """Copyright notice; empty for none."""

    locked: bool = True
    """Whether other hosts are asked not to import the feed."""

    private: bool = False
    """Whether directories are asked to leave it out."""

    hub: str = ""
    """URL of the WebSub hub that tells subscribers of news; empty for none."""

    @property
    def guid(self) -> str:
        """The feed's own identifier: UUIDv5 of its URL without scheme and trailing slashes."""
        return str(uuid.uuid5(_GUIDS, re.sub(r"^\w+://", "", self.feed).rstrip("/")))


@dataclass(frozen=True, slots=True)
class Media:
    """An audio file on the web."""

    url: str
    """Where it is."""

    type: str
    """MIME type ("audio/mpeg")."""

    length: int
    """Size in bytes."""

    title: str = ""
    """What to call it where there is a choice ("Opus, smaller")."""

    codecs: str = ""
    """Codec by RFC 6381; empty where the type says it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that goes with an episode."""

    url: str
    """Where it is."""

    type: str
    """MIME type."""


@dataclass(frozen=True, slots=True)
class Item:
    """An episode as the feed tells it."""

    guid: str
    """Identifier that never changes."""

    title: str
    """Title of the episode."""

    published: datetime
    """When it came out, with a time zone."""

    duration: float
    """Length in seconds."""

    audio: Media
    """MP3 or AAC."""

    image: str
    """URL of its artwork, under the same rules as the show's."""

    summary: str
    """A few sentences of plain text."""

    notes: str
    """Show notes in sanitized HTML."""

    language: str
    """BCP 47 tag."""

    link: str = ""
    """Where the article stands on the web; empty for nowhere."""

    author: str = ""
    """Who wrote the article; empty where it is not known."""

    chapters: tuple[Chapter, ...] = ()
    """Its chapters, in time order."""

    chapters_file: Document | None = None
    """The same as a JSON file."""

    transcripts: tuple[Document, ...] = ()
    """What is said, in several formats."""

    alternates: tuple[Media, ...] = ()
    """The same audio in other formats."""

    season: int | None = None
    """Number of its season, from 1."""

    episode: int | None = None
    """Number in the season, from 1."""


@cache
def apple_categories() -> Mapping[str, tuple[str, ...]]:
    """Give Apple's categories with their subcategories (Podcasts for Creators, 2026)."""
    path = Path(__file__).with_name("categories.toml")
    return {
        name: tuple(below)
        for name, below in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def check_category(name: str) -> str:
    """Give a category back if it is one of Apple's.

    Raises:
        InputError: It is not; the hint names those that are.
    """
    top, _, below = name.partition("/")
    known = apple_categories()
    if top not in known:
        raise InputError(
            f"{top!r} is none of Apple's categories", hint=f"there are {', '.join(sorted(known))}"
        )
    if below and below not in known[top]:
        inside = ", ".join(known[top]) or "nothing"
        raise InputError(f"{top!r} has no subcategory {below!r}", hint=f"it has {inside}")
    return name
