from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.audio import prepare
from narrator.audio.edges import LEAD, TAIL
from narrator.domain import Speech, Word

RATE = 22_050


def tone(before, sound, after):
    """A sound at full level from its first sample on, between two silences, in seconds."""
    time = np.arange(round(sound * RATE)) / RATE
    loud = np.cos(2 * np.pi * 200 * time) * 12_000
    silences = np.zeros(round(before * RATE)), np.zeros(round(after * RATE))
    return np.concatenate([silences[0], loud, silences[1]]).astype(np.int16)


@settings(derandomize=True, max_examples=25, deadline=None)
@given(before=st.floats(0, 0.6), after=st.floats(0, 0.6))
def test_margins_are_the_same_whatever_the_engine_left(before, after):
    words = (Word("la", before, before + 0.5),)
    speech = prepare(Speech(tone(before, 0.5, after), RATE, words))
    assert speech.duration == pytest.approx(LEAD + 0.5 + TAIL, abs=0.011)
    assert speech.words[0].start == pytest.approx(LEAD, abs=0.006)
    assert speech.words[0].end == pytest.approx(LEAD + 0.5, abs=0.006)


@pytest.mark.parametrize("silence", [0.0, 0.01, 0.5])
def test_edges_do_not_click(silence):
    pcm = prepare(Speech(tone(silence, 0.5, silence), RATE, ())).pcm.astype(int)
    steepest = np.abs(np.diff(tone(0, 0.5, 0).astype(int))).max()
    joined = np.concatenate([[0], pcm, [0]])
    assert np.abs(np.diff(joined[: RATE // 20])).max() <= 1.2 * steepest or silence
    assert joined[1] == joined[-2] == 0


def test_word_times_stay_within_the_speech():
    words = (Word("la", 0.0, 0.4), Word("la", 0.4, 3.0))
    speech = prepare(Speech(tone(1.0, 0.5, 1.5), RATE, words))
    assert speech.words[0].start == 0
    assert speech.words[-1].end == speech.duration


def test_a_quiet_sound_near_the_edge_is_kept():
    pcm = tone(0.5, 1.0, 0.5)
    hiss = np.random.default_rng(0).standard_normal(RATE // 10) * 12_000 * 10 ** (-38 / 20)
    pcm[RATE * 3 // 2 : RATE * 3 // 2 + RATE // 10] = hiss
    speech = prepare(Speech(pcm, RATE, ()))
    assert speech.duration == pytest.approx(LEAD + 1.1 + TAIL, abs=0.011)


@pytest.mark.parametrize("length", [0, 1, 50, 30_000])
def test_silence_is_left_as_it_is(length):
    speech = prepare(Speech(np.zeros(length, dtype=np.int16), RATE, ()))
    assert len(speech.pcm) == length


def test_the_energies_cover_all_of_it():
    speech = prepare(Speech(tone(0.2, 1.0, 0.2), RATE, ()))
    assert len(speech.energies) == -(-len(speech.pcm) // (RATE // 10))
    assert speech.energies[5] > 0.01


def test_preparing_twice_changes_nothing_audible(utter):
    once = utter(1)
    twice = prepare(once)
    assert abs(len(twice.pcm) - len(once.pcm)) <= 0.011 * RATE
