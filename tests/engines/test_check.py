from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from narrator.domain import InputError, Speech, SynthesisError, Word, spoken_words
from narrator.engines import check_speech
from narrator.engines.check import CheckedEngine

TEXT = "Two words."
RATE = 1000


class ScriptedEngine:
    """Gives the speech it was given, one after another."""

    fingerprint = "scripted"
    sample_rate = RATE
    parallelism = 1

    def __init__(self, *results):
        self.results = list(results)

    def synthesize(self, *_, **__):
        result = self.results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    def close(self):
        self.results.clear()


def sound(seconds=0.7, text=TEXT):
    pcm = np.full(round(seconds * RATE), 5000, np.int16)
    words = spoken_words(text)
    step = seconds / len(words)
    times = (Word(word, i * step, (i + 1) * step) for i, word in enumerate(words))
    return Speech(pcm, RATE, tuple(times))


GOOD = sound()
BAD = {
    "no samples": replace(GOOD, pcm=np.zeros(0, np.int16)),
    "silence": replace(GOOD, pcm=np.zeros(700, np.int16)),
    "floats": replace(GOOD, pcm=np.full(700, 0.5)),
    "stereo": replace(GOOD, pcm=np.full((700, 2), 5000, np.int16)),
    "another rate": replace(GOOD, sample_rate=RATE * 2),
    "cut short": sound(0.1),
    "running away": sound(40.0),
    "a word too few": replace(GOOD, words=GOOD.words[:1]),
    "another word": replace(GOOD, words=(GOOD.words[0], Word("others", 0.4, 0.5))),
    "backwards": replace(GOOD, words=(Word("Two", 0.5, 0.6), Word("words.", 0.1, 0.2))),
    "end before start": replace(GOOD, words=(Word("Two", 0.2, 0.1), Word("words.", 0.3, 0.4))),
    "past the end": replace(GOOD, words=(GOOD.words[0], Word("words.", 0.4, 0.8))),
}


def test_good_speech_passes():
    check_speech(GOOD, TEXT, speed=1.0, sample_rate=RATE)


@pytest.mark.parametrize("speech", BAD.values(), ids=BAD.keys())
def test_speech_that_cannot_be_right_is_refused(speech):
    with pytest.raises(SynthesisError, match="Two words"):
        check_speech(speech, TEXT, speed=1.0, sample_rate=RATE)


def test_length_is_judged_at_the_speed_asked_for():
    speech = sound(0.3)
    check_speech(speech, TEXT, speed=1.0, sample_rate=RATE)
    with pytest.raises(SynthesisError):
        check_speech(speech, TEXT, speed=0.5, sample_rate=RATE)


def test_an_engine_that_fails_once_is_asked_again():
    engine = CheckedEngine(ScriptedEngine(BAD["silence"], GOOD))
    assert engine.synthesize(TEXT) is GOOD
    engine = CheckedEngine(ScriptedEngine(SynthesisError("crashed"), GOOD))
    assert engine.synthesize(TEXT) is GOOD


def test_an_engine_that_keeps_failing_raises():
    engine = CheckedEngine(ScriptedEngine(*[BAD["silence"]] * 9))
    with pytest.raises(SynthesisError, match="silence"):
        engine.synthesize(TEXT)


def test_an_engines_own_exceptions_become_ours():
    engine = CheckedEngine(ScriptedEngine(*[RuntimeError("out of voice")] * 9))
    with pytest.raises(SynthesisError, match="out of voice"):
        engine.synthesize(TEXT)


@pytest.mark.parametrize("text", ["", "  ", "...", "—", "“!?”"])
def test_text_without_a_word_is_refused(text):
    with pytest.raises(SynthesisError, match="nothing to say"):
        CheckedEngine(ScriptedEngine(GOOD)).synthesize(text)


@pytest.mark.parametrize("speed", [0.49, 2.01, 0.0, -1.0, float("nan"), float("inf")])
def test_speeds_nobody_understands_are_refused(speed):
    with pytest.raises(InputError, match="speed"):
        CheckedEngine(ScriptedEngine(GOOD)).synthesize(TEXT, speed=speed)


def test_everything_else_is_the_engines_own():
    inner = ScriptedEngine(GOOD)
    engine = CheckedEngine(inner)
    assert (engine.fingerprint, engine.sample_rate, engine.parallelism) == ("scripted", RATE, 1)
    engine.close()
    assert not inner.results
