"""Several workers at one library on PostgreSQL: one that dies is made up for by the others."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from narrator.library import State

from .conftest import DEADLINE, FILES, Studio, running, tale


def programs():
    """The newest PostgreSQL server of the system, as Debian installs it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: p.parts[-3])
    if not found and not os.environ.get("CI"):
        pytest.skip("no PostgreSQL server: apt-get install postgresql")
    return found[-1].parent


class Server:
    """A PostgreSQL server on a socket of its own; PostgreSQL does not run as root."""

    def __init__(self, folder):
        self.folder = folder
        self.data = folder / "data"
        self.bin = programs()
        folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        self.run("initdb", "-D", self.data, "-U", "narrator", "-A", "trust", "--no-sync")
        self.start()

    @property
    def url(self):
        return f"postgresql://narrator@/postgres?host={self.folder}"

    def run(self, program, *arguments):
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*user, str(self.bin / program), *map(str, arguments)]
        done = subprocess.run(
            command, cwd="/", capture_output=True, text=True, check=False, timeout=DEADLINE
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self):
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        log = self.folder / "log"
        self.run("pg_ctl", "-D", self.data, "-o", options, "-l", log, "-w", "start")

    def stop(self, how="fast"):
        self.run("pg_ctl", "-D", self.data, "-m", how, "-w", "stop")


@pytest.fixture(scope="module")
def server():
    # A socket's path may have 107 characters, and its folder must be one that others may enter.
    with tempfile.TemporaryDirectory(prefix="narrator-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        started = Server(Path(name) / "server")
        yield started
        started.stop("immediate")


@pytest.fixture
def cluster(tmp_path, server):
    with contextlib.closing(Studio(tmp_path / "cluster", database=server.url)) as opened:
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
    server.start()
    assert cluster.wait(more)[0].state is State.READY
    cluster.stop()
    assert not running(cluster)
