"""The application: everything put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from anyio import create_task_group
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from narrator.fetch import Access
from narrator.library import Library, Place
from narrator.library.feeds.follow.run import feeds_of
from narrator.service import documents, problems
from narrator.service.installer import Installer
from narrator.service.metrics import Metrics
from narrator.service.middleware import HERE, Surroundings, is_here
from narrator.service.routes import (
    episodes,
    events,
    feed_library,
    feeds,
    files,
    health,
    lexicon,
    live,
    narrate,
    reference,
    scripts,
    speech,
    transcriptions,
    voices,
)
from narrator.service.security.keys import KeyStore
from narrator.service.security.pace import Pace, Quota
from narrator.service.state import Service
from narrator.service.thumbnails import Thumbnails
from narrator.service.web import embed, installable, pages
from narrator.service.web.origins import Meter

if TYPE_CHECKING:
    from narrator.config import Settings

_ROUTERS = (
    narrate.router,
    episodes.router,
    events.router,
    live.router,
    files.router,
    voices.router,
    speech.router,
    transcriptions.router,
    scripts.router,
    lexicon.router,
    feeds.router,
    feed_library.router,
    health.router,
    reference.router,
    pages.router,
    embed.router,
    installable.router,
)
"""In this order: an episode's events are not one of its files."""

_TAGS = [
    {"name": "narrate", "description": "An article in, its audio out."},
    {"name": "episodes", "description": "Articles that are narrated in the background."},
    {"name": "files", "description": "Audio, chapters, captions, transcripts, covers, books."},
    {"name": "voices", "description": "Who can read."},
    {"name": "OpenAI", "description": "For clients of the OpenAI speech API."},
    {"name": "scripts", "description": "What will be said, before it is."},
    {"name": "feeds", "description": "Podcasts of episodes, what they follow, who may have them."},
    {"name": "lexicon", "description": "How words are said."},
    {"name": "operations", "description": "For whoever runs the service."},
]


def create_app(settings: Settings, *, keyless: bool | None = None) -> FastAPI:
    """Make the application.

    Args:
        settings: The settings.
        keyless: Whether nobody needs an API key; None for yes where only this machine is
            listened to and nobody made a key.
    """
    place = Place(settings.home, settings.cache, settings.database, settings.store)
    library = Library(place)
    store = KeyStore(place.url)
    open_to_all = is_here(settings.host) and not store.list() if keyless is None else keyless
    service = Service(
        settings=settings,
        library=library,
        keys=None if open_to_all else store,
        access=Access.of(settings.fetch_allow),
        pace=Pace(settings.rate_limit),
        quota=Quota(library, settings.audio_limit),
        metrics=Metrics(library),
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with create_task_group() as tasks:
            tasks.start_soon(scripts.warm)
            yield
            tasks.cancel_scope.cancel()
        installer.close()
        shown.close()
        library.close()
        store.close()

    app = FastAPI(
        title="Narrator",
        version=version("narrator"),
        description=documents.DESCRIPTION,
        openapi_tags=_TAGS,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        middleware=_middleware(service),
    )
    app.state.narrator = service
    app.state.installer = installer = Installer(settings)
    app.state.thumbnails = Thumbnails()
    app.state.embed_meter = Meter(settings.embed_limit)
    app.state.feeds = shown = feeds_of(library, place)
    problems.install(app)
    documents.install(app)
    for router in _ROUTERS:
        app.include_router(router)
    reference.mount(app)
    pages.mount(app)
    return app


def _middleware(service: Service) -> list[Middleware]:
    """Give what surrounds every request, the outermost first."""
    settings = service.settings
    origins = settings.cors_origins or (() if service.keys is None else ("*",))
    around = [
        Middleware(
            Surroundings,
            metrics=service.metrics,
            hosts=_hosts(service),
            origins=origins,
            limit=int(settings.upload_limit),
        )
    ]
    if origins:
        around.append(
            Middleware(
                CORSMiddleware,
                allow_origins=origins,
                allow_methods=("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"),
                allow_headers=(
                    "Authorization",
                    "Content-Type",
                    "Idempotency-Key",
                    "If-None-Match",
                    "Last-Event-ID",
                    "Range",
                ),
                expose_headers=(
                    "Accept-Ranges",
                    "Content-Disposition",
                    "Content-Length",
                    "Content-Location",
                    "Content-Range",
                    "ETag",
                    "Location",
                    "RateLimit",
                    "Retry-After",
                    "X-Request-ID",
                ),
            )
        )
    kept = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/epub+zip")
    around.append(
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6, exclude_content_types=kept)
    )
    return around


def _hosts(service: Service) -> frozenset[str]:
    """Give the names the service answers to; none for any.

    Without keys a page of another site could have its name lead to this machine (DNS rebinding)
    and read what is here; with keys it has none.
    """
    settings = service.settings
    named = frozenset(name.lower() for name in settings.allowed_hosts)
    if "*" in named or (service.keys is not None and not named):
        return frozenset()
    public = urlsplit(settings.public_url or "").hostname
    return HERE | named | {settings.host.lower()} | ({public} if public else set())
