"""`narrator voices`."""

import dataclasses
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from voice_mirror import CONFIG, MODEL

from narrator.audition import sample_text
from narrator.engines import verify_files
from narrator.voices import find_voice
from narrator.voices.entry import write_entry
from narrator.voices.install import install_voice

NARRATOR = "os.execv(sys.executable, [sys.executable, '-m', 'narrator', *sys.argv[1:]])"
SMALL_FILES = "import os, resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (500_000,) * 2);"
IN_CHARGE = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"


@pytest.fixture
def chime(shell, voice):
    """A voice that is known by its entry in the voices folder, and not installed."""
    folder = shell.folder / "voices"
    folder.mkdir()
    (folder / "chime.toml").write_bytes(write_entry(voice, folder))
    return voice


def said(result):
    return result.stdout.decode(), result.stderr.decode()


def refused(result):
    """The one line that a command refused with."""
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr
    assert result.stderr.count(b"\n") == 1
    return result.stderr.decode()


def test_the_list_fits_a_terminal_and_tells_what_is_installed(shell):
    shell.environment["COLUMNS"] = "80"
    text = shell("voices").stdout.decode()
    assert max(map(len, text.splitlines())) <= 80
    assert re.search(r"^● joe +man, US +piper +63 MB +\d+x +CC0-1.0", text, re.MULTILINE)
    assert re.search(
        r"^○ kristin +woman, US +piper +64 MB +~\d+x +public domain", text, re.MULTILINE
    )
    assert re.search(r"^○ lessac .* research only !", text, re.MULTILINE)
    assert "…" not in text
    assert shell("voices", "list").stdout.decode() == text


def test_the_list_narrows_to_a_language_or_to_what_is_installed(shell):
    german = shell("voices", "list", "--language", "de").stdout.decode()
    assert "thorsten" in german
    assert "joe" not in german
    installed = shell("voices", "list", "--installed").stdout.decode()
    assert "joe" in installed
    assert "thorsten" not in installed
    assert "language 'xx'" in refused(shell("voices", "list", "--language", "xx"))


def test_a_program_can_read_the_list(shell):
    lines = shell("voices", "list", "--json").stdout.decode().splitlines()
    voices = {facts["name"]: facts for facts in map(json.loads, lines)}
    assert voices["joe"]["installed"]
    assert not voices["siwis"]["installed"]
    assert "CC BY 4.0" in voices["siwis"]["attribution"]
    assert not voices["lessac"]["commercial"]


def test_a_suggestion_ends_with_the_command_to_type(shell):
    lines = shell("voices", "suggest", "--language", "de-DE").stdout.decode().splitlines()
    assert lines[0].startswith("○ thorsten")
    assert lines[-1] == "narrator voices install thorsten"
    assert "'tlh'" in refused(shell("voices", "suggest", "--language", "tlh"))


@pytest.mark.usefixtures("chime")
def test_it_verifies_what_is_installed(shell):
    text, errors = said(shell("voices", "verify"))
    assert "joe: 2 files whole" in text
    assert "chime" not in text + errors
    assert "install chime" in refused(shell("voices", "verify", "chime"))


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_it_finds_what_an_installed_voice_lost(shell, voice, harm):
    installed = install_voice(voice, shell.folder / "voices")
    harm(Path(installed.files[0].path))
    assert "narrator voices install chime" in refused(shell("voices", "verify"))


def test_installing_says_the_size_first_then_hears_the_voice(shell, chime):
    result = shell("voices", "install", "chime")
    text, errors = said(result)
    assert result.returncode == 0, errors
    first, second, credit = text.splitlines()
    assert first == "chime: 700 kB; CC-BY-4.0"
    assert re.fullmatch(
        r"chime: installed, heard: [\d,]+x real time, -\d+\.\d LUFS; use it with --voice chime",
        second,
    )
    assert chime.attribution in credit
    found = find_voice("chime", shell.folder / "voices")
    assert verify_files(found)
    assert found.loudness < -10
    assert shell("voices", "install", "chime").stdout == b"chime: installed already\n"
    assert f"Credit for chime: {chime.attribution}" in shell("voices").stdout.decode()


