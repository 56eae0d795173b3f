"""Which file an episode goes to."""

from pathlib import Path

import pytest

from narrator.domain import EpisodeFormat, OutputError
from narrator.output import choose_output


@pytest.mark.parametrize(
    ("out", "wanted", "expected"),
    [
        ("a.mp3", None, ("a.mp3", "mp3")),
        ("a.M4B", None, ("a.M4B", "m4b")),
        ("a.opus", EpisodeFormat.OPUS, ("a.opus", "opus")),
        ("folder", None, ("folder/a-quiet-day.mp3", "mp3")),
        ("folder", EpisodeFormat.FLAC, ("folder/a-quiet-day.flac", "flac")),
        ("Vol. 2", None, ("Vol. 2/a-quiet-day.mp3", "mp3")),
        ("v1.2", None, ("v1.2/a-quiet-day.mp3", "mp3")),
    ],
)
def test_the_name_says_the_file_and_its_format(out, wanted, expected):
    path, kind = choose_output(Path(out), "A quiet day", wanted)
    assert (str(path), str(kind)) == expected


def test_a_folder_that_looks_like_a_file_is_a_folder(tmp_path):
    folder = tmp_path / "my.mp3"
    folder.mkdir()
    assert choose_output(folder, "A", None)[0] == folder / "a.mp3"


@pytest.mark.parametrize(("out", "wanted"), [("a.ogg", None), ("a.mp3", EpisodeFormat.WAV)])
def test_a_name_of_no_or_another_format_is_refused(out, wanted):
    with pytest.raises(OutputError, match=r"\.(mp3|wav)"):
        choose_output(Path(out), "A", wanted)
