"""Files appear whole or not at all, under names that are safe anywhere."""

import pytest

from narrator.domain import OutputError
from narrator.files import put_whole, slug, whole_file


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Hello, World!", "hello-world"),
        ("South Korea's “plan”: 50% more", "south-koreas-plan-50-more"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON / PRN \\ NUL", "con-prn-nul"),
        ("Nachtzug nach Zürich", "nachtzug-nach-zürich"),
        ("북한군 포로", "북한군-포로"),
        ("...", "article"),
        ("", "article"),
    ],
)
def test_a_title_becomes_a_safe_file_name(title, name):
    assert slug(title) == name


def test_a_long_title_is_cut_between_words():
    name = slug("many words " * 40)
    assert len(name) <= 80
    assert name.split("-")[-1] in {"many", "words"}


def test_the_file_is_not_there_before_the_block_ends_and_whole_after(tmp_path):
    path = tmp_path / "new" / "a.txt"
    with whole_file(path) as part:
        part.write_text("content")
        assert not path.exists()
        assert part.suffix == ".txt"
    assert path.read_text() == "content"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_when_the_block_fails_the_old_file_stays_and_nothing_else(tmp_path, error):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(error), whole_file(path) as part:
        part.write_text("ha")
        raise error
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_explained(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="-o"), whole_file(tmp_path / "file" / "a.mp3"):
        pytest.fail("the block must not run")


def test_a_full_disk_is_explained_and_leaves_nothing(tmp_path):
    path = tmp_path / "a.txt"
    with pytest.raises(OutputError, match="free some space"), whole_file(path):
        raise OSError(28, "No space left on device")
    assert not list(tmp_path.iterdir())


def test_put_whole_makes_the_folder_and_leaves_no_other_file(tmp_path):
    put_whole(tmp_path / "a" / "b", b"data")
    assert [path.read_bytes() for path in (tmp_path / "a").iterdir()] == [b"data"]
