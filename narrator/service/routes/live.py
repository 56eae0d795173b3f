"""`/v1/episodes/{id}/live.mp3` and `live.json`: an episode's sound and text while it is made."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response, StreamingResponse

from narrator.audio import LiveFormat, segments
from narrator.domain import Timeline
from narrator.service import documents
from narrator.service.live import listen, read_along
from narrator.service.routes.narrate import LIVE_TYPES
from narrator.service.security.access import AudibleRecord, ServiceOf

router = APIRouter(prefix="/v1/episodes/{episode}", tags=["files"])


@router.get(
    "/live.mp3",
    summary="Hear an episode while it is made",
    response_class=Response,
    responses=documents.FILE_RESPONSES | documents.problems(409, 410, 422, 500, 503),
)
async def live(service: ServiceOf, record: AudibleRecord) -> Response:
    """Give the sound from the first sentence on, as it is spoken; hanging up changes nothing.

    It has no length and no chapters: take `audio.mp3` when the episode is ready.
    """
    sound = listen(service, record.id, LiveFormat.MP3, since=time.perf_counter())
    first = await anext(sound, b"")

    async def whole() -> AsyncIterator[bytes]:
        yield first
        async for data in sound:
            yield data

    return StreamingResponse(
        whole(), headers={"Cache-Control": "no-store"}, media_type=LIVE_TYPES[LiveFormat.MP3]
    )


@router.get(
    "/live.json",
    summary="Read along while an episode is made",
    response_class=Response,
    responses=documents.FILE_RESPONSES,
)
async def live_transcript(
    service: ServiceOf,
    record: AudibleRecord,
    after: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Give the transcript of what is spoken so far, but for the `after` sentences that are known.

    It has the shape of `transcript.json`. Its times count from its first sentence on; `length` says
    how far the next answer's begin after them, in seconds.
    """
    timeline = await asyncio.to_thread(read_along, service.library, record.id, after)
    found = timeline or Timeline(1, 0, (), ())
    transcript = {"version": "1.0.0", "segments": segments(found), "length": found.duration}
    return JSONResponse(transcript, headers={"Cache-Control": "no-store"})
