"""`/v1/episodes`: articles that are narrated in the background."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from narrator.casting import AUTO
from narrator.library import Change, Priority, Record, State
from narrator.service import documents
from narrator.service.intake import Asked, entries
from narrator.service.ordering import IdempotencyKey, take_order
from narrator.service.present import view
from narrator.service.problems import not_found
from narrator.service.schemas import EpisodeChange
from narrator.service.security.access import (
    ReadableRecord,
    Reader,
    ServiceOf,
    WritableRecord,
    Writer,
)
from narrator.service.views import EpisodePage, EpisodeView
from narrator.service.waiting import ENDED
from narrator.voices import find_voice

router = APIRouter(prefix="/v1/episodes", tags=["episodes"])


@router.post(
    "",
    status_code=202,
    summary="Order an episode",
    responses=documents.problems(*documents.INTAKE),
    openapi_extra=documents.ARTICLE_BODY,
)
async def order(
    request: Request,
    response: Response,
    service: ServiceOf,
    caller: Writer,
    asked: Annotated[Asked, Query()],
    idempotency_key: IdempotencyKey = None,
) -> EpisodeView:
    """Send an article to be narrated in the background; `Location` is where its state is seen.

    Once this is answered, the order is on the disk and not lost, whatever happens to the service.
    """
    record = await take_order(
        request, service, caller, asked, priority=Priority.SOON, key=idempotency_key
    )
    response.headers["Location"] = f"/v1/episodes/{record.id}"
    return view(service, record)


@router.get("", summary="List episodes", responses=documents.problems(*documents.USUAL))
async def list_(
    service: ServiceOf,
    caller: Reader,
    state: Annotated[list[State], Query(description="Only in these states.")] = [],  # noqa: B006 - FastAPI copies it
    q: Annotated[str | None, Query(max_length=200, description="Words to find.")] = None,
    after: Annotated[str | None, Query(max_length=64, description="Last id seen.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> EpisodePage:
    """Give episodes, the newest first; `next` is the address of the next page."""
    found = await asyncio.to_thread(
        service.library.list,
        owner=caller.visible,
        states=tuple(state),
        query=q,
        after=after,
        limit=limit + 1,
    )
    shown = found[:limit]
    more = None
    if len(found) > limit:
        wanted = [*(("state", item) for item in state), ("after", shown[-1].id), ("limit", limit)]
        more = "/v1/episodes?" + urlencode([*wanted, *([("q", q)] if q else [])])
    return EpisodePage(episodes=[view(service, record) for record in shown], next=more)


@router.get("/{episode}", summary="See an episode", responses=documents.problems(*documents.USUAL))
async def see(service: ServiceOf, record: ReadableRecord) -> EpisodeView:
    """Give an episode's state, how far it is, and where its files are."""
    return view(service, record)


@router.patch(
    "/{episode}",
    status_code=202,
    summary="Change an episode",
    responses=documents.problems(*documents.USUAL, 413, 415, 500, 507),
)
async def change(
    response: Response, service: ServiceOf, record: WritableRecord, wanted: EpisodeChange
) -> EpisodeView:
    """Change text, voice, speed or words: only what sounds otherwise is spoken again.

    The audio keeps its address; its `ETag` changes when the new revision is whole.
    """
    for voice in filter(None, (wanted.voice, wanted.quote_voice)):
        if voice != AUTO:
            find_voice(voice, service.settings.voices)
    kind = next((name for name in ("text", "html", "markdown") if getattr(wanted, name)), None)
    source = getattr(wanted, kind).encode("utf-8", "surrogatepass") if kind else None
    revised = await asyncio.to_thread(
        service.library.revise,
        record.id,
        Change(
            source=source,
            kind=kind,
            title=wanted.title,
            voice=wanted.voice,
            quote_voice=wanted.quote_voice,
            speed=wanted.speed,
            entries=entries(wanted.lexicon),
            reading=wanted.reading(record.order.reading),
            keep=None if wanted.keep is None else tuple(wanted.keep),
            keep_all=wanted.keep_all,
            drop=None if wanted.drop is None else tuple(wanted.drop),
        ),
    )
    if revised is None:
        raise not_found()
    response.headers["Location"] = f"/v1/episodes/{record.id}"
    return view(service, revised)


@router.delete(
    "/{episode}",
    status_code=204,
    summary="Cancel or delete an episode",
    responses=documents.problems(*documents.USUAL),
)
async def remove(service: ServiceOf, record: WritableRecord, cancel: bool = False) -> None:
    """Delete an episode and all its files; what is under way stops.

    With `cancel=true` it only stops, and what was served before still is.
    """
    act = service.library.cancel if cancel else service.library.delete
    await asyncio.to_thread(act, record.id)


@router.post(
    "/{episode}/retry",
    status_code=202,
    summary="Try an episode again",
    responses=documents.problems(*documents.USUAL),
)
async def retry(response: Response, service: ServiceOf, record: WritableRecord) -> EpisodeView:
    """Try again what failed or was cancelled; what is already spoken is not spoken again."""
    again: Record | None = record
    if record.state in ENDED and (record.state is not State.READY or record.problem):
        again = await asyncio.to_thread(service.library.retry, record.id)
    response.headers["Location"] = f"/v1/episodes/{record.id}"
    return view(service, again or record)
