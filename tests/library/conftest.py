import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from waiting import DEADLINE, wait_for

from narrator.library import Library, Order, Place, State
from narrator.pipeline import narrate

FAULTS = Path(__file__).with_name("faults")
"""Goes before our own engines on the path of a worker."""

FILES = ["audio.mp3", "chapters.json", "transcript.vtt"]
"""What `narrated` gives, as the library names it."""


def words(name, sentences):
    """An article of so many sentences, about a minute for fifteen."""
    lines = [
        f"Sentence {count} of {name} says that the {name} goes on, word by word, as it should."
        for count in range(sentences)
    ]
    paragraphs = [" ".join(lines[start : start + 4]) for start in range(0, sentences, 4)]
    return "\n\n".join([f"The tale of {name}", *paragraphs]).encode()


def tale(name, sentences=12, **options):
    return Order(source=words(name, sentences), voice="tone", **options)


class Studio:
    """A library, and a worker that is started, killed and watched."""

    def __init__(self, folder, database=None, store=None):
        self.folder = folder
        self.faults = folder / "faults"
        self.faults.mkdir(parents=True)
        self.place = Place(folder / "out", folder / "cache", database, store)
        self.library = Library(self.place)
        self.workers = []

    def environment(self, **options):
        settings = {
            "NARRATOR_HOME": str(self.place.home),
            "NARRATOR_CACHE": str(self.place.cache),
            "NARRATOR_VOICE": "tone",
            "NARRATOR_THREADS": "2",
            "PYTHONPATH": str(FAULTS),
            "FAULTS": str(self.faults),
            **({"NARRATOR_DATABASE": self.place.database} if self.place.database else {}),
            **({"NARRATOR_STORE": self.place.store} if self.place.store else {}),
        }
        return os.environ | settings | {name: str(value) for name, value in options.items()}

    def start(self, command=("-m", "narrator", "worker"), *, stderr=None, **options):
        with (self.folder / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command], env=self.environment(**options), stderr=stderr or log
            )
        self.workers.append(process)
        return process

    def wait(self, *records, states=(State.READY, State.FAILED, State.CANCELLED)):
        """Wait until episodes are in one of these states, and give them."""
        return [self.until(record.id, lambda found: found.state in states) for record in records]

    def until(self, episode, true):
        """Wait until something is true of an episode, and give it."""

        def look():
            found = self.library.get(episode)
            return found if true(found) else None

        return wait_for(look, lambda: f"{self.library.get(episode)}\n{self.log()}")

    def read(self, record, name):
        return b"".join(self.library.open(record.id, name).chunks)

    def spoken(self):
        """What was synthesized, sentence by sentence."""
        with contextlib.suppress(FileNotFoundError):
            lines = (self.faults / "spoken").read_text("utf-8").splitlines()
            return [line.partition(" ")[2] for line in lines]
        return []

    def until_spoken(self, record, count=1):
        return self.until(record.id, lambda found: found.progress.done >= count)

    def until_logged(self, words):
        wait_for(lambda: words in self.log(), self.log)

    def log(self):
        return (self.folder / "worker.log").read_text("utf-8")

    def stop(self):
        for process in self.workers:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        for process in self.workers:
            process.wait(DEADLINE)
        self.workers.clear()

    def close(self):
        self.stop()
        self.library.close()


@pytest.fixture
def studio(tmp_path):
    with contextlib.closing(Studio(tmp_path / "studio")) as opened:
        yield opened


@pytest.fixture
def library(studio):
    """A library without a worker."""
    return studio.library


@pytest.fixture
def narrated(tmp_path):
    """What the command line makes of an order: audio, chapters and captions."""

    def made(order):
        audio = tmp_path / "narrated" / "audio.mp3"
        narrate(order.source, audio, voice="tone", captions=True, force=True)
        files = [audio, audio.with_suffix(".chapters.json"), audio.with_suffix(".vtt")]
        return [path.read_bytes() for path in files]

    return made


def children(parent):
    """Processes that `parent` started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, ppid = stat.read_text().rpartition(")")[2].split()[:2]
            if int(ppid) == parent and state != "Z":
                found.append(int(stat.parent.name))
    return found


def running(studio):
    """Processes of a studio's workers and booths, wherever they hang."""
    mark = f"FAULTS={studio.faults}".encode()
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark in environ.read_bytes().split(b"\0"):
                found.append(int(environ.parent.name))
    return found


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
        self._count = itertools.count()
        folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        self.run("initdb", "-D", self.data, "-U", "narrator", "-A", "trust", "--no-sync")
        self.start()

    def run(self, program, *arguments):
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*user, str(self.bin / program), *map(str, arguments)]
        done = subprocess.run(
            command, cwd="/", capture_output=True, text=True, check=False, timeout=DEADLINE
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def database(self):
        """The URL of a new, empty database."""
        name = f"library{next(self._count)}"
        self.run("createdb", "-h", self.folder, "-U", "narrator", name)
        return f"postgresql://narrator@/{name}?host={self.folder}"

    def start(self):
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        log = self.folder / "log"
        self.run("pg_ctl", "-D", self.data, "-o", options, "-l", log, "-w", "start")

    def stop(self, how="fast"):
        self.run("pg_ctl", "-D", self.data, "-m", how, "-w", "stop")


@pytest.fixture(scope="session")
def server():
    # A socket's path may have 107 characters, and its folder must be one that others may enter.
    with tempfile.TemporaryDirectory(prefix="narrator-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        started = Server(Path(name) / "server")
        yield started
        started.stop("immediate")
