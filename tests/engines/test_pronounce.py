from __future__ import annotations

import pytest

from narrator.domain import SynthesisError, Voice
from narrator.engines import pronounce
from narrator.voices import find_voice


def test_each_word_has_its_sounds_and_whether_the_dictionary_has_it():
    the, quell, empty = pronounce(["the", "Quellborn", "…"], find_voice("joe"))
    assert (the.word, the.ipa, the.known) == ("the", "ðə", True)
    assert quell.ipa.startswith("kw")
    assert not quell.known
    assert not empty.ipa


def test_words_are_said_in_the_language_of_the_voice():
    (german,) = pronounce(["Wasser"], find_voice("system-de"))
    assert german.ipa.startswith("v")


def test_no_language_is_an_error_that_says_so():
    voice = Voice("v", "tone", "qq-QQ", "neutral", "", "", 8000)
    with pytest.raises(SynthesisError, match="no voice 'qq-qq'"):
        pronounce(["word"], voice)
