"""What Kokoro's decoder does between its convolutions, in passes over blocks that fit in cache.

Tens of millions of values for every second of speech are normalized, bent and turned into bytes.
Step by step over the whole utterance, as a graph of operators does it, each step would wait for
memory. Here blocks of values go through all steps at once, and NumPy has a cosine that computes
sixteen at a time.

Values have the shape (frames, channels): bytes, or float32. What a byte stands for is its
convolution's business; a norm does not ask, since it undoes any scale and offset of a channel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

BLOCK = 65_536
"""Values in a block: with all that a step needs they fit in 1 MB of cache."""

SIGNED, MIDDLE = 127, 128
"""Greatest step of a signed byte; the unsigned byte that stands for zero."""

EPSILON = 1e-5
"""What is added to a variance, as in training."""

Row = npt.NDArray[np.float32]
"""A value for each channel."""

_LEAST, _GREATEST = np.float32(1), np.float32(255.5)
"""Bounds of what is cut off to bytes: 1 to 255, as far below the middle as above."""


@dataclass(frozen=True, slots=True)
class Affine:
    """A gain and an offset for each channel, shape (channels,) each."""

    gain: Row
    offset: Row

    def of(
        self, values: npt.NDArray[Any], out: npt.NDArray[np.float32] | None = None
    ) -> npt.NDArray[np.float32]:
        """Apply it; give the result, in `out` if given."""
        result: npt.NDArray[np.float32] = np.multiply(values, self.gain, out=out)
        result += self.offset
        return result


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean and variance of each channel, shape (channels,) each."""

    mean: npt.NDArray[np.float64]
    variance: npt.NDArray[np.float64]

    def norm(self, style: Affine) -> Affine:
        """Give the adaptive instance norm (Huang and Belongie 2017, arXiv:1703.06868)."""
        gain = style.gain / np.sqrt(self.variance + EPSILON)
        offset = style.offset - self.mean * gain
        return Affine(gain.astype(np.float32), offset.astype(np.float32))


class _Sums:
    """Adds up what the moments are made of."""

    def __init__(self, channels: int) -> None:
        self._count = 0
        self._sum = np.zeros(channels)
        self._squares = np.zeros(channels)

    def add(self, block: npt.NDArray[np.float32]) -> None:
        self._count += len(block)
        self._sum += np.add.reduce(block, axis=0)
        self._squares += np.einsum("ij,ij->j", block, block)

    def moments(self) -> Moments:
        mean = self._sum / self._count
        return Moments(mean, np.maximum(self._squares / self._count - mean * mean, 0))


def moments(values: npt.NDArray[Any]) -> Moments:
    """Give the moments of bytes or float32, shape (frames, channels)."""
    sums = _Sums(values.shape[1])
    for rows in _blocks(values):
        sums.add(values[rows].astype(np.float32, copy=False))
    return sums.moments()


def snake(
    values: npt.NDArray[Any], norm: Affine, step: Row | None, out: npt.NDArray[Any]
) -> npt.NDArray[Any]:
    """Give Snake (Ziyin, Hartwig and Ueda 2020, arXiv:2006.08195) of normalized values.

    It is x + sin(alpha x)^2 / alpha. Alpha is in the norm and its inverse in the weights behind,
    and x + sin(x)^2 is half of 2x - cos(2x) + 1.

    Args:
        values: Bytes or float32, shape (frames, channels).
        norm: What is applied first.
        step: What one step of a resulting byte stands for; None for float32.
        out: Where the result goes, bytes or float32, as `values` in shape and contiguous.
    """
    tile = _Tile(values)
    gain, offset = tile(2 * norm.gain), tile(2 * norm.offset)
    by, middle = np.array(0.5, np.float32), np.array(0.5, np.float32)
    if step is not None:
        by, middle = tile(0.5 / step), tile(0.5 / step + (MIDDLE + 0.5))
    given, made = values.reshape(-1), out.reshape(-1)
    room = np.empty((2, tile.size), np.float32)
    for start in range(0, len(given), tile.size):
        part = given[start : start + tile.size]
        size = len(part)
        x, cosine = room[:, :size]
        np.multiply(part, gain[:size], out=x)
        np.add(x, offset[:size], out=x)
        np.cos(x, out=cosine)
        np.subtract(x, cosine, out=x)
        np.multiply(x, by[:size] if by.ndim else by, out=x)
        target = made[start : start + size]
        if step is None:
            np.add(x, middle, out=target)
            continue
        np.add(x, middle[:size], out=x)
        np.clip(x, _LEAST, _GREATEST, out=x)
        np.copyto(target, x, casting="unsafe")
    return out


def add_up(
    values: npt.NDArray[np.float32],
    more: npt.NDArray[Any],
    real: Affine | None,
    out: npt.NDArray[np.float32],
) -> Moments:
    """Add to values what came out of a convolution.

    Args:
        values: Shape (frames, channels).
        more: What came out, of the same shape.
        real: What turns it into what it stands for; None if it is that.
        out: Where the sum goes; may be `values`.

    Returns:
        The moments of the sum.
    """
    sums = _Sums(values.shape[1])
    tile = _Tile(values)
    gain, offset = (tile(real.gain), tile(real.offset)) if real else (None, None)
    room = np.empty(tile.size, np.float32)
    for rows in _blocks(values):
        part = more[rows].reshape(-1)
        if gain is not None and offset is not None:
            size = len(part)
            x = room[:size]
            np.multiply(part, gain[:size], out=x)
            part = np.add(x, offset[:size], out=x)
        sum_ = out[rows]
        np.add(values[rows], part.reshape(sum_.shape), out=sum_)
        sums.add(sum_)
    return sums.moments()


def leaky(values: npt.NDArray[np.float32], slope: float) -> npt.NDArray[np.float32]:
    """Multiply negative values by `slope`, in place (LeakyReLU); give the values."""
    for rows in _blocks(values):
        block = values[rows]
        np.maximum(block, block * np.float32(slope), out=block)
    return values


def quantize(values: npt.NDArray[np.float32], step: Row | None) -> npt.NDArray[Any]:
    """Turn values into bytes; leave them as they are if there is no step."""
    if step is None:
        return values
    steps = values * (1 / step)
    steps += np.float32(MIDDLE + 0.5)
    return np.clip(steps, _LEAST, _GREATEST, out=steps).astype(np.uint8)


class _Tile:
    """Repeats a row as often as there are frames in a block."""

    def __init__(self, values: npt.NDArray[Any]) -> None:
        self._times = _frames(values)
        self.size = self._times * values.shape[1]

    def __call__(self, row: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
        return np.tile(row.astype(np.float32, copy=False), self._times)


def _frames(values: npt.NDArray[Any]) -> int:
    channels: int = values.shape[1]
    return max(1, BLOCK // channels)


def _blocks(values: npt.NDArray[Any]) -> Iterator[slice]:
    step = _frames(values)
    return (slice(start, start + step) for start in range(0, len(values), step))
