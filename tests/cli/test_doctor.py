"""`narrator doctor`."""

from pathlib import Path

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


def test_an_installed_voice_that_lost_a_file_fails_its_check(shell, voice):
    installed = install_voice(voice, shell.folder / "voices")
    Path(installed.files[0].path).unlink()
    result = shell("doctor")
    assert result.returncode == 2
    assert "FAIL  voice chime" in result.stdout.decode()
    assert "narrator voices install chime" in result.stdout.decode()
