"""The pages `/`, `/listen/{id}`, `/signin`; what they show, their modules ask the API for."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from narrator.hearing import is_installed
from narrator.service.problems import ProblemError, problem_response
from narrator.service.routes.feeds import base_of
from narrator.service.security.access import ServiceOf
from narrator.service.web.card import card_of
from narrator.service.web.render import page

router = APIRouter(include_in_schema=False)

STATIC = Path(__file__).with_name("static")
"""What pages load."""

_EPISODE = re.compile("[0-9a-f]{1,64}")


@router.api_route("/", methods=["GET", "HEAD"])
async def home(request: Request, service: ServiceOf) -> HTMLResponse:
    """Show the field to add an article, and the library."""
    return page(request, "home.html", keyed=service.keys is not None)


@router.api_route("/listen/{episode}", methods=["GET", "HEAD"])
async def listen(request: Request, service: ServiceOf, episode: str) -> HTMLResponse:
    """Show the player of an episode, and the article to read along."""
    keyed, hears = service.keys is not None, is_installed()
    if not _EPISODE.fullmatch(episode):
        return page(request, "missing.html", status=404, keyed=keyed)
    # With API keys it is for its owner alone, whose browser asks with the key.
    record = None if keyed else await asyncio.to_thread(service.library.get, episode)
    return page(
        request,
        "listen.html",
        keyed=keyed,
        episode=episode,
        hears=hears,
        microphone=hears,
        card=card_of(service, record, base_of(request, service))
        if record and record.revision
        else None,
    )


@router.api_route("/signin", methods=["GET", "HEAD"])
async def sign_in(request: Request, service: ServiceOf) -> HTMLResponse:
    """Ask for the API key, where the service needs one."""
    return page(request, "signin.html", keyed=service.keys is not None)


def mount(app: FastAPI) -> None:
    """Serve what the pages need, and a page to a browser that went astray."""

    @app.exception_handler(404)
    async def _astray(request: Request, _: Exception) -> Response:
        if request.headers.get("sec-fetch-mode") == "navigate":
            keyed = request.app.state.narrator.keys is not None
            return page(request, "missing.html", status=404, keyed=keyed)
        return problem_response(request, ProblemError(404, "there is nothing at this address"))

    app.mount("/static", StaticFiles(directory=STATIC), name="static")
