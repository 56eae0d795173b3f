"""`/embed/...`: the player and the button on the pages of others; `/oembed` (oembed.com)."""

from __future__ import annotations

import asyncio
import html
import re
from typing import Annotated, Any
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Body, Depends, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, Field

from narrator.domain import ErrorKind, NarratorError
from narrator.fetch import fetch
from narrator.library import Order, Priority, Record, State
from narrator.service.present import embed_address, links, problem_kind
from narrator.service.problems import ProblemError, from_error, not_found
from narrator.service.routes.feeds import base_of
from narrator.service.security.access import CallerOrNone, ServiceOf, audible, sign
from narrator.service.state import Service
from narrator.service.web.card import oembed_address
from narrator.service.web.origins import Meter, origin_of, stays, welcome
from narrator.service.web.pages import STATIC
from narrator.service.web.render import page

router = APIRouter(include_in_schema=False)

HEIGHT = 148
"""Height of the player in CSS pixels, at any width from 280."""

_WIDTH = 640
"""Width in CSS pixels where the page leaves it to us."""

_PATH = re.compile(r"/(?:embed|listen)/([0-9a-f]{1,64})")

_OWNER = "embed"
"""Whose the episodes of buttons are where there are API keys: nobody's but an admin's."""

_TOLD = (
    "article",
    "cancelled",
    "embed-origin",
    "fault",
    "network",
    "rate",
    "storage",
    "too-large",
    "unexpected",
    "unreachable",
    "voice",
    "status_404",
    "status_502",
    "status_503",
    "status_504",
)

_NO_ARTICLE = (
    ErrorKind.ADDRESS,
    ErrorKind.PRIVATE,
    ErrorKind.REFUSED,
    ErrorKind.MISSING,
    ErrorKind.NO_ARTICLE,
    ErrorKind.EMPTY,
    ErrorKind.UNKNOWN_HOST,
)

_UNREADABLE = (ErrorKind.SCANNED, ErrorKind.LOCKED, ErrorKind.DAMAGED, ErrorKind.FORMAT)

_REASONS = (
    {kind: f"problem.{kind}" for kind in _TOLD}
    # What to do about these is for whoever has the page, not for its readers.
    | {str(kind): "embed.address" for kind in _NO_ARTICLE}
    | {str(kind): "problem.article" for kind in _UNREADABLE}
)
"""Texts of the player for the kinds of problems that a reader can meet."""

_THEMES = frozenset({"light", "dark"})


class Described(BaseModel):
    """What a consumer of oEmbed asks (oEmbed 1.0, section 2.2)."""

    url: Annotated[str, Field(max_length=2000)]
    maxwidth: Annotated[int, Field(ge=1)] = _WIDTH
    maxheight: Annotated[int, Field(ge=1)] = HEIGHT
    format: str = "json"


def get_meter(request: Request) -> Meter:
    """Give the meter of the app that a request came to."""
    meter: Meter = request.app.state.embed_meter
    return meter


MeterOf = Annotated[Meter, Depends(get_meter)]


@router.api_route("/embed.js", methods=["GET", "HEAD"])
async def script() -> Response:
    """Give the script that publishers name, with any site's leave to load it."""
    headers = {
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": "public, max-age=3600",
    }
    return FileResponse(STATIC / "embed" / "loader.js", headers=headers)


@router.api_route("/embed/article", methods=["GET", "HEAD"])
async def button(request: Request, service: ServiceOf, url: str = "") -> HTMLResponse:
    """Show the button that has an article narrated; only the article's own site may frame it."""
    try:
        origin, _ = welcome(service, url)
    except ProblemError as problem:
        return _shown(request, problem=problem.kind or "", status=problem.status)
    except NarratorError as error:
        return _shown(request, problem="address", status=from_error(error).status)
    return _shown(request, frames=origin, article=url)


@router.post("/embed/episodes", status_code=202)
async def press(
    request: Request,
    service: ServiceOf,
    meter: MeterOf,
    url: Annotated[str, Body(embed=True, max_length=2000)],
) -> dict[str, Any]:
    """Have an article narrated: the first press orders it, every later one finds it.

    Only the button's own page may ask, and nobody but the article's site can show that.
    """
    sender = request.headers.get("origin", "")
    if urlsplit(sender).netloc != request.headers.get("host"):
        raise ProblemError(
            403, "only the button itself may send this", hint="use embed.js", kind="cross-site"
        )
    origin, address = await asyncio.to_thread(welcome, service, url)
    key = f"embed {address}"
    owner = _OWNER if service.keys else ""
    record = await asyncio.to_thread(service.library.ordered, owner, key)
    if record is None:
        meter.spend(origin)
        found = await asyncio.to_thread(fetch, address, access=service.access)
        stays(service, found.url)
        order = Order(
            source=found.source.encode() if isinstance(found.source, str) else found.source,
            url=found.url,
            kind=found.kind,
            owner=owner,
            key=key,
            priority=Priority.NOW,
            labels={"site": origin},
        )
        record = await asyncio.to_thread(service.library.submit, order)
    elif record.state in {State.FAILED, State.CANCELLED}:
        meter.spend(origin)
        record = await asyncio.to_thread(service.library.retry, record.id) or record
    return _facts(service, record)


