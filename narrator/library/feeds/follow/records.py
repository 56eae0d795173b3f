"""What is kept of a feed of the library, of its sources and of their entries."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Retention:
    """How much of a feed is kept; what falls outside leaves it. 0 is without limit."""

    newest: int = 0
    """So many episodes."""

    days: float = 0.0
    """Those that came into the feed in the last so many days."""

    size: int = 0
    """So many bytes of audio."""


@dataclass(frozen=True, slots=True)
class Daily:
    """A digest that is made every day."""

    at: int
    """Minutes after midnight (UTC)."""

    minutes: float
    """How long it may be."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed of the library."""

    slug: str
    """Its name in addresses."""

    title: str
    """Name of the podcast."""

    description: str = ""
    """What it is about; empty for what the title says."""

    language: str = ""
    """BCP 47 tag; empty for that of most episodes."""

    author: str = ""
    """Who makes it."""

    email: str = ""
    """Where its owner can be reached."""

    categories: tuple[str, ...] = ("News",)
    """Apple's categories."""

    explicit: bool = False
    """Whether it is for adults only."""

    colour: str = ""
    """Colour of its artwork; empty for one that comes from the title."""

    hub: str = ""
    """WebSub hub; empty for none."""

    private: bool = False
    """Whether only listeners with a token may have it."""

    retention: Retention = field(default_factory=Retention)
    """How much of it is kept."""

    daily: Daily | None = None
    """The digest it has every day; None for none."""

    owner: str = ""
    """Whose it is; empty where there is only one user."""


class Full(StrEnum):
    """Whether the page of an entry is fetched."""

    AUTO = "auto"
    """Where the source has a teaser only."""

    ALWAYS = "always"
    """Whatever the source has."""

    NEVER = "never"
    """What the source has is narrated."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What is taken from a source, and how it is narrated."""

    match: tuple[str, ...] = ()
    """Words or phrases of which one must stand in the title or a category; empty takes all."""

    skip: tuple[str, ...] = ()
    """Words or phrases of which none may stand there."""

    words: int = 0
    """Words that an article has at least."""

    days: float = 0.0
    """Days that an entry may be old when it is first seen; 0 for any age."""

    backlog: int = 3
    """Entries that are taken of those that are there when the source is first seen."""

    full: Full = Full.AUTO
    """Whether pages are fetched."""

    select: str = ""
    """CSS selector of the part of a page that is the article; empty to find it."""

    drop: str = ""
    """CSS selector of what is taken out of a page; empty for nothing more than usual."""

    keep: tuple[str, ...] = ()
    """Names of residue rules that remove nothing."""

    voice: str = ""
    """Catalogue name of the voice; empty for the usual one."""

    intro: bool = True
    """Whether a line says where it is from."""

    every: float = 1800.0
    """Seconds between two looks when all is well."""


class Health(StrEnum):
    """How a source is."""

    NEW = "new"
    """Not looked at yet."""

    FINE = "fine"
    """The last look went well."""

    DAMAGED = "damaged"
    """It has errors, and was read as far as it goes."""

    FAILING = "failing"
    """The last look failed; it is looked at again, ever more rarely."""

    GONE = "gone"
    """Its server says that it is gone for good; it is not looked at any more."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What the last look at a source gave."""

    health: Health = Health.NEW
    """How it is."""

    message: str = ""
    """What is wrong; empty where nothing is."""

    etag: str = ""
    """Version tag of what was read last."""

    modified: str = ""
    """Date of change of what was read last."""

    body: str = ""
    """SHA-256 of what was read last: many servers send the same again."""

    failures: int = 0
    """Looks in a row that failed."""

    looked: float = 0.0
    """When it was looked at last, in seconds since 1970; 0 for never."""

    shared: tuple[str, ...] = ()
    """Identifiers that it gave to several entries."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source of a feed."""

    id: str
    """Its name in the library."""

    feed: str
    """Slug of the feed that its articles go into."""

    address: str
    """URL, or path of a folder or file."""

    title: str
    """What it calls itself."""

    rules: Rules
    """What is taken from it."""

    watch: Watch
    """How it is."""

    due: float
    """When it is looked at next, in seconds since 1970."""


class Fate(StrEnum):
    """What became of an entry."""

    WAITING = "waiting"
    """To be fetched and ordered."""

    ORDERED = "ordered"
    """Ordered; the episode says how far it is."""

    SKIPPED = "skipped"
    """Left out by a rule."""

    FAILED = "failed"
    """Cannot be fetched."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry as it is kept."""

    source: str
    """Id of its source."""

    key: str
    """Tells it from the source's other entries."""

    fate: Fate
    """What became of it."""

    reason: str
    """Why it was left out or failed; empty otherwise."""

    title: str
    """Its title."""

    url: str
    """Where it stands on the web."""

    entry: str
    """The whole entry as JSON, for as long as it is waiting."""

    episode: str
    """Id of its episode; empty before it is ordered."""

    tries: int
    """Fetches that failed."""
