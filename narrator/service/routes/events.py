"""`/v1/episodes/{id}/events`: what happens to an episode, as it happens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import Response, StreamingResponse
from fastapi.sse import format_sse_event

from narrator.library import Event
from narrator.service import documents
from narrator.service.security.access import AudibleRecord, ServiceOf
from narrator.service.state import Service
from narrator.service.waiting import ENDED, wait_for

router = APIRouter(prefix="/v1/episodes", tags=["episodes"])

_LAST = frozenset({"ready", "failed", "cancelled", "deleted"})
"""Events after which there is nothing to wait for."""

_RETRY = 1000
"""Milliseconds after which a browser connects again."""


@router.get(
    "/{episode}/events",
    summary="Follow an episode",
    response_class=Response,
    responses={
        200: {
            "description": "Events: queued, progress, ready, failed, cancelled, deleted.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        204: {"description": "There is nothing more to come."},
        **documents.problems(*documents.USUAL),
    },
)
async def follow(
    service: ServiceOf,
    record: AudibleRecord,
    last_event_id: Annotated[str | None, Header(max_length=40)] = None,
) -> Response:
    """Follow an episode by server-sent events until it is ready, has failed or was cancelled.

    A browser that lost the connection goes on where it was by `Last-Event-ID`.
    """
    seen = int(last_event_id) if last_event_id and last_event_id.isdecimal() else 0
    events = await asyncio.to_thread(service.library.events, record.id, seen)
    if not events and record.state in ENDED and seen:
        # To a browser 204 says not to come again.
        return Response(status_code=204)
    # Proxies such as nginx would hold events back otherwise.
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(
        _events(service, record.id, seen), headers=headers, media_type="text/event-stream"
    )


async def _events(service: Service, episode: str, after: int) -> AsyncIterator[bytes]:
    yield format_sse_event(data_str=None, retry=_RETRY)
    while True:
        events = await wait_for(service, service.library.next_events(episode, after, timeout=15.0))
        if events is None:
            return
        for event in events:
            after = event.seq
            yield _format(event)
        if not events:
            yield format_sse_event(data_str=None, comment="still here")
        if events and events[-1].kind in _LAST:
            return
        record = await asyncio.to_thread(service.library.get, episode)
        if not events and (record is None or record.state in ENDED):
            return


def _format(event: Event) -> bytes:
    data = json.dumps(event.data, ensure_ascii=False)
    return format_sse_event(data_str=data, event=event.kind, id=str(event.seq))