@router.api_route("/embed/episodes/{episode}", methods=["GET", "HEAD"])
async def state(
    service: ServiceOf, caller: CallerOrNone, episode: str, sig: str | None = None
) -> dict[str, Any]:
    """Tell how far an episode is, to its player."""
    return _facts(service, await audible(episode, caller, service, sig))


@router.api_route("/embed/{episode}", methods=["GET", "HEAD"])
async def player(
    request: Request,
    service: ServiceOf,
    caller: CallerOrNone,
    episode: str,
    sig: str | None = None,
) -> HTMLResponse:
    """Show the player of an episode; any page may frame it."""
    try:
        record = await audible(episode, caller, service, sig)
    except ProblemError as problem:
        return _shown(request, problem="missing", status=problem.status)
    shown = _shown(request, facts=_facts(service, record))
    shown.headers["Link"] = discovery(base_of(request, service), embed_address(service, record.id))
    return shown


@router.api_route("/oembed", methods=["GET", "HEAD"])
async def oembed(
    request: Request,
    service: ServiceOf,
    caller: CallerOrNone,
    asked: Annotated[Described, Query()],
) -> JSONResponse:
    """Describe the player of an episode to whoever found its address (oEmbed 1.0, section 2.3)."""
    if asked.format != "json":
        raise ProblemError(501, f"{asked.format} is not written", hint="ask for format=json")
    base = base_of(request, service).rstrip("/")
    parts = urlsplit(asked.url)
    match = _PATH.fullmatch(parts.path)
    if match is None or parts.netloc != urlsplit(base).netloc:
        raise not_found()
    signature = parse_qs(parts.query).get("sig", [None])[0]
    record = await audible(match[1], caller, service, signature)
    if not record.revision:
        raise not_found()
    source = html.escape(base + embed_address(service, record.id))
    title = html.escape(record.title)
    width, height = min(_WIDTH, asked.maxwidth), min(HEIGHT, asked.maxheight)
    described = {
        "version": "1.0",
        "type": "rich",
        "title": record.title,
        "author_name": record.byline,
        "provider_name": "Narrator",
        "provider_url": base,
        "cache_age": 3600,
        "width": width,
        "height": height,
        "html": (
            f'<iframe src="{source}" title="{title}" width="{width}" height="{height}" '
            'style="border:0;max-width:100%" allow="autoplay" loading="lazy"></iframe>'
        ),
        "thumbnail_url": base + links(service, record)["cover"],
        "thumbnail_width": 1400,
        "thumbnail_height": 1400,
    }
    return JSONResponse({name: value for name, value in described.items() if value is not None})


def discovery(base: str, path: str) -> str:
    """Write the Link header by which oEmbed is discovered (oEmbed 1.0, section 4)."""
    return f'<{oembed_address(base, path)}>; rel="alternate"; type="application/json+oembed"'


def _shown(
    request: Request,
    *,
    frames: str = "*",
    status: int = 200,
    facts: dict[str, Any] | None = None,
    article: str = "",
    problem: str = "",
) -> HTMLResponse:
    theme = request.query_params.get("theme", "")
    return page(
        request,
        "embed.html",
        frames=frames,
        status=status,
        facts=facts,
        article=article,
        site=origin_of(article) if article else "",
        problem=problem,
        reasons=_REASONS,
        theme=theme if theme in _THEMES else "",
    )


def _facts(service: Service, record: Record) -> dict[str, Any]:
    """Give what the player needs to know of an episode, and nothing else."""
    found = links(service, record)
    progress = record.progress
    return {
        "id": record.id,
        "sig": sign(service.keys, record.id),
        "state": record.state,
        "title": record.title if record.revision or record.progress.total else "",
        "site": record.site or "",
        "duration": record.duration,
        "audio": found.get("mp3", "") if record.revision else "",
        "chapters": found.get("chapters", "") if record.chapters > 1 else "",
        "share": progress.share,
        "left": progress.left,
        "live": found.get("live", ""),
        "why": record.problem.message if record.problem else "",
        "kind": _kind(record),
    }


def _kind(record: Record) -> str:
    """Name why there is no audio, as problem documents name it; empty while nothing is wrong."""
    if record.state is State.CANCELLED:
        return "cancelled"
    return problem_kind(record.problem) if record.problem else ""
