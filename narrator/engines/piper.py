"""The `piper` engine: neural voices (https://github.com/OHF-Voice/piper1-gpl, GPL-3.0-or-later).

The same text always gives the same samples, in however many threads, because the noise that the
network wants is drawn from a generator seeded with what is said.
"""

from __future__ import annotations

import functools
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from narrator.domain import (
    Pronunciation,
    Speech,
    SynthesisError,
    Voice,
    VoiceError,
    Word,
    spoken_words,
)
from narrator.engines.alignment import SILENT, align
from narrator.engines.espeak_text import speakable
from narrator.engines.files import verify_files
from narrator.engines.given import set_given
from narrator.engines.piper_model import PiperModel, open_model

VERSION = 1
"""Counts up whenever this module makes other sound of the same text."""

LONGEST = 400
"""Most phonemes in one run of the network, about 30 s: attention takes memory by their square."""

ROUNDING = 0.3
"""What the network adds to each phoneme by rounding its length up to whole frames, against the
length: without a correction joe asked for speeds 0.5 and 2.0 speaks at 0.57 and 1.59, with it at
0.51 and 1.87."""

CLAUSE_MARKS = frozenset(",:;")
"""Where a very long sentence may be cut unheard."""

VOCABULARY = 20_000
"""Words whose pronunciation is remembered, a few MB: articles repeat themselves."""

BEGIN, END, PAD = "^", "$", "_"
"""Symbols that Piper sets around and between the phonemes."""

FULL_SCALE = 32767
"""Sound never passes 1.0, so that nothing clips. Piper itself scales each sentence to full scale,
which makes the volume jump from one to the next by up to 6 dB."""


_PAUSE = re.compile(r"\s*(?:\.{2,}|…|—|--)\s*")
"""What a reader pauses at, but Piper runs the words together."""

_ABBREVIATION = re.compile(r"(?:\w\.)+|[A-Z]\w{1,3}\.")
"""A word whose full stop ends no sentence ("U.S.", "Mr."): an utterance is one sentence."""

_BLOCK = re.compile(r"\[\[(.*?)\]\]")


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
        fingerprint=f"piper {VERSION} {version('piper-tts')} {hashes}",
        threads=threads,
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """The sound of one run of the network."""

    pcm: npt.NDArray[np.int16]
    """Mono samples."""

    edges: npt.NDArray[np.int64]
    """Samples at which each symbol starts, and one more at which the last one ends."""


