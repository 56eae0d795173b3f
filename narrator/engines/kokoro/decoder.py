"""Kokoro's decoder, built anew to run fast on a processor.

Nine tenths of Kokoro's time goes into the convolutions of its decoder (StyleTTS 2, Li et al. 2023,
arXiv:2306.07691). They are computed in 8-bit integers: for what lies between channels last and has
fixed ranges onnxruntime has kernels that are four times as fast as for float32, and thirteen times
as fast as those that the published int8 model falls to. Ranges that do not change need calibrating
once (`ranges.npz`, made by `benchmarks/kokoro_ranges.py`); each channel has its own, so that
loud channels do not drown the quiet ones. A channel's range costs nothing as it runs: it goes
into the weights. Everything else stays in float32.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from narrator.engines.kokoro.weights import Convolution, Network

Ranges = Mapping[str, npt.NDArray[np.floating[Any]]]
"""Least and greatest value of each channel, shape (2, channels): of the input under a
convolution's name, of its output under the name with ":out" behind."""

QUIETEST = 0.02
"""Least range of a channel against the widest: one that never stirred in calibration may do so."""

FEWEST = 32
"""Channels from which on integers are worth their conversion."""

DILATIONS = (1, 3, 5)
"""Of the three layers of a residual block."""

STAGES = ((10, 5), (6, 3))
"""The generator's steps up: how many times, and how much is cut at both ends."""

SMALLEST = 1e-6
"""Least of the greatest weights of a channel; those of a channel that is never used are all 0."""

SIGNED, MIDDLE = 127, 128
"""Greatest step of a signed byte; the unsigned byte that stands for zero."""


