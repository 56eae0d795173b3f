"""Speech, pauses and music as one stream of samples."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from narrator.audio.limiter import limit
from narrator.audio.loudness import Meter
from narrator.audio.music import Music
from narrator.audio.pcm import Samples, as_samples, resample
from narrator.audio.timeline import TimelineWriter
from narrator.domain import (
    Chapter,
    IncompleteEpisode,
    Loudness,
    Script,
    Speech,
    Timeline,
    Utterance,
)

_FASTEST = 100
"""Characters a second. People read aloud at 15, engines at double speed reach 40."""

_SLOWEST = 1.0
"""Seconds a character: one digit of a long number at half speed takes less."""

_GRACE = 5.0
"""Seconds that any speech may take, however short its text."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Speech in its place."""

    utterance: Utterance
    """What is said."""

    speech: Speech
    """How it sounds, at the episode's sample rate."""

    start: int
    """First sample, counted in the stretch."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Audio that starts and ends in silence, so that it can be limited by itself."""

    parts: tuple[Part, ...]
    """The speech, in order."""

    length: int
    """Samples, the pauses included."""

    music: Samples
    """What sounds with it, from the first sample on; may be shorter."""


def pair(
    script: Script,
    speeches: Iterable[Speech],
    on_utterance: Callable[[int], None] | None = None,
) -> Iterator[tuple[Utterance, Speech]]:
    """Give each utterance its speech.

    Raises:
        IncompleteEpisode: There are too few or too many, or one cannot be the whole of its text.
    """
    both = itertools.zip_longest(script.utterances, speeches)
    for index, (utterance, speech) in enumerate(both):
        if utterance is None or speech is None:
            raise IncompleteEpisode(
                f"{'more' if utterance is None else 'less'} speech than the "
                f"{len(script.utterances)} utterances of the script",
                hint="narrate the article again; what is already spoken is kept",
            )
        count = sum(map(str.isalnum, utterance.spoken))
        if not count / _FASTEST <= speech.duration <= _GRACE + _SLOWEST * len(utterance.spoken):
            raise IncompleteEpisode(
                f"{speech.duration:.1f} s of speech cannot be “{utterance.spoken}”",
                hint="this is a fault of the engine; try another voice",
            )
        if on_utterance is not None:
            on_utterance(index)
        yield utterance, speech


def stretches(
    pairs: Iterable[tuple[Utterance, Speech]], sample_rate: int, intro: Music, outro: Music
) -> Iterator[Stretch]:
    """Place speech, pauses and music; one stretch an utterance where there is no music."""
    parts: list[Part] = []
    music, length = intro.samples, intro.alone
    for utterance, speech in pairs:
        pcm = resample(speech.pcm, speech.sample_rate, sample_rate)
        parts.append(Part(utterance, replace(speech, pcm=pcm, sample_rate=sample_rate), length))
        length += len(pcm) + round(utterance.pause * sample_rate)
        if length >= len(music):
            yield Stretch(tuple(parts), length, music)
            parts, length, music = [], 0, music[:0]
    if len(music):
        yield Stretch(tuple(parts), max(length, len(music)), music)
    if len(outro.samples):
        yield Stretch((), len(outro.samples), outro.samples)


def render(
    stretch: Stretch, sample_rate: int, gain: float, ceiling: float
) -> tuple[Samples, float]:
    """Sound a stretch: speech raised by `gain` dB, limited to `ceiling` dBTP.

    Returns:
        The samples and their highest true peak, full scale 1.0.
    """
    samples = np.zeros(stretch.length, dtype=np.float32)
    for part in stretch.parts:
        pcm = part.speech.pcm
        samples[part.start : part.start + len(pcm)] = as_samples(pcm) * np.float32(_linear(gain))
    samples[: len(stretch.music)] += stretch.music
    return limit(samples, sample_rate, _linear(ceiling))


class Mix:
    """The episode as a stream of samples; its timeline and loudness are known when it has ended."""

    def __init__(
        self,
        script: Script,
        pieces: Iterable[Stretch],
        *,
        sample_rate: int,
        gain: float,
        ceiling: float,
    ) -> None:
        """Sound the pieces with `gain` dB on the speech and no true peak over `ceiling` dBTP."""
        self._pieces = pieces
        self._rate = sample_rate
        self._gain = gain
        self._ceiling = ceiling
        self._meter = Meter(sample_rate)
        self._timeline = TimelineWriter(script, sample_rate)
        self._samples = 0
        self._peak = 0.0

    def __iter__(self) -> Iterator[Samples]:
        """Give the samples of each stretch; to be called once."""
        for stretch in self._pieces:
            samples, peak = render(stretch, self._rate, self._gain, self._ceiling)
            self._meter.write(samples)
            self._peak = max(self._peak, peak)
            for part in stretch.parts:
                self._timeline.add(part.utterance, part.speech, self._samples + part.start)
            self._samples += len(samples)
            yield samples

    def chapters(self) -> tuple[Chapter, ...]:
        """Give the sections' spans of time."""
        return self.timeline.chapters

    @property
    def timeline(self) -> Timeline:
        """When everything was heard."""
        return self._timeline.finish(self._samples)

    @property
    def loudness(self) -> Loudness:
        """How loud it was."""
        peak = 20 * math.log10(self._peak) if self._peak else -math.inf
        return Loudness(self._meter.integrated, peak, self._gain)


def _linear(decibels: float) -> float:
    return float(10 ** (decibels / 20))
