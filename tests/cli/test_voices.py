"""`narrator voices`."""


def test_it_lists_the_voices(shell):
    text = shell("voices").stdout.decode()
    assert "joe" in text
    assert "CC0-1.0" in text
    assert shell("voices", "list").stdout.decode() == text


def test_it_verifies_their_files(shell):
    result = shell("voices", "verify")
    assert result.returncode == 0
    assert "joe: 2 files whole" in result.stdout.decode()
