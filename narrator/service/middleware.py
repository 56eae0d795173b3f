"""What surrounds every request: its id, what browsers must not do, headers, log and figures."""

from __future__ import annotations

import ipaddress
import logging
import re
import time
import uuid
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from narrator.service.logs import REQUEST_ID
from narrator.service.metrics import Metrics
from narrator.service.problems import ProblemError, problem_response

_log = logging.getLogger("narrator.access")

_SECRET = re.compile(r"(?<=^/feeds/for/)[^/]+")
"""A listener's token in the address of a private feed, which no log shall hold."""

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names by which a machine calls itself."""

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""On every response that does not set them itself, as pages do."""


class Surroundings:
    """Gives a request its id, refuses what a foreign page sends, counts and logs the answer."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        metrics: Metrics,
        hosts: Collection[str],
        origins: Collection[str],
        limit: int,
    ) -> None:
        """Surround an app.

        Args:
            app: The app.
            metrics: Where to count.
            hosts: Names the service answers to; empty for any.
            origins: Other sites whose pages may use the service; "*" for any.
            limit: Most bytes that a request's body may hold.
        """
        self._app = app
        self._metrics = metrics
        self._hosts = frozenset(hosts)
        self._limit = limit
        self._origins = frozenset(origins)
        self._policy = "cross-origin" if origins else "same-origin"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        scope["narrator.request_id"] = request_id
        token = REQUEST_ID.set(request_id)
        started, answered, status, sent = time.perf_counter(), 0.0, 499, 0

        async def send_with_headers(message: Message) -> None:
            nonlocal answered, status, sent
            if message["type"] == "http.response.start":
                answered, status = time.perf_counter(), message["status"]
                self._complete(scope, message)
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        refusal = self._refusal(scope["method"], headers) or self._too_large(headers)
        try:
            if refusal is not None:
                response = problem_response(Request(scope), refusal)
                await response(scope, receive, send_with_headers)
            else:
                await self._app(scope, self._counted(receive), send_with_headers)
        finally:
            took = (answered or time.perf_counter()) - started
            self._note(scope, status, took, sent)
            REQUEST_ID.reset(token)

    def _refusal(self, method: str, headers: Headers) -> ProblemError | None:
        """Refuse a name that is not ours, and what another site's page sends."""
        host = headers.get("host", "")
        if self._hosts and _name(host) not in self._hosts:
            return ProblemError(
                421,
                f"this service is not called {host!r}",
                hint="name it in NARRATOR_ALLOWED_HOSTS if it is",
                kind="host",
            )
        # A page cannot set Authorization on a form, nor on a request without asking first (CORS).
        origin = headers.get("origin")
        welcome = "*" in self._origins or origin in self._origins
        if welcome or method in _SAFE or "authorization" in headers:
            return None
        foreign = origin is not None and urlsplit(origin).netloc != host
        if foreign or headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return ProblemError(
                403,
                "another site's page sent this request",
                hint="use an API key, or send it from this site",
                kind="cross-site",
            )
        return None

    def _too_large(self, headers: Headers) -> ProblemError | None:
        """Refuse a body by what is said of its length, before any of it is read."""
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) <= self._limit:
            return None
        return ProblemError(
            413,
            f"the request's body is larger than {self._limit / 1e6:g} MB",
            hint="send less, or raise NARRATOR_UPLOAD_LIMIT",
            kind="too-large",
        )

    def _counted(self, receive: Receive) -> Receive:
        """Stop reading a body that turns out to be too large."""
        total = 0

        async def receive_counted() -> Message:
            nonlocal total
            message = await receive()
            total += len(message.get("body", b""))
            if total > self._limit:
                raise HTTPException(413)
            return message

        return receive_counted

    def _complete(self, scope: Scope, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in SECURITY_HEADERS.items():
            headers.setdefault(name, value)
        headers.setdefault("Cross-Origin-Resource-Policy", self._policy)
        headers["X-Request-ID"] = scope["narrator.request_id"]
        message["headers"].extend(scope.get("narrator.headers", ()))

    def _note(self, scope: Scope, status: int, took: float, sent: int) -> None:
        route = getattr(scope.get("route"), "path", "unknown")
        self._metrics.requests.labels(scope["method"], route, status).inc()
        self._metrics.latency.labels(scope["method"], route).observe(took)
        facts = {
            "method": scope["method"],
            "path": _SECRET.sub("...", scope["path"]),
            "status": status,
            "milliseconds": round(took * 1000, 1),
            "bytes": sent,
        }
        if key := scope.get("narrator.key"):
            facts["key"] = key
        quiet = route in {"/healthz", "/readyz", "/metrics"} and status < 400
        _log.log(logging.DEBUG if quiet else logging.INFO, "request", extra=facts)


def _name(host: str) -> str:
    """Give the host's name without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower().rstrip(".")


def is_here(address: str) -> bool:
    """Tell whether an address to listen on can be reached from this machine only."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
