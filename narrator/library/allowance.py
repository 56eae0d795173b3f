"""How much audio an owner may still have made today, for orders that nobody asks for just now."""

from __future__ import annotations

import time
from typing import Any

import sqlalchemy as sa

from narrator.library.codec import decode
from narrator.library.records import Progress, State
from narrator.library.rows import Facts
from narrator.library.tables import EPISODES, KEYS

_DAY = 86_400.0

_PACE = 15
"""Characters a second, for audio that is not there yet."""

_GUESS = 6000
"""Characters of an article that was not read yet."""


def is_used_up(engine: sa.Engine, owner: str, minutes: int) -> bool:
    """Tell whether an owner's minutes of audio of the last 24 hours are used up.

    Args:
        engine: The library's database.
        owner: Whose they are; who has no API key has no limit.
        minutes: What a key allows that has no figure of its own.
    """
    keys = sa.select(KEYS.c.minutes).where(KEYS.c.owner == owner)
    mine = (EPISODES.c.owner == owner) & (EPISODES.c.created > time.time() - _DAY)
    made = sa.select(EPISODES.c.state, EPISODES.c.facts, EPISODES.c.progress).where(mine)
    with engine.connect() as connection:
        limits = connection.execute(keys).scalars().all()
        if not limits:
            return False
        used = sum(map(_seconds, connection.execute(made)))
    return used >= max(limit or minutes for limit in limits) * 60


def _seconds(row: Any) -> float:
    """Give the length of an episode's audio, or what it will be about."""
    facts = decode(row.facts, Facts)
    if row.state in {State.QUEUED, State.NARRATING}:
        return max(facts.duration, (facts.characters or _GUESS) / _PACE)
    return facts.duration or decode(row.progress, Progress).seconds
