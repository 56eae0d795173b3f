"""Files appear whole or not at all, under names that are safe anywhere."""

import os
import resource
from concurrent.futures import ThreadPoolExecutor

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


def test_a_folder_in_the_way_is_explained(tmp_path):
    with pytest.raises(OutputError, match="cannot write"), whole_file(tmp_path) as part:
        part.write_text("x")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_explained(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="may write"), whole_file(tmp_path / "a"):
        pass


def test_a_full_disk_is_explained(tmp_path):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        with (
            pytest.raises(OutputError, match="somewhere else"),
            whole_file(tmp_path / "a") as part,
        ):
            part.write_bytes(b"x" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []


def test_the_longest_name_can_be_written(tmp_path):
    path = tmp_path / ("n" * 255)
    with whole_file(path) as part:
        part.write_text("x")
    assert path.exists()


def test_put_whole_makes_the_folder_and_leaves_no_other_file(tmp_path):
    put_whole(tmp_path / "a" / "b", b"data")
    assert [path.read_bytes() for path in (tmp_path / "a").iterdir()] == [b"data"]


def test_a_cache_file_that_cannot_be_placed_leaves_nothing(tmp_path):
    path = tmp_path / "taken"
    (path / "by a folder").mkdir(parents=True)
    with pytest.raises(OutputError, match="NARRATOR_CACHE"):
        put_whole(path, b"content")
    assert list(tmp_path.iterdir()) == [path]


def test_many_writers_leave_one_whole_cache_file(tmp_path):
    path = tmp_path / "file"
    contents = [bytes([number]) * 100_000 for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: put_whole(path, content), contents))
    assert path.read_bytes() in contents
