"""What the workers of an episode hand on to one another."""

from __future__ import annotations

from dataclasses import dataclass

from narrator.library.records import Order


@dataclass(frozen=True, slots=True)
class Job:
    """One revision of an episode that is to be made."""

    episode: str
    """The episode's id."""

    revision: int
    """Number of the revision."""

    order: Order
    """What was ordered, without the source."""

    source: str | None
    """Key of the blob that holds the article; None while it is yet to be fetched."""

    served: int = 0
    """Number of the revision that is served meanwhile; 0 for none."""

    @property
    def folder(self) -> str:
        """Where the revision's blobs stand."""
        return f"episodes/{self.episode}/{self.revision}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """An article that was fetched from the web."""

    source: str
    """Key of the blob that holds it."""

    kind: str | None
    """What it is, as `Order.kind`."""


@dataclass(frozen=True, slots=True)
class Block:
    """A few utterances in a row that are spoken in one go, in a second or so."""

    first: int
    """Index of the first utterance."""

    count: int
    """How many they are."""

    characters: int
    """Spoken characters in them."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What reading an article and writing its script gave."""

    title: str
    """Title of the episode."""

    language: str
    """BCP 47 primary language subtag."""

    byline: str | None
    """Who wrote it."""

    site: str | None
    """Name of the publication."""

    text: str
    """What the article says, for finding it again."""

    utterances: int
    """How many there are."""

    characters: int
    """Spoken characters in all."""

    blocks: tuple[Block, ...]
    """All utterances, in order."""

    reading: float = 0.0
    """Seconds that reading took."""

    writing: float = 0.0
    """Seconds that writing took."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A block that was spoken."""

    first: int
    """Index of its first utterance."""

    characters: int
    """Spoken characters in it."""

    seconds: float
    """Length of its speech."""

    keys: tuple[str, ...]
    """Keys of its utterances' speech in the speech store."""

    section: str
    """Title of the section its last utterance is in."""

    fresh: int
    """Utterances that had to be synthesized."""

    made: float = 0.0
    """Length of their speech in seconds."""

    took: float = 0.0
    """Seconds that speaking took."""


@dataclass(frozen=True, slots=True)
class Joined:
    """An episode whose files are all in place."""

    duration: float
    """Length of the audio in seconds."""

    chapters: int
    """How many chapters it has."""

    reels_kept: int = 0
    """Stretches of audio that had been encoded before."""

    reels_made: int = 0
    """Stretches of audio that had to be encoded."""

    joining: float = 0.0
    """Seconds that joining took."""

    publishing: float = 0.0
    """Seconds that storing the files took."""
