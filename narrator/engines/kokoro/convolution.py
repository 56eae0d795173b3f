"""A convolution over frames, in 8-bit integers or float32, channels last.

Each is an onnxruntime session of its own. For what lies channels last and has fixed ranges
onnxruntime has integer kernels that are four times as fast as those for float32, and thirteen times
as fast as those that the published int8 model falls to. Ranges that do not change need calibrating
once (`ranges.npz`, made by `benchmarks/kokoro_ranges.py`); each channel has its own, so that loud
channels do not drown the quiet ones. A channel's range costs nothing as it runs: it goes into the
weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from narrator.engines.kokoro.passes import MIDDLE, SIGNED, Affine, quantize
from narrator.engines.kokoro.sessions import open_session
from narrator.engines.kokoro.weights import Kernel

Ranges = Mapping[str, npt.NDArray[np.floating[Any]]]
"""Least and greatest value of each channel, shape (2, channels): of the input under a
convolution's name, of its output under the name with ":out" behind."""

Kept = dict[str, npt.NDArray[Any]]
"""What is kept of a convolution or a decoder, by name."""

QUIETEST = 0.02
"""Least range of a channel against the widest: one that never stirred in calibration may do so."""

SMALLEST = 1e-6
"""Least of the greatest weights of a channel; those of a channel that is never used are all 0."""

WINDOW = 4096
"""Frames that are convolved at once: what onnxruntime needs besides grows with them."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a kernel passes over the frames."""

    taps: int
    stride: int = 1
    """Frames from one result to the next."""

    dilation: int = 1
    """Frames from tap to tap."""

    pad: int = 0
    """Zeros at both ends."""

    outputs: int = 0
    """Channels that are meant where the results are several frames, one behind the other; 0 for
    all."""

    @property
    def reach(self) -> int:
        """Frames that a result sees."""
        return (self.taps - 1) * self.dilation + 1


