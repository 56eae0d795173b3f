"""Whatever is killed, and whenever: every episode is finished, once, and sounds as it should.

NARRATOR_KILLS sets how many kills there are, NARRATOR_SEED when and of what.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys

from waiting import DEADLINE

from .conftest import FILES, Studio, children, running, tale

KILLS = int(os.environ.get("NARRATOR_KILLS", "5"))
SEED = int(os.environ.get("NARRATOR_SEED", "20261124"))

ORDERS = [tale("oak", 24), tale("elm", 16), tale("yew", 8), tale("ash", 12, key="ash")]

SERVICE = """
import signal, sys
from narrator.library import Supervisor
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
with Supervisor(1):
    signal.pause()
"""

SUBMIT = """
import os, signal, sys
from pathlib import Path
from narrator.library import Library, Order, Place
library = Library(Place(Path(sys.argv[1]), Path(sys.argv[2])))
record = library.submit(Order(source=sys.stdin.buffer.read(), voice="tone"))
print(record.id, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def service(studio, **options):
    """A service whose worker starts anew when it dies."""
    return studio.start(["-c", SERVICE], **options)


def submit_and_die(studio, order):
    """Submit from a process that is killed as soon as the order is accepted."""
    place = studio.place
    done = subprocess.run(
        [sys.executable, "-c", SUBMIT, str(place.home), str(place.cache)],
        input=order.source,
        capture_output=True,
        check=False,
        timeout=DEADLINE,
    )
    assert done.returncode == -signal.SIGKILL
    return studio.library.get(done.stdout.decode().strip())


def test_episodes_survive_kills_at_any_moment(tmp_path, narrated):
    moments = random.Random(SEED)  # noqa: S311 - these are to be the same each time
    with contextlib.closing(Studio(tmp_path / "wild")) as wild:
        records = [submit_and_die(wild, ORDERS[0])]
        records += [wild.library.submit(order) for order in ORDERS[1:]]
        options = {
            "FAULTS_PACE": 0.02,
            "FAULTS_KILL": "prepared spoken publish",
            # Not one of these deaths is the article's fault.
            "FAULTS_DEATHS": KILLS + 4,
        }
        running_now = service(wild, **options)
        for _ in range(KILLS):
            with contextlib.suppress(subprocess.TimeoutExpired):
                running_now.wait(moments.uniform(0.2, 2.5))
            workers = children(running_now.pid)
            if workers and moments.random() < 0.7:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(workers[0], signal.SIGKILL)
            else:
                running_now.kill()
                running_now.wait()
                running_now = service(wild, **options)
        finished = wild.wait(*records)
        wild.stop()

        # Nothing is lost, nothing sounds otherwise, nothing is there twice.
        for order, record in zip(ORDERS, finished, strict=True):
            assert record.problem is None
            assert [wild.read(record, name) for name in FILES] == narrated(order)
        assert wild.library.submit(ORDERS[3]).id == records[3].id
        assert len(wild.library.list()) == len(ORDERS)
        for record in finished:
            kinds = [event.kind for event in wild.library.events(record.id)]
            assert kinds.count("ready") == 1
            assert record.revision == 1
        # Nothing was made again that had been kept: at most what each kill found under way.
        said = wild.spoken()
        assert len(said) - len(set(said)) <= (KILLS + 3) * 10
        # Nothing is left behind. (What is half written in the cache goes after an hour.)
        assert not running(wild)
        unfinished = [wild.place.work, wild.place.folder / "blobs" / ".unfinished"]
        left = [path for folder in unfinished for path in folder.rglob("*") if path.is_file()]
        left += [path for path in wild.place.home.rglob("*") if ".part" in path.name]
        assert not left
