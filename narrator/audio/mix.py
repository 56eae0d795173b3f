"""Speech, pauses and music in their places, and how they sound together."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from narrator.audio.limiter import limit
from narrator.audio.music import Music
from narrator.audio.pcm import Samples, as_samples, resample, resampled
from narrator.domain import IncompleteEpisode, Script, Take, Utterance

_FASTEST = 100
"""Characters a second. People read aloud at 15, engines at double speed reach 40."""

_SLOWEST = 1.0
"""Seconds a character: one digit of a long number at half speed takes less."""

_GRACE = 5.0
"""Seconds that any speech may take, however short its text."""

_LEAD = 0.06
"""Seconds of each pause that go with what follows, so that an encoder that starts there starts in
silence; AAC, above all, else smears the first sound ahead by 20 ms."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Speech in its place."""

    utterance: Utterance
    """What is said."""

    take: Take
    """How it sounds."""

    start: int
    """First sample, counted in the stretch."""

    end: int
    """One past the last sample."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Audio that starts and ends in silence, so that it can be limited by itself."""

    parts: tuple[Part, ...]
    """The speech, in order."""

    length: int
    """Samples, the pauses included."""

    music: Samples
    """What sounds with it, from the first sample on; may be shorter."""

    @property
    def rest(self) -> int:
        """Samples of silence at the end."""
        spoken = self.parts[-1].end if self.parts else 0
        return self.length - max(spoken, len(self.music))


def pair(script: Script, takes: Iterable[Take]) -> Iterator[tuple[Utterance, Take]]:
    """Give each utterance its take.

    Raises:
        IncompleteEpisode: There are too few or too many, or one cannot be the whole of its text.
    """
    for utterance, take in itertools.zip_longest(script.utterances, takes):
        if utterance is None or take is None:
            raise IncompleteEpisode(
                f"{'more' if utterance is None else 'less'} speech than the "
                f"{len(script.utterances)} utterances of the script",
                hint="narrate the article again; what is already spoken is kept",
            )
        count = sum(map(str.isalnum, utterance.spoken))
        if not count / _FASTEST <= take.duration <= _GRACE + _SLOWEST * len(utterance.spoken):
            raise IncompleteEpisode(
                f"{take.duration:.1f} s of speech cannot be “{utterance.spoken}”",
                hint="this is a fault of the engine; try another voice",
            )
        yield utterance, take


def stretches(
    pairs: Iterable[tuple[Utterance, Take]], sample_rate: int, intro: Music, outro: Music
) -> Iterator[Stretch]:
    """Place speech, pauses and music; one stretch an utterance where there is no music."""
    parts: list[Part] = []
    music, length, lead = intro.samples, intro.alone, 0
    for utterance, take in pairs:
        end = length + resampled(take.samples, take.sample_rate, sample_rate)
        parts.append(Part(utterance, take, length, end))
        rest = round(utterance.pause * sample_rate)
        lead = min(round(_LEAD * sample_rate), rest // 2)
        length = end + rest
        if length - lead >= len(music):
            yield Stretch(tuple(parts), length - lead, music)
            parts, length, music = [], lead, music[:0]
    if parts or len(music):
        yield Stretch(tuple(parts), max(length, len(music)), music)
    elif lead:
        yield Stretch((), lead, music)
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
        speech = part.take.speech
        pcm = resample(speech.pcm, speech.sample_rate, sample_rate)
        samples[part.start : part.end] = as_samples(pcm) * np.float32(_linear(gain))
    samples[: len(stretch.music)] += stretch.music
    return limit(samples, sample_rate, _linear(ceiling))


def _linear(decibels: float) -> float:
    return float(10 ** (decibels / 20))
