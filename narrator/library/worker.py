"""A worker: a process that takes up whatever work there is, and its housekeeping."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sys
import threading
import time
from dataclasses import replace
from typing import NoReturn

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig

from narrator.domain import Fault
from narrator.fetch import Access
from narrator.library.booth import Booths
from narrator.library.claim import Claim, claim
from narrator.library.crew import Crew, Patience
from narrator.library.database import connect
from narrator.library.feeds.follow.run import start_following
from narrator.library.guard import Guard
from narrator.library.janitor import Janitor
from narrator.library.ledger import Ledger
from narrator.library.migration import migrate
from narrator.library.queues import APPLICATION, ARTICLES, BACKLOG, HOOKS, VERSION, WORK
from narrator.library.quiet import hush
from narrator.library.shelf import Shelf
from narrator.library.tools import Tools
from narrator.library.workflows import Narration

_BEAT = 3.0
"""Seconds between two looks at the other workers: a dead one's work waits about so long."""

_OUTAGE = 30.0
"""Seconds that the database may fail before a worker gives up."""

_ARTICLES, _BACKLOG, _HOOKS = 32, 8, 8
"""Workflows of a kind under way in one worker. An article's only waits for its blocks."""

_EACH = 8
"""Articles of one owner under way at once, so that nobody's pile keeps others out."""

_log = logging.getLogger(__name__)


class Worker:
    """Does the work of a library until it is stopped.

    There can be one in a process, as the workflow engine has it. Killed at any moment it loses
    nothing: what it had not finished is done by the next worker under its name, or by another one.
    """

    def __init__(self, tools: Tools, *, booths: int, patience: Patience | None = None) -> None:
        """Be a worker with so many booths; nothing happens before `run`."""
        self._tools = tools
        self._count = booths
        self._patience = patience or Patience()
        self._stop = threading.Event()

    def stop(self) -> None:
        """Make `run` return soon."""
        self._stop.set()

    def run(self) -> None:
        """Work until `stop` is called, or until KeyboardInterrupt.

        Raises:
            InputError: Another process works at this embedded library.
            Fault: The database cannot be reached, or another worker took this one for dead.
        """
        place = self._tools.place
        hush()
        migrate(place.url)
        engine = connect(place.url)
        held = claim(place, engine, self._patience.factor)
        tools = replace(self._tools, work=place.work / held.name)
        shutil.rmtree(tools.work, ignore_errors=True)
        booths = Booths(tools, self._count)
        try:
            crew = self._crew(engine, booths)
            self._launch(engine, held.name, crew)
            start_following(tools, self._stop)
            booths.warm(tools.voice)
            janitor = Janitor(engine, crew.ledger, crew.blobs)
            _log.info("worker %s is ready", held.name)
            self._keep_house(held, janitor)
        except KeyboardInterrupt:
            self._stop.set()
        except sa.exc.DBAPIError as error:
            raise Fault(
                f"the database failed ({str(error.orig).splitlines()[0]})",
                hint="see that it runs and that its disk has room; then the work goes on",
            ) from error
        finally:
            if self._stop.is_set():
                _log.info("worker %s stops; what it has not finished is left to others", held.name)
            self._stop.set()
            booths.close()
            with contextlib.suppress(sa.exc.DBAPIError):
                crew.guard.clear()
            held.release()

    def _keep_house(self, held: Claim, janitor: Janitor) -> None:
        """See to what is not an article's own work until `stop` is called.

        Raises:
            DBAPIError: The database has failed for too long.
            Fault: Another worker took this one for dead.
        """
        well = time.monotonic()
        while True:
            try:
                held.keep()
                for name in held.dead():
                    self._take_over(name)
                janitor.look()
                well = time.monotonic()
            except sa.exc.DBAPIError as error:
                # A server that starts anew is back within seconds; the workflow engine waits too.
                if time.monotonic() - well > _OUTAGE * self._patience.factor:
                    raise
                _log.warning("the database fails: %s", str(error.orig).partition("\n")[0])
            if self._stop.wait(_BEAT):
                return

    def _crew(self, engine: sa.Engine, booths: Booths) -> Crew:
        return Crew(
            ledger=Ledger(engine),
            shelf=Shelf(engine),
            blobs=self._tools.place.blobs(),
            booths=booths,
            guard=Guard(engine, self._patience.deaths),
            patience=self._patience,
            access=Access.of(self._tools.allow),
            stopping=self._stop,
        )

    def _launch(self, engine: sa.Engine, name: str, crew: Crew) -> None:
        config = DBOSConfig(
            name=APPLICATION,
            system_database_engine=engine,
            application_version=VERSION,
            executor_id=name,
            log_level="WARNING",
        )
        DBOS(config=config)
        Narration(crew)
        DBOS.launch()
        queues = {
            ARTICLES: (_ARTICLES, 0.05, _EACH),
            BACKLOG: (_BACKLOG, 1.0, _EACH),
            WORK: (self._count + 1, 0.1, None),
            HOOKS: (_HOOKS, 1.0, None),
        }
        for queue, (most, pause, each) in queues.items():
            DBOS.register_queue(
                queue,
                worker_concurrency=most,
                polling_interval_sec=pause,
                partition_concurrency=each,
                on_conflict="always_update",
            )

    def _take_over(self, name: str) -> None:
        """Put a dead worker's unfinished work back into the queue."""
        _log.warning("worker %s is dead; its work goes to others", name)
        DBOS._recover_pending_workflows([name])  # noqa: SLF001 - what the engine's own server calls
        shutil.rmtree(self._tools.place.work / name, ignore_errors=True)


def leave(code: int) -> NoReturn:
    """End this process at once.

    Threads of the workflow engine may be in the midst of something that nobody shall wait for: the
    next worker does it again.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
