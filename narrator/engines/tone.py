"""The `tone` engine: every word a tone, for tests and measurements.

It stands in for a voice where only the way of the audio matters: the same text gives the same
samples on every machine, word times are exact, length and level are those of speech, and an hour
takes seconds to make.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache as cached
from pathlib import Path

import numpy as np
import numpy.typing as npt

from narrator.domain import Pronunciation, Speech, Voice, Word, WordTimes, spoken_words

VERSION = 1
"""Counts up whenever the same text would sound otherwise."""

RATE = 15.0
"""Characters a second at speed 1, the pace of an English narrator."""

MARGIN = 0.05
"""Seconds of silence before the first and after the last word."""

FADE = 0.008
"""Seconds in which a word swells and dies away, so that it does not click."""

LOWEST, HIGHEST = 90.0, 260.0
"""Range of the pitch in Hz, that of speaking voices."""

LEVEL = 0.085
"""RMS of a word against full scale; with the gaps an utterance comes to about -23 dBFS."""

HARMONICS = 6
"""Partials of a word, each weaker than the one before: audible on a telephone, never shrill."""

CYCLE = 2048
"""Samples in the table of one cycle."""


def load(voice: Voice, *, cache: Path, threads: int) -> ToneEngine:
    """Load the engine; it keeps nothing in `cache`."""
    del cache
    return ToneEngine(voice.sample_rate, threads)


class ToneEngine:
    """Says each word as a tone whose pitch depends on the word alone."""

    def __init__(self, sample_rate: int, threads: int) -> None:
        """Make `sample_rate` samples a second (Hz), in up to `threads` calls at once."""
        self.sample_rate = sample_rate
        self.parallelism = threads
        self.word_times = WordTimes.EXACT
        self.fingerprint = f"tone {VERSION} {sample_rate} Hz"

    def synthesize(
        self, spoken: str, *, speed: float = 1.0, pronunciations: Sequence[Pronunciation] = ()
    ) -> Speech:
        """Say one utterance: 15 characters a second at speed 1, a gap for each space.

        A tone has no phonemes: `pronunciations` change nothing.
        """
        del pronunciations
        words = spoken_words(spoken)
        character = self.sample_rate / RATE / speed
        margin = round(MARGIN * self.sample_rate)
        spans = []
        at = float(margin)
        for word in words:
            spans.append((round(at), round(at + len(word) * character)))
            at += (len(word) + 1) * character
        pcm = np.zeros(spans[-1][1] + margin, np.int16)
        for word, (start, end) in zip(words, spans, strict=True):
            pcm[start:end] = self._tone(word, end - start)
        times = tuple(
            Word(word, start / self.sample_rate, end / self.sample_rate)
            for word, (start, end) in zip(words, spans, strict=True)
        )
        return Speech(pcm, self.sample_rate, times)

    def close(self) -> None:
        """Hold nothing, free nothing."""

    def _tone(self, word: str, samples: int) -> npt.NDArray[np.int16]:
        """`samples` samples of the word's tone."""
        pitch = LOWEST + (HIGHEST - LOWEST) * zlib.crc32(word.encode()) / 2**32
        step = pitch * CYCLE / self.sample_rate
        phase = (np.arange(samples, dtype=np.float32) * np.float32(step)).astype(np.int32)
        tone = _cycle()[phase % CYCLE]
        fade = min(round(FADE * self.sample_rate), samples // 2)
        ramp = np.linspace(0.0, 1.0, fade, dtype=np.float32)
        tone[:fade] = tone[:fade] * ramp
        tone[samples - fade :] = tone[samples - fade :] * ramp[::-1]
        return tone


@cached
def _cycle() -> npt.NDArray[np.int16]:
    """One cycle of the tone, at its level."""
    turn = np.arange(CYCLE) * (2 * np.pi / CYCLE)
    wave = sum(np.sin(turn * k) / k for k in range(1, HARMONICS + 1))
    wave = np.asarray(wave) * (LEVEL / np.sqrt(np.mean(np.square(wave))))
    table: npt.NDArray[np.int16] = np.round(wave * 32767).astype(np.int16)
    table.flags.writeable = False
    return table
