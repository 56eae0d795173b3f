"""The files of an episode: audio, chapters, transcripts, script, cover, book."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import iterate_in_threadpool

from narrator.domain import EpisodeFormat
from narrator.library import Record
from narrator.service import documents
from narrator.service.delivery import deliver
from narrator.service.present import file_name
from narrator.service.problems import not_found
from narrator.service.security.access import AudibleRecord, ServiceOf
from narrator.service.state import Service
from narrator.service.thumbnails import Thumbnails, ThumbnailSize

router = APIRouter(prefix="/v1/episodes/{episode}", tags=["files"])

_PATIENCE = 25.0
"""Seconds a request waits for another format: less than proxies give it."""

_LOOK = 0.1
"""Seconds between two looks whether it is there."""


class View(StrEnum):
    """The files that are not audio."""

    CHAPTERS = "chapters.json"
    VTT = "transcript.vtt"
    SRT = "transcript.srt"
    JSON = "transcript.json"
    HTML = "transcript.html"
    COVER = "cover.jpg"
    SCRIPT = "script.json"
    MANIFEST = "manifest.json"


_MEDIA_TYPES = {View.CHAPTERS: "application/json+chapters"}

_ANSWERS: dict[str, Any] = {"response_class": Response, "responses": documents.FILE_RESPONSES}


@router.head("/audio.{kind}", include_in_schema=False)
@router.get("/audio.{kind}", summary="Hear an episode", **_ANSWERS)
async def audio(
    request: Request, service: ServiceOf, record: AudibleRecord, kind: EpisodeFormat
) -> Response:
    """Give the audio in any format, whole or in part (`Range`).

    The format that was ordered is there when the episode is ready; another one is made when it is
    first asked for, which is waited for. `download` in the query asks to save it.
    """
    return await _made(request, service, record, f"audio.{kind}", kind)


@router.head("/book.epub", include_in_schema=False)
@router.get("/book.epub", summary="Read and hear an episode", **_ANSWERS)
async def book(request: Request, service: ServiceOf, record: AudibleRecord) -> Response:
    """Give an EPUB 3 book that reads itself: the text, with the audio laid over it."""
    return await _made(request, service, record, "book.epub", "epub")


@router.head("/cover-{size}.webp", include_in_schema=False)
@router.get("/cover-{size}.webp", summary="Get a small cover", **_ANSWERS)
async def thumbnail(
    request: Request, service: ServiceOf, record: AudibleRecord, size: ThumbnailSize
) -> Response:
    """Give the cover as WebP, 96, 192, 384 or 512 pixels a side.

    With `r`, the episode's revision, in the query it may be kept without asking again.
    """
    blob = await asyncio.to_thread(service.library.head, record.id, View.COVER)
    if blob is None:
        raise not_found("file")
    etag = f'{blob.etag.removeprefix("W/")[:-1]}-{int(size)}"'
    fixed = request.query_params.get("r") == str(record.revision)
    headers = {
        "ETag": etag,
        "Cache-Control": f"private, {'max-age=31536000, immutable' if fixed else 'no-cache'}",
        "Content-Disposition": "inline",
    }
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    thumbnails: Thumbnails = request.app.state.thumbnails
    made = thumbnails.kept(etag, size)
    if made is None:
        found = await asyncio.to_thread(service.library.open, record.id, View.COVER, 0, blob.size)
        if found is None:
            raise not_found("file")
        cover = b"".join([chunk async for chunk in iterate_in_threadpool(found.chunks)])
        made = await asyncio.to_thread(thumbnails.make, etag, cover, size)
    return Response(made, headers=headers, media_type="image/webp")


@router.head("/{name}", include_in_schema=False)
@router.get("/{name}", summary="Get a file of an episode", **_ANSWERS)
async def file(request: Request, service: ServiceOf, record: AudibleRecord, name: View) -> Response:
    """Give chapters, captions, the transcript, the cover, the script or the manifest."""
    return await deliver(
        request,
        service.library,
        record,
        name,
        saved_as=file_name(record, name),
        media_type=_MEDIA_TYPES.get(name),
    )


async def _made(
    request: Request, service: Service, record: Record, name: str, suffix: str
) -> Response:
    """Give a file that is made when it is first asked for, and wait for it for a while."""
    if record.revision == 0:
        raise not_found("file")
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _PATIENCE
    there = await asyncio.to_thread(service.library.make, record.id, name)
    while not there:
        if loop.time() > deadline or service.closing.is_set():
            return Response(status_code=202, headers={"Retry-After": "5"})
        await asyncio.sleep(_LOOK)
        there = await asyncio.to_thread(service.library.head, record.id, name) is not None
    saved_as = file_name(record, suffix)
    return await deliver(request, service.library, record, name, saved_as=saved_as)
