"""Waits for events of many episodes with one question to the database at a time."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from dataclasses import dataclass

import sqlalchemy as sa

from narrator.library.tables import EPISODES

_INTERVAL = 0.025
"""Seconds between two looks, as long as anybody waits: less than a listener notices."""

_GLANCE = 0.004
"""Seconds between two glances at whether a SQLite file was written to at all. A glance takes some
20 microseconds and a look a hundred times that, so there are fewer looks too."""

_LONGEST = 0.5
"""Seconds after which there is a look whatever the glances showed."""


@dataclass(frozen=True, slots=True, eq=False)
class _Waiter:
    episode: str
    seq: int
    loop: asyncio.AbstractEventLoop
    bell: asyncio.Event


class Watch:
    """Tells when an episode has more events than were seen."""

    def __init__(self, engine: sa.Engine) -> None:
        """Watch the episodes of a database."""
        self._engine = engine
        self._lock = threading.Lock()
        self._waiters: set[_Waiter] = set()
        self._more = threading.Event()
        self._thread: threading.Thread | None = None

    async def wait(self, episode: str, seq: int, timeout: float) -> None:  # noqa: ASYNC109 - for callers without a scope of their own
        """Return when the episode has an event beyond `seq` or is gone, or after `timeout` s."""
        waiter = _Waiter(episode, seq, asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._waiters.add(waiter)
            self._more.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
                self._thread.start()
        try:
            await asyncio.wait_for(waiter.bell.wait(), timeout)
        except TimeoutError:
            return
        finally:
            with self._lock:
                self._waiters.discard(waiter)

    def _look(self) -> None:
        """Ring for whoever has something to see."""
        with contextlib.ExitStack() as opened:
            glass = None
            if self._engine.dialect.name == "sqlite":
                glass = opened.enter_context(self._engine.connect())
            self._look_through(glass)

    def _look_through(self, glass: sa.Connection | None) -> None:
        """Look as often as something may have changed, until nobody waits."""
        while True:
            self._more.clear()
            seen = _version(glass)
            with self._lock:
                waiting = list(self._waiters)
                if not waiting:
                    self._thread = None
                    return
            try:
                counts = self._counts({waiter.episode for waiter in waiting})
            except sa.exc.DBAPIError:
                # The database may be starting anew; who waits has a time limit of its own.
                counts = {waiter.episode: 0 for waiter in waiting}
            for waiter in waiting:
                if counts.get(waiter.episode, waiter.seq + 1) > waiter.seq:
                    waiter.loop.call_soon_threadsafe(waiter.bell.set)
            self._rest(glass, seen)

    def _rest(self, glass: sa.Connection | None, seen: int) -> None:
        """Wait a moment; where the database can tell, until something was written since `seen`."""
        if glass is None:
            self._more.wait(_INTERVAL)
            return
        end = time.monotonic() + _LONGEST
        while time.monotonic() < end and not self._more.wait(_GLANCE):
            if _version(glass) != seen:
                return

    def _counts(self, episodes: set[str]) -> dict[str, int]:
        query = sa.select(EPISODES.c.id, EPISODES.c.events).where(EPISODES.c.id.in_(episodes))
        with self._engine.connect() as connection:
            return {row.id: row.events for row in connection.execute(query)}


def _version(glass: sa.Connection | None) -> int:
    """Give a number that changes when another connection has written to a SQLite file."""
    if glass is None:
        return 0
    return int(glass.exec_driver_sql("PRAGMA data_version").scalar_one())
