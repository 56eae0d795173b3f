"""Given sounds take the place of the words they were given for."""

from __future__ import annotations

import string

import pytest

from narrator.domain import Pronunciation
from narrator.engines.given import clean_ipa, set_given

SIGNS = set(string.ascii_lowercase) | set("ˈː ")
SENTENCES = ["aa bbb cc.", "dd e."]
RANGES = [(0, 2), (3, 6), (7, 9), (10, 12), (13, 14)]


def said(*pronunciations):
    """The sentences, and each word's symbols, with what is given set in."""
    sentences, ranges = set_given(SENTENCES, RANGES, pronunciations, SIGNS)
    symbols = "".join(map("".join, sentences))
    return ["".join(sentence) for sentence in sentences], [symbols[a:b] for a, b in ranges]


def test_without_given_sounds_all_stays():
    assert said() == (SENTENCES, ["aa", "bbb", "cc", "dd", "e"])


def test_given_sounds_stand_in_for_their_words_only():
    assert said(Pronunciation(1, 2, "x"), Pronunciation(3, 4, "yˈyyy")) == (
        ["aa x cc.", "yˈyyy e."],
        ["aa", "x", "cc", "yˈyyy", "e"],
    )


def test_sounds_of_several_words_are_shared_out():
    assert said(Pronunciation(0, 2, "xx y"))[1][:3] == ["xx", "y", "cc"]
    assert said(Pronunciation(0, 2, "xxyyyy"))[1][:3] == ["xx", "yyyy", "cc"]


def test_a_word_that_was_said_with_the_one_before_is_set_in_behind_it():
    sentences, ranges = set_given(["ab."], [(0, 2), (2, 2)], [Pronunciation(1, 2, "x")], SIGNS)
    assert sentences == [["a", "b", "x", "."]]
    assert ranges == [(0, 2), (2, 3)]


@pytest.mark.parametrize("given", ["ǁa", "", "/./"])
def test_signs_that_the_voice_does_not_know_are_left_to_it(given):
    assert said(Pronunciation(1, 2, given)) == said()


def test_words_that_are_not_there_change_nothing():
    assert said(Pronunciation(7, 8, "x")) == said()


@pytest.mark.parametrize(
    ("typed", "meant"), [("/ɡə'gɑ:/", "ɡəɡˈɑː"), ("t͡ʃɪ.ps", "tʃɪps"), (" a  b ", "a b")]
)
def test_what_people_type_is_understood(typed, meant):
    assert clean_ipa(typed) == meant


@pytest.mark.parametrize(
    ("typed", "clean"),
    [("ˈskɑːn", "skˈɑːn"), ("ˌʌnˈnəʊn", "ˌʌnnˈəʊn"), ("wˈɪn ˈt͡ʃɪp.s", "wˈɪn tʃˈɪps")],
)
def test_a_stress_mark_before_a_syllable_moves_to_its_vowel(typed, clean):
    assert clean_ipa(typed) == clean
