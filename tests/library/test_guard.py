"""What kills its worker is given up; what was only near by is not."""

import contextlib
import threading

import pytest

from narrator.library.database import connect
from narrator.library.guard import DeadlyError, Guard
from narrator.library.problems import may_pass


@pytest.fixture
def engine(studio):
    opened = connect(studio.place.url)
    yield opened
    opened.dispose()


def die(engine, *works):
    """Begin works in a worker that never comes to their end."""
    for work in works:
        Guard(engine, 99)._begin(work)


def test_work_that_ends_leaves_no_trace_however_it_ends(engine):
    guard = Guard(engine, 1)
    for _ in range(3):
        with contextlib.suppress(ValueError), guard.over("a"):
            raise ValueError


def test_work_at_which_workers_die_is_given_up_until_it_is_asked_for_again(engine):
    die(engine, "a", "a")
    with pytest.raises(DeadlyError, match="2 workers died") as error, Guard(engine, 2).over("a"):
        pytest.fail("it was done")
    assert not may_pass(error.value)
    with Guard(engine, 2).over("a"):
        pass


def test_suspects_are_done_one_at_a_time_and_others_beside_them(engine):
    die(engine, "a", "b")
    guard = Guard(engine, 3)
    at_b = threading.Event()

    def do_b():
        with guard.over("b"):
            at_b.set()

    with guard.over("a"):
        other = threading.Thread(target=do_b)
        other.start()
        with guard.over("fresh"):
            assert not at_b.is_set()
    other.join()
    assert at_b.is_set()


def test_a_worker_that_is_stopped_is_no_death(engine):
    guard = Guard(engine, 1)
    guard._begin("a")
    guard.clear()
    with Guard(engine, 1).over("a"):
        pass
