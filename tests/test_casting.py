"""The right voice is chosen: it speaks the language, is installed, and anybody may use it."""

from __future__ import annotations

import dataclasses

import pytest
from voice_mirror import mirror, voice

from narrator.casting import AUTO, choose_quote_voice, choose_voice
from narrator.domain import VoiceError
from narrator.voices.install import install_voice

__all__ = ["mirror", "voice"]


def test_a_voice_speaks_the_articles_language():
    assert choose_voice("en") == "joe"
    assert choose_voice("de") == "system-de"
    assert choose_voice("en", "system") == "system"
    assert choose_voice("de", "system") == "system-de"


def test_an_installed_voice_reads_its_language_if_anybody_may_use_it(tmp_path, voice):
    folder = tmp_path / "voices"
    with pytest.raises(VoiceError, match="narrator voices install faber"):
        choose_voice("pt", folder=folder)
    mine = dataclasses.replace(voice, language="pt-BR", engine="piper", commercial=False)
    install_voice(mine, folder)
    with pytest.raises(VoiceError, match="narrator voices install faber"):
        choose_voice("pt", folder=folder)
    assert choose_voice("pt", "chime", folder) == "chime"
    install_voice(dataclasses.replace(mine, commercial=True), folder)
    assert choose_voice("pt", folder=folder) == "chime"


def test_a_language_that_no_voice_speaks_is_said_so():
    with pytest.raises(VoiceError, match="language"):
        choose_voice("pl")


def test_quotes_get_a_voice_of_the_other_gender_before_one_of_the_same_accent(tmp_path, voice):
    mine = dataclasses.replace(voice, engine="piper", language="pt-BR", gender="female")
    for name, changes in {
        "reader": {},
        "twin": {},
        "uncle": {"language": "pt-PT", "gender": "male", "rank": 9},
        "miser": {"gender": "male", "commercial": False},
    }.items():
        install_voice(dataclasses.replace(mine, name=name, **changes), tmp_path)
    assert choose_quote_voice(AUTO, "reader", tmp_path) == "uncle"
    assert choose_quote_voice("twin", "reader", tmp_path) == "twin"
    assert choose_quote_voice(None, "reader", tmp_path) is None


def test_without_a_fitting_voice_for_quotes_one_line_says_which_to_install(tmp_path):
    with pytest.raises(VoiceError, match=r"no installed voice fits 'joe'.*voices install"):
        choose_quote_voice(AUTO, "joe", tmp_path)
