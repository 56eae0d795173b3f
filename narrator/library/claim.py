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

_FROZEN = 30.0
"""Seconds of silence after which a worker that still holds its name loses it: its process is
stopped, or hangs. By the clock of who watches it, for two machines' clocks may differ."""

_LEAST = 6.0
"""Seconds that `_FROZEN` comes to at least, however little patience there is: two signs of life."""

_DYING = 2.0
"""Seconds to wait for a library whose last worker may be about to end."""

_DISCONNECT = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32) | objid::bigint = :key
"""
"""Ends the connection that holds a name; a role may always end its own connections."""


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

    def __init__(self, engine: sa.Engine, patience: float = 1.0) -> None:
        """Claim a name of our own; `patience` multiplies how long others may be silent."""
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self._engine = engine
        self._frozen = max(_LEAST, _FROZEN * patience)
        self._heard: dict[str, tuple[float, float]] = {}
        self._alone = connect(engine.url, alone=True)
        self._connection = self._open()
        if not self._try(self._connection, self.name):
            raise Fault("a worker's new name is taken", hint="start it again")
        _sign_in(self._engine, self.name)

    def keep(self) -> None:
        """Say that this worker lives, and see that its name is still locked.

        Raises:
            Fault: Another worker took the name over: this one was silent for too long, or the
                server started anew.
        """
        try:
            self._connection.execute(sa.text("SELECT 1"))
            held = True
        except sa.exc.SQLAlchemyError:
            # Also where it broke in an earlier call: then it asks for a rollback first.
            self._connection = self._open()
            held = self._try(self._connection, self.name)
        if not held or not _sign(self._engine, self.name):
            raise Fault("another worker took this one for dead", hint="it starts anew by itself")

    def dead(self) -> Iterator[str]:
        """Give the names of workers that died, each held until the next is asked for."""
        with self._engine.connect() as connection:
            seen = {row.id: row.seen for row in connection.execute(sa.select(WORKERS))}
        for name in self._silent(seen):
            self._ask(_DISCONNECT, self._connection, name)
        for name in seen:
            if name != self.name and self._try(self._connection, name):
                try:
                    yield name
                    with writing(self._engine) as connection:
                        connection.execute(WORKERS.delete().where(WORKERS.c.id == name))
                finally:
                    self._ask("SELECT pg_advisory_unlock(:key)", self._connection, name)

    def _silent(self, seen: dict[str, float]) -> list[str]:
        """Name the workers that gave no new sign of life for as long as this one watches them."""
        now = time.monotonic()
        for name in self._heard.keys() - seen.keys():
            del self._heard[name]
        for name, sign in seen.items():
            if name not in self._heard or self._heard[name][0] != sign:
                self._heard[name] = sign, now
        others = self._heard.keys() - {self.name}
        return [name for name in others if now - self._heard[name][1] > self._frozen]

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


def claim(place: Place, engine: sa.Engine, patience: float = 1.0) -> Claim:
    """Claim a worker's name.

    Args:
        place: The library.
        engine: Its database.
        patience: Multiplies how long other workers may be silent.

    Raises:
        InputError: The library is embedded and another process has it.
    """
    return FileClaim(place.folder, engine) if place.embedded else ServerClaim(engine, patience)


def living(engine: sa.Engine) -> tuple[str, ...]:
    """Name the workers that were heard of lately."""
    query = sa.select(WORKERS.c.id).where(WORKERS.c.seen > time.time() - _SILENT)
    with engine.connect() as connection:
        return tuple(connection.execute(query).scalars())


def _sign_in(engine: sa.Engine, name: str) -> None:
    if not _sign(engine, name):
        with writing(engine) as connection:
            connection.execute(WORKERS.insert().values(id=name, seen=time.time()))


def _sign(engine: sa.Engine, name: str) -> bool:
    """Note that a worker lives; False where it does not count as one (any more)."""
    seen = WORKERS.update().where(WORKERS.c.id == name).values(seen=time.time())
    with writing(engine) as connection:
        return bool(connection.execute(seen).rowcount)
