from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.engines.alignment import SILENT, STRESS, align

SOUNDS = st.text("aeɪəɹdnts", min_size=1, max_size=6)
ROW = st.lists(SOUNDS, min_size=1, max_size=8)


def stretches(words, said):
    """What of `said` went to each word."""
    return [said[first:last] for first, last in align(words, list(said))]


def test_equal_words_are_paired():
    said = ["ˈɪn", "wˈɪntɚ", "snˈoʊ", "fˈɔːlz"]
    assert stretches(said, " ".join(said) + ".") == said


def test_words_that_are_said_as_one_are_told_apart():
    assert stretches(["ˈʌv", "ðˈə", "dˈeɪ"], "ʌvðə dˈeɪ.") == ["ʌv", "ðə", "dˈeɪ"]


def test_a_word_that_is_said_as_several_keeps_them():
    year = "nˌaɪntiːn ˈeɪɾi fˈoːɹ"
    assert stretches(["ɪn", year + ".", "dʌn"], f"ɪn {year}, dˈʌn.") == ["ɪn", year, "dˈʌn"]


def test_a_word_that_sounds_otherwise_in_context_keeps_its_place():
    assert stretches(["ˈeɪ", "mˈæn", "tˈuː"], "ɐ mˈæn tə!") == ["ɐ", "mˈæn", "tə"]


def test_a_join_and_a_split_in_one_sentence_do_not_shift_the_rest():
    words = ["ˈɪn", "ðə", "twˈɛnti wˈʌn", "dˈeɪz"]
    said = "ɪnðə twˈɛnti wˈʌn dˈeɪz."
    assert stretches(words, said) == ["ɪn", "ðə", "twˈɛnti wˈʌn", "dˈeɪz"]


def test_a_stress_mark_goes_with_the_sound_after_it():
    assert stretches(["ʌv", "ˈɔːl"], "ʌvˈɔːl.") == ["ʌv", "ˈɔːl"]


def test_a_word_that_is_not_said_has_no_stretch_and_takes_none():
    assert align(["ʌv", "", "ɔːl"], list("ʌv ɔːl")) == [(0, 2), (2, 2), (3, 6)]


@pytest.mark.parametrize("said", ["", " ", ".,!"])
def test_silence_gives_every_word_nothing(said):
    assert all(first == last for first, last in align(["ʌv", "ɔːl"], list(said)))


def test_a_very_long_text_needs_little_memory_and_loses_no_word():
    words = ["wˈɜːd", "ðə", "ˈɪn", "nˈaɪntiːn ˈeɪɾi"] * 150
    said = " ".join(words).replace("ðə ˈɪn", "ðəɹɪn")
    tracemalloc.start()
    ranges = align(words, list(said))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20e6
    assert [said[first:last] for first, last in ranges[::4]] == ["wˈɜːd"] * 150
    assert [said[first:last] for first, last in ranges[3::4]] == ["nˈaɪntiːn ˈeɪɾi"] * 150


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.one_of(st.just(""), SOUNDS), max_size=8), ROW)
def test_every_sound_goes_to_one_word_and_the_order_is_kept(words, groups):
    said = list(", ".join(groups) + ".")
    ranges = align(words, said)
    assert len(ranges) == len(words)
    flat = [place for item in ranges for place in item]
    assert flat == sorted(flat)
    if words:
        owned = {place for first, last in ranges for place in range(first, last)}
        assert {i for i, symbol in enumerate(said) if symbol not in SILENT | STRESS} <= owned


@settings(max_examples=100, derandomize=True, deadline=None)
@given(ROW)
def test_what_is_said_as_written_comes_back(words):
    assert stretches(words, " ".join(words)) == words
