"""A web server on this machine whose every answer the test writes."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from narrator.fetch import Access

HERE = Access.of(["127.0.0.1/32"])


class Site:
    """Answers each path with what was put there: a status, headers and a body or its pieces."""

    def __init__(self):
        self.pages, self.requests = {}, []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.requests.append((self.path, dict(self.headers)))
                status, headers, body = site.pages.get(self.path, (404, {}, b""))
                if status == 200 and headers.get("ETag") == self.headers.get("If-None-Match", 0):
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    for piece in [body] if isinstance(body, bytes) else body:
                        self.wfile.write(piece)
                        self.wfile.flush()
                except OSError:
                    pass  # the client has heard enough

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                site.requests.append((self.path, self.rfile.read(length)))
                self.send_response(site.pages.get(self.path, (204, {}, b""))[0])
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def put(self, path, body=b"", status=200, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, named, body)
        return self.url + path


@pytest.fixture
def site():
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()
