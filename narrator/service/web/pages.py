"""The pages `/`, `/listen/{id}`, `/signin`; they hold no data, their modules ask the API for it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, FastAPI, Request
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from narrator.hearing import is_installed
from narrator.service.security.access import ServiceOf
from narrator.service.web.render import page

router = APIRouter(include_in_schema=False)

STATIC = Path(__file__).with_name("static")
"""What pages load."""

EpisodeId = Annotated[str, InPath(max_length=64, pattern="^[0-9a-f]+$")]


@router.api_route("/", methods=["GET", "HEAD"])
async def home(request: Request, service: ServiceOf) -> HTMLResponse:
    """Show the field to add an article, and the library."""
    return page(request, "home.html", keyed=service.keys is not None)


@router.api_route("/listen/{episode}", methods=["GET", "HEAD"])
async def listen(request: Request, service: ServiceOf, episode: EpisodeId) -> HTMLResponse:
    """Show the player of an episode, and the article to read along."""
    keyed, hears = service.keys is not None, is_installed()
    return page(request, "listen.html", keyed=keyed, episode=episode, hears=hears, microphone=hears)


@router.api_route("/signin", methods=["GET", "HEAD"])
async def sign_in(request: Request, service: ServiceOf) -> HTMLResponse:
    """Ask for the API key, where the service needs one."""
    return page(request, "signin.html", keyed=service.keys is not None)


def mount(app: FastAPI) -> None:
    """Serve what the pages need."""
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
