"""`POST /narrate`: an article in, its audio out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

import anyio
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse

from narrator.audio import LiveFormat
from narrator.library import Priority, Record
from narrator.service import documents
from narrator.service.delivery import MEDIA_TYPES, deliver, disposition
from narrator.service.intake import Asked
from narrator.service.live import listen
from narrator.service.ordering import IdempotencyKey, take_order
from narrator.service.present import file_name
from narrator.service.problems import ProblemError
from narrator.service.security.access import ServiceOf, Writer
from narrator.service.state import Service
from narrator.service.waiting import finished

router = APIRouter(tags=["narrate"])

LIVE_TYPES = {
    LiveFormat.MP3: "audio/mpeg",
    LiveFormat.OPUS: "audio/ogg; codecs=opus",
    LiveFormat.AAC: "audio/aac",
    LiveFormat.FLAC: "audio/flac",
    LiveFormat.WAV: "audio/wav",
    LiveFormat.PCM: "audio/pcm;rate=24000;channels=1",
}
"""Media types of streams."""


class AskedNow(Asked):
    """What the address may say of an article that is narrated at once."""

    stream: bool = False
    """Whether the sound starts with the first sentence, and without chapters."""


@router.post(
    "/narrate",
    summary="Narrate an article",
    response_class=Response,
    responses=documents.AUDIO_RESPONSES,
    openapi_extra=documents.ARTICLE_BODY,
)
async def narrate(
    request: Request,
    service: ServiceOf,
    caller: Writer,
    asked: Annotated[AskedNow, Query()],
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Send an article, get its audio: finished, with chapters, tags and a cover.

    The answer comes when the audio is complete; hanging up cancels. With `stream=true` it starts
    with the first sentence and goes on while the rest is spoken. `Content-Location` names the
    episode, which stays in the library.
    """
    started = time.perf_counter()
    chosen = Asked(**asked.model_dump(exclude={"stream"}, exclude_unset=True))
    record = await take_order(
        request, service, caller, chosen, priority=Priority.NOW, key=idempotency_key
    )
    headers = {"Content-Location": f"/v1/episodes/{record.id}"}
    if asked.stream:
        kind = record.order.format
        if kind.value not in set(LiveFormat):
            raise ProblemError(422, f"{kind} cannot be streamed", hint="ask for mp3 or opus")
        return await play(service, record, LiveFormat(kind), headers, since=started)
    record = await finished(request, service, record.id)
    kind = record.order.format
    response = await deliver(
        request,
        service.library,
        record,
        f"audio.{kind}",
        saved_as=file_name(record, kind),
        media_type=MEDIA_TYPES[kind],
    )
    response.headers.update(headers)
    return response


async def play(
    service: Service,
    record: Record,
    kind: LiveFormat,
    headers: dict[str, str],
    *,
    since: float,
    remove: bool = False,
) -> Response:
    """Answer with an episode's sound while it is made.

    What goes wrong before the first sound is answered with its own status. Hanging up cancels.

    Args:
        service: The service.
        record: The episode.
        kind: How to encode it.
        headers: Further headers.
        since: When the request came, by `time.perf_counter`.
        remove: Whether the episode is thrown away in the end.
    """
    sound = listen(service, record.id, kind, since=since)
    first: Any = None
    try:
        first = await anext(sound, b"")
    finally:
        if first is None:
            await _leave(service, record.id, remove=True)

    async def whole() -> AsyncIterator[bytes]:
        ended = False
        try:
            yield first
            async for data in sound:
                yield data
            ended = True
        finally:
            if remove or not ended:
                await _leave(service, record.id, remove=remove)

    name = disposition(file_name(record, kind), attached=False)
    headers = {"Content-Disposition": name, "Cache-Control": "no-store", **headers}
    return StreamingResponse(whole(), headers=headers, media_type=LIVE_TYPES[kind])


async def _leave(service: Service, episode: str, *, remove: bool) -> None:
    """Stop an episode whose listener has gone, whatever else is cancelled meanwhile."""
    act = service.library.delete if remove else service.library.cancel
    with anyio.CancelScope(shield=True):
        await asyncio.to_thread(act, episode)
