"""From a template to a page."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from narrator.service.web.texts import LANGUAGES, choose_language, texts

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
"""Content-Security-Policy of pages: nothing from elsewhere, no script or style in the page."""

LANGUAGE_COOKIE = "narrator-language"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("narrator.service.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(
    request: Request,
    template: str,
    *,
    frames: str = "'none'",
    status: int = 200,
    microphone: bool = False,
    **values: Any,
) -> HTMLResponse:
    """Make a page in the listener's language.

    Args:
        request: What asks for it.
        template: Name of the template; it has `t` (texts by key), `language`, `languages`.
        frames: Who may show it in a frame, as `frame-ancestors` takes it.
        status: HTTP status.
        microphone: Whether the page may ask for it.
        values: What else the template needs.
    """
    language = choose_language(
        request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE),
        request.headers.get("accept-language", ""),
    )
    body = (
        _environment()
        .get_template(template)
        .render(t=texts(language), language=language, languages=LANGUAGES, **values)
    )
    headers = {
        "Content-Security-Policy": f"{POLICY}; frame-ancestors {frames}",
        "Cache-Control": "no-cache",
        "Content-Language": language,
        "Vary": "Accept-Language, Cookie",
    }
    if microphone:
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)"
    return HTMLResponse(body, status, headers)
