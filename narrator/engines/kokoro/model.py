"""Kokoro's network, prepared once and kept: an encoder, and a decoder of our own."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from narrator.engines.kokoro.blueprint import prepare_decoder
from narrator.engines.kokoro.convolution import Ranges
from narrator.engines.kokoro.decoder import Decoder
from narrator.engines.kokoro.pieces import cuts, in_pieces
from narrator.engines.kokoro.sessions import open_session
from narrator.engines.kokoro.sound import WINDOWS, source_spectrum, to_sound
from narrator.engines.kokoro.tuning import Arithmetic
from narrator.engines.kokoro.weights import Network
from narrator.files import put_whole

LAYOUT = 3
"""Counts up whenever a model is prepared otherwise; part of the name it is kept under."""

PARTS = ("encoder-{arithmetic}.onnx", "decoder-{arithmetic}.npz", "mixing.npy")
"""What is kept of a model."""

_FRAMES, _PITCH, _ENERGY, _LENGTHS = (
    "/encoder/MatMul_1_output_0",
    "/encoder/Reshape_output_0",
    "/encoder/Reshape_1_output_0",
    "/encoder/Clip_output_0",
)
"""Results of the published graph that the encoder gives."""

_SOURCE = "decoder.decoder.generator.m_source.l_linear.bias"
"""The last weight of the source's mixer, by which the mixer is found."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the network made of phoneme ids."""

    sound: npt.NDArray[np.float32]
    """Mono samples, mostly between -1 and 1, shape (samples,)."""

    frames: npt.NDArray[np.int64]
    """Length of each id in frames, shape (ids,); the sound has exactly their sum."""


@dataclass(frozen=True, slots=True)
class KokoroModel:
    """An open network. One call uses one core; many threads may call at once."""

    encoder: Any
    """onnxruntime session: phoneme ids to what is said in every frame, and lengths."""

    decoder: Decoder
    """That and a source to a spectrum."""

    mixing: npt.NDArray[np.float64]
    """How the source mixes its harmonics, shape (10,)."""

    def speak(
        self, ids: list[int], style: npt.NDArray[np.float32], *, speed: float, seed: int = 0
    ) -> Spoken:
        """Turn phoneme ids into sound; the same arguments always give the same sound.

        Args:
            ids: Phoneme ids, with the 0 before and after.
            style: The voice, shape (1, 256).
            speed: 2.0 is twice as fast.
            seed: Which noise goes into the source; 0 is none.
        """
        given = encode(self.encoder, ids, style, speed)
        random = np.random.default_rng([seed, *ids]) if seed else None
        source = source_spectrum(given.pitch, self.mixing, random)

        def speak(first: int, last: int) -> npt.NDArray[np.float32]:
            ends = slice(2 * first, 2 * last)
            answer = self.decoder.run(
                given.frames[first:last],
                given.pitch[ends],
                given.energy[ends],
                source[first * WINDOWS : last * WINDOWS + 1],
                style[0, :128],
            )
            return to_sound(answer)

        return Spoken(in_pieces(cuts(ids, given.lengths), speak), given.lengths)


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder says of an utterance."""

    frames: npt.NDArray[np.float32]
    """What is said in every frame, shape (frames, 512)."""

    pitch: npt.NDArray[np.float32]
    """Fundamental frequency in Hz, shape (2 frames,)."""

    energy: npt.NDArray[np.float32]
    """Energy, shape (2 frames,)."""

    lengths: npt.NDArray[np.int64]
    """Frames of each phoneme id, shape (ids,)."""


def encode(encoder: Any, ids: list[int], style: npt.NDArray[np.float32], speed: float) -> Encoded:
    """Run the encoder."""
    frames, pitch, energy, lengths = encoder.run(
        [_FRAMES, _PITCH, _ENERGY, _LENGTHS],
        {
            "tokens": np.array([ids], np.int64),
            "style": style,
            "speed": np.array([speed], np.float32),
        },
    )
    return Encoded(
        frames[0].T, pitch.reshape(-1), energy.reshape(-1), lengths.reshape(-1).astype(np.int64)
    )


def open_model(
    path: Path, *, sha256: str, cache: Path, arithmetic: Arithmetic = Arithmetic.INT8
) -> KokoroModel:
    """Open a Kokoro model, preparing it if that was not yet done.

    Args:
        path: The model as published, already verified.
        sha256: Its hash, under which the prepared model is kept.
        cache: Folder for prepared models.
        arithmetic: What the network computes in.

    Raises:
        VoiceError: It is not the model that narrator knows.
        OutputError: The cache cannot be written.
    """
    import onnxruntime

    stem = f"{sha256}-{LAYOUT}-{onnxruntime.__version__}"
    names = (part.format(arithmetic=arithmetic) for part in PARTS)
    parts = [cache / "kokoro" / f"{stem}-{name}" for name in names]
    try:
        return _open(*parts)
    except Exception:  # noqa: BLE001 - onnxruntime's errors, absent and damaged file, share no base
        _prepare(path, *parts, arithmetic=arithmetic)
    return _open(*parts)


def load_ranges() -> Ranges:
    """Read the ranges that calibration found."""
    with np.load(Path(__file__).with_name("ranges.npz")) as kept:
        return dict(kept)


def split_encoder(network: Network) -> bytes:
    """Cut the encoder out of the published graph, as an ONNX file."""
    import onnx
    from onnx import TensorProto, helper

    model = network.model
    results = [_FRAMES, _PITCH, _ENERGY, _LENGTHS]
    known = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in results]
    model.graph.value_info.extend(known)
    part = onnx.utils.Extractor(model).extract_model(["tokens", "style", "speed"], results)
    content: bytes = part.SerializeToString()
    return content


def source_mixing(network: Network) -> npt.NDArray[np.float64]:
    """Find how the source mixes its harmonics: nine weights, then the offset."""
    (add,) = (node for node in network.model.graph.node if _SOURCE in node.input)
    (product,) = (name for name in add.input if name != _SOURCE)
    (mixer,) = (node for node in network.model.graph.node if product in node.output)
    parts = [network.array(name).reshape(-1) for name in (mixer.input[1], _SOURCE)]
    return np.concatenate(parts).astype(np.float64)


def _prepare(
    path: Path, encoder: Path, decoder: Path, mixing: Path, *, arithmetic: Arithmetic
) -> None:
    exact = arithmetic is Arithmetic.FLOAT32
    network = Network(path, float32=exact)
    ranges = None if exact else load_ranges()
    with tempfile.TemporaryDirectory() as folder:
        optimized = Path(folder) / "encoder.onnx"
        # The highest level that is not made for one kind of processor only.
        open_session(split_encoder(network), "ORT_ENABLE_EXTENDED", save=str(optimized))
        put_whole(encoder, optimized.read_bytes())
        np.save(Path(folder) / "mixing.npy", source_mixing(network))
        put_whole(mixing, (Path(folder) / "mixing.npy").read_bytes())
        np.savez(
            Path(folder) / "decoder.npz", allow_pickle=False, **prepare_decoder(network, ranges)
        )
        put_whole(decoder, (Path(folder) / "decoder.npz").read_bytes())


def _open(encoder: Path, decoder: Path, mixing: Path) -> KokoroModel:
    with np.load(decoder) as kept:
        return KokoroModel(open_session(encoder, "ORT_ENABLE_ALL"), Decoder(kept), np.load(mixing))
