"""What goes out, as the OpenAPI document shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from narrator.domain import EpisodeFormat
from narrator.library import State
from narrator.service.schemas import Model, Word


class ProgressView(Model):
    """How far a narration is."""

    done: int
    """Sentences spoken."""

    total: int
    """Sentences in all; 0 until the article is read."""

    share: float
    """Share of the work that is done, 0 to 1."""

    section: str
    """Title of the section being spoken."""

    seconds: float
    """Speech so far, in seconds."""

    left: float | None
    """Seconds until it is done, as far as can be told."""


class ProblemView(Model):
    """Why an episode failed."""

    detail: str
    """What is wrong."""

    hint: str
    """What to do about it."""

    kind: Annotated[str, Field(examples=["no-article"])]
    """What kind of problem it is, as the `type` of problem documents ends."""

    retry: bool
    """Whether trying again can help."""


class EpisodeView(Model):
    """An episode."""

    id: Annotated[str, Field(examples=["3f9c2a7e5b1d8046"])]
    """Its name for good."""

    state: State
    """Where it is."""

    title: str
    """Its title; until the article is read, the best guess."""

    url: str | None
    """Where the article stands on the web."""

    byline: str | None
    """Who wrote it."""

    site: str | None
    """Name of the publication."""

    language: str
    """BCP 47 primary language subtag; empty until the article is read."""

    voice: str | None
    """The voice that was asked for."""

    speed: float
    """Speaking rate."""

    format: EpisodeFormat
    """The audio that is made at once."""

    created: datetime
    """When it was ordered."""

    updated: datetime
    """When anything here changed last."""

    revision: int
    """Counts up with every change that is served; 0 while there is no audio."""

    duration: float
    """Length of the audio in seconds; 0 while there is none."""

    chapters: int
    """Number of chapters; 0 while there is no audio."""

    progress: ProgressView
    """How far it is."""

    problem: ProblemView | None
    """Why it, or the last change to it, failed."""

    labels: dict[str, str]
    """What the order said to find again."""

    links: dict[str, str]
    """Addresses of everything there is of it: audio, chapters, transcripts, cover, events."""


class EpisodePage(Model):
    """Some episodes, the newest first."""

    episodes: list[EpisodeView]
    """The episodes."""

    next: str | None
    """Address of the next page; null on the last one."""


class InstallationView(Model):
    """How far the installation of a voice is."""

    state: Annotated[str, Field(examples=["bringing"])]
    """"absent", "waiting" (for another one), "bringing" (its files), "hearing" (it speaks a
    sample), "installed", "failed"."""

    done: int = 0
    """Bytes that are there."""

    size: int | None = None
    """Bytes in all; null where nobody has published it."""

    kind: str = ""
    """What kind of failure it was, as the `type` of a problem ends."""

    detail: str = ""
    """Why it failed."""

    hint: str = ""
    """What to do about it."""


class VoiceView(Model):
    """A voice of the catalogue."""

    name: Annotated[str, Field(examples=["joe"])]
    """What `voice` takes."""

    language: Annotated[str, Field(examples=["en-US"])]
    """BCP 47 tag."""

    gender: str
    """"female", "male" or "neutral"."""

    description: str
    """How it sounds, in English."""

    descriptions: dict[str, str]
    """The same in other languages, by BCP 47 primary language subtag."""

    engine: str
    """What speaks it."""

    licence: str
    """Licence of the voice."""

    attribution: str
    """What the licence asks to be said."""

    installed: bool
    """Whether its files are on the machine that answers."""

    commercial: bool
    """Whether its licence allows commercial use."""

    size: int | None
    """Bytes of its files; null where that is not known."""

    real_time_factor: float | None
    """Time to speak by time to listen, on two cores; null where nobody has measured it."""

    sample: str
    """Address of a sample."""

    recommended: bool
    """Whether it is the first to try for its language, as `narrator voices suggest` names it."""

    removable: bool
    """Whether DELETE takes it, or what came of it, off the machine that answers."""

    installation: InstallationView
    """How far its installation is."""


class VoiceList(Model):
    """The voices of the catalogue."""

    voices: list[VoiceView]
    """In alphabetical order."""


class ReplacementView(Model):
    """A stretch that is said otherwise than it is written."""

    start: int
    """First character in the written text."""

    end: int
    """One past the last character."""

    spoken: str
    """What is said instead."""


class UtteranceView(Model):
    """One sentence."""

    text: str
    """As written."""

    spoken: str
    """As said."""

    role: str
    """What it is: "title", "heading", "paragraph", "quote"..."""

    voice: str
    """Who says it."""

    replacements: list[ReplacementView]
    """Where the two differ."""


class SectionView(Model):
    """A section as the listener meets it."""

    title: str
    """What the chapter list will show."""

    level: int
    """Depth, 1 to 6."""

    utterances: list[UtteranceView]
    """What is said in it."""


class RemovalView(Model):
    """Something the article says and the narration will not."""

    text: str
    """As written."""

    rule: str
    """The rule that removed it; naming it in `keep` brings it back."""

    why: str
    """What the rule removes."""

    line: int | None
    """0-based line of a plain-text article."""


class ScriptView(Model):
    """What will be said of an article, and what will not."""

    title: str
    """Title of the episode."""

    language: str
    """BCP 47 primary language subtag."""

    byline: str | None
    """Who wrote it."""

    voice: str
    """The voice that will read it."""

    seconds: float
    """About how long it will take to listen to."""

    sections: list[SectionView]
    """What will be said."""

    removed: list[RemovalView]
    """The receipt of what will not."""


class LexiconView(Model):
    """Words that are said otherwise in all episodes of yours."""

    words: Annotated[list[Word], Field(max_length=5000)]
    """The words."""


class LexiconResult(LexiconView):
    """The lexicon, and the episodes that are being changed."""

    revised: list[str]
    """Ids of the episodes in which one of the words stands, and which are spoken anew there."""
