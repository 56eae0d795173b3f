"""Blobs appear whole or not at all, in a folder and in an object store alike."""

import subprocess
import sys

import pytest

from narrator.domain import Fault, InputError, OutputError
from narrator.store import open_blobs


@pytest.fixture(params=["folder", "memory", "bucket"])
def blobs(request, tmp_path):
    match request.param:
        case "folder":
            return open_blobs(tmp_path / "blobs")
        case "memory":
            return open_blobs("memory://")
        case _:
            return open_blobs(request.getfixturevalue("bucket"))


def test_what_was_put_is_read_back(blobs):
    blobs.put("a/b.txt", b"hello")
    assert blobs.get("a/b.txt") == b"hello"
    assert blobs.head("a/b.txt").size == 5


def test_a_missing_blob_is_none_and_deleting_it_does_nothing(blobs):
    assert blobs.get("a/b") is None
    assert blobs.head("a/b") is None
    assert blobs.open("a/b") is None
    blobs.delete("a/b")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, None, b"0123456789"), (3, None, b"3456789"), (2, 5, b"234"), (8, 99, b"89")],
)
def test_any_range_can_be_read(blobs, start, end, expected):
    blobs.put("ten", b"0123456789")
    found = blobs.open("ten", start, end)
    assert b"".join(found.chunks) == expected
    assert (found.start, found.end, found.blob.size) == (start, start + len(expected), 10)


def test_a_reader_finishes_the_blob_it_opened_though_it_is_replaced_and_deleted(blobs):
    blobs.put("audio", b"old" * 500_000)
    reading = blobs.open("audio")
    blobs.put("audio", b"new")
    blobs.delete("audio")
    assert b"".join(reading.chunks) == b"old" * 500_000


def test_new_content_has_a_new_etag(blobs):
    blobs.put("audio", b"one")
    before = blobs.head("audio").etag
    blobs.put("audio", b"two")
    assert blobs.head("audio").etag != before


def test_a_file_is_taken_in(blobs, tmp_path):
    file = tmp_path / "made"
    file.write_bytes(b"sound")
    blobs.put_file("x/audio.mp3", file)
    assert blobs.get("x/audio.mp3") == b"sound"
    assert not file.exists()


def test_a_folder_is_listed_copied_and_deleted(blobs):
    for name in ("e/1/a", "e/1/b", "e/2/a"):
        blobs.put(name, b".")
    blobs.copy("e/1/a", "e/3/a")
    assert {blob.key for blob in blobs.list("e/1")} == {"e/1/a", "e/1/b"}
    blobs.delete_all("e/1")
    assert {blob.key for blob in blobs.list("e")} == {"e/2/a", "e/3/a"}


def test_copying_what_is_not_there_is_a_fault(blobs):
    with pytest.raises(Fault, match="nowhere"):
        blobs.copy("nowhere", "somewhere")


@pytest.mark.parametrize("key", ["", "../up", "/abs", "a//b", ".hidden", "a/.part", "a b", "a\\b"])
def test_a_key_that_leaves_the_store_is_refused(blobs, key):
    with pytest.raises(InputError):
        blobs.put(key, b"")
    with pytest.raises(InputError):
        blobs.get(key)


WRITER = """
import sys, time
from narrator.store import open_blobs
import narrator.files
def halfway(part):
    print("written", flush=True)
    time.sleep(600)
narrator.files._sync = halfway
open_blobs(sys.argv[1]).put("e/audio", b"half of it")
"""


def test_what_is_being_written_is_no_blob_and_goes_when_its_writer_was_killed(tmp_path):
    blobs = open_blobs(tmp_path)
    blobs.put("e/chapters", b".")
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout.readline() == b"written\n"
        blobs.clear_unfinished()
        halves = files(tmp_path) - {"chapters"}
        writer.kill()
    assert [blob.key for blob in blobs.list("e")] == ["e/chapters"]
    assert halves
    blobs.clear_unfinished()
    assert files(tmp_path) == {"chapters"}


def files(folder):
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError):
        open_blobs(tmp_path / "file")
    blobs = open_blobs(tmp_path)
    with pytest.raises(OutputError):
        blobs.put("file/below", b"")


def test_a_store_of_no_known_kind_is_refused():
    with pytest.raises(InputError, match="gopher"):
        open_blobs("gopher://place")


def test_what_is_not_in_a_bucket_is_looked_for_below_its_prefix_only(bucket):
    one, other = (open_blobs(f"{bucket}/{name}") for name in ("one", "other"))
    one.put("a/b", b".")
    assert other.get("a/b") is None
    assert [blob.key for blob in one.list("a")] == ["a/b"]


def test_a_bucket_that_is_not_there_is_said(bucket):
    blobs = open_blobs("s3://no-such-bucket/library")
    for use in (lambda: blobs.put("a", b"."), lambda: list(blobs.list("a"))):
        with pytest.raises(Fault, match="no bucket no-such-bucket") as caught:
            use()
        assert "NARRATOR_STORE" in caught.value.hint
    assert bucket
