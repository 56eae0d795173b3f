"""Brings a library's database forward to the tables that this version works with.

The steps are counted, and the database says how many it has had. Whoever opens a library does
what is missing, all of it in one transaction under a lock: several processes that start at once
do it once. A step only adds, so that a worker of the version before, still running, goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from narrator.domain import Fault, InputError
from narrator.library.database import connect, is_embedded, writing
from narrator.library.tables import LEXICON, SCHEMA, SPENT, VERSION

_LOCK = 7461
"""Key of the advisory lock on PostgreSQL; a SQLite file has one write lock of its own."""


def _add_ipa(connection: sa.Connection) -> None:
    """Let lexicon entries have an IPA form."""
    _add(connection, LEXICON.c.ipa, "''")


def _add_spent(connection: sa.Connection) -> None:
    """Remember what deleted episodes took."""
    SPENT.create(connection, checkfirst=True)


_STEPS: tuple[Callable[[sa.Connection], None], ...] = (_add_ipa, _add_spent)
"""All there ever were, in order. One that was released is never changed or taken out."""


def migrate(url: str) -> None:
    """Make what is missing in the database, the workflow engine's part included.

    Raises:
        Fault: It cannot be reached.
        InputError: A newer version of Narrator made it.
    """
    from dbos import DBOS

    from narrator.library.quiet import hush

    hush()
    if is_embedded(url):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = connect(url)
    try:
        _is_current(engine)
        DBOS.migrate(url)
        bring_forward(engine)
    except sa.exc.DBAPIError as error:
        raise Fault(
            f"the database cannot be used ({str(error.orig).splitlines()[0]})",
            hint="check NARRATOR_DATABASE, and that the database runs",
        ) from error
    finally:
        engine.dispose()


def bring_forward(engine: sa.Engine) -> None:
    """Make the library's own tables, or add what they lack.

    Raises:
        InputError: A newer version of Narrator made them.
    """
    if _is_current(engine):
        return
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        # Somebody else may have done it while the lock was awaited.
        had = _version(connection)
        SCHEMA.create_all(connection)
        for step in _STEPS[had or 0 :]:
            step(connection)
        if had is None:
            connection.execute(VERSION.insert().values(version=len(_STEPS)))
        else:
            connection.execute(VERSION.update().values(version=len(_STEPS)))


def _is_current(engine: sa.Engine) -> bool:
    """Tell, without waiting for a lock, whether nothing is to be done."""
    with engine.connect() as connection:
        return _version(connection) == len(_STEPS)


def _version(connection: sa.Connection) -> int | None:
    """Give the number of steps a database has had; None where nobody counted yet."""
    if not sa.inspect(connection).has_table(VERSION.name):
        return None
    found: int | None = connection.execute(sa.select(VERSION.c.version)).scalar()
    if found is not None and found > len(_STEPS):
        raise InputError(
            f"the library was made by a newer Narrator (its tables are version {found}, "
            f"this one knows {len(_STEPS)})",
            hint="install that version, or go back to a backup from before its upgrade",
        )
    return found


def _add(connection: sa.Connection, column: sa.Column[str], default: str) -> None:
    """Add a column that must have a value, unless it is there: new tables come complete."""
    table = column.table.name
    if any(column.name == known["name"] for known in sa.inspect(connection).get_columns(table)):
        return
    kind = column.type.compile(connection.dialect)
    change = f"ALTER TABLE {table} ADD COLUMN {column.name} {kind} NOT NULL DEFAULT {default}"
    connection.execute(sa.text(change))
