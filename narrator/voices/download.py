"""Gets a file from a web server, over a connection that may break at any byte."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2

from narrator.domain import VoiceDamagedError, VoiceError, VoiceUnreachableError

PAUSES = (0.3, 1.0, 3.0)
"""Seconds before each further try that brings nothing new; a try that did is free."""

MOST_TRIES = 50
"""Tries in all: a server that gives a byte a time is not worth more."""

SILENCE = httpx2.Timeout(30.0, connect=15.0)
"""Seconds without a byte after which a connection counts as broken."""

BUSY = frozenset({408, 429, 500, 502, 503, 504})
"""Statuses that may be others the next time."""

_RANGE = re.compile(r"bytes (\d+)-")


class NotThere(VoiceUnreachableError):
    """The server has no such file."""


class _Broken(Exception):
    """This try is over; another may bring more."""


class Downloader:
    """One client for all files of an installation.

    Proxies (`HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`) and certificates
    (`SSL_CERT_FILE`) are those of the environment.
    """

    def __init__(self) -> None:
        """Open the client.

        Raises:
            VoiceError: The environment names a proxy that is no address.
        """
        try:
            self._client = httpx2.Client(
                follow_redirects=True,
                timeout=SILENCE,
                # Lengths and ranges mean the file's own bytes only where nobody packs them.
                headers={
                    "User-Agent": f"narrator/{version('narrator')}",
                    "Accept-Encoding": "identity",
                },
            )
        except (ValueError, ImportError, OSError, httpx2.InvalidURL) as error:
            raise VoiceError(
                f"the environment's proxy or certificates cannot be used ({error})",
                hint="correct HTTP_PROXY, HTTPS_PROXY, ALL_PROXY or SSL_CERT_FILE",
            ) from error

    def __enter__(self) -> Self:
        """Return the downloader itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close its connections."""
        self._client.close()

    def get(
        self, url: str, part: Path, *, size: int | None, on_bytes: Callable[[int], None]
    ) -> None:
        """Bring a file, from where `part` ends.

        Args:
            url: Where it is.
            part: Where it grows. What is there stays when this fails, and is not asked for again:
                whether it is the same file's is told by its hash, which is checked afterwards.
            size: Its bytes, if known.
            on_bytes: Called with the bytes that are there.

        Raises:
            NotThere: The server has no such file.
            VoiceUnreachableError: It cannot be had: no connection, refused.
            VoiceDamagedError: It is of another size.
            VoiceError: `url` is no address.
            OSError: `part` cannot be written.
        """
        idle = 0
        for _ in range(MOST_TRIES):
            before = _length(part)
            if before == size:
                return
            try:
                self._try(url, part, before, size, on_bytes)
            except (_Broken, httpx2.TransportError, httpx2.TooManyRedirects) as error:
                reason = str(error) or type(error).__name__
            except httpx2.InvalidURL as error:
                raise VoiceError(
                    f"{shown(url)} is no address ({error})", hint="correct it"
                ) from error
            else:
                return
            if _length(part) > before:
                idle = 0
                continue
            if idle == len(PAUSES):
                break
            time.sleep(PAUSES[idle])
            idle += 1
        raise VoiceUnreachableError(
            f"{shown(url)} cannot be fetched ({reason})",
            hint="the same command goes on where it stopped, and --from takes a mirror or a folder",
        )

    def _try(
        self, url: str, part: Path, start: int, size: int | None, on_bytes: Callable[[int], None]
    ) -> None:
        """Ask once for what is missing."""
        asked = {"Range": f"bytes={start}-"} if start else {}
        with self._client.stream("GET", url, headers=asked) as answer:
            _check(answer, url)
            if answer.status_code == httpx2.codes.RANGE_NOT_SATISFIABLE:
                part.unlink()
                raise _Broken("the server has less of it than is here")
            if answer.status_code == httpx2.codes.OK:
                start = 0
            elif start != _first(answer):
                raise _Broken("the server answered another range than was asked for")
            whole = start + int(answer.headers.get("Content-Length") or 0)
            if size is not None and whole not in {start, size}:
                raise VoiceDamagedError(
                    f"{shown(url)} is another file: it has {whole:,} bytes in place of {size:,}",
                    hint="take another mirror with --from",
                )
            with part.open("r+b" if start else "wb") as file:
                file.seek(start)
                file.truncate()
                for chunk in answer.iter_raw():
                    file.write(chunk)
                    file.flush()
                    on_bytes(file.tell())
                    if size is not None and file.tell() > size:
                        raise VoiceDamagedError(
                            f"{shown(url)} is another file: it has more than {size:,} bytes",
                            hint="take another mirror with --from",
                        )
        if size is not None and _length(part) < size:
            raise _Broken("the connection ended early")


def _check(answer: httpx2.Response, url: str) -> None:
    """Refuse what is no answer to the question."""
    status = answer.status_code
    if httpx2.URL(url).scheme == "https" and answer.url.scheme != "https":
        raise VoiceUnreachableError(
            f"{shown(url)} leads to {shown(str(answer.url))}, which nobody protects",
            hint="take another mirror with --from",
        )
    if status in {httpx2.codes.NOT_FOUND, httpx2.codes.GONE}:
        raise NotThere(f"{shown(url)} does not exist", hint="take another mirror with --from")
    if status in BUSY:
        raise _Broken(f"HTTP {status}")
    expected = {httpx2.codes.OK, httpx2.codes.PARTIAL_CONTENT}
    if status not in expected | {httpx2.codes.RANGE_NOT_SATISFIABLE}:
        raise VoiceUnreachableError(
            f"{shown(url)} cannot be fetched (HTTP {status})",
            hint="take another mirror with --from",
        )


def _first(answer: httpx2.Response) -> int | None:
    """Give the first byte of a partial answer."""
    found = _RANGE.match(answer.headers.get("Content-Range", ""))
    return int(found[1]) if found else None


def shown(url: str) -> str:
    """Give an address without the password that may stand in it."""
    return re.sub(r"(?<=://)[^/@]*@", "", url)


def _length(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0
