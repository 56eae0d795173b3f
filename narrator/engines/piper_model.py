"""Piper's network, made repeatable and cut in two.

A Piper model is a VITS network (Kim, Kong and Son, 2021, arXiv:2106.06103): an encoder decides
how long each phoneme is and draws a latent of 256 samples a frame, a convolutional decoder turns
it into sound. As published it draws random numbers itself, says nothing of the lengths, and
needs memory in proportion to the length of the sound. The prepared model takes the random numbers
as inputs, gives the lengths, and has the decoder apart, which runs in short windows: the sound is
the same bit by bit, and the process stays small (842 MiB before, 380 after, for sentences of up
to ten seconds in two threads). Its convolutions are written for onnxruntime's faster kernels.
"""

from __future__ import annotations

import itertools
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from narrator.domain import VoiceError
from narrator.files import put_whole

LAYOUT = 2
"""Counts up whenever a model is prepared otherwise; part of the name it is kept under."""

WINDOW = 256
"""Frames the decoder makes at once, 3 s at 22,050 Hz: longer windows were no faster, shorter
ones spend more on the halo."""

HALO = 12
"""Frames the decoder sees on either side of a window. From 12 on the sound is bit by bit that of
one run over the whole (10: 131 dB signal to noise, 8: 70 dB)."""

PROVIDERS = ["CPUExecutionProvider"]
"""Where onnxruntime computes."""

NOISE_FRAMES = 3
"""Frames of noise drawn for each phoneme id at speed 1: joe uses 2.2. What is missing repeats
from the start, seconds later and unheard."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the network made of phoneme ids."""

    sound: npt.NDArray[np.float32]
    """Mono samples between -1 and 1 (the last layer is a tanh), shape (samples,)."""

    frames: npt.NDArray[np.int64]
    """Length of each id in frames, shape (ids,); the sound has exactly their sum."""


