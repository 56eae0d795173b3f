from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from narrator.text.normalize import verbalize

CASES = [
    pytest.param(language, written, spoken, id=f"{language}: {written}")
    for language, cases in tomllib.loads(
        Path(__file__).with_name("languages.toml").read_text(encoding="utf-8")
    ).items()
    for written, spoken in cases.items()
]


@pytest.mark.parametrize(("language", "written", "spoken"), CASES)
def test_other_languages_are_said_by_their_own_rules(language, written, spoken):
    assert verbalize(written, language) == spoken


def test_a_language_without_rules_has_its_whole_numbers_said():
    assert verbalize("12 и 13", "ru") == "двенадцать и тринадцать"


def test_a_language_nobody_knows_is_left_as_it_is():
    assert verbalize("12  zork", "xx") == "12 zork"


def test_a_region_does_not_change_the_language():
    assert verbalize("5%", "en-GB") == "five percent"
    assert verbalize("5%", "de_AT") == "fünf Prozent"