class Convolution:
    """A prepared convolution, ready to run; many threads may call at once."""

    def __init__(self, kept: Mapping[str, npt.NDArray[Any]]) -> None:
        """Open what `prepare` gave."""
        self.step: npt.NDArray[np.float32] | None = kept.get("step")
        """What one step of an input's byte stands for, shape (in,); None for float32."""
        self.real: Affine | None = None
        """What turns bytes of the output into what they stand for; None for float32."""
        if "scale" in kept:
            self.real = Affine(kept["scale"], kept["offset"])
        self.form = Form(*map(int, kept["form"]))
        self._session = open_session(kept["onnx"].tobytes(), "ORT_ENABLE_ALL", arena=False)
        self._channels = int(kept["channels"])
        self._type = np.float32 if self.step is None else np.uint8

    def __call__(
        self, values: npt.NDArray[Any], out: npt.NDArray[Any] | None = None
    ) -> npt.NDArray[Any]:
        """Convolve.

        Args:
            values: Shape (n, in): bytes, or float32 if `step` is None.
            out: Where the result goes, contiguous; None for a new array.

        Returns:
            What came out, of `shape(n)`: bytes, or float32 if `step` is None.
        """
        count, channels = self.shape(len(values))
        times = self._channels // channels
        rows = (count // times, self._channels)
        result = np.empty(rows, self._type) if out is None else out.reshape(rows)
        window = WINDOW if self.form.stride == 1 else len(result)
        for first in range(0, len(result), window):
            part = result[first : first + window]
            self._run(self._seen(values, first, len(part)), part)
        return result.reshape(count, channels)

    def exactly(
        self, values: npt.NDArray[np.float32], out: npt.NDArray[np.float32] | None = None
    ) -> npt.NDArray[np.float32]:
        """Convolve float32, shape (n, in); give float32 of `shape(n)`, in `out` if given."""
        taken = quantize(values, self.step)
        return self(taken, out) if self.real is None else self.real.of(self(taken), out)

    def shape(self, count: int) -> tuple[int, int]:
        """Give the shape of what comes out of so many frames."""
        form = self.form
        results = (count + 2 * form.pad - form.reach) // form.stride + 1
        channels = form.outputs or self._channels
        return results * (self._channels // channels), channels

    def _seen(self, values: npt.NDArray[Any], first: int, count: int) -> npt.NDArray[Any]:
        """Give the input of some results, with the zeros where it reaches over an end."""
        form = self.form
        start = first * form.stride - form.pad
        stop = start + (count - 1) * form.stride + form.reach
        before, behind = max(0, -start), max(0, stop - len(values))
        seen = values[max(0, start) : stop]
        if not before and not behind:
            return seen
        zero = 0 if self.step is None else MIDDLE
        return np.pad(seen, ((before, behind), (0, 0)), constant_values=zero)

    def _run(self, values: npt.NDArray[Any], result: npt.NDArray[Any]) -> None:
        binding = self._session.io_binding()
        binding.bind_cpu_input("x", np.ascontiguousarray(values)[None, None])
        shape = (1, 1, *result.shape)
        binding.bind_output("y", "cpu", 0, result.dtype.type, shape, result.ctypes.data)
        self._session.run_with_iobinding(binding)


def prepare(
    kernel: Kernel, form: Form, spans: tuple[npt.NDArray[Any], npt.NDArray[Any]] | None
) -> Kept:
    """Prepare a convolution for `Convolution`.

    Args:
        kernel: Its weights.
        form: How they pass over the frames.
        spans: Least and greatest values of the channels that go in and come out, shape
            (2, channels) each; None for float32.
    """
    kept: Kept = {
        "form": np.array([form.taps, form.stride, form.dilation, form.pad, form.outputs]),
        "channels": np.array(len(kernel.weights)),
    }
    if spans is None:
        return kept | {"onnx": _as_bytes(_float_model(kernel, form))}
    widest = np.abs(spans[0].astype(np.float32)).max(axis=0)
    step = np.maximum(widest, widest.max() * QUIETEST) / np.float32(SIGNED)
    low, high = spans[1].astype(np.float32)
    if form.outputs:
        times = len(low) // form.outputs
        low = np.tile(low.reshape(times, -1).min(axis=0), times)
        high = np.tile(high.reshape(times, -1).max(axis=0), times)
    scale = np.maximum(high - low, SMALLEST) / np.float32(2 * SIGNED)
    middle = (low + high) / 2
    channels = form.outputs or len(middle)
    return kept | {
        "step": step,
        "scale": scale[:channels],
        "offset": (middle - MIDDLE * scale)[:channels],
        "onnx": _as_bytes(_integer_model(kernel, form, step, scale, middle)),
    }


def _integer_model(
    kernel: Kernel,
    form: Form,
    step: npt.NDArray[np.float32],
    scale: npt.NDArray[np.float32],
    middle: npt.NDArray[np.float32],
) -> Any:
    weights = kernel.weights * step[None, :, None]
    scales = np.maximum(np.abs(weights).max(axis=(1, 2)), SMALLEST) / SIGNED
    arrays = {
        "one": np.float32(1),
        "zero": np.uint8(MIDDLE),
        "weights": np.round(weights / scales[:, None, None]).astype(np.int8)[:, :, None],
        "scales": (scales / scale).astype(np.float32),
        "zeros": np.zeros(len(scales), np.int8),
        "bias": np.round((kernel.bias - middle) / scales).astype(np.int32),
    }
    inputs = ["x", "one", "zero", "weights", "scales", "zeros", "one", "zero", "bias"]
    step_of = {"domain": "com.microsoft", "channels_last": 1}
    return _model([("QLinearConv", inputs, "y", _attributes(form) | step_of)], arrays, bytes_=True)


def _float_model(kernel: Kernel, form: Form) -> Any:
    arrays = {"weights": kernel.weights[:, :, None], "bias": kernel.bias}
    steps = [
        ("Transpose", ["x"], "first", {"perm": [0, 3, 1, 2]}),
        ("Conv", ["first", "weights", "bias"], "last", _attributes(form)),
        ("Transpose", ["last"], "y", {"perm": [0, 2, 3, 1]}),
    ]
    return _model(steps, arrays, bytes_=False)


def _attributes(form: Form) -> dict[str, Any]:
    return {
        "kernel_shape": [1, form.taps],
        "dilations": [1, form.dilation],
        "strides": [1, form.stride],
    }


def _model(
    steps: list[tuple[str, list[str], str, dict[str, Any]]],
    arrays: Mapping[str, Any],
    *,
    bytes_: bool,
) -> Any:
    """Make a model of `x` and `y`, both (1, 1, frames, channels)."""
    from onnx import TensorProto, helper, numpy_helper

    kind = TensorProto.UINT8 if bytes_ else TensorProto.FLOAT
    outputs, inputs = arrays["weights"].shape[:2]
    ends = {"x": inputs, "y": outputs}
    given, made = (
        helper.make_tensor_value_info(name, kind, [1, 1, None, count])
        for name, count in ends.items()
    )
    kept = [numpy_helper.from_array(np.ascontiguousarray(a), name) for name, a in arrays.items()]
    nodes = [helper.make_node(kind, ins, [out], **form) for kind, ins, out, form in steps]
    graph = helper.make_graph(nodes, "convolution", [given], [made], kept)
    versions = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=versions, ir_version=9)


def _as_bytes(model: Any) -> npt.NDArray[np.uint8]:
    return np.frombuffer(model.SerializeToString(), np.uint8)
