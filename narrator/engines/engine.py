"""What an engine is: something that says one utterance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from narrator.domain import Pronunciation, Speech, WordTimes


class Engine(Protocol):
    """A synthesizer with one voice loaded.

    An engine is named by an entry point of the group `narrator.engines`, which points to its
    factory: a callable `load(voice: Voice, *, cache: Path, threads: int) -> Engine` that raises
    VoiceError for a voice it cannot load. `cache` is a folder of its own making for what it wants
    to keep between runs, `threads` how many cores it may use.
    """

    @property
    def fingerprint(self) -> str:
        """Everything besides the text and the speed that decides the sound, as one line.

        The engine's name and version and the hash of its model: part of the key under which
        speech is stored, so that another voice or version never finds it.
        """

    @property
    def sample_rate(self) -> int:
        """Samples a second of all its speech, in Hz."""

    @property
    def parallelism(self) -> int:
        """How many calls of `synthesize` are worth making at once."""

    @property
    def word_times(self) -> WordTimes:
        """What its word times are."""

    def synthesize(
        self, spoken: str, *, speed: float = 1.0, pronunciations: Sequence[Pronunciation] = ()
    ) -> Speech:
        """Say one utterance. May be called from many threads at once.

        Args:
            spoken: The text as said: words, not figures; with its end mark.
            speed: How fast, 0.5 to 2.0, without change of pitch.
            pronunciations: Words to say otherwise than the voice would, in order, not
                overlapping. An engine that takes no phonemes, or does not know these, says the
                words its own way.

        Returns:
            Speech whose `words` are exactly `spoken_words(spoken)`, in order and in time.

        Raises:
            SynthesisError: It gave no speech.
        """

    def close(self) -> None:
        """Free what the engine holds; it is not used afterwards."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One way of computing, measured."""

    name: str
    """What the engine calls it."""

    real_time_factor: float
    """Synthesis time / audio time, on one core."""

    chosen: bool
    """Whether it is used from now on."""
