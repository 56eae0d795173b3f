"""An episode as the API shows it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict

from narrator.domain import EpisodeFormat, ErrorKind
from narrator.library import Cause, Problem, Record
from narrator.service.security.access import sign
from narrator.service.state import Service
from narrator.service.views import EpisodeView, ProblemView, ProgressView

_VIEWS = {
    "chapters": "chapters.json",
    "captions": "transcript.vtt",
    "subtitles": "transcript.srt",
    "transcript": "transcript.html",
    "transcript_json": "transcript.json",
    "script": "script.json",
    "manifest": "manifest.json",
    "cover": "cover.jpg",
    "thumbnail": "cover-384.webp",
}

_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


def view(service: Service, record: Record) -> EpisodeView:
    """Show an episode."""
    order = record.order
    return EpisodeView(
        id=record.id,
        state=record.state,
        title=record.title,
        url=order.url,
        byline=record.byline,
        site=record.site,
        language=record.language,
        voice=order.voice,
        speed=order.speed,
        format=order.format,
        created=record.created,
        updated=record.updated,
        revision=record.revision,
        duration=record.duration,
        chapters=record.chapters,
        progress=ProgressView(**asdict(record.progress)),
        problem=_problem(record),
        labels={name: value for name, value in order.labels.items() if name[0] != "_"},
        links=links(service, record),
    )


def links(service: Service, record: Record) -> dict[str, str]:
    """Give the addresses of everything there is of an episode.

    With API keys they are signed, so that players can use them, which send no key.
    """
    base = f"/v1/episodes/{record.id}"
    found = {"self": base, "events": f"{base}/events", "embed": embed_address(service, record.id)}
    signature = sign(service.keys, record.id)
    query = f"?sig={signature}" if signature else ""
    if not record.revision:
        found["live"] = f"{base}/live.mp3{query}"
        found["live_transcript"] = f"{base}/live.json{query}"
    else:
        found["audio"] = f"{base}/audio.{record.order.format}{query}"
        found |= {str(kind): f"{base}/audio.{kind}{query}" for kind in EpisodeFormat}
        found |= {name: f"{base}/{file}{query}" for name, file in _VIEWS.items()}
        found["book"] = f"{base}/book.epub{query}"
    return found


def embed_address(service: Service, episode: str) -> str:
    """Give the address of an episode's player for the pages of others, signed where needed."""
    signature = sign(service.keys, episode)
    return f"/embed/{episode}" + (f"?sig={signature}" if signature else "")


def file_name(record: Record, suffix: str) -> str:
    """Name a file after an episode's title, as file systems take it."""
    title = _UNSAFE.sub(" ", unicodedata.normalize("NFC", record.title))
    return f"{' '.join(title.split())[:120].strip('. ') or 'episode'}.{suffix}"


def _problem(record: Record) -> ProblemView | None:
    if record.problem is None:
        return None
    return ProblemView(
        detail=record.problem.message,
        hint=record.problem.hint,
        kind=problem_kind(record.problem),
        retry=record.problem.cause is Cause.FAULT,
    )


def problem_kind(problem: Problem) -> str:
    """Name what kind of problem kept an episode from being made."""
    usual = ErrorKind.FAULT if problem.cause is Cause.FAULT else ErrorKind.ARTICLE
    return problem.kind or usual
