"""`narrator doctor`."""

from pathlib import Path

import pytest

from narrator.voices.install import install_voice


def test_a_healthy_machine_passes_every_check(shell):
    result = shell("doctor")
    lines = result.stdout.decode().splitlines()
    assert result.returncode == 0
    assert [line.split()[0] for line in lines] == ["ok"] * len(lines)
    assert any("voice joe" in line for line in lines)
    assert not any("thorsten" in line for line in lines)


def test_a_folder_that_cannot_be_written_fails_its_check(shell):
    (shell.folder / "file").write_text("")
    shell.environment["NARRATOR_HOME"] = str(shell.folder / "file" / "output")
    result = shell("doctor")
    assert result.returncode == 2
    assert "FAIL  episodes" in result.stdout.decode()


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_an_installed_voice_that_lost_a_file_fails_its_check(shell, voice, harm):
    installed = install_voice(voice, shell.folder / "voices")
    harm(Path(installed.files[0].path))
    for command in ["doctor"], ["voices", "verify"]:
        result = shell(*command)
        assert result.returncode == 2
        assert "narrator voices install chime" in (result.stdout + result.stderr).decode()