def test_the_credit_goes_into_the_audio_and_the_manifest(shell, chime, article):
    shell("voices", "install", "chime", "--quiet")
    result = shell("narrate", article, "--voice", "chime", "-o", "a.flac")
    assert result.returncode == 0, result.stderr
    with soundfile.SoundFile(shell.folder / "a.flac") as file:
        assert chime.attribution in file.copy_metadata()["comment"]
    manifest = json.loads((shell.folder / "a.episode.json").read_text())
    assert manifest["voices"][0]["attribution"] == chime.attribution
    assert manifest["voices"][0]["licence"] == "CC-BY-4.0"


@pytest.mark.usefixtures("chime")
def test_a_cut_connection_is_one_line_and_the_same_command_goes_on(shell, mirror):
    mirror.cuts = [300_000]
    mirror.statuses = [None, 403]
    assert "cannot be fetched" in refused(shell("voices", "install", "chime"))
    result = shell("voices", "install", "chime")
    assert result.returncode == 0
    assert "300 kB of it here already" in result.stdout.decode()
    assert mirror.sent == len(MODEL) + len(CONFIG)


def test_an_installation_killed_in_the_middle_goes_on(shell, chime, mirror):
    mirror.slow_after = 400_000
    process = shell.start("voices", "install", "chime")
    mirror.reached.wait(timeout=30)
    part = shell.folder / "voices" / "partial" / chime.files[0].sha256
    while not part.exists() or part.stat().st_size < 400_000:
        assert process.poll() is None
    process.kill()
    process.communicate()
    mirror.slow_after = None
    mirror.go_on.set()
    assert shell("voices", "install", "chime").returncode == 0
    asked = [place for path, place in mirror.asked if path == "/model.onnx"]
    assert asked == [None, "bytes=400000-"]


@pytest.mark.usefixtures("chime")
def test_two_commands_at_once_bring_every_byte_once(shell, mirror):
    mirror.slow_after = 400_000
    first = shell.start("voices", "install", "chime")
    mirror.reached.wait(timeout=30)
    second = shell.start("voices", "install", "chime")
    assert b"waiting for another installation" in second.stderr.readline()
    mirror.go_on.set()
    for process in (first, second):
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    assert mirror.sent == len(MODEL) + len(CONFIG)


@pytest.mark.usefixtures("chime")
def test_a_wrong_hash_is_one_line_and_installs_nothing(shell, mirror):
    mirror.files["/model.onnx"] = bytes(len(MODEL))
    assert "SHA-256" in refused(shell("voices", "install", "chime"))
    assert "not installed" in refused(shell("narrate", "-", "--voice", "chime", stdin=b"Hello."))


@pytest.mark.usefixtures("chime")
def test_a_full_disk_is_one_line_and_more_room_is_enough(shell, mirror):
    """The limit on a file's size stands in for the disk's end: the write fails half way."""
    result = subprocess.run(
        [sys.executable, "-c", SMALL_FILES + NARRATOR, "voices", "install", "chime"],
        env=shell.environment,
        capture_output=True,
        check=False,
    )
    message = refused(result)
    assert "cannot write the voices folder" in message
    assert "NARRATOR_VOICES" in message
    sent = mirror.sent
    assert shell("voices", "install", "chime").returncode == 0
    assert mirror.sent - sent == len(MODEL) - 500_000 + len(CONFIG)


def test_a_read_only_folder_is_one_line(shell):
    shell.environment["NARRATOR_VOICES"] = "/sys/voices"
    assert "cannot write the voices folder" in refused(shell("voices", "install", "kristin"))


@pytest.mark.usefixtures("chime")
def test_an_unknown_name_among_several_installs_none(shell, mirror):
    assert "no voice 'chine': did you mean 'chime'" in refused(
        shell("voices", "install", "chime", "chine")
    )
    assert mirror.asked == []


@pytest.mark.usefixtures("chime")
def test_a_mirror_in_a_folder_needs_no_network(shell, mirror, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "model.onnx").write_bytes(MODEL)
    (stick / "model.onnx.json").write_bytes(CONFIG)
    assert shell("voices", "install", "chime", "--from", stick).returncode == 0
    assert mirror.asked == []


