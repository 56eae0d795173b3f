"""What FastAPI cannot tell by itself: bodies of many types, answers that are no JSON, errors."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from narrator.service.problems import MEDIA_TYPE
from narrator.service.schemas import ArticleRequest

DESCRIPTION = """\
Send an article, get audio that people want to listen to.

```
curl --data-binary @article.txt -H 'Content-Type: text/plain' localhost:8000/narrate -o article.mp3
```

Articles come as plain text, HTML, Markdown, EPUB, PDF or DOCX, as JSON, or as the file of a form.
Errors are `application/problem+json` (RFC 9457): `detail` says what is wrong, `hint` what to do.
"""

_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:narrator:problem:empty"]},
        "title": {"type": "string", "examples": ["Unprocessable Content"]},
        "status": {"type": "integer", "examples": [422]},
        "detail": {"type": "string", "examples": ["the article is empty"]},
        "instance": {"type": "string", "examples": ["/narrate"]},
        "hint": {"type": "string", "examples": ["send its text"]},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_STRING = {"schema": {"type": "string"}}

_FILE = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "The article's file."},
        "title": {"type": "string"},
        "url": {"type": "string"},
        "language": {"type": "string"},
        "voice": {"type": "string"},
        "quote_voice": {"type": "string"},
        "speed": {"type": "number", "minimum": 0.5, "maximum": 2.0},
        "format": {"type": "string"},
    },
}

_TEXT = "A quiet day at the mill\n\nThe wheel did not turn on Tuesday. It cost the miller $5."

ARTICLE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The article.",
        "content": {
            "text/plain": {**_STRING, "example": _TEXT},
            "text/html": {**_STRING, "example": "<h1>A quiet day</h1><p>Nothing happened.</p>"},
            "text/markdown": {**_STRING, "example": "# A quiet day\n\nNothing happened.\n"},
            "application/json": {"schema": {"$ref": "#/components/schemas/ArticleRequest"}},
            "multipart/form-data": {"schema": _FILE},
            "application/epub+zip": _BINARY,
            "application/pdf": _BINARY,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _BINARY,
            "application/octet-stream": _BINARY,
        },
    }
}
"""The body of a request that brings an article."""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Say that an operation may answer with these problems."""
    reasons = {
        400: "The request cannot be read.",
        401: "An API key is needed.",
        403: "The API key, or the site the request comes from, does not allow it.",
        404: "There is no such thing.",
        409: "It was cancelled meanwhile, or is in use.",
        410: "It was deleted meanwhile.",
        413: "The body is too large.",
        415: "The body is of a type that is not read.",
        421: "The service is not called that.",
        422: "Something in the request cannot be used.",
        429: "Too much in too short a time; `Retry-After` says when there is more.",
        500: "Narrator failed.",
        503: "Not now.",
        507: "There is no space left.",
    }
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": reasons[status], "content": {MEDIA_TYPE: schema}}
        for status in sorted(statuses)
    }


USUAL = (400, 401, 403, 404, 421, 422, 429)
"""Problems that any operation may answer with."""

INTAKE = (*USUAL, 413, 415, 500, 503, 507)
"""Problems of operations that take an article."""

_AUDIO = {"audio/mpeg": _BINARY, "audio/mp4": _BINARY, "audio/ogg": _BINARY} | {
    "audio/flac": _BINARY,
    "audio/wav": _BINARY,
}

AUDIO_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The audio.", "content": _AUDIO},
    **problems(*INTAKE, 409, 410),
}
"""Answers of an operation that gives audio."""

FILE_RESPONSES: dict[int | str, dict[str, Any]] = {
    202: {"description": "It is being made; ask again after `Retry-After` seconds."},
    206: {"description": "The part that was asked for."},
    304: {"description": "It is still what `If-None-Match` names."},
    412: {"description": "It is no longer what `If-Match` names."},
    416: {"description": "There is no such part."},
    **problems(*USUAL, 503),
}
"""Answers of an operation that gives a file."""


def install(app: FastAPI) -> None:
    """Complete an app's OpenAPI document when it is first asked for."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                tags=app.openapi_tags,
            )
            parts = schema.setdefault("components", {}).setdefault("schemas", {})
            _, defined = models_json_schema(
                [(ArticleRequest, "validation")], ref_template="#/components/schemas/{model}"
            )
            for name, part in defined["$defs"].items():
                parts.setdefault(name, part)
            parts["Problem"] = _PROBLEM
            for name in ("HTTPValidationError", "ValidationError"):
                parts.pop(name, None)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign] # FastAPI's documented way to extend it
