"""The `piper` engine: neural voices (https://github.com/OHF-Voice/piper1-gpl, GPL-3.0-or-later).

The same text always gives the same samples, in however many threads, because the noise that the
network wants is drawn from a generator seeded with what is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from narrator.domain import Pronunciation, Voice, VoiceError
from narrator.engines.files import verify_files
from narrator.engines.phonemic import FULL_SCALE, PhonemicEngine, Said
from narrator.engines.piper_model import PiperModel, open_model
from narrator.engines.seed import seed_mark, seed_of
from narrator.engines.spelling import audible, sentences_of

VERSION = 2
"""Counts up whenever this module makes other sound of the same text."""

LONGEST = 400
"""Most phonemes in one run of the network, about 30 s: attention takes memory by their square."""

ROUNDING = 0.3
"""What the network adds to each phoneme by rounding its length up to whole frames, against the
length: without a correction joe asked for speeds 0.5 and 2.0 speaks at 0.57 and 1.59, with it at
0.51 and 1.87."""

CLAUSE_MARKS = frozenset(",:;")
"""Where a very long sentence may be cut unheard."""

QUOTED_QUESTION = re.compile(r"""(?<=[,:])\s+(?=["“„«‘'][^"“”„«»]*\?["“”«»‘’'\s]*$)""")
"""Stands between who asks and what is asked (`He said, "Are you sure?"`). In one run with what
comes before it such a question fell at its end, by itself it rises: of eight questions joe's last
tenth of a second lay 3.4 semitones below what came before it (median), then 0.7 above."""

BEGIN, END, PAD = "^", "$", "_"
"""Symbols that Piper sets around and between the phonemes."""


def load(voice: Voice, *, cache: Path, threads: int) -> PiperEngine:
    """Load a voice whose files are a Piper model (.onnx) and its configuration (.onnx.json)."""
    from piper import PiperVoice
    from piper.config import PiperConfig

    paths = verify_files(voice, cache=cache)
    files = {path.suffix: (file, path) for file, path in zip(voice.files, paths, strict=True)}
    if set(files) != {".onnx", ".json"}:
        raise VoiceError(
            f"the voice {voice.name!r} needs one .onnx and one .json file",
            hint="correct its catalogue entry",
        )
    model_file, model_path = files[".onnx"]
    config = PiperConfig.from_dict(json.loads(files[".json"][1].read_text(encoding="utf-8")))
    model = open_model(model_path, sha256=model_file.sha256, cache=cache)
    hashes = " ".join(file.sha256 for file, _ in files.values())
    return PiperEngine(
        model,
        PiperVoice(session=None, config=config),
        fingerprint=f"piper {VERSION} {version('piper-tts')} {hashes}{seed_mark(voice)}",
        threads=threads,
        seed=seed_of(voice),
    )


class PiperEngine(PhonemicEngine):
    """Says utterances with one Piper voice, its weights loaded once for all threads."""

    def __init__(
        self, model: PiperModel, voice: Any, *, fingerprint: str, threads: int, seed: int = 0
    ) -> None:
        """Speak with a network and the `piper.PiperVoice` that knows its phonemes."""
        config = voice.config
        super().__init__(
            fingerprint=fingerprint,
            sample_rate=config.sample_rate,
            threads=threads,
            known=config.phoneme_id_map,
        )
        self._model = model
        self._voice = voice
        self._seed = seed

    def _phonemes(self, spoken: str) -> list[list[str]]:
        return [
            sentence
            for part in QUOTED_QUESTION.split(spoken)
            for sentence in sentences_of(self._voice, part, self._known)
        ]

    def _given(self, item: Pronunciation) -> Pronunciation:
        return item

    def _parts(self, sentence: list[str]) -> Iterator[list[str]]:
        return _split(sentence)

    def _say(self, symbols: list[str], speed: float, *, first: bool, last: bool) -> Said:
        del first, last
        config = self._voice.config
        known = config.phoneme_id_map
        ids = [*known[BEGIN], *known[PAD]]
        places = []
        for symbol in symbols:
            places.append(len(ids))
            ids += [*known[symbol], *known[PAD]]
        places.append(len(ids))
        ids += known[END]
        spoken = self._model.speak(
            ids,
            noise=config.noise_scale,
            length=config.length_scale * (1 / speed + ROUNDING * (1 / speed - 1)),
            length_noise=config.noise_w_scale,
            seed=self._seed,
        )
        edges = np.concatenate([[0], np.cumsum(spoken.frames)]) * config.hop_length
        return Said(np.round(spoken.sound * FULL_SCALE).astype(np.int16), edges[places])


def _split(phonemes: list[str]) -> Iterator[list[str]]:
    """Cut a very long sentence after a clause, else between two words."""
    while len(phonemes) > LONGEST:
        spaces = [place for place in range(1, LONGEST) if phonemes[place] == " "]
        clauses = [place for place in spaces if phonemes[place - 1] in CLAUSE_MARKS]
        cut = (clauses or spaces or [LONGEST])[-1]
        if not audible(phonemes[cut:]):
            break
        yield phonemes[:cut]
        phonemes = phonemes[cut:]
    yield phonemes
