"""The library's database: SQLite in its folder, or PostgreSQL for several machines.

The workflow engine keeps its tables in the same database, so that an episode and the work it
needs are accepted in one transaction.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint

from narrator.domain import Fault

SCHEMA = MetaData()

EPISODES = Table(
    "narrator_episodes",
    SCHEMA,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("key", Text),
    Column("hidden", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("order", Text, nullable=False),
    Column("published", Text),  # the order that the served revision was made from
    Column("wanted", Integer, nullable=False),  # the revision being made, or made last
    Column("revision", Integer, nullable=False),  # the one that is served
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("progress", Text, nullable=False),
    Column("problem", Text),
    Column("events", Integer, nullable=False),  # how many there were
    Column("created", sa.Float, nullable=False),
    Column("started", sa.Float),
    Column("updated", sa.Float, nullable=False),
    UniqueConstraint("owner", "key"),
    Index("narrator_episodes_created", "created", "id"),
    Index("narrator_episodes_state", "state"),
)

EPISODE = sa.select(*(column for column in EPISODES.c if column.name != "text"))
"""An episode without its text, which may be a book's."""

EVENTS = Table(
    "narrator_events",
    SCHEMA,
    Column("episode", ForeignKey(EPISODES.c.id, ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("data", Text, nullable=False),
)

BLOCKS = Table(
    "narrator_blocks",
    SCHEMA,
    Column("episode", ForeignKey(EPISODES.c.id, ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("first", Integer, primary_key=True),  # index of its first utterance
    Column("characters", Integer, nullable=False),
    Column("seconds", sa.Float, nullable=False),
    Column("speech", Text, nullable=False),  # of its utterances' speech
)

LEXICON = Table(
    "narrator_lexicon",
    SCHEMA,
    Column("owner", Text, primary_key=True),
    Column("written", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("spoken", Text, nullable=False),
    Column("ipa", Text, nullable=False),
)

TRIES = Table(
    "narrator_tries",
    SCHEMA,
    Column("work", Text, primary_key=True),
    Column("count", Integer, nullable=False),  # begun, and not ended
)

WORKERS = Table(
    "narrator_workers",
    SCHEMA,
    Column("id", Text, primary_key=True),
    Column("seen", sa.Float, nullable=False),
)

TOTALS = Table(
    "narrator_totals",
    SCHEMA,
    Column("name", Text, primary_key=True),
    Column("label", Text, primary_key=True),
    Column("value", sa.Float, nullable=False),  # a sum since the library began
)

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
        return sa.create_engine(url, pool_pre_ping=True, pool_size=10, connect_args=alive)
    engine = sa.create_engine(url, pool_size=10, connect_args={"timeout": _PATIENCE})
    sa.event.listen(engine, "connect", _prepare)
    return engine


def migrate(url: str) -> None:
    """Make what is missing in the database, the workflow engine's part included.

    Raises:
        Fault: It cannot be reached.
    """
    from dbos import DBOS

    from narrator.library.quiet import hush

    hush()
    if is_embedded(url):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = connect(url)
    try:
        DBOS.migrate(url)
        with writing(engine) as connection:
            if not is_embedded(url):
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(7461)"))
            SCHEMA.create_all(connection)
    except sa.exc.DBAPIError as error:
        raise Fault(
            f"the database cannot be used ({str(error.orig).splitlines()[0]})",
            hint="check NARRATOR_DATABASE, and that the database runs",
        ) from error
    finally:
        engine.dispose()


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
