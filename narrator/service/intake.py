"""From a request's body, whatever it holds, to an order."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import Field, ValidationError
from starlette.datastructures import FormData, UploadFile

from narrator.casting import AUTO
from narrator.domain import EpisodeFormat
from narrator.library import Order, Priority, Webhook
from narrator.service.problems import ProblemError, invalid
from narrator.service.schemas import ArticleRequest, Name, ReadingChoice, Settings, Speed, Word
from narrator.service.state import Service
from narrator.text.lexicon import Entry
from narrator.text.reading import Reading
from narrator.voices import find_voice

KINDS = {
    "text/plain": None,
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/epub+zip": "epub",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/octet-stream": None,
    "application/x-www-form-urlencoded": None,
    "": None,
}
"""Media types of an article sent as it is; None where the content tells what it is. Curl calls
what it sends a form unless it is told otherwise."""

FINGERPRINT = "_fingerprint"
"""Label of an order that tells whether an idempotency key is used for the same order again."""

_FORM = re.compile(rb"(?:text|url|html|markdown)=")
_MAX_FIELDS = 1200


class Asked(ReadingChoice):
    """What the address may say about how an article is narrated; it wins over the body."""

    voice: Name | None = None
    """A voice of `/v1/voices`."""

    quote_voice: Name | None = None
    """Second voice, for block quotes."""

    speed: Speed | None = None
    """Speaking rate, 0.5 to 2.0."""

    format: EpisodeFormat | None = None
    """Audio format."""

    title: Annotated[str, Field(max_length=500)] | None = None
    """Title in place of the article's own."""

    language: Annotated[str, Field(pattern="^[a-z]{2,3}$")] | None = None
    """BCP 47 primary language subtag."""

    url: Annotated[str, Field(max_length=2000)] | None = None
    """Where the article stands on the web; with a body it is not fetched."""


AskedQuery = Annotated[Asked, Query()]


@dataclass(frozen=True, slots=True)
class Content:
    """An article as it was sent."""

    source: bytes | None
    """The content; None where it is to be fetched."""

    kind: str | None
    """What it is; None to tell by the content."""

    file: str | None
    """The name it came under, without a folder."""


async def read_order(
    request: Request, asked: Asked, service: Service, *, owner: str, priority: Priority
) -> Order:
    """Read the article of a request, and how it is to be narrated.

    Args:
        request: The request, whose body is read.
        asked: What its address says.
        service: The service: what may be fetched, which voices there are.
        owner: Whose the episode will be.
        priority: Who is served first, unless the request says it.

    Raises:
        ProblemError: The body is of no type that is taken, or a field of it is wrong.
        NarratorError: The voice is unknown, or the address must not be fetched.
    """
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    media_type = media_type.strip().lower()
    content, settings = await _read(request, media_type, parameters)
    url = asked.url or getattr(settings, "url", None)
    if url is not None:
        # Only an address that will not be fetched may be any.
        service.access.check_url(url)
    if content.source is not None and not content.source.strip():
        raise ProblemError(422, "the article is empty", hint="send its text", kind="empty")
    if content.source is None and url is None:
        raise ProblemError(422, "there is no article", hint="send its text or its url")
    order = _order(content, settings, owner=owner, priority=priority)
    others = asked.model_dump(exclude=set(ReadingChoice.model_fields))
    chosen = {name: value for name, value in others.items() if value is not None}
    order = replace(order, **chosen | {"url": url, "reading": asked.reading(order.reading)})
    for voice in filter(None, (order.voice, order.quote_voice)):
        if voice != AUTO:
            find_voice(voice, service.settings.voices)
    return order


def with_key(order: Order, key: str | None) -> Order:
    """Add an idempotency key, and what tells the same order from another one with that key."""
    if key is None:
        return order
    plain = replace(order, source=None, labels={})
    digest = hashlib.sha256(repr(plain).encode() + b"\0" + (order.source or b""))
    return replace(order, key=key, labels={**order.labels, FINGERPRINT: digest.hexdigest()})


