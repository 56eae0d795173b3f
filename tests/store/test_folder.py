"""Entries are kept whole, found again, and bounded."""

import hashlib
import multiprocessing
import os

import pytest

from narrator.domain import OutputError
from narrator.store import Folder, open_blobs

HEAD = b"two words"


def name(number=0, kind="speech"):
    return f"{hashlib.sha256(b'%d' % number).hexdigest()}.{kind}"


def body(number=0, size=10_000):
    return bytes([number]) * size


def entries(path):
    return sorted(path.glob("*/[!.]*"))


def fill(folder, numbers):
    for number in numbers:
        folder.write(name(number), HEAD, body(number))


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def test_what_was_written_comes_back(tmp_path, folder):
    folder.write(name(), HEAD, body())
    assert Folder(tmp_path).read(name()) == (HEAD, body())
    assert Folder(tmp_path).read_head(name()) == HEAD


def test_kinds_do_not_know_each_other(folder):
    folder.write(name(), HEAD, body())
    assert folder.read(name(kind="reel")) is None


@pytest.mark.parametrize("damage", ["cut", "flipped", "head", "line", "empty", "foreign"])
def test_a_damaged_entry_is_missing_and_can_be_written_again(tmp_path, folder, damage):
    folder.write(name(), HEAD, body())
    (path,) = entries(tmp_path)
    data = bytearray(path.read_bytes())
    place = {"flipped": len(data) // 2, "head": data.index(HEAD), "line": 20}
    if damage in place:
        data[place[damage]] ^= 1
    other = {"cut": bytes(data[:-100]), "empty": b"", "foreign": b"\x00" * 500}
    path.write_bytes(other.get(damage, bytes(data)))
    assert folder.read(name()) is None
    assert not path.exists()
    folder.write(name(), HEAD, body())
    assert folder.read(name()) is not None


def test_over_the_limit_what_was_used_longest_ago_goes_first(tmp_path):
    Folder(tmp_path).write(name(0), HEAD, body(0))
    size = entries(tmp_path)[0].stat().st_size
    folder = Folder(tmp_path, limit=size * 10)
    fill(folder, range(1, 6))
    for number in range(6):
        os.utime(tmp_path / name(number)[:2] / name(number), ns=(number, number))
    assert folder.read_head(name(0)) is not None
    fill(folder, range(6, 12))
    folder.trim()
    assert folder.size() <= size * 10
    assert folder.read(name(0)) is not None, "it was just used"
    assert folder.read(name(1)) is None, "it was used longest ago"


def test_what_is_used_often_is_not_marked_each_time(tmp_path, folder):
    folder.write(name(), HEAD, body())
    before = entries(tmp_path)[0].stat().st_mtime_ns
    folder.read(name())
    assert entries(tmp_path)[0].stat().st_mtime_ns == before


def test_a_running_folder_stays_near_its_limit_without_being_asked(tmp_path):
    Folder(tmp_path).write(name(0), HEAD, body(0))
    limit = entries(tmp_path)[0].stat().st_size * 20
    folder = Folder(tmp_path, limit=limit)
    fill(folder, range(60))
    assert folder.size() <= limit * (1 + 1 / 16)


def test_a_file_that_a_killed_process_left_unfinished_is_cleared(tmp_path, folder):
    folder.write(name(), HEAD, body())
    left = entries(tmp_path)[0].parent / ".0123456789abcdef.part"
    left.write_bytes(b"half")
    fresh = left.with_name(".fedcba9876543210.part")
    fresh.write_bytes(b"half")
    os.utime(left, (0, 0))
    folder.trim()
    assert not left.exists()
    assert fresh.exists(), "another process may still be writing it"


def test_a_folder_that_cannot_be_written_is_explained(tmp_path):
    place = tmp_path / "file"
    place.write_text("not a folder")
    with pytest.raises(OutputError, match="NARRATOR_CACHE"):
        Folder(place).write(name(), HEAD, body())


def work(path, first):
    folder = Folder(path, limit=200_000)
    for number in range(first, first + 40):
        folder.write(name(number % 25), HEAD, body(number % 25))
        found = folder.read(name((number * 7) % 25))
        if found is not None:
            assert found == (HEAD, body((number * 7) % 25))


def test_several_processes_may_share_a_folder(tmp_path):
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        pool.starmap(work, [(tmp_path, first) for first in (0, 5, 10)])
    assert Folder(tmp_path).size() <= 200_000 * (1 + 3 / 32)


def test_what_another_machine_made_is_found_in_the_shared_store(tmp_path):
    shared = open_blobs(tmp_path / "shared")
    Folder(tmp_path / "one", shared=shared).write("0a1b.speech", b"head", b"body")
    other = Folder(tmp_path / "other", shared=shared)
    assert other.read("0a1b.speech") == (b"head", b"body")
    shared.delete_all("speech")
    assert other.read_head("0a1b.speech") == b"head"
