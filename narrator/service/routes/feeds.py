"""`/feeds/...`: what podcast apps fetch, by the address alone."""

from __future__ import annotations

import asyncio
import hashlib
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from narrator.library.feeds.broadcast import SERVED, Broadcast, Bulletin, channel_artwork
from narrator.library.feeds.follow.records import Channel
from narrator.library.feeds.follow.run import Feeds
from narrator.service.delivery import deliver
from narrator.service.present import file_name
from narrator.service.problems import ProblemError, not_found
from narrator.service.security.access import ServiceOf
from narrator.service.state import Service

router = APIRouter(prefix="/feeds", include_in_schema=False)

_TYPES = {"chapters.json": "application/json+chapters", "audio.m4a": "audio/mp4"}

_KEPT = {"Cache-Control": "private, no-cache"}
"""Kept, but asked about each time: what was taken back must not be served from a cache."""


def get_feeds(request: Request) -> Feeds:
    """Give the feeds of the library that the app serves."""
    feeds: Feeds = request.app.state.feeds
    return feeds


FeedsOf = Annotated[Feeds, Depends(get_feeds)]


async def admitted(slug: str, feeds: FeedsOf, token: str = "") -> Channel:
    """Find the feed of an address, and see whether it may be had by it.

    Raises:
        ProblemError: There is no such feed, it is private, or the token opens it no more.
    """
    channel = await asyncio.to_thread(feeds.channels.get, slug)
    if token:
        admits = await asyncio.to_thread(feeds.listeners.admit, slug, token)
        if channel is not None and admits:
            return channel
        raise ProblemError(403, "this link does not open a feed (any more)", hint="ask for another")
    if channel is None or channel.private:
        raise not_found("feed")
    return channel


ChannelOf = Annotated[Channel, Depends(admitted)]


@router.head("/for/{token}/{slug}.xml")
@router.get("/for/{token}/{slug}.xml")
@router.head("/{slug}.xml")
@router.get("/{slug}.xml")
async def document(
    request: Request,
    service: ServiceOf,
    feeds: FeedsOf,
    channel: ChannelOf,
    token: str = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Give a page of a feed, or say that it has not changed."""
    known = request.headers.get("if-none-match", "")
    bulletin = await asyncio.to_thread(
        Broadcast(feeds.library, feeds.channels).page,
        channel,
        base_of(request, service),
        token=token,
        number=page,
        known=known,
    )
    if bulletin is None:
        raise not_found("page")
    headers = {
        "ETag": bulletin.etag,
        "Last-Modified": format_datetime(bulletin.modified, usegmt=True),
        **_KEPT,
    }
    if bulletin.document is None or (not known and _is_known(request, bulletin)):
        return Response(status_code=304, headers=headers)
    return Response(bulletin.document, headers=headers, media_type="application/rss+xml")


@router.head("/for/{token}/{slug}/cover.jpg")
@router.get("/for/{token}/{slug}/cover.jpg")
@router.head("/{slug}/cover.jpg")
@router.get("/{slug}/cover.jpg")
async def artwork(request: Request, channel: ChannelOf) -> Response:
    """Give a feed's artwork."""
    image = await asyncio.to_thread(channel_artwork, channel.title, channel.author, channel.colour)
    etag = f'"{hash_of(image)}"'
    headers = {"ETag": etag, **_KEPT}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(image, headers=headers, media_type="image/jpeg")


@router.head("/for/{token}/{slug}/{episode}/{name}")
@router.get("/for/{token}/{slug}/{episode}/{name}")
@router.head("/{slug}/{episode}/{name}")
@router.get("/{slug}/{episode}/{name}")
async def file(
    request: Request, feeds: FeedsOf, channel: ChannelOf, episode: str, name: str
) -> Response:
    """Give a file of an episode of a feed, whole or in part."""
    wanted, served = episode.partition("-")[0], SERVED.get(name)
    if served is None or not await asyncio.to_thread(feeds.channels.has, channel.slug, wanted):
        raise not_found("file")
    record = await asyncio.to_thread(feeds.library.get, wanted)
    if record is None:
        raise not_found("file")
    return await deliver(
        request,
        feeds.library,
        record,
        served,
        saved_as=file_name(record, name.removeprefix("audio.") if "audio" in name else name),
        media_type=_TYPES.get(name),
    )


def base_of(request: Request, service: Service) -> str:
    """Give the address that the service is reached at."""
    return service.settings.public_url or str(request.base_url)


def hash_of(data: bytes) -> str:
    """Give the hash that a version tag is made of."""
    return hashlib.sha256(data).hexdigest()[:32]


def _is_known(request: Request, bulletin: Bulletin) -> bool:
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except (ValueError, TypeError):
        return False
    return bulletin.modified <= since
