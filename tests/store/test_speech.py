"""Speech is kept whole and found again."""

import numpy as np
import pytest

from narrator.domain import Pronunciation, Speech, Word
from narrator.store import Folder, SpeechStore, speech_key

RATE = 22050


def speech(seed=1, seconds=1.0):
    noise = np.random.default_rng(seed).normal(0, 3000, int(RATE * seconds))
    return Speech(
        pcm=noise.astype(np.int16),
        sample_rate=RATE,
        words=(Word("héllo", 0.1, 0.4), Word("world", 0.4, 0.9)),
        energies=np.array([0.01, 0.02, 1 / 3]),
    )


def key(number=0):
    return speech_key("tone-1", 1.0, f"sentence {number}")


def test_what_was_put_comes_back_to_the_last_bit(tmp_path):
    store = SpeechStore(Folder(tmp_path))
    store.put(key(), speech())
    found = SpeechStore(Folder(tmp_path)).get(key())
    assert np.array_equal(found.pcm, speech().pcm)
    assert found.pcm.dtype == np.int16
    assert found.words == speech().words
    assert np.array_equal(found.energies, speech().energies)
    assert found.sample_rate == RATE


def test_what_was_never_put_is_missing(tmp_path):
    assert SpeechStore(Folder(tmp_path)).get(key()) is None


@pytest.mark.parametrize(
    "other", [("tone-2", 1.0, "Hello."), ("tone-1", 1.1, "Hello."), ("tone-1", 1.0, "Hello!")]
)
def test_engine_speed_and_text_each_make_another_key(other):
    assert speech_key(*other) != speech_key("tone-1", 1.0, "Hello.")


def test_words_with_given_sounds_make_another_key():
    plain = speech_key("tone-1", 1.0, "Hello.")
    assert speech_key("tone-1", 1.0, "Hello.", ()) == plain
    given = [Pronunciation(0, 1, ipa) for ipa in ("hɛlˈoʊ", "hˈaloʊ")]
    assert len({plain, *(speech_key("tone-1", 1.0, "Hello.", [item]) for item in given)}) == 3


def test_the_facts_are_known_without_the_sound(tmp_path):
    store = SpeechStore(Folder(tmp_path))
    store.put(key(), speech())
    (path,) = tmp_path.glob("*/*.speech")
    path.write_bytes(path.read_bytes()[:-20_000])
    known = store.facts(key())
    assert known.samples == len(speech().pcm)
    assert known.sample_rate == RATE
    assert known.words == speech().words
    assert np.array_equal(known.energies, speech().energies)
    assert store.get(key()) is None, "the sound is not whole"


def test_facts_of_what_was_never_put_are_missing(tmp_path):
    assert SpeechStore(Folder(tmp_path)).facts(key()) is None
