from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.engines.espeak_text import LONGEST_WORD, speakable


def test_ordinary_words_stay_as_they_are():
    assert speakable("It’s “well-known”,  said O'Neil.") == [
        "It’s",
        "“well-known”,",
        "said",
        "O'Neil.",
    ]


def test_control_characters_become_spaces():
    assert speakable("a\x01b c\x00 \ud800d") == ["a b", "c ", " d"]


def test_a_word_longer_than_espeak_takes_is_broken():
    assert speakable("x" * 120) == [" ".join(["x" * 50, "x" * 50, "x" * 20])]


@settings(max_examples=100, derandomize=True)
@given(st.text(max_size=200))
def test_every_word_stays_one_entry_that_can_be_encoded(text):
    words = speakable(text)
    assert len(words) == len(text.split())
    for word in words:
        word.encode()
        assert all(len(part) <= LONGEST_WORD for part in word.split(" "))
