"""A booth does what it is asked, and its end is its own."""

import contextlib
import os
import signal
import threading

import pytest

from narrator.domain import ArticleError
from narrator.library import Order, Tools
from narrator.library.booth import Booths, CrashError, HungError
from narrator.library.job import Job

from .conftest import Studio, children, words


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    with contextlib.closing(Studio(tmp_path_factory.mktemp("booth") / "studio")) as opened:
        yield opened


@pytest.fixture(scope="module")
def booths(studio):
    opened = Booths(Tools(studio.place, studio.place.work, voice="tone"), 1)
    yield opened
    opened.close()
    assert not children(os.getpid())


def job(studio, text):
    studio.place.blobs().put("episodes/a/source.1", text)
    return Job("a", 1, Order(voice="tone"), "episodes/a/source.1")


def test_the_result_of_a_task_comes_back(studio, booths):
    result = booths.run("prepare", job(studio, words("snow", 4)), seconds=60)
    assert (result.title, result.utterances) == ("The tale of snow", 5)


def test_what_a_task_raises_is_raised_here(studio, booths):
    with pytest.raises(ArticleError, match="empty") as error:
        booths.run("prepare", job(studio, b""), seconds=60)
    assert error.value.hint


def test_who_comes_first_in_line_is_served_first(studio, booths):
    order = job(studio, words("snow", 4))
    served = []
    waiting = [
        threading.Thread(
            target=lambda place=place: served.append(
                (booths.run("prepare", order, seconds=60, place=place), place)[1]
            )
        )
        for place in (3, 1, 2)
    ]
    booth = booths._take(0)
    for thread in waiting:
        thread.start()
    with booths._changed:
        assert booths._changed.wait_for(lambda: len(booths._line) == 3, 60)
        booths._free.append(booth)
        booths._changed.notify_all()
    for thread in waiting:
        thread.join()
    assert served == [1, 2, 3]


def test_a_booth_that_is_killed_or_too_slow_is_replaced(studio, booths):
    order = job(studio, words("snow", 4))
    booths.run("prepare", order, seconds=60)
    os.kill(children(os.getpid())[0], signal.SIGKILL)
    with pytest.raises(CrashError, match=r"reading the article crashed \(SIGKILL"):
        booths.run("prepare", order, seconds=60)
    with pytest.raises(HungError, match="reading the article took more than 0 s"):
        booths.run("prepare", order, seconds=0)
    assert booths.run("prepare", order, seconds=60).utterances == 5
