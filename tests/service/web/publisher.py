"""A publisher's site on another origin, and a browser that visits it."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Publisher:
    """Pages by path, on a port of their own."""

    def __init__(self):
        self.pages = {"/favicon.ico": " "}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def _handler(publisher):  # noqa: N805 - the handler's own self is inside
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                found = publisher.pages.get(self.path.partition("?")[0])
                if isinstance(found, tuple):
                    self.send_response(302)
                    self.send_header("Location", found[0])
                    self.end_headers()
                    return
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write((found or "nothing").encode())

        return Handler

    def close(self):
        self.server.shutdown()
        self.server.server_close()