async def _read(request: Request, media_type: str, parameters: str) -> tuple[Content, Settings]:
    if media_type == "multipart/form-data":
        form = await request.form(max_files=1, max_fields=_MAX_FIELDS, max_part_size=20_000_000)
        return await _from_form(form)
    body = await request.body()
    if media_type == "application/json":
        return _from_fields(_checked(ArticleRequest, body))
    if media_type == "application/x-www-form-urlencoded" and _FORM.match(body):
        return await _from_form(await request.form(max_fields=_MAX_FIELDS))
    if media_type not in KINDS:
        raise ProblemError(
            415,
            f"{media_type} is not read",
            hint=f"send one of {', '.join(sorted(filter(None, KINDS)))}, JSON or a form",
            kind="media-type",
        )
    kind = KINDS[media_type]
    return Content(_as_utf8(body, media_type, parameters), kind, None), Settings()


async def _from_form(form: FormData) -> tuple[Content, Settings]:
    fields: dict[str, Any] = {
        name: value for name, value in form.items() if isinstance(value, str) and value != ""
    }
    fields |= {name: form.getlist(name) for name in ("keep", "drop") if name in fields}
    upload = next((value for value in form.values() if isinstance(value, UploadFile)), None)
    if upload is None:
        return _from_fields(_checked(ArticleRequest, fields))
    url = fields.pop("url", None)
    settings = _checked(Settings, fields)
    data = await upload.read()
    kind = KINDS.get((upload.content_type or "").partition(";")[0].strip().lower())
    content = Content(data, kind, _safe_name(upload.filename))
    if url is not None:
        return content, ArticleRequest(url=url, **settings.model_dump(exclude_unset=True))
    return content, settings


def _from_fields(request: ArticleRequest) -> tuple[Content, ArticleRequest]:
    for kind in ("text", "html", "markdown"):
        value = getattr(request, kind)
        if value is not None:
            return Content(value.encode("utf-8", "surrogatepass"), kind, None), request
    return Content(None, None, None), request


def _checked(model: type[Any], data: bytes | dict[str, Any]) -> Any:
    try:
        if isinstance(data, bytes):
            return model.model_validate_json(data)
        return model.model_validate(data)
    except ValidationError as error:
        raise invalid(
            [{**item, "loc": ("body", *item["loc"])} for item in error.errors()]
        ) from error


def _order(content: Content, settings: Settings, *, owner: str, priority: Priority) -> Order:
    hook = settings.webhook
    return Order(
        source=content.source,
        kind=content.kind,
        file=content.file,
        title=settings.title,
        language=settings.language,
        voice=settings.voice,
        quote_voice=settings.quote_voice,
        speed=settings.speed,
        format=settings.format,
        entries=entries(settings.lexicon),
        reading=settings.reading(Reading()),
        keep=tuple(settings.keep),
        keep_all=settings.keep_all,
        drop=tuple(settings.drop),
        priority=settings.priority or priority,
        owner=owner,
        webhook=Webhook(hook.url, hook.secret) if hook else None,
        labels={name: value for name, value in settings.labels.items() if name[0] != "_"},
    )


def entries(words: list[Word]) -> tuple[Entry, ...]:
    """Give lexicon entries as the library takes them."""
    return tuple(_entry(word) for word in words if word.written.strip())


def _entry(word: Word) -> Entry:
    written = " ".join(word.written.split())
    spoken = written if word.spoken is None else word.spoken
    return Entry(written, spoken, word.language, " ".join(word.ipa.split()))


def _safe_name(name: str | None) -> str | None:
    """Give the last part of an upload's name; it is shown and never opened."""
    last = PureWindowsPath(PurePosixPath(name or "").name).name
    shown = "".join(char for char in last if char.isprintable())
    return shown[:200] or None


def _as_utf8(body: bytes, media_type: str, parameters: str) -> bytes:
    """Write text in UTF-8 where its sender says that it is in another encoding."""
    found = re.search(r"charset\s*=\s*\"?([\w.:-]+)", parameters, re.IGNORECASE)
    if found is None or not media_type.startswith("text/"):
        return body
    try:
        return body.decode(found[1]).encode()
    except (LookupError, UnicodeError) as error:
        raise ProblemError(
            422, f"the text is not in {found[1]}", hint="send it in UTF-8", kind="encoding"
        ) from error
