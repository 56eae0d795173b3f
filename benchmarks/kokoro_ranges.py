"""Finds the range of every channel that Kokoro's decoder computes in integers: calibration.

    python benchmarks/kokoro_ranges.py MODEL.onnx

MODEL is the published int8 model; the float32 weights in it speak the sentences below with all
voices of the catalogue, and what passes through each channel is written to
`narrator/engines/kokoro/ranges.npz`. Needed again only when the decoder is built otherwise.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

from narrator.engines.kokoro import model, phonemes
from narrator.engines.kokoro.blueprint import FEWEST, LAST, prepare_decoder
from narrator.engines.kokoro.convolution import Convolution
from narrator.engines.kokoro.decoder import Decoder
from narrator.engines.kokoro.engine import espeak_voice
from narrator.engines.kokoro.sessions import open_session
from narrator.engines.kokoro.sound import source_spectrum
from narrator.engines.kokoro.weights import Network
from narrator.engines.spelling import sentences_of

ROOT = Path(__file__).parents[1]

KEPT = 0.9995
"""Share of the values that a range holds on either side. With all of them the few loudest would
make the steps coarser for the rest: the spectra then differed by 3.7 dB in place of 3.4."""

SENTENCES = (
    "The committee published its annual report on Thursday, and most of it had been expected.",
    "Why would anybody walk eleven miles in the rain to watch a football match?",
    "Prices rose by three point two percent in March; fuel, food and housing were the causes.",
    "Stop! You cannot be serious about this.",
    "She grew up in a village near the coast, where her father, a fisherman, taught her to sail.",
    "Scientists measured how quickly the glacier melts, using images taken from space.",
)


def widen(ranges: dict[str, Any], name: str, values: Any) -> None:
    """Widen a range of channels to what was seen, shape (channels, frames)."""
    low, high = np.quantile(values, [1 - KEPT, KEPT], axis=1)
    old = ranges.get(name, (low, high))
    ranges[name] = np.stack([np.minimum(old[0], low), np.maximum(old[1], high)])


class Recorder:
    """A convolution that writes down what passes through it."""

    def __init__(self, name: str, own: Convolution, ranges: dict[str, Any]) -> None:
        """Record `own` under the name of its module."""
        self.step = self.real = None
        self._name, self._own, self._ranges = name, own, ranges

    def __call__(self, values: Any, out: Any = None) -> Any:
        """Convolve."""
        result = self._own(values, out)
        if values.shape[1] >= FEWEST and self._name != LAST:
            widen(self._ranges, self._name, values.T)
            widen(self._ranges, f"{self._name}:out", result.reshape(len(values), -1).T)
        return result

    def shape(self, count: int) -> tuple[int, int]:
        """As of the convolution."""
        return self._own.shape(count)

    exactly = __call__


def main(path: Path) -> None:
    """Calibrate."""
    network = Network(path, float32=True)
    encoder = open_session(model.split_encoder(network), "ORT_ENABLE_ALL")
    decoder = Decoder(prepare_decoder(network, None))
    mixing = model.source_mixing(network)
    ranges: dict[str, Any] = {}
    recorders: Any = {n: Recorder(n, own, ranges) for n, own in decoder.convolutions.items()}
    decoder.convolutions = recorders
    styles = sorted((ROOT / "voices" / "kokoro").glob("*.bin"))
    for number, style_path in enumerate(styles):
        styles_of = np.fromfile(style_path, np.float32).reshape(-1, 1, 256)
        british = style_path.name.startswith("b")
        voice = espeak_voice(british=british)
        for place in range(3):
            sentence = SENTENCES[(2 * number + place) % len(SENTENCES)]
            for said in sentences_of(voice, sentence, phonemes.KNOWN):
                signs = phonemes.kokoro_signs(said, british=british)
                ids = [0, *(phonemes.IDS[sign] for sign in signs), 0]
                style = styles_of[len(signs) - 1]
                given = model.encode(encoder, ids, style, 1.0)
                source = source_spectrum(given.pitch, mixing, np.random.default_rng(place))
                decoder.run(given.frames, given.pitch, given.energy, source, style[0, :128])
    kept = {name: span.astype(np.float16) for name, span in ranges.items()}
    np.savez_compressed(ROOT / "narrator" / "engines" / "kokoro" / "ranges.npz", **kept)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
