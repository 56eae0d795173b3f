"""Kokoro's decoder, built anew to run fast on a processor: from frames to a spectrum of speech.

It is that of StyleTTS 2 (Li et al. 2023, arXiv:2306.07691): residual blocks, then a generator that
raises the rate twice and filters a source. Nine tenths of its work are convolutions, which
`narrator.engines.kokoro.convolution` computes in 8-bit integers; what lies between them is in
`narrator.engines.kokoro.passes`. Everything has the shape (frames, channels).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from narrator.engines.kokoro.blueprint import DILATIONS, LAST, STAGES, TRUNK, filters
from narrator.engines.kokoro.convolution import Convolution
from narrator.engines.kokoro.passes import Affine, Moments, add_up, leaky, moments, quantize, snake

Values = npt.NDArray[np.float32]
"""Shape (frames, channels)."""


class Decoder:
    """The decoder's convolutions and norms, opened; many threads may call at once."""

    def __init__(self, kept: Mapping[str, npt.NDArray[Any]]) -> None:
        """Open what `blueprint.prepare_decoder` gave."""
        parts: dict[str, list[str]] = {}
        for key in kept:
            name, part = key.rsplit(":", 1)
            parts.setdefault(name, []).append(part)

        def read(name: str) -> dict[str, npt.NDArray[Any]]:
            return {part: kept[f"{name}:{part}"] for part in parts[name]}

        self._double = read("double")
        self._styles = {n: kept[f"{n}:style"] for n, own in parts.items() if "style" in own}
        # One at a time, so that no second copy of all weights is in memory.
        self.convolutions = {n: Convolution(read(n)) for n, own in parts.items() if "onnx" in own}
        """By the name of their module."""

    def run(
        self,
        frames: Values,
        pitch: npt.NDArray[np.float32],
        energy: npt.NDArray[np.float32],
        source: Values,
        style: npt.NDArray[np.float32],
    ) -> Values:
        """Make the spectrum of an utterance.

        Args:
            frames: What is said in every frame, shape (frames, 512).
            pitch: In Hz, shape (2 frames,).
            energy: Shape (2 frames,).
            source: The source's spectrum, shape (120 frames + 1, 22).
            style: The voice's first half, shape (128,).

        Returns:
            Logarithms of magnitudes, then what phases are the sine of: (120 frames + 1, 22).
        """
        return _Utterance(self.convolutions, self._norms(style), self._double).decode(
            frames, pitch, energy, source
        )

    def _norms(self, style: npt.NDArray[np.float32]) -> dict[str, Affine]:
        """Turn a style into the gains and offsets of all norms."""
        row = np.append(style, np.float32(1))
        # einsum: a product of matrices would start threads of its own.
        halves = ((n, np.einsum("i,ij->j", row, own)) for n, own in self._styles.items())
        return {name: Affine(*np.split(both, 2)) for name, both in halves}


