from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.domain import spoken_words
from narrator.engines import check_speech

SENTENCE = "The quick brown fox jumps over the lazy dog, and then it sleeps for a long while."


def test_the_same_text_gives_the_same_samples(tone):
    assert np.array_equal(tone.synthesize(SENTENCE).pcm, tone.synthesize(SENTENCE).pcm)


def test_length_and_level_are_those_of_speech(tone):
    speech = tone.synthesize(SENTENCE)
    level = 20 * np.log10(np.sqrt(np.mean(np.square(speech.pcm / 32768))))
    assert speech.duration == pytest.approx(len(SENTENCE) / 15, rel=0.05)
    assert -25 < level < -21
    assert np.abs(speech.pcm).max() < 16384


def test_speed_shortens_the_words_and_keeps_their_pitch(tone):
    slow, fast = (tone.synthesize("wonderful", speed=speed) for speed in (0.5, 2.0))
    assert slow.words[0].end - slow.words[0].start == pytest.approx(
        4 * (fast.words[0].end - fast.words[0].start), rel=0.01
    )
    assert pitch(slow) == pytest.approx(pitch(fast), abs=8)


def test_other_words_have_other_pitches(tone):
    words = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"]
    pitches = {round(pitch(tone.synthesize(word))) for word in words}
    assert len(pitches) == len(words)


def test_words_sound_exactly_where_their_times_say(tone):
    speech = tone.synthesize(SENTENCE)
    loud = np.flatnonzero(np.abs(speech.pcm) > 100)
    inside = np.zeros(len(speech.pcm), bool)
    for word in speech.words:
        start, end = round(word.start * speech.sample_rate), round(word.end * speech.sample_rate)
        assert loud[np.searchsorted(loud, start)] - start < 100
        inside[start:end] = True
    assert inside[loud].all()


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(min_size=1, max_size=80).filter(spoken_words), st.floats(0.5, 2.0))
def test_any_text_gives_sound_speech(tone, text, speed):
    check_speech(tone.synthesize(text, speed=speed), text, speed=speed, sample_rate=22050)


def pitch(speech) -> float:
    """Frequency of the strongest partial of the first word, in Hz."""
    word = speech.words[0]
    span = slice(round(word.start * speech.sample_rate), round(word.end * speech.sample_rate))
    spectrum = np.abs(np.fft.rfft(speech.pcm[span] * np.hanning(span.stop - span.start), 2**16))
    return float(np.argmax(spectrum) * speech.sample_rate / 2**16)
