"""Several workers at one library on PostgreSQL: one that dies is made up for by the others."""

import contextlib
import signal

import pytest
from waiting import DEADLINE

from narrator.library import State

from .conftest import FILES, Studio, running, tale


@pytest.fixture
def cluster(tmp_path, server):
    with contextlib.closing(Studio(tmp_path / "cluster", database=server.database())) as opened:
        yield opened


def test_the_work_of_a_worker_that_never_comes_back_is_done_by_another(cluster, server, narrated):
    orders = [tale(name, 24) for name in ("oak", "elm", "yew")]
    lost = cluster.start(FAULTS_PACE=0.05)
    records = [cluster.library.submit(order) for order in orders]
    cluster.until_spoken(records[0])
    cluster.start(FAULTS_PACE=0.05)
    lost.kill()
    finished = cluster.wait(*records)
    assert [record.state for record in finished] == [State.READY] * 3
    assert all(record.progress.done == record.progress.total for record in finished)
    said = cluster.spoken()
    assert len(said) - len(set(said)) <= 20
    for order, record in zip(orders, finished, strict=True):
        assert [cluster.read(record, name) for name in FILES] == narrated(order)
        kinds = [event.kind for event in cluster.library.events(record.id)]
        assert kinds.count("ready") == 1
    # The server dies too, and comes back with what it had promised to keep.
    more = cluster.library.submit(tale("ash", 24))
    cluster.until_spoken(more)
    server.stop("immediate")
    cluster.until_logged("the database fails")
    server.start()
    assert cluster.wait(more)[0].state is State.READY
    cluster.stop()
    assert not running(cluster)


def test_the_work_of_a_worker_that_is_frozen_is_done_by_another_and_it_leaves_when_it_wakes(
    cluster, narrated
):
    frozen = cluster.start(FAULTS_PACE=0.05, NARRATOR_PATIENCE=0.1)
    record = cluster.library.submit(tale("oak", 24))
    cluster.until_spoken(record)
    frozen.send_signal(signal.SIGSTOP)
    cluster.start(NARRATOR_PATIENCE=0.1)
    assert cluster.wait(record)[0].state is State.READY
    frozen.send_signal(signal.SIGCONT)
    assert frozen.wait(DEADLINE) == 1
    cluster.workers.remove(frozen)
    assert "took this one for dead" in cluster.log()
    assert [cluster.read(record, name) for name in FILES] == narrated(tale("oak", 24))
    kinds = [event.kind for event in cluster.library.events(record.id)]
    assert kinds.count("ready") == 1
    # What it was at is not begun again either.
    said = len(cluster.spoken())
    more = cluster.library.submit(tale("elm", 4))
    assert cluster.wait(more)[0].state is State.READY
    assert not [line for line in cluster.spoken()[said:] if "oak" in line]


def test_work_goes_on_after_every_worker_was_killed(cluster):
    records = [cluster.library.submit(tale(name, 16)) for name in ("oak", "elm")]
    for _ in range(2):
        cluster.start(FAULTS_PACE=0.05)
    for record in records:
        cluster.until_spoken(record)
    for worker in cluster.workers:
        worker.kill()
    cluster.start()
    finished = cluster.wait(*records)
    assert [record.state for record in finished] == [State.READY] * 2
    for record in finished:
        assert record.progress.done == record.progress.total
        kinds = [event.kind for event in cluster.library.events(record.id)]
        assert kinds.count("ready") == 1
