"""The app on phone and desktop: manifest, service worker, `/share`, `/offline`; and `/voices`."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response

from narrator.service.routes.feeds import base_of
from narrator.service.security.access import ServiceOf
from narrator.service.web.pages import STATIC
from narrator.service.web.render import page

router = APIRouter(include_in_schema=False)

_URL = re.compile(r"https?://(?:[^\s/?#@]*@)?(?:www\.)?(?P<site>[^\s/?#]+)\S*")

_MANIFEST = {
    "id": "/",
    "name": "Narrator",
    "short_name": "Narrator",
    "description": "Listen to any article.",
    "start_url": "/",
    "scope": "/",
    "display": "standalone",
    "background_color": "#fbf9f5",
    "theme_color": "#fbf9f5",
    "categories": ["news", "books", "utilities"],
    "icons": [
        {"src": "/static/icon.svg", "sizes": "any", "type": "image/svg+xml"},
        {"src": "/static/icons/192.png", "sizes": "192x192", "type": "image/png"},
        {"src": "/static/icons/512.png", "sizes": "512x512", "type": "image/png"},
        {
            "src": "/static/icons/maskable.png",
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
    ],
    "share_target": {
        "action": "/share",
        "method": "GET",
        "enctype": "application/x-www-form-urlencoded",
        "params": {"title": "title", "text": "text", "url": "url"},
    },
}


@router.api_route("/manifest.webmanifest", methods=["GET", "HEAD"])
async def manifest() -> JSONResponse:
    """Give what a browser needs to know to install the app (W3C Web App Manifest)."""
    return JSONResponse(_MANIFEST, media_type="application/manifest+json")


@router.api_route("/sw.js", methods=["GET", "HEAD"])
async def worker() -> Response:
    """Give the service worker, from where it may have all pages."""
    headers = {
        "Cache-Control": "no-cache",
        # A worker's policy is its own script's, not that of the page that registered it.
        "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
    }
    return FileResponse(STATIC / "sw.js", headers=headers)


@router.api_route("/offline", methods=["GET", "HEAD"])
async def offline(request: Request) -> HTMLResponse:
    """Show that the service cannot be reached; browsers keep this page."""
    return page(request, "offline.html")


@router.api_route("/voices", methods=["GET", "HEAD"])
async def voices(request: Request, service: ServiceOf) -> HTMLResponse:
    """Show the voices side by side."""
    return page(request, "voices.html", keyed=service.keys is not None)


@router.api_route("/share", methods=["GET", "HEAD"])
async def share(
    request: Request,
    service: ServiceOf,
    title: Annotated[str, Query(max_length=1000)] = "",
    text: Annotated[str, Query(max_length=100_000)] = "",
    url: Annotated[str, Query(max_length=2000)] = "",
) -> HTMLResponse:
    """Take what another app or page sends; without that, show how they can.

    What the listener sends is ordered at once. Where another site's page led here it could be that
    page's doing, and so a press is asked for (`Sec-Fetch-Site`, W3C Fetch Metadata).
    """
    found = _URL.search(url) or _URL.search(text)
    base = base_of(request, service).rstrip("/")
    return page(
        request,
        "share.html",
        keyed=service.keys is not None,
        shared=found[0] if found else text.strip(),
        site=found["site"] if found else "",
        title=title,
        auto=request.headers.get("sec-fetch-site") == "none",
        bookmarklet=(
            f"javascript:void(open('{base}/share?title='+encodeURIComponent(document.title)"
            "+'&url='+encodeURIComponent(location.href)))"
        ),
    )
