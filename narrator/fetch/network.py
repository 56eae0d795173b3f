"""Connections that go only where they may, and end when their time is over."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, cast

import httpcore2
import httpx2

from narrator.domain import ArticleError
from narrator.fetch.access import Access

Resolve = Callable[[str, int], list[str]]
"""Gives the IP addresses of a host, in the order to be tried."""


def resolve(host: str, port: int) -> list[str]:
    """Ask the system for a host's addresses.

    Old spellings of numbers ("0x7f.1", "2130706433") come back as the addresses they mean.

    Raises:
        OSError: There are none, or the name server does not answer.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class UnknownHostError(httpcore2.ConnectError):
    """Nobody knows the addresses of a host's name, or there is no network to ask."""


class PinnedTransport(httpx2.BaseTransport):
    """Sends requests over connections to checked addresses; TLS still checks the host's name."""

    def __init__(self, access: Access, deadline: float, resolver: Resolve = resolve) -> None:
        """Reach what `access` allows, until `deadline` (of `time.monotonic`, in seconds)."""
        self._access = access
        backend = PinnedBackend(access, deadline, resolver)
        self._pool = httpcore2.ConnectionPool(ssl_context=_trust(), network_backend=backend)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request, the first or one that a redirect asks for.

        Raises:
            ArticleError: The address is not allowed.
        """
        url = self._access.check_url(str(request.url))
        target = httpcore2.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        response = self._pool.handle_request(
            httpcore2.Request(
                request.method,
                target,
                headers=request.headers.raw,
                content=cast("Iterable[bytes]", request.stream),
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            response.status, headers=response.headers, stream=_Body(response.stream)
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


@cache
def _trust() -> ssl.SSLContext:
    """Trust whom the system trusts; read once, since it takes tens of milliseconds."""
    return httpx2.create_ssl_context()


class _Body(httpx2.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class PinnedBackend(httpcore2.NetworkBackend):
    """Resolves a name once, checks what it gets, and connects to just that."""

    def __init__(self, access: Access, deadline: float, resolver: Resolve) -> None:
        """Reach what `access` allows, until `deadline`."""
        self._access = access
        self._deadline = deadline
        self._resolve = resolver
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of `host` that answers, if all of them are allowed."""
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise UnknownHostError(f"the name {host} is not known") from error
        for address in addresses:
            # One bad address among good ones is how a name is rebound to another network.
            self._access.check_address(host, ipaddress.ip_address(address))
        failure: httpcore2.NetworkError | httpcore2.TimeoutException | None = None
        for address in addresses:
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._left(timeout), local_address, socket_options
                )
                return _TimedStream(stream, self._left)
            except (httpcore2.NetworkError, httpcore2.TimeoutException) as error:
                failure = error
        raise failure or httpcore2.ConnectError(f"the name {host} has no address")

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore2.NetworkStream:
        """Refuse: a web address never means a socket of this machine."""
        raise ArticleError("sockets of this machine are not read", hint="give a web address")

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the time is over")
        return left if timeout is None else min(left, timeout)


class _TimedStream(httpcore2.NetworkStream):
    """A stream whose every wait ends at the deadline, so that no server can drip for ever."""

    def __init__(
        self, stream: httpcore2.NetworkStream, left: Callable[[float | None], float]
    ) -> None:
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _TimedStream(secured, self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
