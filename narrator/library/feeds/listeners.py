"""Who may have a private feed: a token for each listener, which can be taken back.

A token is a random text of 128 bits that stands in the addresses of the feed and of everything it
names, so that apps which send no headers can fetch them. The library keeps its SHA-256 alone.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from narrator.domain import InputError
from narrator.library.database import writing
from narrator.library.tables import FEEDS, TOKENS

_BYTES = 16
"""Random bytes of a token: nobody guesses one of 2 to the 128."""

_PRECISION = 60.0
"""Seconds by which the last access may be off, so that not every request writes."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody with a token."""

    feed: str
    """Slug of the feed."""

    name: str
    """What the owner calls them."""

    created: datetime
    """When the token was made."""

    seen: datetime | None
    """When it was used last, within a minute; None for never."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """The listeners of the feeds of one library."""

    engine: sa.Engine
    """Its database."""

    def share(self, feed: str, name: str) -> str:
        """Make a token for a listener; one that they had is not valid any more.

        Returns:
            The token, which is told only this once.

        Raises:
            InputError: There is no such feed.
        """
        token = secrets.token_urlsafe(_BYTES)
        here = (TOKENS.c.feed == feed) & (TOKENS.c.listener == name)
        with writing(self.engine) as connection:
            known = connection.execute(sa.select(FEEDS.c.slug).where(FEEDS.c.slug == feed))
            if known.one_or_none() is None:
                raise InputError(f"there is no feed {feed!r}", hint="`narrator feed list` has them")
            connection.execute(TOKENS.delete().where(here))
            connection.execute(
                TOKENS.insert().values(
                    digest=_digest(token), feed=feed, listener=name, created=time.time(), seen=0.0
                )
            )
        return token

    def revoke(self, feed: str, name: str) -> bool:
        """Take a listener's token back, at once and everywhere; tell whether there was one."""
        here = (TOKENS.c.feed == feed) & (TOKENS.c.listener == name)
        with writing(self.engine) as connection:
            return bool(connection.execute(TOKENS.delete().where(here)).rowcount)

    def admit(self, feed: str, token: str) -> bool:
        """Tell whether a token opens a feed now, and note that it was used."""
        here = (TOKENS.c.digest == _digest(token)) & (TOKENS.c.feed == feed)
        with self.engine.connect() as connection:
            seen = connection.execute(sa.select(TOKENS.c.seen).where(here)).scalar()
        if seen is None:
            return False
        now = time.time()
        if now - float(seen) > _PRECISION:
            with writing(self.engine) as connection:
                connection.execute(TOKENS.update().where(here).values(seen=now))
        return True

    def list(self, feed: str) -> tuple[Listener, ...]:
        """Give the listeners of a feed, by name."""
        query = sa.select(TOKENS).where(TOKENS.c.feed == feed).order_by(TOKENS.c.listener)
        with self.engine.connect() as connection:
            return tuple(
                Listener(
                    feed=row.feed,
                    name=row.listener,
                    created=datetime.fromtimestamp(row.created, UTC),
                    seen=datetime.fromtimestamp(row.seen, UTC) if row.seen else None,
                )
                for row in connection.execute(query)
            )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
