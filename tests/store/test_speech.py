"""Speech is kept whole, found again, and bounded."""

import multiprocessing
import os

import numpy as np
import pytest

from narrator.domain import OutputError, Pronunciation, Speech, Word
from narrator.store import SpeechStore, speech_key

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


def entries(folder):
    return sorted(folder.glob("*/*.speech"))


def test_what_was_put_comes_back_to_the_last_bit(tmp_path):
    store = SpeechStore(tmp_path)
    store.put(key(), speech())
    found = SpeechStore(tmp_path).get(key())
    assert np.array_equal(found.pcm, speech().pcm)
    assert found.pcm.dtype == np.int16
    assert found.words == speech().words
    assert np.array_equal(found.energies, speech().energies)
    assert found.sample_rate == RATE


def test_what_was_never_put_is_missing(tmp_path):
    assert SpeechStore(tmp_path).get(key()) is None


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


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "foreign"])
def test_a_damaged_entry_is_missing_and_can_be_put_again(tmp_path, damage):
    store = SpeechStore(tmp_path)
    store.put(key(), speech())
    (path,) = entries(tmp_path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    new = {
        "cut": bytes(data[:-100]),
        "flipped": bytes(data),
        "empty": b"",
        "foreign": b"\x00" * 500,
    }
    path.write_bytes(new[damage])
    assert store.get(key()) is None
    store.put(key(), speech())
    assert store.get(key()) is not None


def test_over_the_limit_what_was_used_longest_ago_goes_first(tmp_path):
    SpeechStore(tmp_path).put(key(0), speech(0))
    size = entries(tmp_path)[0].stat().st_size
    store = SpeechStore(tmp_path, limit=size * 10)
    for number in range(1, 6):
        store.put(key(number), speech(number))
    for number, path in enumerate(sorted(entries(tmp_path), key=lambda p: p.stat().st_mtime_ns)):
        os.utime(path, ns=(number, number))
    kept = store.get(key(0))
    assert kept is not None
    for number in range(6, 12):
        store.put(key(number), speech(number))
    store.trim()
    assert store.size() <= size * 10
    assert store.get(key(0)) is not None, "it was just used"
    assert store.get(key(1)) is None, "it was used longest ago"


def test_a_running_store_stays_near_its_limit_without_being_asked(tmp_path):
    SpeechStore(tmp_path).put(key(0), speech(0))
    limit = entries(tmp_path)[0].stat().st_size * 20
    store = SpeechStore(tmp_path, limit=limit)
    for number in range(60):
        store.put(key(number), speech(number))
    assert store.size() <= limit * (1 + 1 / 16)


def test_a_file_that_a_killed_process_left_unfinished_is_cleared(tmp_path):
    store = SpeechStore(tmp_path)
    store.put(key(), speech())
    left = entries(tmp_path)[0].parent / ".0123456789abcdef.part"
    left.write_bytes(b"half")
    fresh = left.with_name(".fedcba9876543210.part")
    fresh.write_bytes(b"half")
    os.utime(left, (0, 0))
    store.trim()
    assert not left.exists()
    assert fresh.exists(), "another process may still be writing it"


def test_a_folder_that_cannot_be_written_is_explained(tmp_path):
    place = tmp_path / "file"
    place.write_text("not a folder")
    with pytest.raises(OutputError, match="NARRATOR_CACHE"):
        SpeechStore(place).put(key(), speech())


def work(folder, first):
    store = SpeechStore(folder, limit=200_000)
    for number in range(first, first + 40):
        store.put(key(number % 25), speech(number % 25, 0.3))
        found = store.get(key((number * 7) % 25))
        if found is not None:
            assert np.array_equal(found.pcm, speech((number * 7) % 25, 0.3).pcm)


def test_several_processes_may_share_a_store(tmp_path):
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        pool.starmap(work, [(tmp_path, first) for first in (0, 5, 10)])
    assert SpeechStore(tmp_path).size() <= 200_000 * (1 + 3 / 32)
