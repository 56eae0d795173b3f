"""The library's database: SQLite in its folder, or PostgreSQL for several machines.

The workflow engine keeps its tables in the same database, so that an episode and the work it
needs are accepted in one transaction.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

_SUBSEC = (3, 42)
"""Version of SQLite whose `unixepoch` knows fractions of a second."""

_PATIENCE = 30
"""Seconds to wait for a lock that another process holds."""


def database_url(place: str | None, folder: Path) -> str:
    """Give the URL of a database: the one that is set, or a file in the library's folder."""
    if not place:
        return f"sqlite:///{folder.absolute() / 'library.sqlite'}"
    return place.replace("postgres://", "postgresql://").replace(
        "postgresql://", "postgresql+psycopg://"
    )


def is_embedded(url: str) -> bool:
    """Tell whether the database is a file, which one machine owns."""
    return url.startswith("sqlite")


def connect(url: str | sa.URL, *, alone: bool = False) -> sa.Engine:
    """Open the database.

    Args:
        url: Its URL.
        alone: Whether every connection is one of its own, without transactions.
    """
    if not is_embedded(str(url)):
        # A machine that vanished must free its locks: the server notices within half a minute.
        alive = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
        if alone:
            return sa.create_engine(
                url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT", connect_args=alive
            )
        engine = sa.create_engine(url, pool_pre_ping=True, pool_size=10, connect_args=alive)
        sa.event.listen(engine, "connect", _limit)
        sa.event.listen(engine, "handle_error", _mark_unreachable)
        return engine
    engine = sa.create_engine(url, pool_size=10, connect_args={"timeout": _PATIENCE})
    sa.event.listen(engine, "connect", _prepare)
    return engine


def is_away(error: BaseException) -> bool:
    """Tell whether an error says that the database cannot be reached, and not what was asked."""
    return isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated


@contextlib.contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a transaction that writes.

    SQLite's write lock is taken at once: a transaction that reads first and writes later would
    fail, not wait, where another one wrote in between.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = "IMMEDIATE"
    connection.execute("PRAGMA journal_mode=WAL")
    # What was accepted survives a power cut.
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    if sqlite3.sqlite_version_info < _SUBSEC:
        connection.create_function("unixepoch", -1, _unixepoch)


def _unixepoch(*modifiers: str) -> float | None:
    """Give the time as SQLite does since 3.42, in the one form that the workflow engine asks for.

    On Python 3.12 and later its tables take their timestamps from it, whatever SQLite there is.
    """
    return time.time() if modifiers == ("subsec",) else None


def _limit(connection: Any, _: object) -> None:
    # A process that is stopped amid a transaction must not hold its locks for ever.
    connection.execute(f"SET idle_in_transaction_session_timeout = '{_PATIENCE}s'")
    connection.commit()


def _mark_unreachable(context: sa.engine.ExceptionContext) -> None:
    # Who waits for a database that went away, as the workflow engine does, shall also wait while it
    # takes no connection: the driver has several words for that.
    if context.connection is None:
        context.is_disconnect = True
