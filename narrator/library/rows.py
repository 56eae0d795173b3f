"""How an episode stands in its row of the database, and how it is read from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from narrator.library.codec import decode
from narrator.library.records import Order, Problem, Progress, Record, State


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of an episode."""

    order: Order
    """The order with every change since, without the source."""

    source: str | None
    """Key of the blob that holds the article; None while it is yet to be fetched."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is found out about an episode while it is made."""

    characters: int = 0
    """Spoken characters in the revision being made; a guess until it was read."""

    language: str = ""
    """BCP 47 primary language subtag."""

    byline: str | None = None
    """Who wrote it."""

    site: str | None = None
    """Name of the publication."""

    duration: float = 0.0
    """Length of the served audio in seconds."""

    chapters: int = 0
    """Chapters of the served audio."""


def as_record(row: Any) -> Record:
    """Read a row of the episodes' table."""
    facts = decode(row.facts, Facts)
    return Record(
        id=row.id,
        state=State(row.state),
        order=decode(row.order, Wish).order,
        title=row.title,
        created=datetime.fromtimestamp(row.created, UTC),
        updated=datetime.fromtimestamp(row.updated, UTC),
        progress=decode(row.progress, Progress),
        problem=decode(row.problem, Problem) if row.problem else None,
        revision=row.revision,
        duration=facts.duration,
        chapters=facts.chapters,
        language=facts.language,
        byline=facts.byline,
        site=facts.site,
    )
