from __future__ import annotations

import dataclasses
import hashlib
import os

import pytest

from narrator.domain import Voice, VoiceError, VoiceFile
from narrator.engines import is_installed, verify_files
from narrator.engines.files import locate

CONTENT = b"weights" * 1000


@pytest.fixture
def model(tmp_path, monkeypatch):
    """The model file of an installed package, and the voice that wants it."""
    site = tmp_path / "site"
    (site / "some_voice").mkdir(parents=True)
    path = site / "some_voice" / "model.onnx"
    path.write_bytes(CONTENT)
    metadata = site / "some_voice-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: some-voice\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(str(site))
    return path


def voice(package="some-voice"):
    digest = hashlib.sha256(CONTENT).hexdigest()
    file = VoiceFile("model.onnx", digest, len(CONTENT), package, "some_voice/model.onnx")
    return Voice("some", "tone", "en", "male", "Some voice.", "CC0-1.0", 22050, files=(file,))


def test_a_whole_file_is_found_in_its_package(model):
    assert verify_files(voice()) == (model,)
    assert locate(voice().files[0]) == model
    assert is_installed(voice())


def test_a_missing_package_is_named(tmp_path):
    absent = voice("absent-voice")
    assert not is_installed(absent)
    with pytest.raises(VoiceError, match=r"not installed: .* pip install absent-voice"):
        verify_files(absent, cache=tmp_path)


def test_a_missing_file_asks_for_a_new_installation(model):
    model.unlink()
    assert not is_installed(voice())
    with pytest.raises(VoiceError, match=r"missing: pip install --force-reinstall .* some-voice"):
        verify_files(voice())


@pytest.mark.parametrize("content", [b"", CONTENT[:-1], CONTENT[:-1] + b"S"])
def test_a_damaged_file_asks_for_a_new_installation(model, tmp_path, content):
    model.write_bytes(content)
    with pytest.raises(VoiceError, match=r"damaged: pip install --force-reinstall .* some-voice"):
        verify_files(voice(), cache=tmp_path / "cache")


def test_a_verified_file_is_not_read_again_until_it_changes(model, tmp_path):
    cache = tmp_path / "cache"
    verify_files(voice(), cache=cache)
    before = model.stat()
    model.write_bytes(CONTENT[:-1] + b"S")
    os.utime(model, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert verify_files(voice(), cache=cache) == (model,)
    with pytest.raises(VoiceError, match="damaged"):
        verify_files(voice())
    os.utime(model, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    with pytest.raises(VoiceError, match="damaged"):
        verify_files(voice(), cache=cache)


def test_a_damaged_file_is_never_remembered_as_whole(model, tmp_path):
    model.write_bytes(b"")
    for _ in range(2):
        with pytest.raises(VoiceError, match="damaged"):
            verify_files(voice(), cache=tmp_path / "cache")


def elsewhere(path, **where):
    file = VoiceFile("model.onnx", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT), **where)
    return dataclasses.replace(voice(), files=(dataclasses.replace(file, path=str(path)),))


def test_a_file_of_the_voices_folder_is_found_by_its_path(tmp_path):
    path = tmp_path / "model.onnx"
    path.write_bytes(CONTENT)
    assert verify_files(elsewhere(path)) == (path,)
    path.write_bytes(CONTENT[:-1])
    assert not is_installed(elsewhere(path))


def test_a_file_that_was_installed_and_is_lost_or_damaged_is_installed_again(tmp_path):
    path = tmp_path / "model.onnx"
    lost = elsewhere(path, url="https://example.org/model.onnx")
    with pytest.raises(VoiceError, match=r"is missing: narrator voices install some$"):
        verify_files(lost)
    path.write_bytes(b"")
    with pytest.raises(VoiceError, match=r"is damaged: narrator voices install some$"):
        verify_files(lost)


def test_a_voice_that_was_never_installed_names_the_command_that_does(tmp_path):
    known = elsewhere("", url="https://example.org/model.onnx")
    assert not is_installed(known)
    with pytest.raises(VoiceError, match=r"'some' is not installed: narrator voices install some$"):
        verify_files(known, cache=tmp_path)
