"""Episodes narrated by the tone engine, and the podcast they make."""

import contextlib
import functools
import os
import shutil
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from narrator import narrate
from narrator.fetch import Access
from narrator.library import Place
from narrator.library.feeds.follow.records import Channel
from narrator.library.feeds.follow.run import open_feeds
from narrator.library.feeds.show import Show
from narrator.library.feeds.site import SiteOptions, build_site
from narrator.studio import Studio

MILL = """A quiet day at the mill

By Jane Doe

The wheel did not turn on Tuesday. It cost the miller $5 & a <b>loaf</b>.

What came next

Nobody knew what to say about it, and so the people went home.
"""
BRIDGE = """Die Brücke schläft

Das Wasser stand am Dienstag so hoch wie lange nicht mehr. Die Leute blieben zu Hause.

Am Abend

Der Regen hörte auf, und die Brücke hielt. Am Morgen gingen alle wieder hinüber, als wäre nichts.
"""
NIGHT = """The night train

The train left at nine. Nobody was on it.
"""

BASE = "https://example.org/pod/"


def show(base=BASE, **facts):
    usual = {
        "title": "Mill & <Bridge>",
        "link": base,
        "feed": f"{base}feed.xml",
        "image": "",
        "description": "News from the river.",
        "language": "",
        "author": "Ada Quill",
        "email": "ada@example.org",
    }
    return Show(**usual | facts)


@pytest.fixture(name="show", scope="session")
def _show():
    return show


@pytest.fixture(scope="session")
def studio(tmp_path_factory):
    with Studio(tmp_path_factory.mktemp("cache"), threads=1) as studio:
        yield studio


@pytest.fixture(scope="session")
def tell(studio):
    """Narrates a text, as if on a day in January 2026."""

    def narrate_at(text, folder, name, *, day=20, **options):
        out = folder / f"{name}.mp3"
        narrate(text, out, voice="tone", studio=studio, **options)
        moment = datetime(2026, 1, day, 8, tzinfo=UTC).timestamp()
        os.utime(folder / f"{name}.episode.json", (moment, moment))
        return out

    return narrate_at


@pytest.fixture(scope="session")
def shelf(tmp_path_factory, tell):
    """Three episodes, to be copied."""
    shelf = tmp_path_factory.mktemp("shelf")
    tell(MILL, shelf, "mill", day=20, url="https://example.org/mill?a=1&b=2")
    tell(BRIDGE, shelf, "brücke", day=21)
    tell(NIGHT, shelf, "night", day=22)
    return shelf


@pytest.fixture
def folder(tmp_path, shelf):
    """Three episodes of the test's own."""
    return Path(shutil.copytree(shelf, tmp_path / "episodes"))


@pytest.fixture
def build(folder, tmp_path):
    """Builds the podcast and gives its folder."""

    def build_it(*, base=BASE, facts=None, **options):
        site = tmp_path / "site"
        build_site(folder, site, show(base, **facts or {}), SiteOptions(**options))
        return site

    return build_it


class Handler(SimpleHTTPRequestHandler):
    """Serves files, with Last-Modified and 304 as any static host does."""

    def log_request(self, code="-", size="-"):
        del size
        self.server.asked.append((self.command, self.path, int(code)))

    def log_message(self, *_):
        """Say nothing."""


@contextlib.contextmanager
def serving(folder):
    """Serve a folder on loopback; gives the base URL and the list of requests."""
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))
    )
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", server.asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(name="serving", scope="session")
def _serving():
    return serving


class World:
    """Sources on a loopback server, each path answered by what the test says."""

    def __init__(self):
        self.answers = {}
        self.asked = []
        world = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                world.asked.append((self.path, dict(self.headers)))
                status, headers, body = world.answer(self.path, self.headers)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with contextlib.suppress(OSError):
                    self.wfile.write(body)

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.send_response(world.take(self.path, body))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}
        )
        self.thread.start()

    def answer(self, path, headers):
        status, told, body = self.answers.get(path, (404, {}, b""))
        if told.get("ETag") and headers.get("If-None-Match") == told["ETag"]:
            return 304, {}, b""
        return status, told, body

    def put(self, path, body, *, status=200, **headers):
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, named, data)

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def world():
    with contextlib.closing(World()) as world:
        yield world


@pytest.fixture
def feeds(tmp_path):
    place = Place(tmp_path / "library", tmp_path / "cache")
    with open_feeds(place) as feeds:
        feeds.channels.put(Channel("news", "News"))
        yield feeds


@pytest.fixture
def follower(feeds):
    return feeds.follower(Access.of(["127.0.0.1/32"]))
