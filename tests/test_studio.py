"""A script is spoken in order, side by side, each sentence only once."""

import dataclasses

import numpy as np
import pytest

from narrator.domain import Pronunciation, Role, Script, ScriptSection, Utterance, VoiceError
from narrator.studio import Studio


def script(*sentences, voice="tone"):
    return Script(
        title="A script",
        language="en",
        sections=(ScriptSection("A script", 1),),
        utterances=tuple(
            Utterance(text, text, Role.PARAGRAPH, 0, voice, pause=0.3) for text in sentences
        ),
    )


SENTENCES = [
    f"This is sentence number {name}." for name in ["one", "two", "three", "four", "five", "six"]
]


@pytest.fixture
def studio(tmp_path):
    with Studio(tmp_path, threads=2) as opened:
        yield opened


def test_speech_comes_in_the_order_of_the_script(studio):
    said = [
        " ".join(w.text for w in take.speech.words)
        for take in studio.speak(script(*SENTENCES).utterances)
    ]
    assert said == SENTENCES


def test_the_second_time_nothing_is_synthesized_and_the_sound_is_the_same(studio):
    first = list(studio.speak(script(*SENTENCES).utterances))
    second = list(studio.speak(script(*SENTENCES).utterances))
    assert all(take.fresh for take in first)
    assert not any(take.fresh for take in second)
    for one, other in zip(first, second, strict=True):
        assert np.array_equal(one.speech.pcm, other.speech.pcm)


def test_after_one_edited_sentence_only_that_one_is_synthesized(studio):
    list(studio.speak(script(*SENTENCES).utterances))
    edited = [*SENTENCES[:3], "This sentence is new.", *SENTENCES[4:]]
    assert [take.fresh for take in studio.speak(script(*edited).utterances)] == [False] * 3 + [
        True
    ] + [False] * 2


def test_a_word_said_otherwise_is_other_speech(studio):
    plain = script(SENTENCES[0])
    said = (Pronunciation(2, 3, "sˈɛntəns"),)
    given = dataclasses.replace(
        plain, utterances=(dataclasses.replace(plain.utterances[0], pronunciations=said),)
    )
    takes = [take for one in (plain, given, given) for take in studio.speak(one.utterances)]
    assert [take.fresh for take in takes] == [True, True, False]


def test_another_speed_is_other_speech(studio):
    (slow,) = studio.speak(script(SENTENCES[0]).utterances, speed=0.5)
    (fast,) = studio.speak(script(SENTENCES[0]).utterances, speed=2.0)
    assert slow.fresh
    assert fast.fresh
    assert slow.speech.duration > 2 * fast.speech.duration


def test_a_run_that_was_left_goes_on_where_it_stopped(studio):
    takes = studio.speak(script(*SENTENCES).utterances)
    next(takes)
    next(takes)
    takes.close()
    assert [take.fresh for take in studio.speak(script(*SENTENCES).utterances)][:2] == [
        False,
        False,
    ]


def test_without_keeping_speech_nothing_stays(tmp_path):
    with Studio(tmp_path, keep_speech=False) as studio:
        assert all(take.fresh for take in studio.speak(script(*SENTENCES).utterances))
    assert not list(tmp_path.rglob("*.speech"))


@pytest.mark.parametrize("keep", [-50, 100, 0])
def test_a_kept_speech_that_was_damaged_is_made_again(keep, tmp_path, studio):
    (take,) = studio.speak(script(SENTENCES[0]).utterances)
    whole = take.speech
    (entry,) = tmp_path.rglob("*.speech")
    entry.write_bytes(entry.read_bytes()[:keep])
    (take,) = studio.speak(script(SENTENCES[0]).utterances)
    assert np.array_equal(take.speech.pcm, whole.pcm)
    assert take.speech.words == whole.words


def test_leaving_the_studio_brings_the_store_under_its_limit(tmp_path):
    with Studio(tmp_path, limit=100_000) as studio:
        list(studio.speak(script(*SENTENCES).utterances))
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.speech")) <= 100_000


def test_a_script_may_have_several_voices(tmp_path):
    with Studio(tmp_path) as studio:
        one = script(SENTENCES[0])
        other = dataclasses.replace(one.utterances[0], voice="system")
        both = dataclasses.replace(one, utterances=(*one.utterances, other))
        assert len(list(studio.speak(both.utterances))) == 2


def test_an_unknown_voice_is_refused_before_anything_is_said(studio):
    with pytest.raises(VoiceError, match="tone"):
        next(studio.speak(script("Hello.", voice="tona").utterances))
