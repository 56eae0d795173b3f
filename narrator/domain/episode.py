"""Finished audio: one timeline, and everything that is a view of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from narrator.domain.script import Role
from narrator.domain.speech import Word


class EpisodeFormat(StrEnum):
    """The audio files that can be written; the value is the file name's suffix."""

    MP3 = "mp3"
    M4B = "m4b"
    OPUS = "opus"
    FLAC = "flac"
    WAV = "wav"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section's span of time."""

    title: str
    """What the chapter list shows."""

    start: float
    """Start in seconds."""

    end: float
    """End in seconds, which is where the next chapter starts."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A written sentence and when it is heard."""

    text: str
    """The sentence as written."""

    start: float
    """Start in seconds."""

    end: float
    """End in seconds, without the pause that follows."""

    section: int
    """Index of the section, and so of the chapter."""

    role: Role
    """What the sentence is to the listener."""

    words: Sequence[Word]
    """The words as written, with times in the episode."""

    span: tuple[int, int] | None = None
    """Half-open character range in `Article.text`, as in the utterance."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """When everything is heard."""

    sample_rate: int
    """Samples a second, in Hz."""

    samples: int
    """Length of the audio, in samples."""

    chapters: tuple[Chapter, ...]
    """The chapters in time order; together they cover the whole audio."""

    cues: tuple[Cue, ...]
    """One for each utterance, in time order."""

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.samples / self.sample_rate


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the audio file says of itself."""

    title: str
    """Title of the episode."""

    language: str = "en"
    """BCP 47 primary language subtag."""

    artist: str | None = None
    """Byline of the article."""

    album: str | None = None
    """Publication, or the name of the collection."""

    published: date | None = None
    """Day of publication."""

    url: str | None = None
    """Where the article stands on the web."""

    comment: str | None = None
    """Which voice reads it, and what its licence asks to be said."""

    cover: bytes | None = None
    """PNG or JPEG; None for one drawn from the title."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """Levels of an episode as it is written."""

    integrated: float
    """Integrated loudness in LUFS (ITU-R BS.1770-4)."""

    true_peak: float
    """Highest true peak before encoding, in dBTP."""

    gain: float
    """Gain that was applied to the voices, in dB."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A finished audio file and its timeline."""

    path: Path
    """The audio file."""

    format: EpisodeFormat
    """What the file is."""

    timeline: Timeline
    """When everything is heard."""

    metadata: Metadata
    """What the file says of itself."""

    loudness: Loudness
    """How loud it is."""

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.timeline.duration
