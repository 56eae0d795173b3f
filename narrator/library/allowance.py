"""How much audio an owner had made in the last 24 hours, for quotas.

An article counts by the length of its text when it comes, and by its audio when that is ready.
Deleting an episode gives nothing back: what it took is noted before it goes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from narrator.library.codec import decode
from narrator.library.records import Progress, State
from narrator.library.rows import Facts
from narrator.library.tables import EPISODES, KEYS, SPENT

DAY = 86_400.0
"""Seconds for which audio counts."""

_PACE = 15
"""Characters a second, for audio that is not there yet."""

_GUESS = 6000
"""Characters of an article that was not read yet."""

_COUNTED = (
    EPISODES.c.id,
    EPISODES.c.owner,
    EPISODES.c.created,
    EPISODES.c.state,
    EPISODES.c.facts,
    EPISODES.c.progress,
)


@dataclass(frozen=True, slots=True)
class Use:
    """The audio of one owner in the last 24 hours."""

    seconds: float
    """How much it is, as far as it is known."""

    until: float
    """When the oldest of it no longer counts, in seconds since the epoch."""


def use_of(engine: sa.Engine, owner: str) -> Use:
    """Count what an owner had made in the last 24 hours."""
    now = time.time()
    there = sa.select(*_COUNTED).where(EPISODES.c.owner == owner, EPISODES.c.created > now - DAY)
    gone = sa.select(SPENT.c.at, SPENT.c.seconds).where(
        SPENT.c.owner == owner, SPENT.c.at > now - DAY
    )
    with engine.connect() as connection:
        made = [(row.created, _seconds(row)) for row in connection.execute(there)]
        made += [(row.at, row.seconds) for row in connection.execute(gone)]
    oldest = min((at for at, _ in made), default=now)
    return Use(sum(seconds for _, seconds in made), oldest + DAY)


def is_used_up(engine: sa.Engine, owner: str, minutes: int) -> bool:
    """Tell whether an owner's minutes of audio of the last 24 hours are used up.

    Args:
        engine: The library's database.
        owner: Whose they are; who has no API key has no limit.
        minutes: What a key allows that has no figure of its own.
    """
    keys = sa.select(KEYS.c.minutes).where(KEYS.c.owner == owner)
    with engine.connect() as connection:
        limits = connection.execute(keys).scalars().all()
    if not limits:
        return False
    return use_of(engine, owner).seconds >= max(limit or minutes for limit in limits) * 60


def note_gone(connection: sa.Connection, which: sa.ColumnElement[bool]) -> None:
    """Note what episodes took that are about to be deleted, and forget what no longer counts."""
    since = time.time() - DAY
    connection.execute(SPENT.delete().where(SPENT.c.at <= since))
    query = sa.select(*_COUNTED).where(which, EPISODES.c.owner != "", EPISODES.c.created > since)
    gone = [
        {"episode": row.id, "owner": row.owner, "at": row.created, "seconds": _seconds(row)}
        for row in connection.execute(query)
    ]
    if gone:
        connection.execute(SPENT.insert(), gone)


def _seconds(row: Any) -> float:
    """Give the length of an episode's audio, or what it will be about."""
    facts = decode(row.facts, Facts)
    if row.state in {State.QUEUED, State.NARRATING}:
        return max(facts.duration, (facts.characters or _GUESS) / _PACE)
    return facts.duration or decode(row.progress, Progress).seconds
