"""`/v1/episodes/{id}/live.mp3`: an episode's sound while it is made."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from narrator.audio import LiveFormat
from narrator.service import documents
from narrator.service.live import listen
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
