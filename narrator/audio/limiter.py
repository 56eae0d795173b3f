"""A look-ahead limiter of the true peak."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from narrator.audio.pcm import Samples

_OVERSAMPLING = 4
"""Times the sample rate at which peaks are looked for (BS.1770-4 Annex 2 asks for four)."""

_TAPS_A_PHASE = 20
"""The interpolator of BS.1770-4 Annex 2 has 12, at 48 kHz. Speech at 16 kHz reaches up to half
its sample rate, where 12 let 0.4 dB through and 20 let 0.03 dB."""

_BEFORE = _TAPS_A_PHASE // 2 - 1
"""Of them, those that stand before the sample whose surroundings are interpolated."""

_BETA = 5.0
"""Shape of the Kaiser window over the taps."""

_PIECE = 4096
"""Samples interpolated at once: what they unfold to fits the processor's cache, which makes it ten
times as fast as all at once."""

_BLOCK = 16
"""Samples, 0.7 ms at 22,050 Hz: the grain of the gain curve, finer than any ramp of it."""

_NEAR = 0.5
"""Share of the ceiling from which a sample can hide a true peak over it. Four-times oversampling
finds at most 6 dB more than the samples show, and that only near half the sample rate."""

_REACH = 32
"""Blocks around a high one that are oversampled with it: a call of the interpolator takes as long
as a thousand samples do."""

_ATTACK = 1.5
"""dB a millisecond of gain taken back before a peak: 6 dB in 4 ms, too short to hear as a fade
and too long to click."""

_RELEASE = 0.12
"""dB a millisecond of gain given back after a peak: 6 dB in 50 ms, within a syllable but over
several pitch periods, so that the gain does not follow the single period. With joe at -16 LUFS
half as fast costs 0.4 dB more gain, and twice as fast saves 0.2 dB."""


def limit(samples: Samples, sample_rate: int, ceiling: float) -> tuple[Samples, float]:
    """Turn the samples down around every true peak over the ceiling.

    The stretch must be whole: the curve starts and ends with it. The gain falls in time for each
    peak and recovers after it, both in straight lines of decibels; no sample is clipped.

    Args:
        samples: Shape (samples,), full scale 1.0.
        sample_rate: In Hz.
        ceiling: Highest true peak that may remain, full scale 1.0.

    Returns:
        The limited samples, and the highest true peak in them. Where every sample is under half
        the ceiling the peak is that of the samples.
    """
    if not len(samples):
        return samples, 0.0
    peaks = _true_peaks(samples, ceiling * _NEAR)
    excess = 20 * np.log10(np.maximum(peaks / ceiling, 1.0))
    if not excess.any():
        return samples, float(peaks.max())
    milliseconds = _BLOCK / sample_rate * 1000
    falling = _cone(excess[::-1], _ATTACK * milliseconds)[::-1]
    curve = np.maximum(falling, _cone(excess, _RELEASE * milliseconds))
    # A node stands between two blocks and takes the deeper of the two, so that the straight line
    # from node to node is nowhere above what a block needs.
    nodes = np.maximum(np.append(curve[0], curve), np.append(curve, curve[-1]))
    gains = (10 ** (-nodes / 20)).astype(np.float32)
    ramp = np.arange(_BLOCK, dtype=np.float32) / _BLOCK
    gain = (gains[:-1, None] + np.diff(gains)[:, None] * ramp).ravel()[: len(samples)]
    left = peaks * np.maximum(gains[:-1], gains[1:])
    return samples * gain, float(min(left.max(), ceiling))


def _cone(excess: npt.NDArray[np.float64], slope: float) -> npt.NDArray[np.float64]:
    """Let each value fall off to the right by `slope` a step, and keep the highest."""
    rise = slope * np.arange(len(excess))
    fallen: npt.NDArray[np.float64] = np.maximum.accumulate(excess + rise) - rise
    return np.maximum(fallen, 0.0)


def _true_peaks(samples: Samples, threshold: float) -> npt.NDArray[np.float64]:
    """Highest level in each block; oversampled where samples reach the threshold."""
    blocks = -(-len(samples) // _BLOCK)
    padded = np.pad(np.abs(samples), (0, blocks * _BLOCK - len(samples)))
    peaks: npt.NDArray[np.float64] = padded.reshape(blocks, _BLOCK).max(axis=1).astype(float)
    # With blocks around: a peak between two shows in either, and few long runs cost less.
    reach = min(2 * _REACH + 1, blocks)
    near = np.convolve(peaks >= threshold, np.ones(reach), mode="same") > 0
    edges = np.flatnonzero(np.diff(near, prepend=False, append=False)).reshape(-1, 2)
    silent = np.pad(samples, (_BEFORE, _TAPS_A_PHASE - _BEFORE - 1))
    for first, last in edges:
        start, stop = first * _BLOCK, min(last * _BLOCK, len(samples))
        fine = _interpolated_peaks(silent[start : stop + _TAPS_A_PHASE - 1])
        highest = np.maximum.reduceat(fine, np.arange(0, len(fine), _BLOCK))
        peaks[first:last] = np.maximum(peaks[first:last], highest)
    return peaks


def _interpolated_peaks(samples: Samples) -> Samples:
    """Highest level at and behind each sample that has all its neighbours around it."""
    windows = sliding_window_view(samples, _TAPS_A_PHASE)
    peaks = np.empty(len(windows), np.float32)
    for start in range(0, len(windows), _PIECE):
        piece = slice(start, start + _PIECE)
        levels = _interpolator() @ np.ascontiguousarray(windows[piece].T)
        np.abs(levels, out=levels).max(axis=0, out=peaks[piece])
    return peaks


@cache
def _interpolator() -> npt.NDArray[np.float32]:
    """Weights of the samples around an instant, shape (phases, taps a phase).

    A low-pass at half the sample rate, cut by a Kaiser window. The taps are those of the samples
    from `_BEFORE` before to one more than that after; phase 0 is the sample's own instant.
    """
    offsets = np.arange(_TAPS_A_PHASE) - _BEFORE
    distance = np.arange(_OVERSAMPLING)[:, None] / _OVERSAMPLING - offsets
    window = np.sqrt(np.maximum(1 - (distance / (_TAPS_A_PHASE / 2)) ** 2, 0))
    return (np.sinc(distance) * np.i0(_BETA * window) / np.i0(_BETA)).astype(np.float32)
