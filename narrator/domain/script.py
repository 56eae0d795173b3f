"""What is said: the article as utterances, in the order a listener hears them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an utterance is to the listener, and so how long the pause after it is."""

    TITLE = "title"
    BYLINE = "byline"
    HEADING = "heading"
    DATELINE = "dateline"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    TABLE = "table"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Replacement:
    """A stretch of written text that is spoken otherwise ("$5" as "five dollars")."""

    start: int
    """First character in the written text."""

    end: int
    """One past the last character in the written text."""

    spoken: str
    """What is said instead; empty where nothing is."""


@dataclass(frozen=True, slots=True)
class SpokenForm:
    """A written text and how it is said."""

    text: str
    """The text as written."""

    spoken: str
    """The text as said: every replacement applied, white space made single."""

    replacements: tuple[Replacement, ...] = ()
    """Where the two differ: in order, not overlapping."""

    pronunciations: tuple[Pronunciation, ...] = ()
    """Words of `spoken` whose sounds are given: in order, not overlapping."""


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How some words of an utterance are to be said, whatever the voice makes of them."""

    first: int
    """Index of the first word in `spoken_words(utterance.spoken)`."""

    last: int
    """One past the index of the last word."""

    ipa: str
    """The words' sounds in the International Phonetic Alphabet; stress marks before the
    stressed syllables, a space between words."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one call of an engine says: one sentence, or a clause of a very long one."""

    text: str
    """The sentence as written."""

    spoken: str
    """The sentence as said."""

    role: Role
    """What the utterance is to the listener."""

    section: int
    """Index into `Script.sections`."""

    voice: str
    """Name of the catalogue voice that says it."""

    pause: float
    """Meant silence after it, in seconds."""

    span: tuple[int, int] | None = None
    """Half-open character range in `Article.text`; None for what does not stand there
    (the title, an announcement)."""

    replacements: tuple[Replacement, ...] = ()
    """Where `spoken` differs from `text`."""

    pronunciations: tuple[Pronunciation, ...] = ()
    """Words that are said otherwise than the voice would: in order, not overlapping."""


@dataclass(frozen=True, slots=True)
class ScriptSection:
    """A section as the listener meets it; its span of time becomes a chapter."""

    title: str
    """What the chapter list shows."""

    level: int
    """Depth, 1 to 6."""


@dataclass(frozen=True, slots=True)
class Script:
    """Everything that is said, in order."""

    title: str
    """Title of the episode."""

    language: str
    """BCP 47 primary language subtag."""

    sections: tuple[ScriptSection, ...]
    """The sections in the order they are heard; each has at least one utterance."""

    utterances: tuple[Utterance, ...]
    """The utterances in the order they are heard; their section index never falls."""

    @property
    def voices(self) -> tuple[str, ...]:
        """The cast: names of the voices in order of first appearance."""
        return tuple(dict.fromkeys(utterance.voice for utterance in self.utterances))


def spoken_words(spoken: str) -> list[str]:
    """Split a spoken text into the words a voice says: runs of non-space with a letter or digit."""
    return [word for word in spoken.split() if any(map(str.isalnum, word))]


def written_words(utterance: Utterance) -> list[tuple[str, int]]:
    """Pair each word as written with how many spoken words it takes.

    "It cost $27.36tn." gives ("It", 1), ("cost", 1), ("$27.36tn.", 6). The counts add up to
    `len(spoken_words(utterance.spoken))`; written text that is not spoken counts 0.
    """
    spoken = _apply(utterance.text, utterance.replacements)
    pairs = []
    for start, end in _written_spans(utterance):
        said = "".join(spoken[start:end])
        pairs.append((utterance.text[start:end], len(spoken_words(said))))
    return pairs


def _apply(text: str, replacements: tuple[Replacement, ...]) -> list[str]:
    """One string a written character: what is said for it, a replacement's all at its first."""
    spoken = list(text)
    for item in replacements:
        spoken[item.start : item.end] = [""] * (item.end - item.start)
        spoken[item.start] = item.spoken
    return spoken


def _written_spans(utterance: Utterance) -> list[tuple[int, int]]:
    """Spans of white-space separated written words; a replacement is never cut in two."""
    covered = bytearray(len(utterance.text))
    for item in utterance.replacements:
        covered[item.start : item.end] = b"\1" * (item.end - item.start)
    cuts = [
        index for index, char in enumerate(utterance.text) if char.isspace() and not covered[index]
    ]
    edges = [-1, *cuts, len(utterance.text)]
    return [(a + 1, b) for a, b in itertools.pairwise(edges) if b > a + 1]
