"""No speech leaves the engine room unchecked, whoever wrote the engine."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import numpy as np

from narrator.domain import (
    InputError,
    NarratorError,
    Pronunciation,
    Speech,
    SynthesisError,
    WordTimes,
    spoken_words,
)
from narrator.engines.engine import Engine
from narrator.engines.level import turn_down

SPEEDS = (0.5, 2.0)
"""Slowest and fastest speed. Beyond them voices slur or drop sounds."""

ATTEMPTS = 2
"""Calls before an utterance counts as failed: a random engine seldom fails twice."""

FASTEST = 0.02
"""Least seconds a letter or digit. Voices measured at speed 1: 0.04 to 0.12."""

SLOWEST = 2.0
"""Most seconds a character that is no space: a long number's digits take up to 0.6, a letter of
a script that the voice can only spell by its number up to 1.75 (joe, Yi and cuneiform)."""

SLACK = 2.0
"""Seconds that any utterance may take besides: silence at its edges, pauses at commas."""

AUDIBLE = 330
"""Least peak of speech, about -40 dBFS; silence and dither stay far below."""

TOLERANCE = 1e-6
"""Seconds by which rounding may push a word over the end."""


class CheckedEngine:
    """An engine that gives sound speech, at the level of all voices, or raises."""

    def __init__(self, engine: Engine, *, gain: float = 0.0) -> None:
        """Check what `engine` gives, and turn it down by `gain` dB."""
        self._engine = engine
        self._gain = gain

    @property
    def fingerprint(self) -> str:
        """As of the engine, with what it is turned down by."""
        name, *rest = self._engine.fingerprint.split(" ")
        return " ".join([name, *([f"{self._gain:.1f} dB"] if self._gain else []), *rest])

    @property
    def sample_rate(self) -> int:
        """As of the engine, in Hz."""
        return self._engine.sample_rate

    @property
    def parallelism(self) -> int:
        """As of the engine."""
        return self._engine.parallelism

    @property
    def word_times(self) -> WordTimes:
        """As of the engine; estimated where it says nothing, as those of other packages may."""
        return getattr(self._engine, "word_times", WordTimes.ESTIMATED)

    def synthesize(
        self, spoken: str, *, speed: float = 1.0, pronunciations: Sequence[Pronunciation] = ()
    ) -> Speech:
        """Say one utterance, a second time if the first result is not sound.

        Raises:
            InputError: `speed` is out of range.
            SynthesisError: Nothing in `spoken` can be said, or the engine failed each time.
        """
        if not SPEEDS[0] <= speed <= SPEEDS[1]:
            raise InputError(
                f"a speed of {speed:g} cannot be spoken",
                hint=f"give one from {SPEEDS[0]:g} to {SPEEDS[1]:g}",
            )
        if not spoken_words(spoken):
            raise SynthesisError(f"there is nothing to say in {spoken!r}")
        for _ in range(ATTEMPTS - 1):
            with contextlib.suppress(SynthesisError):
                return self._attempt(spoken, speed, pronunciations)
        return self._attempt(spoken, speed, pronunciations)

    def close(self) -> None:
        """Close the engine."""
        self._engine.close()

    def _attempt(
        self, spoken: str, speed: float, pronunciations: Sequence[Pronunciation]
    ) -> Speech:
        try:
            speech = self._engine.synthesize(spoken, speed=speed, pronunciations=pronunciations)
        except NarratorError:
            raise
        except Exception as error:
            raise SynthesisError(f"the engine failed on {_short(spoken)!r}: {error}") from error
        check_speech(speech, spoken, speed=speed, sample_rate=self.sample_rate)
        return turn_down(speech, self._gain)


def check_speech(speech: Speech, spoken: str, *, speed: float, sample_rate: int) -> None:
    """Raise SynthesisError unless `speech` can be what `spoken` sounds like.

    Args:
        speech: What an engine gave.
        spoken: The text it was given.
        speed: The speed it was given.
        sample_rate: The rate it promised, in Hz.
    """
    fault = (
        _sound_fault(speech, sample_rate)
        or _length_fault(speech, spoken, speed)
        or _words_fault(speech, spoken)
    )
    if fault:
        raise SynthesisError(f"the engine gave {fault} for {_short(spoken)!r}")


def _sound_fault(speech: Speech, sample_rate: int) -> str | None:
    pcm = speech.pcm
    if pcm.dtype != np.int16 or pcm.ndim != 1:
        return f"{pcm.dtype} samples of shape {pcm.shape}, not mono int16,"
    if speech.sample_rate != sample_rate:
        return f"{speech.sample_rate} Hz in place of {sample_rate} Hz"
    if not len(pcm) or max(int(pcm.max()), -int(pcm.min())) < AUDIBLE:
        return "silence"
    return None


def _length_fault(speech: Speech, spoken: str, speed: float) -> str | None:
    letters = sum(map(str.isalnum, spoken))
    characters = sum(not char.isspace() for char in spoken)
    length = speech.duration * speed
    if FASTEST * letters <= length <= SLACK + SLOWEST * characters:
        return None
    return f"{speech.duration:.2f} s at speed {speed:g}"


def _words_fault(speech: Speech, spoken: str) -> str | None:
    if [word.text for word in speech.words] != spoken_words(spoken):
        return "the times of other words"
    starts = [word.start for word in speech.words]
    in_order = starts == sorted(starts)
    inside = all(0 <= w.start <= w.end <= speech.duration + TOLERANCE for w in speech.words)
    return None if in_order and inside else "impossible word times"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
