"""The `system` engine: the operating system's own voices, by pyttsx3.

The libraries behind it crash, hang and know one sentence at a time, so each speaks in a child
process of its own, one sentence a request. A child that dies or exceeds its deadline is replaced
and the sentence said again.
"""

from __future__ import annotations

import itertools
import queue
import weakref
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from narrator.domain import Pronunciation, Speech, Voice, VoiceError, Word, WordTimes, spoken_words
from narrator.engines.espeak_text import speakable
from narrator.engines.system_process import Answer, ProcessFailed, SpeakingProcess

VERSION = 1
"""Counts up whenever this module makes other sound of the same text."""

SILENCE = 100
"""Samples up to this value are silence at a word's end."""


def load(voice: Voice, *, cache: Path, threads: int) -> SystemEngine:
    """Load a voice of the system; `settings["espeak"]` is its name where espeak-ng speaks."""
    del cache
    arguments = [str(voice.settings.get("espeak", voice.language)), voice.language]
    return SystemEngine(arguments, threads)


class SystemEngine:
    """Says utterances in up to `threads` child processes."""

    def __init__(self, arguments: list[str], threads: int) -> None:
        """Start a first child, to see whether the system has the voice.

        Raises:
            VoiceError: It has not.
        """
        self._children = [SpeakingProcess(arguments) for _ in range(threads)]
        self._idle: queue.LifoQueue[SpeakingProcess] = queue.LifoQueue()
        for child in self._children:
            self._idle.put(child)
        # Also at the interpreter's end, and for an engine that nobody closed.
        self._stop = weakref.finalize(self, _stop_all, self._children)
        try:
            hello = self._children[-1].start()
        except ProcessFailed as error:
            raise VoiceError(
                f"the operating system's voice cannot be used: {error}",
                hint="choose another voice; 'narrator voices list' names them",
            ) from error
        self.sample_rate: int = hello["sample_rate"]
        self.fingerprint = f"system {VERSION} {hello['name']}"
        self.parallelism = threads
        self.word_times = WordTimes.ESTIMATED

    def synthesize(
        self, spoken: str, *, speed: float = 1.0, pronunciations: Sequence[Pronunciation] = ()
    ) -> Speech:
        """Say one utterance. The system takes no phonemes: `pronunciations` change nothing.

        Raises:
            SynthesisError: Three processes failed at it.
        """
        del pronunciations
        child = self._idle.get()
        try:
            answer = child.say(" ".join(speakable(spoken)), speed)
        finally:
            self._idle.put(child)
        return Speech(answer.pcm, self.sample_rate, _words(spoken, answer, self.sample_rate))

    def close(self) -> None:
        """End the child processes."""
        self._stop()


def _stop_all(children: list[SpeakingProcess]) -> None:
    for child in children:
        child.stop()


def _words(spoken: str, answer: Answer, sample_rate: int) -> tuple[Word, ...]:
    """When each word is heard: from its first to its last loud sample."""
    spans = _spans(spoken)
    loud = np.flatnonzero(np.abs(answer.pcm.astype(np.int32)) > SILENCE)
    if not len(loud):
        loud = np.zeros(1, np.int64)
    starts = _starts([span for _, span in spans], answer.starts, loud)
    words = []
    for (word, _), edges in zip(spans, itertools.pairwise([*starts, loud[-1] + 1]), strict=True):
        first, behind = np.searchsorted(loud, edges)
        start, end = (loud[first], loud[behind - 1] + 1) if first < behind else edges
        words.append(Word(word, float(start / sample_rate), float(end / sample_rate)))
    return tuple(words)


def _spans(spoken: str) -> list[tuple[str, tuple[int, int]]]:
    """Each word and its half-open character range in what the child was given."""
    spans = []
    place = 0
    for word, given in zip(spoken.split(), speakable(spoken), strict=True):
        if spoken_words(word):
            spans.append((word, (place, place + len(given))))
        place += len(given) + 1
    return spans


def _starts(
    spans: list[tuple[int, int]], heard: list[tuple[int, int]], loud: npt.NDArray[np.int64]
) -> list[int]:
    """Sample at which each word starts; by its place in the text where the system does not tell.

    Args:
        spans: Half-open character ranges of the words.
        heard: (character, sample) as the system tells them. It joins words ("of the") and tells
            of several in one ("1984").
        loud: The samples that are not silent.
    """
    known = {}
    for first, last in spans:
        samples = [sample for character, sample in heard if first <= character < last]
        if samples:
            known[first] = min(samples)
    known.setdefault(spans[0][0], int(loud[0]))
    known[spans[-1][1]] = int(loud[-1]) + 1
    places = sorted(known)
    times = np.maximum.accumulate([known[place] for place in places])
    return [int(at) for at in np.interp([first for first, _ in spans], places, times)]
