"""`/docs`: the API's reference, to be read and tried, without anything from elsewhere."""

from __future__ import annotations

from pathlib import Path

import fastapi_offline
from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

router = APIRouter(include_in_schema=False)

_ASSETS = Path(fastapi_offline.__file__).with_name("static")
"""Swagger UI as that package brings it."""

_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"
)


@router.get("/docs")
async def reference(request: Request) -> HTMLResponse:
    """Show Swagger UI."""
    app: FastAPI = request.app
    page = get_swagger_ui_html(
        openapi_url=str(app.openapi_url),
        title=f"{app.title} API",
        swagger_js_url="/docs/assets/swagger-ui-bundle.js",
        swagger_css_url="/docs/assets/swagger-ui.css",
        swagger_favicon_url="/docs/assets/favicon.png",
        swagger_ui_parameters={"defaultModelsExpandDepth": 0, "tryItOutEnabled": True},
    )
    page.headers["Content-Security-Policy"] = _POLICY
    return page


def mount(app: FastAPI) -> None:
    """Serve what the page needs."""
    app.mount("/docs/assets", StaticFiles(directory=_ASSETS), name="docs-assets")
