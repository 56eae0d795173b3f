"""`/v1/feeds`: the feeds of the library, what they follow and who may have them."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from narrator.library.feeds.address import feed_address
from narrator.library.feeds.digest import order_digest
from narrator.library.feeds.follow.records import Channel
from narrator.library.feeds.follow.run import Feeds
from narrator.library.feeds.show import check_category
from narrator.library.feeds.subscribe import app_links, qr_svg
from narrator.service import documents
from narrator.service.feed_schemas import (
    DigestRequest,
    FeedRequest,
    FeedView,
    LinkView,
    ListenerRequest,
    ListenerView,
    Slug,
    SourceRequest,
    SourceView,
    channel_facts,
    source_view,
)
from narrator.service.present import view
from narrator.service.problems import ProblemError, not_found
from narrator.service.routes.feeds import FeedsOf, base_of
from narrator.service.security.access import Caller, Reader, ServiceOf, Writer
from narrator.service.views import EpisodeView
from narrator.voices import find_voice

router = APIRouter(
    prefix="/v1/feeds", tags=["feeds"], responses=documents.problems(*documents.USUAL)
)


def _find(feeds: Feeds, slug: str, caller: Caller) -> Channel:
    channel = feeds.channels.get(slug)
    if channel is None or caller.visible not in {None, channel.owner}:
        raise not_found("feed")
    return channel


async def seen(slug: Slug, feeds: FeedsOf, caller: Reader) -> Channel:
    """Find a feed that the caller may see."""
    return await asyncio.to_thread(_find, feeds, slug, caller)


async def owned(slug: Slug, feeds: FeedsOf, caller: Writer) -> Channel:
    """Find a feed that the caller may change."""
    return await asyncio.to_thread(_find, feeds, slug, caller)


Seen = Annotated[Channel, Depends(seen)]
Owned = Annotated[Channel, Depends(owned)]


@router.get("", summary="List feeds")
async def list_(
    request: Request, service: ServiceOf, feeds: FeedsOf, caller: Reader
) -> list[FeedView]:
    """Give the feeds of the caller, by name."""
    found = await asyncio.to_thread(feeds.channels.list, caller.visible)
    base = base_of(request, service)
    return [await asyncio.to_thread(_view, feeds, channel, base) for channel in found]


@router.put("/{slug}", summary="Make or change a feed")
async def put(
    request: Request,
    service: ServiceOf,
    feeds: FeedsOf,
    caller: Writer,
    slug: Slug,
    wanted: FeedRequest,
) -> FeedView:
    """Make a feed, or replace what it says of itself; sources, listeners and episodes stay."""
    for category in wanted.categories:
        check_category(category)
    known = await asyncio.to_thread(feeds.channels.get, slug)
    if known is not None and caller.visible not in {None, known.owner}:
        raise ProblemError(409, f"the name {slug} is taken", hint="choose another one")
    channel = wanted.channel(
        slug,
        known.owner if known else caller.owner,
        private=known.private if known else service.keys is not None,
    )
    await asyncio.to_thread(feeds.channels.put, channel)
    return await asyncio.to_thread(_view, feeds, channel, base_of(request, service))


@router.get("/{slug}", summary="See a feed")
async def get(request: Request, service: ServiceOf, feeds: FeedsOf, channel: Seen) -> FeedView:
    """Give a feed, what it follows and who has a link of their own."""
    return await asyncio.to_thread(_view, feeds, channel, base_of(request, service))


@router.delete("/{slug}", status_code=204, summary="Delete a feed")
async def delete(feeds: FeedsOf, channel: Owned) -> Response:
    """Forget a feed, its sources and links. Its episodes stay in the library."""
    await asyncio.to_thread(feeds.channels.delete, channel.slug)
    return Response(status_code=204)


@router.post("/{slug}/sources", status_code=201, summary="Follow a source")
async def follow(feeds: FeedsOf, channel: Owned, wanted: SourceRequest) -> SourceView:
    """Narrate what is new in a source, from now on; if it is followed already, change its rules."""
    if wanted.voice:
        find_voice(wanted.voice)
    source = await asyncio.to_thread(
        feeds.sources.follow, channel.slug, wanted.address, wanted.rules()
    )
    return source_view(source)


@router.delete("/{slug}/sources/{source}", status_code=204, summary="Follow a source no more")
async def unfollow(feeds: FeedsOf, channel: Owned, source: str) -> Response:
    """Look at a source no more; its episodes stay."""
    found = await asyncio.to_thread(feeds.sources.source, source)
    if found is None or found.feed != channel.slug:
        raise not_found("source")
    await asyncio.to_thread(feeds.sources.unfollow, source)
    return Response(status_code=204)


@router.put("/{slug}/episodes/{episode}", status_code=204, summary="Put an episode into a feed")
async def add(
    service: ServiceOf, feeds: FeedsOf, caller: Writer, channel: Owned, episode: str
) -> Response:
    """Put an episode of the caller's into a feed; it appears when it is ready."""
    record = await asyncio.to_thread(service.library.get, episode)
    if record is None or not caller.may_see(record):
        raise not_found()
    await asyncio.to_thread(feeds.channels.add, channel.slug, episode)
    return Response(status_code=204)


@router.delete(
    "/{slug}/episodes/{episode}", status_code=204, summary="Take an episode out of a feed"
)
async def remove(feeds: FeedsOf, channel: Owned, episode: str) -> Response:
    """Take an episode out of a feed for good; it stays in the library."""
    if not await asyncio.to_thread(feeds.channels.remove, channel.slug, episode):
        raise not_found()
    return Response(status_code=204)


@router.post("/{slug}/listeners", status_code=201, summary="Share a feed")
async def share(
    request: Request, service: ServiceOf, feeds: FeedsOf, channel: Owned, wanted: ListenerRequest
) -> LinkView:
    """Give a listener a link of their own; one that they had ends."""
    token = await asyncio.to_thread(feeds.listeners.share, channel.slug, wanted.name)
    url = feed_address(base_of(request, service), channel.slug, token)
    apps = {link.app: link.url for link in app_links(url)}
    return LinkView(name=wanted.name, url=url, apps=apps, qr=qr_svg(url))


@router.delete("/{slug}/listeners/{name}", status_code=204, summary="End a listener's link")
async def revoke(feeds: FeedsOf, channel: Owned, name: str) -> Response:
    """End a link at once: to the feed and to all that it names."""
    if not await asyncio.to_thread(feeds.listeners.revoke, channel.slug, name):
        raise not_found("listener")
    return Response(status_code=204)


@router.post("/{slug}/digests", status_code=202, summary="Make a digest")
async def digest(
    service: ServiceOf, feeds: FeedsOf, channel: Owned, wanted: DigestRequest
) -> EpisodeView:
    """Join the unheard articles that fill the time best into one episode of the feed."""
    record = await asyncio.to_thread(
        order_digest, service.library, feeds.channels, channel, wanted.minutes
    )
    return view(service, record)


def _view(feeds: Feeds, channel: Channel, base: str) -> FeedView:
    return FeedView.model_validate(
        channel_facts(channel)
        | {
            "url": feed_address(base, channel.slug),
            "episodes": len(feeds.channels.items(channel.slug)),
            "sources": [source_view(one) for one in feeds.sources.sources(channel.slug)],
            "listeners": [
                ListenerView(name=one.name, seen=one.seen)
                for one in feeds.listeners.list(channel.slug)
            ],
        }
    )