@pytest.mark.usefixtures("chime")
def test_a_removed_voice_is_gone_and_joe_stays_with_its_package(shell):
    shell("voices", "install", "chime", "--quiet")
    text, _ = said(shell("voices", "remove", "chime"))
    assert text == "chime: removed, 0.7 MB freed\n"
    assert "no voice 'chime'" in refused(shell("voices", "remove", "chime"))
    assert "goes with its package" in refused(shell("voices", "remove", "joe"))


def test_a_sample_is_one_file_of_audio(shell):
    result = shell("voices", "sample", "tone", "--text", "One, two, three.", "-o", "hear/it.wav")
    assert result.returncode == 0, result.stderr
    assert shell.files() == ["hear/it.wav"]
    pcm, rate = soundfile.read(shell.folder / "hear" / "it.wav")
    assert np.abs(pcm).max() > 0.1
    assert len(pcm) / rate > 0.5
    assert "end the name in" in refused(shell("voices", "sample", "tone", "-o", "it.doc"))
    assert "install kristin" in refused(shell("voices", "sample", "kristin"))


def test_a_piper_voice_of_ones_own_is_added_heard_and_narrates(shell, article):
    joe = find_voice("joe")
    own = shell.folder / "voices-of-mine"
    own.mkdir()
    for path, name in zip(verify_files(joe), ("en_US-mine-medium.onnx",) * 2, strict=True):
        (own / f"{name}{'.json' * (path.suffix == '.json')}").symlink_to(path)
    result = shell("voices", "add", own / "en_US-mine-medium.onnx", "--licence", "cc0-1.0")
    assert result.returncode == 0, result.stderr
    assert b"mine: added, heard: " in result.stdout
    added = find_voice("mine", shell.folder / "voices")
    assert [file.sha256 for file in added.files] == [file.sha256 for file in joe.files]
    assert (added.language, added.sample_rate, added.licence) == ("en-US", 22050, "CC0-1.0")
    assert -35 < added.loudness < -15
    assert dataclasses.replace(added, files=()).commercial
    assert "mine" in shell("voices", "list", "--installed").stdout.decode()
    narrated = shell("narrate", article, "--voice", "mine", "-o", "a.mp3")
    assert narrated.returncode == 0, narrated.stderr
    assert "already" in refused(shell("voices", "add", own / "en_US-mine-medium.onnx"))


def test_what_is_no_voice_is_not_added(shell):
    (shell.folder / "en_US-odd-medium.onnx").write_bytes(b"odd")
    (shell.folder / "en_US-odd-medium.onnx.json").write_bytes(
        verify_files(find_voice("joe"))[1].read_bytes()
    )
    refused(shell("voices", "add", "en_US-odd-medium.onnx"))
    assert b"odd" not in shell("voices").stdout
    assert not list((shell.folder / "voices" / "files").iterdir())


def test_a_language_without_an_installed_voice_names_the_command_that_gets_one(shell):
    portuguese = sample_text("pt").encode()
    message = refused(shell("narrate", "-", stdin=portuguese))
    assert "narrator voices install faber" in message


def test_the_systems_voice_reads_as_the_last_resort_with_a_hint(shell):
    german = sample_text("de").encode()
    result = shell("narrate", "-", "-o", "a.wav", stdin=german)
    assert result.returncode == 0
    assert "narrator voices install thorsten" in result.stderr.decode()
    assert result.stderr.count(b"\n") == 1
    assert shell("narrate", "-", "-o", "a.wav", "--quiet", stdin=german).stderr == b""


@pytest.mark.usefixtures("chime")
@pytest.mark.parametrize(("answer", "code"), [(b"n\n", 0), (b"\x03", 130), (b"\x04", 130)])
def test_at_a_terminal_it_asks_and_takes_no_for_an_answer(shell, mirror, answer, code):
    asked, ours = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", IN_CHARGE + NARRATOR, "voices", "install", "chime"],
        cwd=shell.folder,
        env=shell.environment,
        stdin=ours,
        stdout=ours,
        stderr=ours,
        start_new_session=True,
    )
    os.close(ours)
    said = b""
    while b"[Y/n]" not in said:
        said += os.read(asked, 4096)
    assert b"chime: 700 kB; CC-BY-4.0" in said
    os.write(asked, answer)
    assert process.wait(timeout=60) == code
    os.close(asked)
    assert mirror.asked == []
