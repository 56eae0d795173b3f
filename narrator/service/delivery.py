"""Files over HTTP: conditional requests, ranges, names (RFC 9110)."""

from __future__ import annotations

import asyncio
import re
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from narrator.library import Library, Record
from narrator.service.problems import not_found
from narrator.store import Blob

MEDIA_TYPES = {
    "mp3": "audio/mpeg",
    "m4b": "audio/mp4",
    "opus": "audio/ogg; codecs=opus",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "vtt": "text/vtt; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "jpg": "image/jpeg",
    "epub": "application/epub+zip",
}
"""By suffix."""

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


async def deliver(
    request: Request,
    library: Library,
    record: Record,
    name: str,
    *,
    saved_as: str,
    media_type: str | None = None,
) -> Response:
    """Answer a GET or HEAD with a file of an episode.

    Args:
        request: The request: its range and what its sender already has.
        library: Where the file is.
        record: The episode.
        name: One of `narrator.library.FILES`.
        saved_as: Name to save it under.
        media_type: Type of it; None for that of its suffix.

    Raises:
        ProblemError: There is no such file.
    """
    blob = await asyncio.to_thread(library.head, record.id, name)
    if blob is None:
        raise not_found("file")
    suffix = name.rpartition(".")[2]
    headers = _headers(blob, saved_as, attached="download" in request.query_params)
    kind = media_type or MEDIA_TYPES[suffix]
    if kind.startswith("audio/"):
        headers["Accept-Ranges"] = "bytes"
    asks = request.method in {"GET", "HEAD"}
    status = _precondition(request, blob) if asks else None
    if status is not None:
        return Response(status_code=status, headers=headers)
    start, end = 0, blob.size
    if asks and kind.startswith("audio/") and _range_holds(request, blob):
        wanted = _wanted(request.headers.get("range", ""), blob.size)
        if wanted == (0, 0) and blob.size:
            headers["Content-Range"] = f"bytes */{blob.size}"
            return Response(status_code=416, headers=headers)
        if wanted is not None:
            start, end = wanted
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{blob.size}"
    headers["Content-Length"] = str(end - start)
    status = 206 if "Content-Range" in headers else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=kind)
    found = await asyncio.to_thread(library.open, record.id, name, start, end)
    if found is None:
        raise not_found("file")
    if found.blob.etag != blob.etag:
        # It was changed between the two questions; the headers must be those of what is sent.
        return await deliver(
            request, library, record, name, saved_as=saved_as, media_type=media_type
        )
    return StreamingResponse(found.chunks, status, headers, kind)


def disposition(name: str, *, attached: bool) -> str:
    """Write a Content-Disposition (RFC 6266): the name in ASCII, and as it is."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-") or "episode"
    how = "attachment" if attached else "inline"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _headers(blob: Blob, saved_as: str, *, attached: bool) -> dict[str, str]:
    return {
        "ETag": blob.etag,
        "Last-Modified": format_datetime(blob.modified, usegmt=True),
        # Kept, but asked about each time: the address stays when the episode is changed.
        "Cache-Control": "private, no-cache",
        "Content-Disposition": disposition(saved_as, attached=attached),
    }


def _precondition(request: Request, blob: Blob) -> int | None:
    """Evaluate preconditions in the order of RFC 9110, section 13.2.2."""
    headers = request.headers
    if (match := headers.get("if-match")) is not None:
        if not _lists(match, blob.etag):
            return 412
    elif _changed_since(headers.get("if-unmodified-since"), blob):
        return 412
    if (none_match := headers.get("if-none-match")) is not None:
        return 304 if _lists(none_match, blob.etag) else None
    return 304 if _changed_since(headers.get("if-modified-since"), blob) is False else None


def _lists(tags: str, etag: str) -> bool:
    given = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    return "*" in given or etag.removeprefix("W/") in given


def _changed_since(date: str | None, blob: Blob) -> bool | None:
    """Tell whether it was changed after a date; None where there is none that can be read."""
    try:
        given = parsedate_to_datetime(date or "")
        return blob.modified.replace(microsecond=0) > given
    except (ValueError, TypeError, OverflowError):
        return None


def _range_holds(request: Request, blob: Blob) -> bool:
    """Tell whether a range of just this version is wanted (If-Range)."""
    condition = request.headers.get("if-range")
    if condition is None:
        return True
    if condition.startswith(('"', "W/")):
        return condition == blob.etag
    return _changed_since(condition, blob) is False


def _wanted(value: str, size: int) -> tuple[int, int] | None:
    """Read a Range header.

    Returns:
        The bytes' half-open range; (0, 0) for one that cannot be satisfied; None for the whole
        (no range, several, or one that is not understood).
    """
    found = _RANGE.fullmatch(value.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if len(first) > 18 or len(last) > 18:
        return (0, 0)
    if not first:
        length = min(int(last), size)
        return (size - length, size) if length else (0, 0)
    start = int(first)
    end = min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return None
    return (start, end) if start < size else (0, 0)
