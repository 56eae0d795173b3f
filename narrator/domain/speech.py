"""How one utterance sounds."""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """The sound of one utterance."""

    pcm: npt.NDArray[np.int16]
    """Mono samples, shape (samples,)."""

    sample_rate: int
    """Samples a second, in Hz."""

    words: tuple[Word, ...]
    """One for each of `spoken_words(utterance.spoken)`, in order; times count from the first
    sample of `pcm`."""

    energies: npt.NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    """Mean square of the K-weighted signal (ITU-R BS.1770-4, full scale 1.0) for each 100 ms
    from the first sample on, the last stretch included; empty until measured."""

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.pcm) / self.sample_rate
