"""The one gain of an episode."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from narrator.audio.loudness import TARGET, Gate, Meter
from narrator.audio.mix import Stretch, render

_ENOUGH = 0.1
"""LU; nearer than this the estimate is not made better, since the rest of the text is unknown."""

_TRIES = 2
"""Measurements at most. With joe the first finds 1.5 LU missing, the second 0.15 LU, and what it
teaches leaves 0.03 LU."""

_GUESS = 0.6
"""LU gained for each dB more when the limiter works, as measured with joe; each try learns it."""

_STEP = 0.25
"""dB to which gains are rounded, so that an edit early in a text seldom changes the gain of all
of it. An eighth of a dB off is a quarter of the tolerance."""

_FLATTEST = 0.2
"""LU for each dB below which no gain helps, so that a chance reading sends none far astray."""


@dataclass(frozen=True, slots=True)
class Gain:
    """A gain and what a change of it does."""

    decibels: float
    """The gain in dB."""

    slope: float = _GUESS
    """LU the episode gains for each dB more; less than 1 where the limiter takes some away."""

    before: tuple[float, float] | None = None
    """The gain tried before in dB, and the LUFS it gave."""

    def corrected(self, loudness: float) -> Gain:
        """Give the gain that brings what measured `loudness` LUFS to the target."""
        slope = self.slope
        if self.before is not None:
            change = (loudness - self.before[1]) / (self.decibels - self.before[0])
            slope = min(max(change, _FLATTEST), 1.0)
        better = self.decibels + (TARGET - loudness) / slope
        return Gain(_rounded(better), slope, (self.decibels, loudness))


def estimate(pieces: Sequence[Stretch], sample_rate: int, ceiling: float) -> Gain:
    """Find the gain that brings the pieces to the target, limiter and pauses included.

    Args:
        pieces: The first minute of an episode, or all of a short one.
        sample_rate: In Hz.
        ceiling: Of the limiter, in dBTP.

    Returns:
        The gain; 0 dB where nothing can be heard.
    """
    loudness = _unlimited(pieces)
    if not math.isfinite(loudness):
        return Gain(0.0, 1.0)
    gain = Gain(_rounded(TARGET - loudness))
    for _ in range(_TRIES):
        loudness = _measure(pieces, sample_rate, gain, ceiling)
        if abs(TARGET - loudness) < _ENOUGH:
            break
        gain = gain.corrected(loudness)
    # The whole episode is other material than its beginning: only the slope carries over.
    return Gain(gain.decibels, gain.slope if gain.before else 1.0)


def _unlimited(pieces: Sequence[Stretch]) -> float:
    """Loudness of the speech as it is, by the energies kept with it."""
    gate = Gate()
    for part in (part for piece in pieces for part in piece.parts):
        gate.add(part.take.energies)
        gate.add(np.zeros(round(part.utterance.pause * 10)))
    return gate.integrated


def _rounded(decibels: float) -> float:
    return round(decibels / _STEP) * _STEP


def _measure(pieces: Sequence[Stretch], sample_rate: int, gain: Gain, ceiling: float) -> float:
    meter = Meter(sample_rate)
    for piece in pieces:
        meter.write(render(piece, sample_rate, gain.decibels, ceiling)[0])
    return meter.integrated