class DecoderBuilder:
    """Writes the decoder as an ONNX graph.

    Its inputs are what the encoder says of every frame, float32 (1, 512, frames); the pitch in Hz
    and the energy, both (1, 1, 2 frames); the source's spectrum (1, 22, 120 frames + 1); and the
    style's first half (1, 128). The output is the spectrum of the speech.
    """

    def __init__(self, network: Network, ranges: Ranges | None) -> None:
        """Use the network's weights; without ranges all is float32, as calibrating needs it."""
        self.taps: dict[str, str] = {}
        self._network = network
        self._ranges = ranges
        self._nodes: list[Any] = []
        self._arrays: dict[str, npt.NDArray[Any]] = {}
        self._styles: list[tuple[str, npt.NDArray[Any], npt.NDArray[Any]]] = []
        self._numbers = itertools.count()

    def build(self, *, tapped: bool = False) -> Any:
        """Give the model; with `tapped` what goes into and out of the convolutions as well."""
        from onnx import TensorProto, helper, numpy_helper

        self._decode()
        self._split_styles()
        arrays = [
            numpy_helper.from_array(_narrow(item), name) for name, item in self._arrays.items()
        ]
        tensor = helper.make_tensor_value_info
        inputs = {"frames": 512, "pitch": 1, "energy": 1, "source": 22}
        shapes: dict[str, list[Any]] = {name: [1, count, None] for name, count in inputs.items()}
        shapes["style"] = [1, 128]
        given = [tensor(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]
        names = ["answer", *dict.fromkeys(self.taps.values())] if tapped else ["answer"]
        results = [tensor(name, TensorProto.FLOAT, None) for name in names]
        graph = helper.make_graph(self._nodes, "decoder", given, results, arrays)
        versions = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=9)

    def _decode(self) -> None:
        frames, pitch, energy, source = (
            self._step("Unsqueeze", name, self._keep(np.array([2])))
            for name in ("frames", "pitch", "energy", "source")
        )
        curves = [
            self._convolve(given, name, self._network.convolution(name), stride=2)
            for given, name in ((pitch, "F0_conv"), (energy, "N_conv"))
        ]
        x = self._block(self._step("Concat", frames, *curves, axis=1), "encode")
        text = self._convolve(frames, "asr_res/asr_res.0")
        for number in range(4):
            x = self._step("Concat", x, text, *curves, axis=1)
            x = self._block(x, f"decode.{number}", double=number == 3)
        for number, (times, cut) in enumerate(STAGES):
            x = self._stage(x, source, number, times, cut)
        x = self._step("LeakyRelu", x, alpha=0.01)
        last = self._network.convolution("generator/conv_post")
        # The mean of three blocks: their sum, and a third of the weights that see it.
        x = self._convolve(
            x, "conv_post", Convolution(last.weights / np.float32(3), last.bias), exact=True
        )
        self._step("Squeeze", x, self._keep(np.array([2])), out="answer")

    def _stage(self, x: str, source: str, number: int, times: int, cut: int) -> str:
        """Raise the rate, add the source, filter it in three ways."""
        name = f"generator/noise_convs.{number}"
        stride = (6, 1)[number]
        own = self._convolve(source, name, stride=stride, pad=(3, 0)[number])
        own = self._filter(own, f"generator/noise_res.{number}")
        x = self._raise(self._step("LeakyRelu", x, alpha=0.1), number, times, cut)
        if number == len(STAGES) - 1:
            x = self._step("Pad", x, self._keep(np.array([0, 0, 0, 1, 0, 0, 0, 0])), mode="reflect")
        x = self._step("Add", x, own)
        whole = self._filter(x, f"generator/resblocks.{3 * number}")
        # One after the other, so that never more than one block's results are kept.
        for block in (3 * number + 1, 3 * number + 2):
            whole = self._step("Add", whole, self._filter(x, f"generator/resblocks.{block}"))
        return whole

    def _raise(self, x: str, number: int, times: int, cut: int) -> str:
        """Raise the rate: a transposed convolution as one that makes all new frames of an old one.

        Its taps reach over two frames, so each new frame sees three old ones, one in vain.
        """
        name = f"generator/ups.{number}"
        old = self._network.convolution(name)
        inputs, outputs, taps = old.weights.shape
        weights = np.zeros((times, outputs, inputs, 3), np.float32)
        for new, seen in itertools.product(range(times), (-1, 0, 1)):
            tap = new + cut - seen * times
            if 0 <= tap < taps:
                weights[new, :, :, seen + 1] = old.weights[:, :, tap].T
        whole = Convolution(
            weights.reshape(times * outputs, inputs, 3) / np.float32(3 if number else 1),
            np.tile(old.bias, times),
        )
        return self._convolve(x, name, whole, outputs=outputs)

    def _filter(self, x: str, name: str) -> str:
        """A residual block of the generator: three times two convolutions behind Snake."""
        for layer, dilation in enumerate(DILATIONS):
            y = x
            for half, step in ((1, dilation), (2, 1)):
                dotted = f"decoder.decoder.{name.replace('/', '.')}.alpha{half}.{layer}"
                alpha = self._network.array(dotted).reshape(-1)
                y = self._normalize(y, f"{name}/adain{half}.{layer}", alpha)
                y = self._snake(y)
                module = f"{name}/convs{half}.{layer}"
                own = self._network.convolution(module)
                scaled = Convolution(own.weights / alpha[None, :, None], own.bias)
                y = self._convolve(y, module, scaled, dilation=step, scale_free=half == 1)
            x = self._step("Add", x, y)
        return x

    def _snake(self, x: str) -> str:
        """Snake (Ziyin, Hartwig and Ueda 2020, arXiv:2006.08195) of what was scaled by alpha.

        It is x + sin(alpha x)^2 / alpha: alpha goes into the norm before, its inverse into the
        weights behind.
        """
        sine = self._step("Sin", x)
        return self._step("Add", x, self._step("Mul", sine, sine))

    def _block(self, x: str, name: str, *, double: bool = False) -> str:
        """A residual block of the decoder; its last one has twice the frames."""
        half = np.float32(np.sqrt(0.5))
        y = self._step("LeakyRelu", self._normalize(x, f"{name}/norm1"), alpha=0.2)
        if double:
            y = self._spread(y, self._network.convolution(f"{name}/pool"))
            times = self._keep(np.array([1, 1, 1, 2], np.float32))
            x = self._step(
                "Resize",
                x,
                "",
                times,
                mode="nearest",
                nearest_mode="floor",
                coordinate_transformation_mode="asymmetric",
            )
        y = self._convolve(y, f"{name}/conv1", scale_free=True)
        y = self._step("LeakyRelu", self._normalize(y, f"{name}/norm2"), alpha=0.2)
        both = []
        for given, module in ((y, f"{name}/conv2"), (x, f"{name}/conv1x1")):
            own = self._network.convolution(module)
            both.append(
                self._convolve(given, module, Convolution(own.weights * half, own.bias * half))
            )
        return self._step("Add", *both)

    def _spread(self, x: str, own: Convolution) -> str:
        """Double the frames of every channel by itself."""
        return self._step(
            "ConvTranspose",
            x,
            self._keep(own.weights[:, :, None]),
            self._keep(own.bias),
            group=len(own.weights),
            strides=[1, 2],
            kernel_shape=[1, 3],
            pads=[0, 1, 0, 1],
            output_padding=[0, 1],
        )

    def _normalize(self, x: str, name: str, alpha: npt.NDArray[Any] | float = 1.0) -> str:
        """Adaptive instance norm (Huang and Belongie 2017, arXiv:1703.06868), times `alpha`."""
        weights, bias = self._network.style(name)
        channels = len(bias) // 2
        parts = []
        for place, one in ((0, 1.0), (channels, 0.0)):
            part = slice(place, place + channels)
            parts.append(f"{name}/{place}")
            self._styles.append((parts[-1], weights[:, part] * alpha, (bias[part] + one) * alpha))
        return self._step("InstanceNormalization", x, *parts, epsilon=1e-5)

    def _split_styles(self) -> None:
        """Turn the style into all gains and offsets at once, before everything else."""
        behind, self._nodes = self._nodes, []
        names, weights, biases = zip(*self._styles, strict=True)
        product = self._step("MatMul", "style", self._keep(np.concatenate(weights, axis=1)))
        row = self._step("Add", product, self._keep(np.concatenate(biases)))
        flat = self._step("Squeeze", row, self._keep(np.array([0])))
        self._step("Split", flat, self._keep(np.array([len(item) for item in biases])), out=names)
        self._nodes += behind

    def _convolve(
        self,
        x: str,
        name: str,
        own: Convolution | None = None,
        *,
        stride: int = 1,
        dilation: int = 1,
        pad: int | None = None,
        outputs: int = 0,
        scale_free: bool = False,
        exact: bool = False,
    ) -> str:
        """Convolve over frames; `name` is the module's, whose weights it has unless given `own`.

        Args:
            x: What is convolved, (1, channels, 1, frames).
            name: Name of the module.
            own: Its weights where they differ from the module's.
            stride: Frames from one result to the next.
            dilation: Frames from tap to tap.
            pad: Zeros at both ends; None for as many as keep the length.
            outputs: Channels that are meant where the results are several frames, one behind the
                other; 0 for all.
            scale_free: Whether a norm follows that undoes any gain and offset of a channel.
            exact: Whether to use float32 in any case.
        """
        own = own or self._network.convolution(name)
        channels, taps = own.weights.shape[1:]
        pad = (taps - 1) // 2 * dilation if pad is None else pad
        form: dict[str, Any] = {
            "kernel_shape": [1, taps],
            "pads": [0, pad, 0, pad],
            "dilations": [1, dilation],
            "strides": [1, stride],
        }
        if self._ranges is None or exact or channels < FEWEST:
            weights = self._keep(own.weights[:, :, None])
            y = self._step("Conv", x, weights, self._keep(own.bias), **form)
            if channels >= FEWEST and not exact:
                self.taps |= {name: x, f"{name}:out": y}
            return self._unfold(y, outputs) if outputs else y
        return self._convolve_bytes(
            x, name, own, self._ranges, form, outputs=outputs, scale_free=scale_free
        )

    def _unfold(self, x: str, outputs: int) -> str:
        """Put the frames that lie side by side in the channels one behind the other."""
        last = self._step("Transpose", x, perm=[0, 2, 3, 1])
        last = self._step("Reshape", last, self._keep(np.array([1, 1, -1, outputs])))
        return self._step("Transpose", last, perm=[0, 3, 1, 2])

    def _convolve_bytes(
        self,
        x: str,
        name: str,
        own: Convolution,
        ranges: Ranges,
        form: Mapping[str, Any],
        *,
        outputs: int,
        scale_free: bool,
    ) -> str:
        """Convolve in integers, channels last."""
        widest = np.abs(ranges[name].astype(np.float32)).max(axis=0)
        step = np.maximum(widest, widest.max() * QUIETEST) / SIGNED
        weights = own.weights * step[None, :, None]
        scales = np.maximum(np.abs(weights).max(axis=(1, 2)), SMALLEST) / SIGNED
        low, high = ranges[f"{name}:out"].astype(np.float32)
        if outputs:
            times = len(low) // outputs
            low = np.tile(low.reshape(times, outputs).min(axis=0), times)
            high = np.tile(high.reshape(times, outputs).max(axis=0), times)
        middle, out_step = (low + high) / 2, np.maximum(high - low, 1e-6) / (2 * SIGNED)
        one, zero = self._keep(np.float32(1)), self._keep(np.uint8(MIDDLE))
        zeros = self._keep(np.full(len(step), MIDDLE, np.uint8))
        x = self._step("QuantizeLinear", x, self._keep(step), zeros, axis=1)
        x = self._step("Transpose", x, perm=[0, 2, 3, 1])
        x = self._step(
            "QLinearConv",
            x,
            one,
            zero,
            self._keep(np.round(weights / scales[:, None, None]).astype(np.int8)[:, :, None]),
            self._keep(scales / out_step),
            self._keep(np.zeros(len(scales), np.int8)),
            one,
            zero,
            self._keep(np.round((own.bias - middle) / scales).astype(np.int32)),
            domain="com.microsoft",
            channels_last=1,
            **form,
        )
        if outputs:
            x = self._step("Reshape", x, self._keep(np.array([1, 1, -1, outputs])))
            out_step, middle = out_step[:outputs], middle[:outputs]
        x = self._step("Transpose", x, perm=[0, 3, 1, 2])
        if scale_free:
            return self._step("DequantizeLinear", x, one, zero)
        zeros = self._keep(np.full(len(out_step), MIDDLE, np.uint8))
        x = self._step("DequantizeLinear", x, self._keep(out_step), zeros, axis=1)
        return self._step("Add", x, self._keep(middle[None, :, None, None]))

    def _keep(self, array: npt.NDArray[Any] | np.generic) -> str:
        name = f"array/{next(self._numbers)}"
        self._arrays[name] = np.asarray(array)
        return name

    def _step(self, kind: str, *inputs: str, out: str | tuple[str, ...] = "", **form: Any) -> str:
        """Add a node; give the name of its result."""
        from onnx import helper

        outputs = [out] if isinstance(out, str) else list(out)
        outputs[0] = outputs[0] or f"{kind}/{next(self._numbers)}"
        self._nodes.append(helper.make_node(kind, list(inputs), outputs, **form))
        return outputs[0]


def _narrow(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Give what onnxruntime takes: no float64."""
    return np.ascontiguousarray(array, np.float32 if array.dtype == np.float64 else array.dtype)
