from __future__ import annotations

import dataclasses
import re
import tomllib
from pathlib import Path

import pytest

from narrator.domain import Voice, VoiceError, VoiceFile
from narrator.engines import engine_names, verify_files
from narrator.voices import find_voice, load_catalogue

FOLDER = Path(__file__).parents[1] / "voices"


def voices():
    return pytest.mark.parametrize("voice", load_catalogue(), ids=lambda voice: voice.name)


def test_every_entry_is_in_the_catalogue():
    names = [voice.name for voice in load_catalogue()]
    assert names == sorted(path.stem for path in FOLDER.iterdir())
    assert {"joe", "system", "tone"} <= set(names)


@voices()
def test_every_field_is_of_its_type_and_says_something(voice):
    kinds = {"str": str, "int": int}
    for kind, item in [(Voice, voice), *((VoiceFile, file) for file in voice.files)]:
        for field in dataclasses.fields(kind):
            value = getattr(item, field.name)
            if field.type in kinds:
                assert isinstance(value, kinds[field.type])
                assert value or field.name == "attribution"


@voices()
def test_every_value_is_one_the_program_knows(voice):
    assert voice.engine in engine_names()
    assert re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", voice.language)
    assert voice.gender in {"female", "male", "neutral"}
    assert 8000 <= voice.sample_rate <= 48000
    assert voice.description.endswith(".")
    assert re.fullmatch(r"[a-z][a-z0-9-]*", voice.name)


@voices()
def test_every_file_is_installed_as_described(voice):
    for file in voice.files:
        assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
        assert file.path.endswith(f"/{file.name}")
    for file, path in zip(voice.files, verify_files(voice), strict=True):
        assert path.stat().st_size == file.size


def test_entries_spell_only_fields_that_exist():
    fields = {field.name for field in dataclasses.fields(Voice)} - {"name"}
    for path in FOLDER.iterdir():
        assert set(tomllib.loads(path.read_text(encoding="utf-8"))) <= fields


def test_a_voice_is_found_by_its_name():
    assert find_voice("joe").engine == "piper"


@pytest.mark.parametrize(("name", "close"), [("jo", "joe"), ("Joe", "joe"), ("systen", "system")])
def test_a_name_nearly_right_is_corrected(name, close):
    with pytest.raises(VoiceError, match=f"did you mean '{close}'"):
        find_voice(name)


def test_an_unknown_name_lists_what_there_is():
    with pytest.raises(VoiceError, match="no voice 'zzzz': there are joe, system, "):
        find_voice("zzzz")
