"""`narrator doctor`."""


def test_a_healthy_machine_passes_every_check(shell):
    result = shell("doctor")
    lines = result.stdout.decode().splitlines()
    assert result.returncode == 0
    assert [line.split()[0] for line in lines] == ["ok"] * len(lines)
    assert any("voice joe" in line for line in lines)


def test_a_folder_that_cannot_be_written_fails_its_check(shell):
    (shell.folder / "file").write_text("")
    shell.environment["NARRATOR_HOME"] = str(shell.folder / "file" / "output")
    result = shell("doctor")
    assert result.returncode == 2
    assert "FAIL  episodes" in result.stdout.decode()
