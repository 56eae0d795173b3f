"""A real server in a process of its own, with a worker that speaks with the tone engine."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time

import httpx2
import pytest

from narrator.library import Library, Place
from narrator.service.security.keys import KeyStore, Scope

ARTICLE = """A quiet day at the mill

Click to start listening

The wheel did not turn on Tuesday. It cost the miller $5.

What came next

Nobody knew what to say about it, and so the people went home.
"""

DEADLINE = 60
"""Seconds after which something that should happen is taken not to happen."""

TEXT = {"Content-Type": "text/plain"}


class Server:
    """`narrator serve` on a port that was free."""

    def __init__(self, folder, *options, **settings):
        self.folder = folder
        self.environment = os.environ | {
            "NARRATOR_HOME": str(folder / "out"),
            "NARRATOR_CACHE": str(folder / "cache"),
            "NARRATOR_VOICE": "tone",
            "NARRATOR_THREADS": "2",
            **settings,
        }
        self.options = options
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, *arguments):
        """Run another command of narrator with the server's settings."""
        command = [sys.executable, "-m", "narrator", *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )

    def add_key(self, name, scopes, *, owner=None, minutes=None):
        place = Place(self.folder / "out", self.folder / "cache")
        Library(place).close()
        with contextlib.closing(KeyStore(place.url)) as store:
            return store.add(name, owner or name, frozenset(map(Scope, scopes)), minutes)

    def start(self):
        """Start it and wait until it answers; whatever happens then, it is ended by `close`."""
        try:
            self._start()
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        return self

    def _start(self):
        command = [sys.executable, "-m", "narrator", "serve", "--port", "0", *self.options]
        told = self.told() if self.log_path.exists() else []
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, stderr=log)
        self.url = self.until(lambda: self.told()[len(told) :])[0]
        self.client = httpx2.Client(base_url=self.url, timeout=DEADLINE)
        self.until(lambda: self.client.get("/healthz").status_code == 200)

    @property
    def log_path(self):
        return self.folder / "server.log"

    def log(self):
        return self.log_path.read_text("utf-8")

    def told(self):
        """The addresses it said that it listens on, one for each start."""
        return re.findall(r"listening on (http://\S+[0-9])", self.log())

    def until(self, true):
        """Wait until something is true."""
        deadline = time.monotonic() + DEADLINE
        while True:
            with contextlib.suppress(httpx2.HTTPError):
                if found := true():
                    return found
            assert time.monotonic() < deadline, self.log()[-5000:]
            assert self.process.poll() is None, self.log()[-5000:]
            time.sleep(0.02)

    def order(self, text=ARTICLE, **options):
        """Order an episode and wait until it is ready."""
        article = {"text": text, **options}
        given = {name: value for name, value in article.items() if value is not None}
        answer = self.client.post("/v1/episodes", json=given)
        assert answer.status_code == 202, answer.text
        return self.ended(answer.json()["id"])

    def ended(self, episode):
        def over():
            found = self.client.get(f"/v1/episodes/{episode}").json()
            return found if found["state"] in {"ready", "failed", "cancelled"} else None

        return self.until(over)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(DEADLINE)

    def close(self):
        if self.process.poll() is None:
            self.stop()
        self.client.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """One that listens to this machine only and wants no key."""
    with contextlib.closing(
        Server(
            tmp_path_factory.mktemp("service"),
            NARRATOR_UPLOAD_LIMIT="300KB",
            NARRATOR_FETCH_ALLOW="127.0.0.1/32",
        ).start()
    ) as running:
        yield running


@pytest.fixture(scope="session")
def client(server):
    return server.client


@pytest.fixture(scope="session")
def episode(server):
    """An episode that is ready; nobody changes it."""
    return server.order()


@pytest.fixture(scope="session")
def keyed(tmp_path_factory):
    """One that wants keys: `keyed.keys` has one each for a reader, two writers and an admin."""
    made = Server(
        tmp_path_factory.mktemp("keyed"),
        "--host",
        "127.0.0.1",
        NARRATOR_RATE_LIMIT="100000",
        NARRATOR_AUDIO_LIMIT="600",
    )
    made.keys = {
        "ann": made.add_key("ann", {"read", "write"}),
        "bob": made.add_key("bob", {"read", "write"}, minutes=1),
        "eve": made.add_key("eve", {"read"}, owner="ann"),
        "root": made.add_key("root", {"admin"}),
    }
    with contextlib.closing(made.start()) as running:
        yield running