class PiperEngine:
    """Says utterances with one Piper voice, its weights loaded once for all threads."""

    def __init__(self, model: PiperModel, voice: Any, *, fingerprint: str, threads: int) -> None:
        """Speak with a network and the `piper.PiperVoice` that knows its phonemes."""
        self.fingerprint = fingerprint
        self.sample_rate: int = voice.config.sample_rate
        self.parallelism = threads
        self._model = model
        self._voice = voice
        self._pronounce = functools.lru_cache(maxsize=VOCABULARY)(self._pronounce_alone)

    def synthesize(
        self, spoken: str, *, speed: float = 1.0, pronunciations: Sequence[Pronunciation] = ()
    ) -> Speech:
        """Say one utterance. `[[...]]` around phonemes of the voice says just these.

        Raises:
            SynthesisError: Nothing in it can be pronounced.
        """
        sentences = self._phonemes(spoken)
        words = spoken_words(spoken)
        ranges = align(
            map(self._pronounce, words),
            [symbol for sentence in sentences for symbol in sentence],
        )
        known = self._voice.config.phoneme_id_map
        sentences, ranges = set_given(sentences, ranges, pronunciations, known)
        said = [self._say(part, speed) for sentence in sentences for part in _split(sentence)]
        if not said:
            raise SynthesisError(f"nothing in {spoken!r} can be pronounced")
        pcm = np.concatenate([part.pcm for part in said])
        return Speech(pcm, self.sample_rate, self._times(words, ranges, said))

    def close(self) -> None:
        """Forget the pronunciations; the network goes with the engine."""
        self._pronounce.cache_clear()

    def _phonemes(self, spoken: str) -> list[list[str]]:
        """Phonemes of what the network is to say at once, those it knows."""
        known = self._voice.config.phoneme_id_map
        text = _PAUSE.sub(", ", " ".join(speakable(spoken)))
        text = _BLOCK.sub(lambda block: block[0 if set(block[1]) <= set(known) else 1], text)
        sentences = [
            [phoneme for phoneme in sentence if phoneme in known]
            for sentence in self._voice.phonemize(text)
        ]
        if all(map(_ABBREVIATION.fullmatch, _inner_stops(spoken))):
            sentences = _joined(sentences)
        if sentences and sentences[-1] and sentences[-1][-1] not in SILENT:
            sentences[-1].append(".")
        return [sentence for sentence in sentences if _audible(sentence)]

    def _pronounce_alone(self, word: str) -> str:
        return " ".join("".join(sentence) for sentence in self._phonemes(word))

    def _say(self, phonemes: list[str], speed: float) -> _Said:
        config = self._voice.config
        symbols = config.phoneme_id_map
        ids = [*symbols[BEGIN], *symbols[PAD]]
        places = []
        for phoneme in phonemes:
            places.append(len(ids))
            ids += [*symbols[phoneme], *symbols[PAD]]
        places.append(len(ids))
        ids += symbols[END]
        spoken = self._model.speak(
            ids,
            noise=config.noise_scale,
            length=config.length_scale * (1 / speed + ROUNDING * (1 / speed - 1)),
            length_noise=config.noise_w_scale,
        )
        edges = np.concatenate([[0], np.cumsum(spoken.frames)]) * config.hop_length
        return _Said(np.round(spoken.sound * FULL_SCALE).astype(np.int16), edges[places])

    def _times(
        self, words: list[str], ranges: list[tuple[int, int]], said: list[_Said]
    ) -> tuple[Word, ...]:
        """When each word is heard."""
        lengths = [len(part.pcm) for part in said]
        offsets = itertools.accumulate(lengths[:-1], initial=0)
        edges = [part.edges + offset for part, offset in zip(said, offsets, strict=True)]
        starts = np.concatenate([part[:-1] for part in edges]) / self.sample_rate
        ends = np.concatenate([part[1:] for part in edges]) / self.sample_rate
        times = []
        for word, (first, last) in zip(words, ranges, strict=True):
            at = float(starts[min(first, len(starts) - 1)])
            times.append(Word(word, at, float(ends[last - 1]) if last > first else at))
        return tuple(times)


def _inner_stops(spoken: str) -> list[str]:
    """Words before the last one that end with a full stop."""
    words = (word.strip("\"'“”‘’()[]") for word in spoken.split()[:-1])
    return [word for word in words if word.endswith(".")]


def _joined(sentences: list[list[str]]) -> list[list[str]]:
    """Take back the sentence ends that stand for the full stop of an abbreviation."""
    joined: list[list[str]] = []
    for sentence in sentences:
        if joined and joined[-1][-1:] == ["."]:
            joined[-1][-1:] = [" ", *sentence]
        else:
            joined.append(sentence)
    return joined


def _split(phonemes: list[str]) -> Iterator[list[str]]:
    """Cut a very long sentence after a clause, else between two words."""
    while len(phonemes) > LONGEST:
        spaces = [place for place in range(1, LONGEST) if phonemes[place] == " "]
        clauses = [place for place in spaces if phonemes[place - 1] in CLAUSE_MARKS]
        cut = (clauses or spaces or [LONGEST])[-1]
        if not _audible(phonemes[cut:]):
            break
        yield phonemes[:cut]
        phonemes = phonemes[cut:]
    yield phonemes


def _audible(phonemes: list[str]) -> bool:
    return any(phoneme not in SILENT for phoneme in phonemes)
