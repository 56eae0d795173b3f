"""Keeps the library in order: what nobody will come back to is finished or removed."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from dbos import DBOS

from narrator.domain import ErrorKind
from narrator.library.allowance import note_gone
from narrator.library.database import writing
from narrator.library.ledger import Ledger
from narrator.library.records import Cause, Problem
from narrator.library.tables import EPISODES
from narrator.store import Blobs

_SETTLE = 10.0
"""Seconds between two looks for episodes that their work has left behind."""

_SWEEP = 600.0
"""Seconds between two sweeps."""

_KEPT = timedelta(hours=1)
"""How long what ended stays: hidden episodes, the engine's notes, files of nobody's."""

_AT_ONCE = 500
"""Notes removed in one sweep."""

_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


class Janitor:
    """Looks after a library from within a worker."""

    def __init__(self, engine: sa.Engine, ledger: Ledger, blobs: Blobs) -> None:
        """Look after this library."""
        self._engine = engine
        self._ledger = ledger
        self._blobs = blobs
        self._settled = time.monotonic()
        self._swept = -_SWEEP

    def look(self) -> None:
        """Do what is due."""
        now = time.monotonic()
        if now - self._settled > _SETTLE:
            self._settled = now
            self._settle()
        if now - self._swept > _SWEEP:
            self._swept = now
            self._sweep_notes()
            self._sweep_files()

    def _settle(self) -> None:
        """End episodes whose work ended without telling."""
        waiting = {
            f"{episode}.{revision}": (episode, revision)
            for episode, revision in self._ledger.under_way()
        }
        if not waiting:
            return
        for status in _workflows(workflow_ids=list(waiting), status=_ENDED):
            problem = Problem(
                "the work on this episode ended unexpectedly",
                "try again; if it happens twice, report it with the worker's log",
                Cause.FAULT,
                ErrorKind.FAULT,
            )
            self._ledger.fail(*waiting[status.workflow_id], problem)

    def _sweep_notes(self) -> None:
        """Remove what the workflow engine noted of work that ended long ago."""
        before = (datetime.now(UTC) - _KEPT).isoformat()
        old = _workflows(status=_ENDED, completed_before=before, limit=_AT_ONCE)
        if old:
            DBOS.delete_workflows([status.workflow_id for status in old])

    def _sweep_files(self) -> None:
        """Remove hidden episodes that were heard, files of episodes that are gone, and halves."""
        self._blobs.clear_unfinished()
        before = datetime.now(UTC) - _KEPT
        hidden = (EPISODES.c.hidden == 1) & (EPISODES.c.updated < before.timestamp())
        with writing(self._engine) as connection:
            note_gone(connection, hidden)
            connection.execute(EPISODES.delete().where(hidden))
        old = {
            blob.key.split("/")[1]
            for blob in self._blobs.list("episodes")
            if blob.modified < before
        }
        with self._engine.connect() as connection:
            known = set(connection.execute(sa.select(EPISODES.c.id)).scalars())
        for episode in old - known:
            self._blobs.delete_all(f"episodes/{episode}")


def _workflows(**wanted: Any) -> list[Any]:
    return DBOS.list_workflows(load_input=False, load_output=False, **wanted)
