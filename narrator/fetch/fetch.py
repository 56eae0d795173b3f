"""Fetch a document over HTTP within limits of size, time, type and redirects."""

from __future__ import annotations

import time
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version

import httpcore2
import httpx2

from narrator.domain import ArticleError, ErrorKind, UnreachableError
from narrator.fetch.access import Access
from narrator.fetch.network import PinnedTransport, Resolve, UnknownHostError, resolve
from narrator.fetch.page import Page

USER_AGENT = f"narrator/{version('narrator')} (reads articles aloud at their reader's request)"
"""What servers see: a name that a robots.txt or a log can be searched for, and what it does."""

ARTICLE_TYPES = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/markdown",
        "text/x-markdown",
        "application/pdf",
        "application/epub+zip",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/octet-stream",
        "binary/octet-stream",
    }
)
"""Types an article may have."""

FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
        "text/html",
        "text/plain",
    }
)
"""Types a feed may have; some servers call theirs HTML or plain text."""

IMAGE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""Types a cover may have."""

_TRANSIENT = frozenset({408, 421, 425, 429, 500, 502, 503, 504})
"""Answers after which a later try may do better."""

_CHUNK = 1 << 16
"""Bytes decompressed at once, so that no chunk can swell beyond the limit unseen."""


class Refusal(Exception):
    """An answer that is no document."""

    def __init__(self, status: int, retry_after: str) -> None:
        """Keep the HTTP status, and the header that says when to ask again (RFC 9110, 10.2.3)."""
        super().__init__(status, retry_after)
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one fetch may take."""

    size: int = 25_000_000
    """Bytes, compressed or not."""

    seconds: float = 30.0
    """From the first request to the last byte, redirects included."""

    wait: float = 10.0
    """For a connection and for each read, in seconds."""

    redirects: int = 5
    """Redirects followed."""


def fetch(
    url: str,
    *,
    access: Access | None = None,
    types: Collection[str] = ARTICLE_TYPES,
    limits: Limits | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
    resolver: Resolve = resolve,
) -> Page:
    """Fetch a document.

    Args:
        url: Its http or https address.
        access: What may be reached besides the public internet.
        types: Media types that are taken; a document without one is taken too.
        limits: How much it may take.
        etag: Version tag of an earlier fetch; where it still holds, the page is `unchanged`.
        last_modified: Date of change of an earlier fetch, used likewise.
        resolver: Gives a host's IP addresses.

    Raises:
        UnreachableError: There was no answer, or one that may be another later.
        ArticleError: It must not be fetched, is not there, or is no such document.
    """
    bounds = limits or Limits()
    headers = {"Accept": ", ".join(sorted(types)) + ", */*;q=0.1"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    with _explained(url), _client(access, bounds, resolver) as client:
        client.max_redirects = bounds.redirects
        with client.stream("GET", url, headers=headers, follow_redirects=True) as response:
            if response.status_code == 304:
                return _page(response, b"", unchanged=True)
            _check_status(response)
            page = _page(response, b"")
            if page.media_type and page.media_type not in types:
                raise ArticleError(
                    f"{response.url} is {page.media_type}",
                    hint="give the address of an article",
                    kind=ErrorKind.NO_ARTICLE,
                )
            coding = response.headers.get("content-encoding", "")
            return _page(response, _read(response.iter_raw(_CHUNK), coding, bounds.size))


def send(
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    access: Access | None = None,
    limits: Limits | None = None,
    resolver: Resolve = resolve,
) -> int:
    """POST a message, as webhooks do, and give the status of the answer. No redirect is followed.

    Raises:
        UnreachableError: There was no answer.
        ArticleError: The address must not be reached.
    """
    bounds = limits or Limits()
    with (
        _explained(url),
        _client(access, bounds, resolver) as client,
        client.stream("POST", url, content=body, headers=dict(headers)) as response,
    ):
        return int(response.status_code)


def _client(access: Access | None, bounds: Limits, resolver: Resolve) -> httpx2.Client:
    deadline = time.monotonic() + bounds.seconds
    return httpx2.Client(
        transport=PinnedTransport(access or Access(), deadline, resolver),
        timeout=bounds.wait,
        headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"},
        # A proxy of the environment would connect in our place, unchecked.
        trust_env=False,
    )


@contextmanager
def _explained(url: str) -> Iterator[None]:
    """Turn what the HTTP library raises into what a user can act on."""
    try:
        yield
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpcore2.UnsupportedProtocol) as error:
        raise ArticleError(
            f"{url} is not a web address",
            hint="it has to begin with http:// or https://",
            kind=ErrorKind.ADDRESS,
        ) from error
    except httpx2.TooManyRedirects as error:
        raise ArticleError(
            f"{url} redirects again and again", hint="open it in a browser and copy the address"
        ) from error
    except httpcore2.TimeoutException as error:
        raise UnreachableError(f"{url} took too long to answer", hint="try again later") from error
    except httpx2.ProtocolError as error:
        raise ArticleError(
            f"{url} redirects to what is not a web address ({error})",
            hint="check the address",
            kind=ErrorKind.ADDRESS,
        ) from error
    except httpcore2.RemoteProtocolError as error:
        raise UnreachableError(
            f"{url} gave an answer that is not HTTP ({error})", hint="check the address"
        ) from error
    except UnknownHostError as error:
        raise UnreachableError(
            f"{url} cannot be reached ({error})",
            hint="check the address, or try again later",
            kind=ErrorKind.UNKNOWN_HOST,
        ) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise UnreachableError(
            f"{url} cannot be reached ({error})", hint="check the address, or try again later"
        ) from error


