"""What the library knows of an episode: what was ordered, how far it is, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from narrator.domain import EpisodeFormat
from narrator.text.lexicon import Entry
from narrator.text.reading import Reading


class State(StrEnum):
    """Where an episode is."""

    QUEUED = "queued"
    """Accepted; nothing is done yet, or nothing of the change that was asked for."""

    NARRATING = "narrating"
    """Being read, spoken or joined."""

    READY = "ready"
    """Complete and served."""

    FAILED = "failed"
    """Given up; `Record.problem` says why."""

    CANCELLED = "cancelled"
    """Stopped by who ordered it."""


class Priority(StrEnum):
    """Who is served first. Among equals short articles come before long ones."""

    NOW = "now"
    """Somebody waits for the sound."""

    SOON = "soon"
    """Somebody will look for it."""

    LATER = "later"
    """Nobody waits: a feed's backlog."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Whom to tell when an episode is ready or has failed."""

    url: str
    """http or https URL that is sent a POST."""

    secret: str
    """Standard Webhooks secret, "whsec_" and base64, that signs it."""

    base: str = ""
    """Where this service is found, for the links in the message; none without."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article is from, for a line that says so."""

    name: str
    """Name of the publication."""

    day: date | None = None
    """When it was published; None where that is not known."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to narrate, and how. The article is `source`, or else what stands at `url`."""

    source: bytes | None = None
    """The article itself. Kept as a blob, and so None in an order that comes from the library."""

    url: str | None = None
    """Where the article stands on the web; fetched if there is no source."""

    kind: str | None = None
    """"text", "html", "markdown", "epub", "pdf" or "docx"; None to tell by the content."""

    file: str | None = None
    """Name of the file it came in, without its folder."""

    title: str | None = None
    """Title in place of the article's own."""

    intro: str = ""
    """A line that is said before everything else; empty for none."""

    origin: Origin | None = None
    """What is said in place of `intro`, in the article's language; None for nothing."""

    language: str | None = None
    """BCP 47 primary language subtag; None to tell by the article."""

    voice: str | None = None
    """Catalogue name of the voice; None for the usual one, or one that speaks the language."""

    quote_voice: str | None = None
    """Catalogue name of the voice for quotes; None for the same."""

    speed: float = 1.0
    """Speaking rate from 0.5 to 2.0; 1.0 is the voice's own."""

    format: EpisodeFormat = EpisodeFormat.MP3
    """The audio file that is made at once; the others are made when they are asked for."""

    lexicon: str = ""
    """Text of a lexicon file (TOML): how words are to be said."""

    entries: tuple[Entry, ...] = ()
    """Further lexicon entries, which win over `lexicon`."""

    reading: Reading = field(default_factory=Reading)
    """How tables, code, notes and captions are said."""

    keep: tuple[str, ...] = ()
    """Residue rules that remove nothing, and lines that stay (see `read_article`)."""

    keep_all: bool = False
    """Whether nothing is removed at all."""

    drop: tuple[str, ...] = ()
    """Sentences that are not to be said (see `write_script`)."""

    priority: Priority = Priority.SOON
    """Who is served first."""

    owner: str = ""
    """Whose it is; empty where there is only one user."""

    hidden: bool = False
    """Whether lists leave it out: speech that is made once and thrown away."""

    webhook: Webhook | None = None
    """Whom to tell when it is ready or has failed."""

    key: str | None = None
    """Idempotency key: a second order of the same owner with the same key is the first one."""

    labels: Mapping[str, str] = field(default_factory=dict)
    """Whatever the caller wants to find again in the record."""


@dataclass(frozen=True, slots=True)
class Change:
    """What to change in an episode; None leaves it as it is."""

    source: bytes | None = None
    """The article's new text, or another file."""

    kind: str | None = None
    """Kind of the new source; None to tell by the content."""

    title: str | None = None
    """Another title."""

    voice: str | None = None
    """Another voice."""

    quote_voice: str | None = None
    """Another voice for quotes; empty for the same as everything else."""

    speed: float | None = None
    """Another speaking rate."""

    entries: tuple[Entry, ...] = ()
    """Lexicon entries to add; they win over those of the order."""

    reading: Reading | None = None
    """Another way to say tables, code, notes and captions."""

    keep: tuple[str, ...] | None = None
    """Residue rules that remove nothing, and lines that stay (see `read_article`)."""

    keep_all: bool | None = None
    """Whether nothing is removed at all."""

    drop: tuple[str, ...] | None = None
    """Sentences that are not to be said, in place of those that were not before."""

    priority: Priority = Priority.NOW
    """Who is served first: as a rule, somebody who changes something waits for it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a narration is."""

    done: int = 0
    """Utterances spoken."""

    total: int = 0
    """Utterances in all; 0 until the script is written."""

    share: float = 0.0
    """Share of the spoken characters that is done, 0 to 1: time goes with characters."""

    section: str = ""
    """Title of the section being spoken."""

    seconds: float = 0.0
    """Speech so far, in seconds."""

    left: float | None = None
    """Seconds until it is done, going by the time it took so far; None where that is not known."""


class Cause(StrEnum):
    """Whether trying again can help."""

    INPUT = "input"
    """What was given cannot be narrated."""

    FAULT = "fault"
    """Narrator, an engine or the machine failed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an episode failed."""

    message: str
    """What is wrong."""

    hint: str
    """What to do about it."""

    cause: Cause
    """Whether trying again can help."""

    kind: str = ""
    """What kind of error it was, one of `narrator.domain.ErrorKind`; empty where an earlier
    version noted it."""


@dataclass(frozen=True, slots=True)
class Record:
    """One episode of the library."""

    id: str
    """Its name for good: 16 characters that nobody can guess."""

    state: State
    """Where it is. While a change is being made the state is that of the change, and the revision
    before it is served."""

    order: Order
    """What was ordered, with every change since; without the source."""

    title: str
    """Title of the episode; until the article is read, the best guess."""

    created: datetime
    """When it was ordered (UTC)."""

    updated: datetime
    """When anything here changed last (UTC)."""

    progress: Progress
    """How far it is."""

    problem: Problem | None = None
    """Why it failed, or why the last change to it did."""

    revision: int = 0
    """Number of the revision that is served; 0 while there is none. It never falls."""

    duration: float = 0.0
    """Length of the audio in seconds; 0 while there is none."""

    chapters: int = 0
    """Number of chapters; 0 while there is no audio."""

    language: str = ""
    """BCP 47 primary language subtag; empty until the article is read."""

    byline: str | None = None
    """Who wrote it, as written."""

    site: str | None = None
    """Name of the publication."""

    @property
    def owner(self) -> str:
        """Whose it is."""
        return self.order.owner


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an episode."""

    seq: int
    """Counts up from 1 within the episode."""

    kind: str
    """"queued", "progress", "ready", "failed", "cancelled" or "deleted"."""

    data: Mapping[str, object]
    """"progress": the fields of `Progress`; "ready": "revision", "duration" and "chapters";
    "failed": the fields of `Problem`."""
