"""A mirror: a real web server on this machine that can behave as badly as real ones do."""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from narrator.domain import Voice, VoiceFile

MODEL = hashlib.shake_128(b"model").digest(700_000)
CONFIG = b'{"audio": {"sample_rate": 22050}}'


class Mirror:
    """Files by path, what was asked for, and how the server is to misbehave."""

    def __init__(self):
        self.files = {}
        self.asked = []
        self.passwords = set()
        self.sent = 0
        self.cuts = []
        self.statuses = []
        self.knows_ranges = True
        self.moved_to = None
        self.slow_after = None
        self.reached = threading.Event()
        self.go_on = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def _handler(mirror):  # noqa: N805 - the handler's own self is inside
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                mirror.answer(self)

        return Handler

    def answer(self, request):
        path = request.path.removeprefix(self.url)
        self.asked.append((path, request.headers.get("Range")))
        self.passwords.add(request.headers.get("Authorization"))
        if self.moved_to:
            request.send_response(302)
            request.send_header("Location", f"{self.moved_to}{path}")
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        status = self.statuses.pop(0) if self.statuses else None
        data = self.files.get(path)
        if status or data is None:
            request.send_response(status or 404)
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        start = 0
        if self.knows_ranges and request.headers.get("Range"):
            start = int(request.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            if start >= len(data):
                request.send_response(416)
                request.send_header("Content-Range", f"bytes */{len(data)}")
                request.send_header("Content-Length", "0")
                request.end_headers()
                return
            request.send_response(206)
            request.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        else:
            request.send_response(200)
        request.send_header("Content-Length", str(len(data) - start))
        request.end_headers()
        body = data[start:]
        cut = self.cuts.pop(0) if self.cuts else None
        if self.slow_after:
            self.send(request, body[: self.slow_after])
            body = body[self.slow_after :]
            self.reached.set()
            self.go_on.wait(timeout=30)
        self.send(request, body[:cut])
        if cut is not None:
            request.close_connection = True

    def send(self, request, data):
        """What the other side does not take is not counted."""
        try:
            request.wfile.write(data)
            request.wfile.flush()
        except OSError:
            request.close_connection = True
        else:
            self.sent += len(data)


@pytest.fixture
def mirror():
    served = Mirror()
    served.files = {"/model.onnx": MODEL, "/model.onnx.json": CONFIG}
    thread = threading.Thread(target=served.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield served
    served.server.shutdown()
    served.server.server_close()
    thread.join()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "voices"


@pytest.fixture
def voice(mirror):
    """A voice whose files the mirror has; the tone engine speaks it."""
    files = (("model.onnx", MODEL), ("model.onnx.json", CONFIG))
    return Voice(
        name="chime",
        engine="tone",
        language="en-GB",
        gender="neutral",
        description="It chimes.",
        licence="CC-BY-4.0",
        attribution='"Chime" by Ann Ringer, CC BY 4.0',
        sample_rate=22050,
        files=tuple(
            VoiceFile(name, hashlib.sha256(data).hexdigest(), len(data), url=f"{mirror.url}/{name}")
            for name, data in files
        ),
        settings={"pitch": 300},
    )
