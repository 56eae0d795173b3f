"""`POST /v1/scripts`: what will be said of an article, and what will not."""

from __future__ import annotations

import asyncio
from typing import Annotated

from anyio import BrokenWorkerProcess, CapacityLimiter, to_process
from fastapi import APIRouter, Query, Request

from narrator.domain import NarratorError
from narrator.fetch import fetch
from narrator.library import Order, Priority
from narrator.service import documents
from narrator.service.intake import Asked, read_order
from narrator.service.preview import Draft, prepare, preview
from narrator.service.problems import ProblemError
from narrator.service.security.access import ServiceOf, Writer
from narrator.service.state import Service
from narrator.service.views import ScriptView

router = APIRouter(prefix="/v1/scripts", tags=["scripts"])

_LIMITER = CapacityLimiter(2)
"""Scripts written at once; the others wait."""


@router.post(
    "",
    summary="Preview what will be said",
    responses=documents.problems(*documents.INTAKE),
    openapi_extra=documents.ARTICLE_BODY,
)
async def write(
    request: Request, service: ServiceOf, caller: Writer, asked: Annotated[Asked, Query()]
) -> ScriptView:
    """Give the script by section, and the receipt of what is left out; nothing is spoken.

    Send the article again with rules of the receipt in `keep` to have their lines back, or with
    `=` and the text of one line.
    """
    order = await read_order(request, asked, service, owner=caller.owner, priority=Priority.NOW)
    draft = await _draft(service, order)
    try:
        result = await to_process.run_sync(preview, draft, cancellable=True, limiter=_LIMITER)
    except BrokenWorkerProcess as error:
        raise ProblemError(
            422, "reading the article failed", hint="try it as plain text", kind="article"
        ) from error
    if isinstance(result, NarratorError):
        raise result
    return result


async def warm() -> None:
    """Start the process that reads articles, so that the first preview need not wait for it."""
    await to_process.run_sync(prepare, cancellable=True, limiter=_LIMITER)


async def _draft(service: Service, order: Order) -> Draft:
    source: str | bytes | None = order.source
    url, kind = order.url, order.kind
    if source is None:
        assert url is not None
        page = await asyncio.to_thread(fetch, url, access=service.access)
        source, url, kind = page.source, page.url, page.kind
    words = await asyncio.to_thread(service.library.lexicon, order.owner)
    return Draft(
        source=source,
        kind=kind,
        url=url,
        title=order.title,
        language=order.language,
        voice=order.voice,
        quote_voice=order.quote_voice,
        usual_voice=service.settings.voice,
        voices=service.settings.voices,
        lexicon=service.settings.lexicon,
        sites=service.settings.sites,
        entries=(*words, *order.entries),
        reading=order.reading,
        keep=order.keep,
        keep_all=order.keep_all,
        drop=order.drop,
        speed=order.speed,
    )
