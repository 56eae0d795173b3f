"""Reads Kokoro's weights out of the int8 model that is published.

In that file every convolution, matrix product and LSTM quantizes its input anew each time it runs.
For products and LSTMs of the encoder that is fast. Convolutions, and everything where float32 is
wanted, get their float32 weights back: the published integers times their scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from narrator.domain import VoiceError

DECODER = "/decoder/decoder/"
"""What the nodes of the decoder are called by, up to the name of their module."""

Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Kernel:
    """The weights of a convolution over frames."""

    weights: Weights
    """Shape (out, in, taps); of a transposed one (in, out, taps)."""

    bias: Weights
    """Shape (out,)."""


class Network:
    """The published graph, its convolutions and its decoder written back to float32."""

    def __init__(self, path: Path, *, float32: bool = False) -> None:
        """Read a model.

        Args:
            path: The file.
            float32: Whether to write back the encoder's products and LSTMs too.

        Raises:
            VoiceError: It is not the model that narrator knows.
        """
        import onnx

        try:
            self.model: Any = onnx.load(path)
            self._arrays = {item.name: item for item in self.model.graph.initializer}
            self._makers = {name: node for node in self._nodes for name in node.output}
            self._users = _users(self._nodes)
            self._names: dict[str, Any] = {}
            self._write_back(float32=float32)
            self.kernel("generator/conv_post")
        except Exception as error:
            raise VoiceError(
                f"{path} is no Kokoro model that narrator knows ({error})",
                hint="install the voice again",
            ) from error

    @property
    def _nodes(self) -> Any:
        return self.model.graph.node

    def array(self, name: str) -> Weights:
        """Give a weight by its name."""
        from onnx import numpy_helper

        array: Weights = numpy_helper.to_array(self._arrays[name])
        return array

    def kernel(self, name: str) -> Kernel:
        """Give a convolution of the decoder by its module ("generator/resblocks.0/convs1.0")."""
        for kind in ("Conv", "ConvTranspose"):
            node = self._names.get(f"{DECODER}{name}/{kind}")
            if node:
                weights = self.array(node.input[1])
                outputs = weights.shape[0 if kind == "Conv" else 1]
                bias = self.array(node.input[2]) if len(node.input) > 2 else np.zeros(outputs)
                return Kernel(weights, bias.astype(np.float32))
        raise KeyError(name)

    def style(self, name: str) -> tuple[Weights, Weights]:
        """Give what turns a style into gains and offsets: weights (128, 2 n) and bias (2 n,)."""
        product = self._names[f"{DECODER}{name}/fc/Gemm_MatMul"]
        add = self._names[f"{DECODER}{name}/fc/Gemm_Add"]
        (bias,) = (item for item in add.input if item in self._arrays)
        return self.array(product.input[1]), self.array(bias)

    def _write_back(self, *, float32: bool) -> None:
        """Replace what quantizes as it runs by what works on float32."""
        replaced: dict[str, Any] = {}
        for node in self._nodes:
            wanted = float32 or node.op_type == "ConvInteger" or node.name.startswith(DECODER)
            if wanted and node.op_type in {"ConvInteger", "MatMulInteger"}:
                last, node_then = self._plain(node)
                replaced[last] = node_then
            elif wanted and node.op_type == "DynamicQuantizeLSTM":
                replaced[node.output[0]] = self._plain_lstm(node)
        nodes = [replaced.get(next(iter(node.output)), node) for node in self._nodes]
        del self._nodes[:]
        self._nodes.extend(nodes)
        self._names = {node.name.removesuffix("_quant"): node for node in nodes}

    def _plain(self, node: Any) -> tuple[str, Any]:
        """Give the float32 form of a node, and the name of the result it stands for."""
        from onnx import helper

        quantizer = self._makers[node.input[0]]
        given, scale = quantizer.input[0], quantizer.output[1]
        (user,) = self._users[node.output[0]]
        inputs = [given, f"{node.input[1]}/float"]
        if user.op_type == "Add":
            inputs.append(self._bias(next(item for item in user.input if item != node.output[0])))
            (user,) = self._users[user.output[0]]
        (scaled,) = self._users[user.output[0]]
        (scales,) = (item for item in scaled.input if item != user.output[0])
        (own,) = (item for item in self._makers[scales].input if item != scale)
        steps = self.array(node.input[1]).astype(np.int32) - self.array(node.input[3])
        self._add(inputs[1], steps * self.array(own))
        kind = node.op_type.removesuffix("Integer")
        plain = helper.make_node(kind, inputs, scaled.output, name=node.name)
        plain.attribute.extend(node.attribute)
        return scaled.output[0], plain

    def _bias(self, name: str) -> str:
        """Find the float32 bias that an integer one is made from."""
        while name in self._makers:
            inputs = self._makers[name].input
            name = next((item for item in inputs if item.endswith("bias")), inputs[0])
        return name

    def _plain_lstm(self, node: Any) -> Any:
        from onnx import helper

        names = list(node.input)
        for place, scale in ((1, 8), (2, 10)):
            steps = self.array(names[place]).astype(np.int32)
            zero = self.array(names[scale + 1]).astype(np.int32)
            by = self.array(names[scale])
            weights = (steps - zero.reshape(len(zero), 1, -1)) * by.reshape(len(by), 1, -1)
            self._add(f"{names[place]}/float", weights.transpose(0, 2, 1))
            names[place] += "/float"
        plain = helper.make_node("LSTM", names[:7], node.output, name=node.name)
        plain.attribute.extend(node.attribute)
        return plain

    def _add(self, name: str, array: npt.NDArray[Any]) -> None:
        from onnx import numpy_helper

        item = numpy_helper.from_array(np.ascontiguousarray(array, np.float32), name)
        self.model.graph.initializer.append(item)
        self._arrays[name] = item


def _users(nodes: Any) -> dict[str, list[Any]]:
    """Nodes that take each result."""
    users: dict[str, list[Any]] = {}
    for node in nodes:
        for name in node.input:
            users.setdefault(name, []).append(node)
    return users
