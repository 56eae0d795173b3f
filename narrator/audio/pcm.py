"""Samples as whole numbers and as fractions of full scale, and at another sample rate."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

PCM = npt.NDArray[np.int16]
"""Mono samples, shape (samples,)."""

Samples = npt.NDArray[np.float32]
"""Mono samples, shape (samples,), full scale 1.0."""


_BLOCK = 1 << 16
"""Samples converted at once, so that what lies between two forms stays small."""


def as_samples(pcm: PCM) -> Samples:
    """PCM as floats, full scale 1.0."""
    return pcm.astype(np.float32) / np.float32(32768)


def as_pcm(samples: Samples) -> PCM:
    """Floats as PCM, rounded to the nearest step."""
    return np.clip(np.rint(samples * 32768), -32768, 32767).astype(np.int16)


def blocks(samples: Samples) -> Iterator[Samples]:
    """Give samples in blocks of three seconds or less."""
    for start in range(0, len(samples), _BLOCK):
        yield samples[start : start + _BLOCK]


def resample(pcm: PCM, source: int, target: int) -> PCM:
    """Give mono PCM of `source` Hz at `target` Hz, by cutting or extending its spectrum.

    The edges of prepared speech are silent, so each utterance can be converted by itself and
    its place counted in whole samples of the target rate. Shape (`resampled(samples)`,).
    """
    if source == target:
        return pcm
    divisor = math.gcd(source, target)
    up, down = target // divisor, source // divisor
    periods = -(-len(pcm) // down)
    spectrum = np.fft.rfft(as_samples(pcm), periods * down)
    samples: Samples = np.fft.irfft(spectrum, periods * up).astype(np.float32) * (up / down)
    return as_pcm(samples[: resampled(len(pcm), source, target)])


def resampled(samples: int, source: int, target: int) -> int:
    """Say how many samples `resample` gives: as many as last no shorter."""
    return -(-samples * target // source)