def _check_status(response: httpx2.Response) -> None:
    status = response.status_code
    if response.is_success:
        return
    said = f"{response.url} answered {status} {response.reason_phrase}".rstrip()
    refusal = Refusal(status, response.headers.get("retry-after", ""))
    if status in _TRANSIENT:
        raise UnreachableError(said, hint="try again later") from refusal
    if status in {401, 402, 403, 407, 451}:
        raise ArticleError(
            said, hint="save the page in your browser and give the file", kind=ErrorKind.REFUSED
        ) from refusal
    kind = ErrorKind.MISSING if status in {404, 410} else ErrorKind.ARTICLE
    raise ArticleError(said, hint="check the address", kind=kind) from refusal


def _page(response: httpx2.Response, content: bytes, *, unchanged: bool = False) -> Page:
    media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    return Page(
        url=str(response.url),
        content=content,
        media_type=media_type,
        charset=response.charset_encoding,
        etag=response.headers.get("etag"),
        last_modified=response.headers.get("last-modified"),
        unchanged=unchanged,
    )


def _read(chunks: Iterable[bytes], coding: str, most: int) -> bytes:
    """Collect a body, decompressed, up to `most` bytes.

    Raises:
        ArticleError: It is larger, or compressed in a way that was not asked for.
    """
    plain = bytearray()
    for part in _decompressed(chunks, coding.strip().lower(), most):
        plain += part
        if len(plain) > most:
            raise ArticleError(
                f"the page is larger than {most // 1_000_000} MB",
                hint="give a smaller one",
                kind=ErrorKind.TOO_LARGE,
            )
    return bytes(plain)


def _decompressed(chunks: Iterable[bytes], coding: str, most: int) -> Iterator[bytes]:
    if coding in {"", "identity"}:
        yield from chunks
        return
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise ArticleError(
            f"the page is compressed with {coding}", hint="save it in your browser, give the file"
        )
    swollen = 0
    # 32 more than the window's bits tells gzip and zlib apart by their headers.
    decoder = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        for chunk in chunks:
            waiting = chunk
            while waiting and not decoder.eof:
                part = decoder.decompress(waiting, _CHUNK)
                swollen += len(part)
                yield part
                waiting = decoder.unconsumed_tail
                if swollen > most:
                    return
        while not decoder.eof and (part := decoder.decompress(b"", _CHUNK)):
            yield part
    except zlib.error as error:
        raise UnreachableError("the page arrived damaged", hint="try again later") from error
    if not decoder.eof:
        raise UnreachableError("the page arrived cut short", hint="try again later")
