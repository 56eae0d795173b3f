"""`/healthz`, `/readyz`, `/metrics`: for whoever runs the service."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from narrator.service import documents
from narrator.service.readiness import missing
from narrator.service.security.access import Admin, ServiceOf

router = APIRouter(tags=["operations"])


@router.get("/healthz", summary="Is the process alive?", response_class=PlainTextResponse)
async def healthz() -> str:
    """Answer as long as the process can."""
    return "ok\n"


@router.get(
    "/readyz",
    summary="Can work be taken?",
    responses={
        200: {"description": "Yes."},
        503: {"description": "No; `missing` says what is missing."},
    },
)
async def readyz(service: ServiceOf) -> JSONResponse:
    """Say whether orders can be taken and done, and what is missing if not."""
    found = await asyncio.to_thread(missing, service)
    if service.closing.is_set():
        found.append("the service is ending")
    return JSONResponse(
        {"ready": not found, "missing": found},
        503 if found else 200,
        {"Cache-Control": "no-store"},
    )


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    response_class=PlainTextResponse,
    responses=documents.problems(401, 403),
)
async def metrics(service: ServiceOf, caller: Admin) -> Response:
    """Give the figures; with API keys they need the scope admin."""
    del caller
    text = await asyncio.to_thread(service.metrics.render)
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")
