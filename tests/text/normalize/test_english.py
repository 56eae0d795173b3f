from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from narrator.text.normalize import verbalize

CASES = [
    pytest.param(written, spoken, id=f"{rule}: {written}")
    for rule, cases in tomllib.loads(
        Path(__file__).with_name("english.toml").read_text(encoding="utf-8")
    ).items()
    for written, spoken in cases.items()
]


@pytest.mark.parametrize(("written", "spoken"), CASES)
def test_english_is_said_as_a_newsreader_would(written, spoken):
    assert verbalize(written) == spoken
