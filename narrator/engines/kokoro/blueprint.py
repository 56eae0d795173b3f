"""Prepares Kokoro's decoder: which convolutions and norms it has, and what can be folded into them.

A convolution sees what a norm and an activation made, so constant factors of both go into its
weights: the inverse of Snake's alpha, the square root of a half that ends a residual block, the
third that makes a mean of the generator's three blocks.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from narrator.engines.kokoro.convolution import Form, Kept, Ranges, prepare
from narrator.engines.kokoro.weights import Kernel, Network

TRUNK = ("encode", "decode.0", "decode.1", "decode.2", "decode.3")
"""The decoder's residual blocks; the last one doubles the frames."""

DILATIONS = (1, 3, 5)
"""Of the three layers of a residual block of the generator."""

STAGES = ((10, 5), (6, 3))
"""The generator's steps up: how many times, and how much is cut at both ends."""

FEWEST = 32
"""Channels from which on integers are worth their conversion."""

LAST = "generator/conv_post"
"""The convolution that ends in magnitudes and phases, which need float32."""


def prepare_decoder(network: Network, ranges: Ranges | None) -> Kept:
    """Prepare everything that `narrator.engines.kokoro.decoder` runs.

    Args:
        network: The published weights.
        ranges: What passes through each channel; None for float32, as calibrating needs it.

    Returns:
        Arrays by name: of a convolution `MODULE:` and what `convolution.prepare` gives, of a norm
        `MODULE:style`, and those of the one convolution that doubles the frames.
    """
    kept: Kept = {}
    for name, kernel, form in _convolutions(network):
        exact = ranges is None or name == LAST or kernel.weights.shape[1] < FEWEST
        spans = None if ranges is None or exact else (ranges[name], ranges[f"{name}:out"])
        for part, array in prepare(kernel, form, spans).items():
            kept[f"{name}:{part}"] = array
    for name, alpha in _norms(network):
        kept[f"{name}:style"] = _style(network, name, alpha)
    pool = network.kernel(f"{TRUNK[-1]}/pool")
    kept["double:weights"], kept["double:bias"] = pool.weights.reshape(-1, 3).T.copy(), pool.bias
    return kept


def filters(stage: int) -> tuple[str, ...]:
    """Name the generator's residual blocks in a stage: the source's, then the three others."""
    blocks = (f"generator/resblocks.{3 * stage + number}" for number in range(3))
    return (f"generator/noise_res.{stage}", *blocks)


def _convolutions(network: Network) -> Iterator[tuple[str, Kernel, Form]]:
    half = np.float32(np.sqrt(0.5))
    for name in ("F0_conv", "N_conv"):
        yield name, network.kernel(name), Form(3, stride=2, pad=1)
    yield "asr_res/asr_res.0", network.kernel("asr_res/asr_res.0"), Form(1)
    for block in TRUNK:
        yield f"{block}/conv1", network.kernel(f"{block}/conv1"), Form(3, pad=1)
        for name, form in ((f"{block}/conv2", Form(3, pad=1)), (f"{block}/conv1x1", Form(1))):
            own = network.kernel(name)
            yield name, Kernel(own.weights * half, own.bias * half), form
    for stage, (times, cut) in enumerate(STAGES):
        name = f"generator/noise_convs.{stage}"
        form = Form(1) if stage else Form(12, stride=6, pad=3)
        yield name, network.kernel(name), form
        name = f"generator/ups.{stage}"
        own = _as_steps(network.kernel(name), times, cut)
        # From the second stage on it sees the sum of three blocks, and their mean is meant.
        own = Kernel(own.weights / np.float32(3 if stage else 1), own.bias)
        yield name, own, Form(3, pad=1, outputs=len(own.bias) // times)
        for block, layer, half_ in itertools.product(filters(stage), range(3), (1, 2)):
            name = f"{block}/convs{half_}.{layer}"
            own = network.kernel(name)
            alpha = _alpha(network, block, half_, layer)
            taps = own.weights.shape[2]
            step = DILATIONS[layer] if half_ == 1 else 1
            form = Form(taps, dilation=step, pad=(taps - 1) // 2 * step)
            yield name, Kernel(own.weights / alpha[None, :, None], own.bias), form
    last = network.kernel(LAST)
    yield LAST, Kernel(last.weights / np.float32(3), last.bias), Form(7, pad=3)


def _as_steps(old: Kernel, times: int, cut: int) -> Kernel:
    """Write a transposed convolution as one that makes all new frames of an old one.

    Its taps reach over two frames, so each new frame sees three old ones, one in vain.
    """
    inputs, outputs, taps = old.weights.shape
    weights = np.zeros((times, outputs, inputs, 3), np.float32)
    for new, seen in itertools.product(range(times), (-1, 0, 1)):
        tap = new + cut - seen * times
        if 0 <= tap < taps:
            weights[new, :, :, seen + 1] = old.weights[:, :, tap].T
    return Kernel(weights.reshape(times * outputs, inputs, 3), np.tile(old.bias, times))


def _norms(network: Network) -> Iterator[tuple[str, npt.NDArray[Any] | float]]:
    for block, number in itertools.product(TRUNK, (1, 2)):
        yield f"{block}/norm{number}", 1.0
    for stage in range(len(STAGES)):
        for block, layer, half in itertools.product(filters(stage), range(3), (1, 2)):
            yield f"{block}/adain{half}.{layer}", _alpha(network, block, half, layer)


def _alpha(network: Network, block: str, half: int, layer: int) -> npt.NDArray[np.float32]:
    """Give the alpha of a Snake, shape (channels,)."""
    dotted = block.replace("/", ".")
    return network.array(f"decoder.decoder.{dotted}.alpha{half}.{layer}").reshape(-1)


def _style(network: Network, name: str, alpha: npt.NDArray[Any] | float) -> npt.NDArray[np.float32]:
    """Give what turns a style and a 1 behind it into gains, then offsets: (129, 2 channels)."""
    weights, bias = network.style(name)
    channels = len(bias) // 2
    bias = bias + np.repeat(np.array([1, 0], np.float32), channels)
    both = np.concatenate([weights, bias[None]]).reshape(len(weights) + 1, 2, channels)
    return (both * alpha).reshape(len(both), -1).astype(np.float32)