@dataclass(frozen=True, slots=True)
class PiperModel:
    """An open network. One call uses one core; many threads may call at once."""

    encoder: Any
    """onnxruntime session: phoneme ids to latent and lengths."""

    decoder: Any
    """onnxruntime session: latent to sound."""

    def speak(
        self, ids: list[int], *, noise: float, length: float, length_noise: float, seed: int = 0
    ) -> Spoken:
        """Turn phoneme ids into sound; the same arguments always give the same sound.

        Args:
            ids: Phoneme ids, with those of begin, end and the pads between.
            noise: Scale of the noise in the sound.
            length: Scale of the phonemes' lengths: 2.0 is half as fast.
            length_noise: Scale of the noise in the lengths.
            seed: Which of many equal readings; each draws other noise.
        """
        channels = self.encoder.get_inputs()[-1].shape[1]
        random = np.random.default_rng([seed, *ids] if seed else ids)
        count = len(ids)
        frames = int(count * NOISE_FRAMES * max(length, 1.0))
        latent, lengths = self.encoder.run(
            None,
            {
                "input": np.array([ids], np.int64),
                "input_lengths": np.array([count], np.int64),
                "scales": np.array([noise, length, length_noise], np.float32),
                "length_noise": random.standard_normal((1, 2, count), np.float32),
                "sound_noise": random.standard_normal((1, channels, frames), np.float32),
            },
        )
        return Spoken(self._decode(latent), lengths.reshape(-1).astype(np.int64))

    def _decode(self, latent: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Decode a latent, shape (1, channels, frames), in windows."""
        frames = latent.shape[2]
        windows = -(-frames // WINDOW)
        edges = [frames * index // windows for index in range(windows + 1)]
        name = self.decoder.get_inputs()[0].name
        pieces = []
        for start, end in itertools.pairwise(edges):
            first, last = max(start - HALO, 0), min(end + HALO, frames)
            sound = self.decoder.run(None, {name: latent[:, :, first:last]})[0].reshape(-1)
            hop = len(sound) // (last - first)
            pieces.append(sound[(start - first) * hop : (end - first) * hop])
        return np.concatenate(pieces)


def open_model(path: Path, *, sha256: str, cache: Path) -> PiperModel:
    """Open a Piper model, preparing it if that was not yet done.

    Args:
        path: The model as published, already verified.
        sha256: Its hash, under which the prepared model is kept.
        cache: Folder for prepared models.

    Raises:
        VoiceError: It is no model of one Piper speaker.
        OutputError: The cache cannot be written.
    """
    import onnxruntime

    stem = f"{sha256}-{LAYOUT}-{onnxruntime.__version__}"
    parts = [cache / "piper" / f"{stem}-{part}.onnx" for part in ("encoder", "decoder")]
    try:
        return _open(*parts)
    except Exception:  # noqa: BLE001 - onnxruntime's errors, absent and damaged file, share no base
        for part, content in zip(parts, prepare(path), strict=True):
            _keep(part, content)
    return _open(*parts)


def prepare(path: Path) -> tuple[bytes, bytes]:
    """Read a published model and give the prepared encoder and decoder as ONNX files.

    The encoder has the inputs `input` int64 (1, ids), `input_lengths` int64 (1,), `scales`
    float32 (3,), `length_noise` float32 (1, 2, ids) and `sound_noise` float32 (1, channels, any),
    repeated as often as needed; its outputs are the latent float32 (1, channels, frames) and the
    frames of each id float32 (1, 1, ids). The decoder takes the latent.

    Raises:
        VoiceError: It is no model of one Piper speaker.
    """
    import onnx

    model = onnx.load(path)
    graph = model.graph
    random = [node for node in graph.node if node.op_type == "RandomNormalLike"]
    ceil = [node for node in graph.node if node.op_type == "Ceil"]
    weights = {item.name: item for item in graph.initializer}
    opening = [node for node in graph.node if "dec.conv_pre.weight" in node.input]
    if (len(random), len(ceil), len(opening), len(graph.input)) != (2, 1, 1, 3):
        raise VoiceError(f"{path} is no model of one Piper speaker", hint="choose another voice")
    channels = weights["dec.conv_pre.weight"].dims[1]
    latent, lengths = opening[0].input[0], ceil[0].output[0]
    # Nodes stand in the order they run, and the lengths are drawn before the sound.
    _feed_length_noise(graph, random[0])
    _feed_sound_noise(graph, random[1], channels)
    graph.value_info.append(_tensor(latent, [1, channels, "frames"]))
    graph.value_info.append(_tensor(lengths, [1, 1, "ids"]))
    extract = onnx.utils.Extractor(model).extract_model
    encoder = extract([item.name for item in graph.input], [latent, lengths])
    decoder = extract([latent], [graph.output[0].name])
    _widen(decoder.graph)
    return encoder.SerializeToString(), decoder.SerializeToString()


def _feed_length_noise(graph: Any, node: Any) -> None:
    """Replace what `node` draws by an input."""
    from onnx import helper

    graph.input.append(_tensor("length_noise", [1, 2, "ids"]))
    _replace(graph, node, [helper.make_node("Identity", ["length_noise"], node.output)])


def _feed_sound_noise(graph: Any, node: Any, channels: int) -> None:
    """Replace what `node` draws by an input, repeated to the length of the sound."""
    from onnx import helper, numpy_helper

    graph.input.append(_tensor("sound_noise", [1, channels, "noise"]))
    for number in (0, 1, 2):
        graph.initializer.append(numpy_helper.from_array(np.array(number), f"noise/{number}"))
    steps = [
        helper.make_node("Shape", [node.input[0]], ["noise/wanted_shape"]),
        helper.make_node("Gather", ["noise/wanted_shape", "noise/2"], ["noise/wanted"]),
        helper.make_node("Shape", ["sound_noise"], ["noise/given_shape"]),
        helper.make_node("Gather", ["noise/given_shape", "noise/2"], ["noise/given"]),
        helper.make_node("Range", ["noise/0", "noise/wanted", "noise/1"], ["noise/range"]),
        helper.make_node("Mod", ["noise/range", "noise/given"], ["noise/at"]),
        helper.make_node("Gather", ["sound_noise", "noise/at"], node.output, axis=2),
    ]
    _replace(graph, node, steps)


def _widen(graph: Any) -> None:
    """Write each convolution over frames as one over a picture a single pixel high.

    For pictures onnxruntime has kernels that read the input where it lies; for sound it first
    copies the input once for every tap. The decoder then takes 0.87 of the processor's time (joe,
    169 s of sound, AVX-512) and its sound is the same at 116 dB signal to noise. The encoder would
    take 0.95 of its own and 0.15 s more to open, so it stays as it is.
    """
    from onnx import helper, numpy_helper

    convolutions = [node for node in graph.node if node.op_type == "Conv"]
    weights = {item.name: item for item in graph.initializer}
    for name in {node.input[1] for node in convolutions}:
        weights[name].dims.insert(2, 1)
    graph.initializer.append(numpy_helper.from_array(np.array([2]), "wide/axis"))
    for node in convolutions:
        for attribute in node.attribute:
            if attribute.name in {"dilations", "kernel_shape", "strides"}:
                attribute.ints.insert(0, 1)
            elif attribute.name == "pads":
                left, right = attribute.ints
                attribute.ints[:] = [0, left, 0, right]
        given, result = node.input[0], node.output[0]
        node.input[0], node.output[0] = f"{result}/wide_input", f"{result}/wide"
        steps = [
            helper.make_node("Unsqueeze", [given, "wide/axis"], node.input[:1]),
            node,
            helper.make_node("Squeeze", [*node.output, "wide/axis"], [result]),
        ]
        _replace(graph, node, steps)


def _tensor(name: str, shape: list[str | int | None]) -> Any:
    """Describe a float32 tensor."""
    from onnx import TensorProto, helper

    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def _replace(graph: Any, node: Any, nodes: list[Any]) -> None:
    """Put `nodes` where `node` stands, so that the order of running is kept."""
    place = list(graph.node).index(node)
    graph.node.remove(node)
    for offset, item in enumerate(nodes):
        graph.node.insert(place + offset, item)


def _keep(path: Path, content: bytes) -> None:
    """Write an ONNX file as onnxruntime optimizes it, which halves the time it takes to open."""
    with tempfile.TemporaryDirectory() as folder:
        optimized = Path(folder) / path.name
        # The highest level that is not made for one kind of processor only.
        _session(content, "ORT_ENABLE_EXTENDED", save=str(optimized))
        put_whole(path, optimized.read_bytes())


def _open(encoder: Path, decoder: Path) -> PiperModel:
    """Open kept ONNX files.

    The decoder is fitted to the processor each time, which takes 3 ms: had it been kept fitted,
    another machine that shares the cache could not run it.
    """
    return PiperModel(_session(encoder, "ORT_DISABLE_ALL"), _session(decoder, "ORT_ENABLE_ALL"))


def _session(model: Path | bytes, level: str, *, save: str = "") -> Any:
    """Open an ONNX file for one core a call, optimized to a level of onnxruntime's."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # Every call has another shape, so a memory plan is made in vain and kept: 300 MiB in all.
    options.enable_mem_pattern = False
    options.log_severity_level = 3  # errors only: its warnings are about optimizations
    options.graph_optimization_level = getattr(onnxruntime.GraphOptimizationLevel, level)
    options.optimized_model_filepath = save
    return onnxruntime.InferenceSession(model, options, providers=PROVIDERS)
