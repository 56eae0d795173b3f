"""Which worker is which: a name that is locked for as long as its process lives.

The workflow engine gives a worker's unfinished work to whoever starts under the same name. So a
name must never be used twice at once; and where a name can be locked by somebody else, its worker
is dead and its work is to be taken over.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from filelock import FileLock, Timeout

from narrator.domain import Fault, InputError
from narrator.library.database import connect, writing
from narrator.library.place import Place
from narrator.library.tables import WORKERS

_SILENT = 15.0
"""Seconds after which a worker that says nothing does not count as living."""


_DYING = 2.0
"""Seconds to wait for a library whose last worker may be about to end."""


class Claim(Protocol):
    """A worker's hold on its name."""

    name: str
    """The worker's name."""

    def keep(self) -> None:
        """Say that this worker lives. Raises Fault where the name was lost."""

    def dead(self) -> Iterator[str]:
        """Give the names of workers that died, each held until the next is asked for."""

    def release(self) -> None:
        """Let go of the name."""


class FileClaim:
    """The one name of an embedded library, locked by a file in its folder."""

    name = "embedded"

    def __init__(self, folder: Path, engine: sa.Engine) -> None:
        """Claim the library in a folder.

        Raises:
            InputError: Another process has it.
        """
        self._engine = engine
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(folder / "worker.lock")
        try:
            self._lock.acquire(timeout=_DYING)
        except Timeout:
            raise InputError(
                f"another process works at the library in {folder}",
                hint="stop it, or let several share a library with NARRATOR_DATABASE",
            ) from None

    def keep(self) -> None:
        """Say that this worker lives."""
        _sign_in(self._engine, self.name)

    def dead(self) -> Iterator[str]:
        """Give nobody: there is no other worker, and the engine finds our own earlier work."""
        return iter(())

    def release(self) -> None:
        """Let go of the library."""
        self._lock.release()


class ServerClaim:
    """A name in a library on PostgreSQL, locked by a connection that is kept open."""

    def __init__(self, engine: sa.Engine) -> None:
        """Claim a name of our own."""
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self._engine = engine
        self._alone = connect(engine.url, alone=True)
        self._connection = self._open()
        if not self._try(self._connection, self.name):
            raise Fault("a worker's new name is taken", hint="start it again")
        self.keep()

    def keep(self) -> None:
        """Say that this worker lives, and see that its name is still locked.

        Raises:
            Fault: The server started anew and another worker took the name over.
        """
        try:
            self._connection.execute(sa.text("SELECT 1"))
        except sa.exc.DBAPIError:
            self._connection = self._open()
            if not self._try(self._connection, self.name):
                raise Fault(
                    "another worker took this one for dead", hint="it starts anew by itself"
                ) from None
        _sign_in(self._engine, self.name)

    def dead(self) -> Iterator[str]:
        """Give the names of workers that died, each held until the next is asked for."""
        with self._engine.connect() as connection:
            names = connection.execute(sa.select(WORKERS.c.id)).scalars().all()
        for name in names:
            if name != self.name and self._try(self._connection, name):
                try:
                    yield name
                    with writing(self._engine) as connection:
                        connection.execute(WORKERS.delete().where(WORKERS.c.id == name))
                finally:
                    self._ask("SELECT pg_advisory_unlock(:key)", self._connection, name)

    def release(self) -> None:
        """Let go of the name; others find it and take over what is left."""
        with contextlib.suppress(sa.exc.DBAPIError):
            self._connection.close()

    def _open(self) -> sa.Connection:
        # A lock belongs to its session, which must not go back to a pool that others use.
        return self._alone.connect()

    def _try(self, connection: sa.Connection, name: str) -> bool:
        return self._ask("SELECT pg_try_advisory_lock(:key)", connection, name)

    @staticmethod
    def _ask(question: str, connection: sa.Connection, name: str) -> bool:
        digest = hashlib.sha256(f"narrator {name}".encode()).digest()
        key = int.from_bytes(digest[:8], "big", signed=True)
        return bool(connection.execute(sa.text(question), {"key": key}).scalar())


def claim(place: Place, engine: sa.Engine) -> Claim:
    """Claim a worker's name.

    Raises:
        InputError: The library is embedded and another process has it.
    """
    return FileClaim(place.folder, engine) if place.embedded else ServerClaim(engine)


def living(engine: sa.Engine) -> tuple[str, ...]:
    """Name the workers that were heard of lately."""
    query = sa.select(WORKERS.c.id).where(WORKERS.c.seen > time.time() - _SILENT)
    with engine.connect() as connection:
        return tuple(connection.execute(query).scalars())


def _sign_in(engine: sa.Engine, name: str) -> None:
    with writing(engine) as connection:
        seen = WORKERS.update().where(WORKERS.c.id == name).values(seen=time.time())
        if not connection.execute(seen).rowcount:
            connection.execute(WORKERS.insert().values(id=name, seen=time.time()))
