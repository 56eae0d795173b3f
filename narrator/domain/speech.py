"""How one utterance sounds."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import overload

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Word:
    """A word and when it is heard."""

    text: str
    """The word."""

    start: float
    """Start in seconds."""

    end: float
    """End in seconds."""


class WordTimes(StrEnum):
    """What is known of when words are heard."""

    EXACT = "exact"
    """They are the synthesizer's own lengths: the sound was made to them."""

    ESTIMATED = "estimated"
    """They were told by a system that joins or leaves out words, or inferred."""


class Words(Sequence[Word]):
    """Words in little memory: 24 bytes each where words of their own would take over 100."""

    __slots__ = ("_texts", "_times")

    def __init__(self, words: Iterable[Word] = ()) -> None:
        """Keep these words."""
        texts: list[str] = []
        times = array("d")
        for word in words:
            texts.append(word.text)
            times.extend((word.start, word.end))
        self._texts = tuple(texts)
        self._times = times

    def __len__(self) -> int:
        """Count the words."""
        return len(self._texts)

    @overload
    def __getitem__(self, index: int) -> Word: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Word, ...]: ...

    def __getitem__(self, index: int | slice) -> Word | tuple[Word, ...]:
        """Give a word, or a tuple of some."""
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        place = range(len(self))[index]
        return Word(self._texts[place], self._times[2 * place], self._times[2 * place + 1])

    def __eq__(self, other: object) -> bool:
        """Tell whether another sequence holds the same words at the same times."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Hash like a tuple of the words."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Show the words."""
        return f"Words({list(self)})"


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """The sound of one utterance."""

    pcm: npt.NDArray[np.int16]
    """Mono samples, shape (samples,)."""

    sample_rate: int
    """Samples a second, in Hz."""

    words: Sequence[Word]
    """One for each of `spoken_words(utterance.spoken)`, in order; times count from the first
    sample of `pcm`."""

    energies: npt.NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    """Mean square of the K-weighted signal (ITU-R BS.1770-4, full scale 1.0) for each 100 ms
    from the first sample on, the last stretch included; empty until measured."""

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.pcm) / self.sample_rate


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """What is known of one utterance's speech; the sound itself is read only when asked for.

    What was spoken before is joined by these facts alone, as long as the compressed audio that
    holds it is still there.
    """

    key: str
    """Names the speech by content: takes with the same key sound the same."""

    samples: int
    """Length in samples."""

    sample_rate: int
    """Samples a second, in Hz."""

    words: Sequence[Word]
    """As in `Speech`."""

    energies: npt.NDArray[np.float64]
    """As in `Speech`."""

    fresh: bool
    """False where it came from the store."""

    load: Callable[[], Speech]
    """Gives the whole speech, prepared for joining."""

    @property
    def speech(self) -> Speech:
        """The whole speech, prepared for joining."""
        return self.load()

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.samples / self.sample_rate
