"""Integrated loudness by ITU-R BS.1770-4, measured as a stream or from kept energies."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from narrator.audio.pcm import Samples

TARGET = -16.0
"""LUFS; Apple Podcasts asks for -16 within 1 dB."""

ABSOLUTE_GATE = -70.0
"""LUFS; gating blocks below it never count (BS.1770-4 Annex 1)."""

RELATIVE_GATE = -10.0
"""LU under the loudness of what passed the absolute gate (BS.1770-4 Annex 1)."""

_OFFSET = -0.691
"""Makes a 997 Hz sine read its own level (BS.1770-4 Annex 1)."""

_STEPS_A_BLOCK = 4
"""A gating block is 400 ms and starts every 100 ms (BS.1770-4 Annex 1)."""

_BIN = 0.01
"""Width in LU of a bin of the histogram that keeps memory constant. Within a bin energies are
summed exactly, so the width only blurs where the relative gate cuts."""

_LOUDEST = 10.0
"""LUFS; no signal at full scale comes near it, and what clips beyond joins the last bin."""


_TRANSFORM = 1 << 15
"""Samples of a Fourier transform: it fits the processor's cache, and at 48 kHz two fifths of it
are what the filter remembers."""


def step(sample_rate: int) -> int:
    """Samples in 100 ms at `sample_rate` Hz."""
    return round(sample_rate / 10)


def k_weigh(samples: Samples, sample_rate: int) -> Samples:
    """K-weight samples at `sample_rate` Hz, as if silence had stood before them.

    Through the spectrum, block by block, which numpy does as fast as a recursive filter would.
    """
    memory = _memory(sample_rate)
    response = _response(sample_rate)
    block = _TRANSFORM - 2 * memory
    weighted = np.empty(len(samples), np.float32)
    for start in range(0, len(samples), block):
        known = min(start, memory)
        piece = samples[start - known : start + block]
        spectrum = np.fft.rfft(piece, _TRANSFORM) * response
        weighted[start : start + block] = np.fft.irfft(spectrum, _TRANSFORM)[known : len(piece)]
    return weighted


def _memory(sample_rate: int) -> int:
    """Samples after which the filter has forgotten: its slower pole pair, at 38 Hz, by 190 dB."""
    return round(sample_rate / 10)


@lru_cache(maxsize=4)
def _response(sample_rate: int) -> npt.NDArray[np.complex64]:
    """Complex gain of K-weighting at each frequency of a Fourier transform."""
    delay = np.exp(-2j * np.pi * np.fft.rfftfreq(_TRANSFORM))
    gain = np.ones_like(delay)
    for section in _sections(sample_rate):
        gain *= np.polyval(section[2::-1], delay) / np.polyval(section[:2:-1], delay)
    response: npt.NDArray[np.complex64] = gain.astype(np.complex64)
    return response


def _sections(sample_rate: int) -> npt.NDArray[np.float64]:
    """Second-order sections, shape (2, 6), of the K-weighting filter at `sample_rate` Hz.

    BS.1770-4 gives coefficients at 48 kHz only; these are the analogue prototypes behind them
    (as in libebur128), so that every rate gets the same curve.
    """
    # A high shelf for the head, then a high-pass.
    warp, quality = math.tan(math.pi * 1681.974450955533 / sample_rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    norm = 1 + warp / quality + warp**2
    shelf = [
        (high + band * warp / quality + warp**2) / norm,
        2 * (warp**2 - high) / norm,
        (high - band * warp / quality + warp**2) / norm,
        1.0,
        2 * (warp**2 - 1) / norm,
        (1 - warp / quality + warp**2) / norm,
    ]
    warp, quality = math.tan(math.pi * 38.13547087602444 / sample_rate), 0.5003270373238773
    norm = 1 + warp / quality + warp**2
    poles = [1.0, 2 * (warp**2 - 1) / norm, (1 - warp / quality + warp**2) / norm]
    return np.array([shelf, [1.0, -2.0, 1.0, *poles]])


def energies(samples: Samples, sample_rate: int) -> npt.NDArray[np.float64]:
    """Mean square of the K-weighted samples for each 100 ms, the last stretch included."""
    if not len(samples):
        return np.empty(0)
    squares = k_weigh(samples, sample_rate)
    np.square(squares, out=squares)
    starts = np.arange(0, len(squares), step(sample_rate))
    lengths = np.diff(starts, append=len(squares))
    means: npt.NDArray[np.float64] = np.add.reduceat(squares, starts, dtype=np.float64) / lengths
    return means


class Gate:
    """Integrated loudness from energies, in constant memory."""

    def __init__(self) -> None:
        self._steps = np.empty(0)
        bins = round((_LOUDEST - ABSOLUTE_GATE) / _BIN)
        self._counts = np.zeros(bins)
        self._sums = np.zeros(bins)

    def add(self, steps: npt.NDArray[np.float64]) -> None:
        """Take the next energies, one for each 100 ms."""
        steps = np.concatenate([self._steps, steps])
        self._steps = steps[max(0, len(steps) - _STEPS_A_BLOCK + 1) :]
        if len(steps) < _STEPS_A_BLOCK:
            return
        blocks = np.convolve(steps, np.full(_STEPS_A_BLOCK, 1 / _STEPS_A_BLOCK), mode="valid")
        blocks = blocks[blocks > _energy(ABSOLUTE_GATE)]
        levels = (_loudness(blocks) - ABSOLUTE_GATE) / _BIN
        bins = np.clip(levels.astype(np.int64), 0, len(self._counts) - 1)
        self._counts += np.bincount(bins, minlength=len(self._counts))
        self._sums += np.bincount(bins, weights=blocks, minlength=len(self._sums))

    @property
    def integrated(self) -> float:
        """Loudness so far in LUFS; minus infinity where nothing passed the gates."""
        if not self._counts.any():
            return -math.inf
        ungated = _loudness(self._sums.sum() / self._counts.sum())
        first = max(0, int((ungated + RELATIVE_GATE - ABSOLUTE_GATE) / _BIN))
        return float(_loudness(self._sums[first:].sum() / self._counts[first:].sum()))


class Meter:
    """Integrated loudness of one mono stream, in constant memory."""

    def __init__(self, sample_rate: int) -> None:
        """Measure samples at `sample_rate` Hz."""
        self._rate = sample_rate
        self._step = step(sample_rate)
        self._before = np.empty(0, np.float32)
        self._squares = np.empty(0)
        self._gate = Gate()

    def write(self, samples: Samples) -> None:
        """Take the next samples of the stream."""
        if not len(samples):
            return
        joined = np.concatenate([self._before, samples])
        weighted = k_weigh(joined, self._rate)[len(self._before) :].astype(np.float64)
        self._before = joined[-_memory(self._rate) :]
        squares = np.concatenate([self._squares, np.square(weighted)])
        count = len(squares) // self._step
        self._squares = squares[count * self._step :]
        self._gate.add(squares[: count * self._step].reshape(count, self._step).mean(axis=1))

    @property
    def integrated(self) -> float:
        """Loudness so far in LUFS; minus infinity where nothing passed the gates."""
        return self._gate.integrated


def _energy(loudness: float) -> float:
    return float(10 ** ((loudness - _OFFSET) / 10))


def _loudness(energy: npt.ArrayLike) -> npt.NDArray[np.float64]:
    levels: npt.NDArray[np.float64] = _OFFSET + 10 * np.log10(energy)
    return levels
