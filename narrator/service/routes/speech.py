"""`POST /v1/audio/speech`: the OpenAI speech endpoint, for clients that know it."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from fastapi.sse import format_sse_event

from narrator.audio import LiveFormat
from narrator.domain import EpisodeFormat
from narrator.library import Order, Priority
from narrator.service import documents
from narrator.service.intake import entries
from narrator.service.routes.narrate import play
from narrator.service.schemas import SpeechRequest
from narrator.service.security.access import ServiceOf, Writer
from narrator.service.state import Service
from narrator.voices import find_voice

router = APIRouter(prefix="/v1/audio", tags=["OpenAI"])

_THEIRS = frozenset(
    {"alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx"}
    | {"sage", "shimmer", "verse"}
)
"""Names of OpenAI's own voices: clients send one where their user chose none."""


@router.post(
    "/speech",
    summary="Say a text",
    response_class=Response,
    responses=documents.AUDIO_RESPONSES,
)
async def speech(service: ServiceOf, caller: Writer, wanted: SpeechRequest) -> Response:
    """Say a text as it is; the sound starts with the first sentence. Nothing is kept."""
    started = time.perf_counter()
    await asyncio.to_thread(service.quota.check, caller.key)
    order = Order(
        source=wanted.input.encode("utf-8", "surrogatepass"),
        kind="text",
        title=None,
        voice=_voice(wanted.voice, service),
        speed=wanted.speed,
        format=EpisodeFormat.MP3,
        entries=entries(wanted.lexicon),
        keep_all=True,
        priority=Priority.NOW,
        owner=caller.owner,
        hidden=True,
    )
    record = await asyncio.to_thread(service.library.submit, order)
    kind = LiveFormat(wanted.response_format)
    response = await play(service, record, kind, {}, since=started, remove=True)
    if wanted.stream_format == "audio" or not isinstance(response, StreamingResponse):
        return response
    return StreamingResponse(
        _as_events(response.body_iterator),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store"},
    )


def _voice(asked: str | dict[str, Any], service: Service) -> str | None:
    name = asked.get("id") if isinstance(asked, dict) else asked
    if not isinstance(name, str) or name in _THEIRS:
        return None
    return find_voice(name, service.settings.voices).name


async def _as_events(sound: Any) -> AsyncIterator[bytes]:
    """Wrap sound in the events of OpenAI's `stream_format: sse`."""
    async for data in sound:
        delta = {"type": "speech.audio.delta", "audio": base64.b64encode(data).decode()}
        yield format_sse_event(data_str=json.dumps(delta))
    usage = {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}
    yield format_sse_event(data_str=json.dumps({"type": "speech.audio.done", "usage": usage}))
