"""A library whose files stand in an object store."""

import contextlib
import shutil

import pytest

from narrator.domain import Fault
from narrator.library import Change, Library, Place, State

from .conftest import FILES, Studio, tale


@pytest.fixture
def studio(tmp_path, bucket):
    with contextlib.closing(Studio(tmp_path / "studio", store=bucket)) as opened:
        yield opened


def test_an_episode_is_made_served_changed_and_deleted_in_a_bucket(studio, narrated):
    studio.start()
    order = tale("lark", 6)
    record = studio.wait(studio.library.submit(order))[0]
    assert record.state is State.READY, record.problem
    assert [studio.read(record, name) for name in FILES] == narrated(order)
    part = studio.library.open(record.id, "audio.mp3", 100, 200)
    assert b"".join(part.chunks) == studio.read(record, "audio.mp3")[100:200]
    assert not (studio.place.folder / "blobs").exists()
    # A machine with an empty cache takes what was spoken from the bucket.
    shutil.rmtree(studio.place.cache / "speech")
    said = len(studio.spoken())
    studio.library.revise(record.id, Change(title="Another title"))
    studio.until(record.id, lambda found: found.revision == 2)
    assert studio.spoken()[said:] == ["Another title."]
    assert studio.library.delete(record.id)
    assert not list(studio.place.blobs().list("episodes"))


def test_a_bucket_that_is_not_there_is_said_when_something_is_ordered(tmp_path, bucket):
    place = Place(tmp_path, tmp_path, store=bucket.replace("library", "nowhere"))
    with (
        contextlib.closing(Library(place)) as library,
        pytest.raises(Fault, match="no bucket nowhere"),
    ):
        library.submit(tale("lark"))
