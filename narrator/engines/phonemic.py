"""What the engines whose networks take phonemes have in common: words in, words with times out."""

from __future__ import annotations

import functools
import itertools
from abc import ABC, abstractmethod
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from narrator.domain import Pronunciation, Speech, SynthesisError, Word, WordTimes, spoken_words
from narrator.engines.alignment import align
from narrator.engines.given import set_given

VOCABULARY = 20_000
"""Words whose pronunciation is remembered, a few MB: articles repeat themselves."""

FULL_SCALE = 32767
"""The sample for a sound of 1.0. Piper itself scales each sentence to full scale, which makes
the volume jump from one to the next by up to 6 dB."""


@dataclass(frozen=True, slots=True)
class Said:
    """The sound of one run of a network."""

    pcm: npt.NDArray[np.int16]
    """Mono samples."""

    edges: npt.NDArray[np.int64]
    """Samples at which each symbol starts, and one more at which the last one ends."""


class PhonemicEngine(ABC):
    """Says utterances by their phonemes; word times are those of the network's own lengths."""

    def __init__(
        self, *, fingerprint: str, sample_rate: int, threads: int, known: Container[str]
    ) -> None:
        """Take what every engine has, and the symbols that the network knows."""
        self.fingerprint = fingerprint
        self.sample_rate = sample_rate
        self.parallelism = threads
        self.word_times = WordTimes.EXACT
        self._known = known
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
        symbols = [symbol for sentence in sentences for symbol in sentence]
        ranges = align(map(self._pronounce, words), symbols)
        given = [*map(self._given, pronunciations)]
        sentences, ranges = set_given(sentences, ranges, given, self._known)
        parts = [part for sentence in sentences for part in self._parts(sentence)]
        if not parts:
            raise SynthesisError(f"nothing in {spoken!r} can be pronounced")
        said = [
            self._say(part, speed, first=not place, last=place == len(parts) - 1)
            for place, part in enumerate(parts)
        ]
        pcm = np.concatenate([part.pcm for part in said])
        return Speech(pcm, self.sample_rate, self._times(words, ranges, said))

    def close(self) -> None:
        """Forget the pronunciations; the network goes with the engine."""
        self._pronounce.cache_clear()

    @abstractmethod
    def _phonemes(self, spoken: str) -> list[list[str]]:
        """Symbols of an utterance, sentence by sentence, those that the network knows."""

    @abstractmethod
    def _given(self, item: Pronunciation) -> Pronunciation:
        """Write a pronunciation in the network's symbols."""

    @abstractmethod
    def _parts(self, sentence: list[str]) -> Iterable[list[str]]:
        """Cut a sentence that is too long for one run of the network."""

    @abstractmethod
    def _say(self, symbols: list[str], speed: float, *, first: bool, last: bool) -> Said:
        """Run the network; `first` and `last` tell where in the utterance this stands."""

    def _pronounce_alone(self, word: str) -> str:
        return " ".join("".join(sentence) for sentence in self._phonemes(word))

    def _times(
        self, words: list[str], ranges: list[tuple[int, int]], said: list[Said]
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
