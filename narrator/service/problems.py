"""Errors as RFC 9457 problem details, whatever went wrong."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from narrator.domain import ErrorKind, NarratorError

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger("narrator.service")

_STATUS: dict[str, int] = {
    ErrorKind.VOICE_UNREACHABLE: 502,
    ErrorKind.VOICE_DAMAGED: 502,
    ErrorKind.STORAGE: 507,
    ErrorKind.FAULT: 500,
}
"""Statuses of narrator's own errors; of all others it is 422, for what was sent cannot be used."""


class ProblemError(Exception):
    """A problem that a route answers with."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        hint: str = "",
        kind: str | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        """Describe a problem.

        Args:
            status: The HTTP status.
            detail: What is wrong, without a final stop.
            hint: What to do about it.
            kind: Short name of what kind of problem it is; None for the status alone.
            headers: Further headers.
            more: Further members of the problem document.
        """
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.hint = hint
        self.kind = kind
        self.headers = headers
        self.more = more


def not_found(what: str = "episode") -> ProblemError:
    """Say that something is not there, or not for whoever asks: which of the two is not told."""
    return ProblemError(404, f"there is no such {what}", hint="check the address")


def from_error(error: NarratorError) -> ProblemError:
    """Say over HTTP what narrator says of its own error."""
    return ProblemError(status_of(error.kind), error.message, hint=error.hint, kind=error.kind)


def status_of(kind: str) -> int:
    """Give the HTTP status that answers a kind of narrator's own errors."""
    return _STATUS.get(kind, 422)


def problem_response(request: Request, problem: ProblemError) -> JSONResponse:
    """Write a problem document."""
    try:
        title = HTTPStatus(problem.status).phrase
    except ValueError:
        title = "Error"
    document: dict[str, Any] = {
        "type": f"urn:narrator:problem:{problem.kind}" if problem.kind else "about:blank",
        "title": title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.url.path,
    }
    if problem.hint:
        document["hint"] = problem.hint
    if request_id := request.scope.get("narrator.request_id"):
        document["request_id"] = request_id
    if request.url.path.startswith("/v1/audio/"):
        # What clients of the OpenAI API look for.
        message = f"{problem.detail}: {problem.hint}" if problem.hint else problem.detail
        document["error"] = {"message": message, "type": problem.kind or title, "code": None}
    return JSONResponse(
        document | problem.more, problem.status, problem.headers, media_type=MEDIA_TYPE
    )


def install(app: FastAPI) -> None:
    """Let an app answer every error with a problem document."""

    @app.exception_handler(ProblemError)
    async def _ours(request: Request, error: ProblemError) -> JSONResponse:
        return problem_response(request, error)

    @app.exception_handler(NarratorError)
    async def _explained(request: Request, error: NarratorError) -> JSONResponse:
        return problem_response(request, from_error(error))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        headers = dict(error.headers) if error.headers else None
        return problem_response(
            request, ProblemError(error.status_code, _detail(error), headers=headers)
        )

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return problem_response(request, invalid(error.errors()))

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, error: Exception) -> JSONResponse:
        _log.error("unexpected %s", type(error).__name__, exc_info=error)
        problem = ProblemError(
            500,
            "something unexpected went wrong",
            hint="try again, and report it with the request id if it stays",
            kind="unexpected",
        )
        return problem_response(request, problem)


def invalid(errors: Any) -> ProblemError:
    """Say which parts of a request are wrong; what was sent is not repeated."""
    found = [
        {"field": ".".join(map(str, error["loc"])), "message": error["msg"]} for error in errors
    ]
    first = found[0]
    return ProblemError(
        422,
        f"{first['field']}: {first['message']}",
        hint="the API is described at /docs",
        kind="validation",
        errors=found,
    )


def _detail(error: HTTPException) -> str:
    if error.status_code == 413:
        return "the request's body is larger than the service takes"
    return str(error.detail)
