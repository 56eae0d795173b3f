"""The catalogue says what is so, and only what can be held to."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from packaging.licenses import canonicalize_license_expression

from narrator.casting import DEFAULT_VOICE
from narrator.domain import FilePart, Voice, VoiceError, VoiceFile
from narrator.engines import engine_names, is_installed, verify_files
from narrator.voices import find_voice, load_catalogue, suggest_voices
from narrator.voices.catalogue import load_known

FOLDER = Path(__file__).parents[2] / "voices"
LANGUAGES = ("en", "de", "fr", "es", "pt")


def voices():
    known = sorted(load_known(), key=lambda voice: voice.name)
    return pytest.mark.parametrize("voice", known, ids=lambda voice: voice.name)


@pytest.fixture(autouse=True)
def _nothing_installed(tmp_path, monkeypatch):
    monkeypatch.setenv("NARRATOR_VOICES", str(tmp_path / "voices"))


def test_every_entry_is_in_the_catalogue():
    names = [voice.name for voice in load_catalogue()]
    assert names == sorted(path.stem for path in FOLDER.glob("*.toml"))
    assert {"joe", "system", "tone"} <= set(names)


@voices()
def test_every_field_is_of_its_type_and_says_something(voice):
    kinds = {"str": str, "int": int, "bool": bool}
    optional = {"attribution", "base", "measured_with", "package", "path", "url"}
    for kind, item in [(Voice, voice), *((VoiceFile, file) for file in voice.files)]:
        for field in dataclasses.fields(kind):
            value = getattr(item, field.name)
            if field.type in kinds:
                assert isinstance(value, kinds[field.type])
                assert value or field.name in {"commercial", *optional}


@voices()
def test_every_value_is_one_the_program_knows(voice):
    assert re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", voice.language)
    assert voice.engine in engine_names()
    assert voice.gender in {"female", "male", "neutral"}
    assert 8000 <= voice.sample_rate <= 48000
    assert voice.description.endswith(".")
    assert voice.descriptions["de"].endswith(".")
    assert 1 <= voice.rank <= 9
    assert voice.real_time_factor is None or 0 < voice.real_time_factor < 2
    assert voice.loudness is None or -40 < voice.loudness < -10


@voices()
def test_every_licence_is_an_spdx_expression(voice):
    assert canonicalize_license_expression(voice.licence) == voice.licence


@voices()
def test_a_licence_against_commercial_use_is_marked_and_nobody_gets_it_unasked(voice):
    if re.search(r"-NC-|Blizzard", voice.licence):
        assert not voice.commercial
    if not voice.commercial:
        assert voice.rank > max(
            other.rank
            for other in suggest_voices(voice.language)
            if other.commercial and other.engine != "system"
        )


@voices()
def test_what_a_licence_asks_to_be_said_is_said_in_full(voice):
    """CC BY 4.0 section 3(a)(1): creator, licence and its address, source, and what was done."""
    if "CC-BY" in voice.licence:
        number = voice.licence.removeprefix("CC-").removesuffix("-4.0")
        assert f"CC {number} 4.0" in voice.attribution
        assert f"creativecommons.org/licenses/{number.lower()}/4.0/" in voice.attribution
        assert "trained on" in voice.attribution


@voices()
def test_every_file_has_a_sha256_and_a_source_it_can_be_had_from(voice):
    for file in voice.files:
        assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
        assert file.package or file.parts or file.url or Path(file.path).is_file()
        if file.url:
            assert urlsplit(file.url).scheme == "https"
            assert file.url.endswith(f"/{file.name}")
        if file.package:
            assert file.path.endswith(f"/{file.name}")


@voices()
def test_every_file_that_ships_with_a_package_is_as_described(voice):
    if is_installed(voice):
        for file, path in zip(voice.files, verify_files(voice), strict=True):
            assert path.stat().st_size == file.size


@voices()
def test_a_real_time_factor_of_another_voice_is_that_voices(voice):
    if voice.measured_with:
        measured = find_voice(voice.measured_with)
        assert (measured.engine, measured.sample_rate) == (voice.engine, voice.sample_rate)
        assert not measured.measured_with
        assert measured.real_time_factor == voice.real_time_factor


def test_entries_spell_only_fields_that_exist_and_say_whether_commercial_use_is_allowed():
    known = {
        kind: {field.name for field in dataclasses.fields(kind)}
        for kind in (Voice, VoiceFile, FilePart)
    }
    for path in FOLDER.glob("*.toml"):
        entry = tomllib.loads(path.read_text(encoding="utf-8"))
        assert "commercial" in entry
        assert set(entry) <= known[Voice] - {"name"}
        for file in entry.get("files", ()):
            assert set(file) <= known[VoiceFile]
            assert all(set(part) <= known[FilePart] for part in file.get("parts", ()))


def test_the_default_voice_is_installed_and_for_commercial_use():
    voice = find_voice(DEFAULT_VOICE)
    assert voice.commercial
    assert is_installed(voice)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_suggested_first_is_for_commercial_use_and_a_neural_voice(language):
    first = suggest_voices(language)[0]
    assert first.commercial
    assert first.engine not in {"system", "tone"}


def test_the_voice_suggested_for_english_is_the_best_one_that_is_known():
    assert suggest_voices("en")[0].name == "heart"
    assert suggest_voices("en-GB")[0].name == "emma"


def test_an_accent_comes_before_the_rest_and_the_systems_voices_last():
    british = suggest_voices("en-GB")
    accents = [voice.language for voice in british if voice.commercial][:-1]
    assert accents == sorted(accents)
    assert accents[0] == "en-GB"
    assert british[-1].name == "system"
    assert "tone" not in [voice.name for voice in british]


def test_a_voice_is_found_by_its_name():
    assert find_voice("joe").engine == "piper"


@pytest.mark.parametrize(("name", "close"), [("jo", "joe"), ("Joe", "joe"), ("systen", "system")])
def test_a_name_nearly_right_is_corrected(name, close):
    with pytest.raises(VoiceError, match=f"did you mean '{close}'"):
        find_voice(name)


def test_an_unknown_name_lists_what_there_is():
    with pytest.raises(VoiceError, match=r"no voice 'zzzz': there are .*joe, .*system, "):
        find_voice("zzzz")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("engine = ", "Invalid value"),
        ('engine = "piper"', "missing"),
        ('engine = 1\nlanguage = "en"', "missing"),
        ('wings = 2\nengine = "piper"', "wings"),
        (
            (
                'engine = "tone"\nlanguage = "en"\ngender = "male"\ndescription = "A."\n'
                'licence = "MIT"\nsample_rate = 8000\ndescriptions = "Ein."'
            ),
            "a table of texts",
        ),
    ],
)
def test_an_entry_that_makes_no_sense_names_its_file(tmp_path, text, reason):
    (tmp_path / "odd.toml").write_text(text)
    with pytest.raises(VoiceError, match=rf"odd\.toml cannot be read: .*{reason}"):
        load_catalogue(tmp_path)


@pytest.mark.parametrize("name", ["../out.onnx", "/etc/passwd", ".hidden", ""])
def test_an_entry_cannot_name_a_file_outside_its_folder(tmp_path, name):
    known = (FOLDER / "kristin.toml").read_text()
    (tmp_path / "odd.toml").write_text(known.replace("en_US-kristin-medium.onnx", name, 1))
    with pytest.raises(VoiceError, match="is no file name"):
        load_catalogue(tmp_path)