class _Utterance:
    """One utterance on its way through the decoder."""

    def __init__(
        self,
        convolutions: Mapping[str, Convolution],
        norms: Mapping[str, Affine],
        double: Mapping[str, npt.NDArray[Any]],
    ) -> None:
        self._convolutions = convolutions
        self._norms = norms
        self._double = double

    def decode(
        self,
        frames: Values,
        pitch: npt.NDArray[np.float32],
        energy: npt.NDArray[np.float32],
        source: Values,
    ) -> Values:
        curves = [
            self._exactly("F0_conv", pitch[:, None]),
            self._exactly("N_conv", energy[:, None]),
        ]
        text = self._exactly("asr_res/asr_res.0", frames)
        x = frames
        for block in TRUNK:
            beside = curves if block == TRUNK[0] else [text, *curves]
            x = self._block(np.concatenate([x, *beside], axis=1), block)
        for stage in range(len(STAGES)):
            x = self._raise(x, stage)
            x = self._stage(x, source, stage)
        return self._exactly(LAST, leaky(x, 0.01))

    def _exactly(self, name: str, x: Values) -> Values:
        return self._convolutions[name].exactly(x)

    def _block(self, x: Values, name: str) -> Values:
        """A residual block; the last one has twice the frames."""
        y = leaky(moments(x).norm(self._norms[f"{name}/norm1"]).of(x), 0.2)
        if name == TRUNK[-1]:
            y, x = self._spread(y), np.repeat(x, 2, axis=0)
        first = self._convolutions[f"{name}/conv1"]
        z = first(quantize(y, first.step))
        y = leaky(moments(z).norm(self._norms[f"{name}/norm2"]).of(z), 0.2)
        return self._exactly(f"{name}/conv2", y) + self._exactly(f"{name}/conv1x1", x)

    def _spread(self, x: Values) -> Values:
        """Double the frames of every channel by itself: a transposed convolution of three taps."""
        before, at, behind = self._double["weights"]
        result = np.empty((len(x), 2, x.shape[1]), np.float32)
        result[:, 0] = x * at
        result[:, 1] = x * behind
        result[:-1, 1] += x[1:] * before
        result += self._double["bias"]
        return result.reshape(-1, x.shape[1])

    def _raise(self, x: Values, stage: int) -> Values:
        """Raise the rate."""
        ups = self._convolutions[f"generator/ups.{stage}"]
        count, channels = ups.shape(len(x))
        if stage < len(STAGES) - 1:
            return ups.exactly(leaky(x, 0.1))
        result = np.empty((count + 1, channels), np.float32)
        ups.exactly(leaky(x, 0.1), out=result[1:])
        result[0] = result[2]
        return result

    def _stage(self, x: Values, source: Values, stage: int) -> Values:
        """Add the source, filter it in three ways and add up; `x` is written over."""
        own, *blocks = filters(stage)
        kind = np.float32 if self._convolutions[f"{own}/convs1.0"].step is None else np.uint8
        (y, spare), room = _room(x.shape, kind)
        self._convolutions[f"generator/noise_convs.{stage}"].exactly(source, out=y)
        self._filter(y, moments(y), own, room, out=y)
        known = add_up(x, y, None, out=x)
        self._filter(x, known, blocks[0], room, out=y)
        y += self._filter(x, known, blocks[1], room, out=spare)
        y += self._filter(x, known, blocks[2], room, out=x)
        return y

    def _filter(
        self,
        x: Values,
        known: Moments,
        name: str,
        room: tuple[npt.NDArray[Any], npt.NDArray[Any]],
        *,
        out: Values,
    ) -> Values:
        """A residual block of the generator: three times two convolutions behind Snake.

        Args:
            x: What goes in.
            known: Its moments.
            name: The block.
            room: Two arrays that may be written over, for what the convolutions take and give.
            out: Where the result goes; may be `x`.
        """
        taken, given = room
        for layer in range(len(DILATIONS)):
            first, second = (self._convolutions[f"{name}/convs{half}.{layer}"] for half in (1, 2))
            norms = [self._norms[f"{name}/adain{half}.{layer}"] for half in (1, 2)]
            snake(x, known.norm(norms[0]), first.step, out=taken)
            first(taken, out=given)
            snake(given, moments(given).norm(norms[1]), second.step, out=taken)
            second(taken, out=given)
            known = add_up(x, given, second.real, out=out)
            x = out
        return x


def _room(
    shape: tuple[int, ...], kind: type
) -> tuple[tuple[Values, Values], tuple[npt.NDArray[Any], npt.NDArray[Any]]]:
    """Make two float32 arrays of a shape, and two of another kind.

    They are one piece of memory, which the system takes back whole.
    """
    size = math.prod(shape)
    split = 2 * size * np.dtype(np.float32).itemsize
    whole: npt.NDArray[Any] = np.empty(split + 2 * size * np.dtype(kind).itemsize, np.uint8)
    first: npt.NDArray[np.float32] = whole[:split].view(np.float32).reshape(2, *shape)
    second: npt.NDArray[Any] = whole[split:].view(kind).reshape(2, *shape)
    return (first[0], first[1]), (second[0], second[1])
