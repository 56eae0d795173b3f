"""What the workers of a library did since it began, added up where every machine sees it.

A total changes in the transaction that notes the work it is about, so that work that is done
again after a crash counts once.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from narrator.library.job import Joined, Prepared, Spoken
from narrator.library.tables import TOTALS

Totals = Mapping[tuple[str, str], float]
"""Sums by name and label, both as `narrator.service.metrics` shows them."""


def of_prepared(result: Prepared) -> Totals:
    """Give what reading an article and writing its script adds."""
    return _stage("read", result.reading) | _stage("write", result.writing)


def of_spoken(result: Spoken) -> Totals:
    """Give what speaking a block adds."""
    return _stage("speak", result.took) | {
        ("speech", "hit"): len(result.keys) - result.fresh,
        ("speech", "miss"): result.fresh,
        ("speech_seconds", "hit"): result.seconds - result.made,
        ("speech_seconds", "miss"): result.made,
    }


def of_joined(result: Joined) -> Totals:
    """Give what joining and publishing an episode adds."""
    return (
        _stage("join", result.joining)
        | _stage("publish", result.publishing)
        | {
            ("audio_seconds", ""): result.duration,
            ("reels", "hit"): result.reels_kept,
            ("reels", "miss"): result.reels_made,
        }
    )


def add(connection: sa.Connection, totals: Totals) -> None:
    """Add to the sums."""
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
    # Always in the same order: two transactions must not wait for each other.
    for (name, label), value in sorted(totals.items()):
        row = insert(TOTALS).values(name=name, label=label, value=value)
        connection.execute(
            row.on_conflict_do_update(
                index_elements=[TOTALS.c.name, TOTALS.c.label],
                set_={"value": TOTALS.c.value + row.excluded.value},
            )
        )


def read(engine: sa.Engine) -> dict[tuple[str, str], float]:
    """Give all sums there are."""
    with engine.connect() as connection:
        return {(row.name, row.label): row.value for row in connection.execute(sa.select(TOTALS))}


def _stage(name: str, seconds: float) -> dict[tuple[str, str], float]:
    return {("stage_seconds", name): seconds, ("stage_tasks", name): 1}
