"""Voices of the user's own."""

from __future__ import annotations

import dataclasses
import hashlib
import json

import pytest

from narrator.domain import VoiceError
from narrator.engines import is_installed, verify_files
from narrator.voices import find_voice
from narrator.voices.add import STYLE_SIZE, About, add_voice
from narrator.voices.install import install_voice

CONFIG = {
    "audio": {"sample_rate": 22050},
    "espeak": {"voice": "de"},
    "language": {"code": "de_DE"},
    "num_speakers": 1,
    "phoneme_id_map": {},
}


@pytest.fixture
def piper(tmp_path):
    """Writes a Piper voice; returns the path of its model."""

    def write(name="de_DE-anna-medium.onnx", **changes):
        path = tmp_path / name
        path.write_bytes(b"weights")
        (tmp_path / f"{name}.json").write_text(json.dumps(CONFIG | changes))
        return path

    return write


def test_a_piper_voice_says_most_of_itself(piper, folder):
    added = add_voice(piper(), folder, About())
    assert find_voice("anna", folder) == added
    assert (added.engine, added.language, added.sample_rate) == ("piper", "de-DE", 22050)
    assert is_installed(added)
    assert [path.name for path in verify_files(added)] == [
        "de_DE-anna-medium.onnx",
        "de_DE-anna-medium.onnx.json",
    ]
    assert added.files[0].sha256 == hashlib.sha256(b"weights").hexdigest()


def test_a_file_that_only_the_user_had_cannot_be_installed_again(piper, folder):
    added = add_voice(piper(), folder, About())
    verify_files(added)[0].write_bytes(b"damaged")
    with pytest.raises(VoiceError, match=r"nobody knows where .* add it again"):
        install_voice(added, folder)


def test_the_configuration_may_be_named_in_place_of_the_model(piper, folder):
    path = piper()
    assert add_voice(path.with_name(f"{path.name}.json"), folder, About()).name == "anna"


@pytest.mark.parametrize(
    ("licence", "written", "commercial"),
    [
        (None, "LicenseRef-Unknown", False),
        ("cc0-1.0", "CC0-1.0", True),
        ("CC-BY-NC-4.0", "CC-BY-NC-4.0", False),
        ("LicenseRef-Mine", "LicenseRef-Mine", False),
    ],
)
def test_commerce_is_allowed_only_by_a_licence_that_is_known_to(
    piper, folder, licence, written, commercial
):
    added = add_voice(piper(), folder, About(licence=licence))
    assert (added.licence, added.commercial) == (written, commercial)


def test_what_the_user_says_wins(piper, folder):
    about = About("nana", "de-AT", "female", "An aunt.", "CC-BY-4.0", "Nana, CC BY 4.0")
    added = find_voice(add_voice(piper(), folder, about).name, folder)
    assert added.name == "nana"
    assert (added.language, added.gender, added.description) == ("de-AT", "female", "An aunt.")
    assert added.attribution == "Nana, CC BY 4.0"


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        (About(name="joe"), "there is a voice 'joe' already"),
        (About(name="../../etc/anna"), "gives no name"),
        (About(gender="loud"), "there is no gender 'loud'"),
        (About(licence="free as in beer"), "is no SPDX licence"),
    ],
)
def test_what_cannot_be_said_of_a_voice_is_refused(piper, folder, about, reason):
    with pytest.raises(VoiceError, match=reason):
        add_voice(piper(), folder, about)
    assert not list(folder.glob("*.toml"))


def test_what_is_no_piper_voice_is_refused(piper, folder, tmp_path):
    path = piper()
    with pytest.raises(VoiceError, match="has 904 speakers"):
        add_voice(piper(num_speakers=904), folder, About())
    with pytest.raises(VoiceError, match="is no Piper configuration"):
        add_voice(piper(audio=None), folder, About())
    path.with_name(f"{path.name}.json").unlink()
    with pytest.raises(VoiceError, match="has no configuration beside it"):
        add_voice(path, folder, About())
    with pytest.raises(VoiceError, match="there is no file"):
        add_voice(tmp_path / "nothing.onnx", folder, About())
    (tmp_path / "voice.pt").write_bytes(b"torch")
    with pytest.raises(VoiceError, match="is no voice that narrator knows"):
        add_voice(tmp_path / "voice.pt", folder, About())


@pytest.fixture
def style(tmp_path):
    path = tmp_path / "bf_sky.bin"
    path.write_bytes(bytes(STYLE_SIZE))
    return path


def test_a_kokoro_style_goes_with_the_model_that_is_installed(style, folder, voice):
    kokoro = dataclasses.replace(voice, name="model", engine="kokoro", sample_rate=24000)
    model = install_voice(kokoro, folder).files[0]
    added = add_voice(style, folder, About())
    assert (added.name, added.engine) == ("sky", "kokoro")
    assert (added.language, added.gender, added.sample_rate) == ("en-GB", "female", 24000)
    assert {file.name for file in added.files} == {"bf_sky.bin", "model.onnx"}
    assert model in added.files
    assert verify_files(added)


def test_a_kokoro_style_without_a_model_names_the_command_that_gets_it(style, folder):
    with pytest.raises(VoiceError, match=r"needs the Kokoro model.*narrator voices install"):
        add_voice(style, folder, About())
    style.write_bytes(b"short")
    with pytest.raises(VoiceError, match="is no Kokoro style: it has 5 bytes"):
        add_voice(style, folder, About())
