"""Finds out which piece of work kills its worker, so that it is given up and not tried for ever.

Work is noted in the database before it begins and struck out when it ends, however it ends. What
is found noted at its beginning was under way when a worker died. It may be innocent, so from then
on it is done while no other suspect is: if the worker dies again, the suspect that was at work is
the one to blame.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import sqlalchemy as sa

from narrator.domain import Fault
from narrator.library.database import writing
from narrator.library.tables import TRIES


class DeadlyError(Fault):
    """Too many workers died at a piece of work; it is not tried again by itself."""


class Guard:
    """Keeps count of the workers that died at a piece of work."""

    def __init__(self, engine: sa.Engine, deaths: int) -> None:
        """Give work up at which `deaths` workers died."""
        self._engine = engine
        self._deaths = deaths
        self._alone = threading.Lock()
        self._under_way: set[str] = set()

    @contextlib.contextmanager
    def over(self, work: str) -> Iterator[None]:
        """Watch over a piece of work.

        Args:
            work: Its name, the same at every attempt.

        Raises:
            DeadlyError: Too many workers died at it.
        """
        with contextlib.ExitStack() as stack:
            if self._count(work):
                stack.enter_context(self._alone)
                deaths = self._count(work)
                if deaths >= self._deaths:
                    self._end(work)
                    raise DeadlyError(
                        f"{deaths} workers died at this article",
                        hint="report it, with the article; the others go on",
                    )
            self._begin(work)
            try:
                yield
            finally:
                self._end(work)

    def _count(self, work: str) -> int:
        query = sa.select(TRIES.c.count).where(TRIES.c.work == work)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar() or 0

    def clear(self) -> None:
        """Strike out all that is under way: its worker ends, but nothing killed it."""
        for work in list(self._under_way):
            self._end(work)

    def _begin(self, work: str) -> None:
        self._under_way.add(work)
        more = TRIES.update().where(TRIES.c.work == work).values(count=TRIES.c.count + 1)
        with writing(self._engine) as connection:
            if not connection.execute(more).rowcount:
                connection.execute(TRIES.insert().values(work=work, count=1))

    def _end(self, work: str) -> None:
        self._under_way.discard(work)
        with writing(self._engine) as connection:
            connection.execute(TRIES.delete().where(TRIES.c.work == work))
