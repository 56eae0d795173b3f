"""What is known of sources and their entries: each change is one transaction.

A look at a source notes its entries and its own state together, so that whoever is killed before
has changed nothing and whoever is killed behind it has lost nothing.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from narrator.domain import InputError
from narrator.library.codec import decode, encode
from narrator.library.database import writing
from narrator.library.feeds.follow.channels import place
from narrator.library.feeds.follow.records import Fate, Noted, Rules, Source, Watch
from narrator.library.feeds.sources import Entry
from narrator.library.tables import ENTRIES, FEEDS, SOURCES

LEASE = 300.0
"""Seconds for which a source or an entry belongs to whoever took it up. Nobody else touches it
meanwhile; if its process dies, it is taken up again after that."""


@dataclass(frozen=True, slots=True)
class FollowLedger:
    """The sources of one library."""

    engine: sa.Engine
    """Its database."""

    lease: float = LEASE
    """Seconds for which what is taken up belongs to its taker."""

    def follow(self, feed: str, address: str, rules: Rules) -> Source:
        """Add a source to a feed; if it is there already, change its rules.

        Raises:
            InputError: There is no such feed.
        """
        here = (SOURCES.c.feed == feed) & (SOURCES.c.address == address)
        with writing(self.engine) as connection:
            made = connection.execute(sa.select(FEEDS.c.slug).where(FEEDS.c.slug == feed))
            if made.one_or_none() is None:
                raise InputError(f"there is no feed {feed!r}", hint="make it first")
            change = SOURCES.update().where(here).values(rules=encode(rules), due=0.0)
            if connection.execute(change).rowcount == 0:
                connection.execute(
                    SOURCES.insert().values(
                        id=secrets.token_hex(6),
                        feed=feed,
                        address=address,
                        title="",
                        rules=encode(rules),
                        watch=encode(Watch()),
                        due=0.0,
                    )
                )
            return _source(connection.execute(sa.select(SOURCES).where(here)).one())

    def unfollow(self, source: str) -> bool:
        """Forget a source; its episodes stay. Tell whether there was one."""
        with writing(self.engine) as connection:
            gone = connection.execute(SOURCES.delete().where(SOURCES.c.id == source))
            return bool(gone.rowcount)

    def sources(self, feed: str | None = None) -> tuple[Source, ...]:
        """Give the sources of a feed, or all."""
        query = sa.select(SOURCES).order_by(SOURCES.c.feed, SOURCES.c.address)
        if feed is not None:
            query = query.where(SOURCES.c.feed == feed)
        with self.engine.connect() as connection:
            return tuple(_source(row) for row in connection.execute(query))

    def source(self, source: str) -> Source | None:
        """Find a source by its id."""
        with self.engine.connect() as connection:
            query = sa.select(SOURCES).where(SOURCES.c.id == source)
            row = connection.execute(query).one_or_none()
        return None if row is None else _source(row)

    def take_source(self, now: float) -> Source | None:
        """Take up the source that has waited longest; None where none is due."""
        row = self._take(SOURCES, SOURCES.c.due <= now, now)
        return None if row is None else _source(row)

    def take_entry(self, now: float) -> Noted | None:
        """Take up an entry that waits to be ordered; None where there is none."""
        wanted = (ENTRIES.c.fate == Fate.WAITING) & (ENTRIES.c.due <= now)
        row = self._take(ENTRIES, wanted, now)
        return None if row is None else _noted(row)

    def looked(
        self,
        source: Source,
        watch: Watch,
        due: float,
        *,
        title: str = "",
        news: Mapping[str, tuple[Entry, str]] | None = None,
    ) -> None:
        """Note what a look at a source gave.

        Args:
            source: The source.
            watch: How it is now.
            due: When it is looked at next.
            title: What it calls itself; empty where it does not say.
            news: By their keys, the entries that are new or changed, each with why it is left
                out; empty where it is not.
        """
        with writing(self.engine) as connection:
            values = {"watch": encode(watch), "due": due, "title": title or source.title}
            change = SOURCES.update().where(SOURCES.c.id == source.id).values(**values)
            if connection.execute(change).rowcount == 0:
                return
            for key, (entry, reason) in (news or {}).items():
                _note(connection, source.id, key, entry, reason)

    def known(self, source: str) -> tuple[Known, ...]:
        """Give what tells a source's entries apart."""
        query = sa.select(ENTRIES).where(ENTRIES.c.source == source)
        with self.engine.connect() as connection:
            return tuple(
                Known(row.key, row.guid, row.url, row.digest, row.fate == Fate.SKIPPED)
                for row in connection.execute(query)
            )

    def told(self, noted: Noted) -> str:
        """Give the digest of the article that an entry's episode was narrated from last."""
        with self.engine.connect() as connection:
            return str(connection.execute(sa.select(ENTRIES.c.told).where(_is(noted))).scalar())

    def ordered(
        self, noted: Noted, feed: str, episode: str, told: str, published: datetime | None
    ) -> None:
        """Note the episode of an entry, and put it into the feed."""
        with writing(self.engine) as connection:
            values = {"fate": Fate.ORDERED, "episode": episode, "told": told, "reason": ""}
            values["entry"] = ""
            same = _is(noted) & (ENTRIES.c.entry == noted.entry)
            if connection.execute(ENTRIES.update().where(same).values(**values)).rowcount == 0:
                # It has changed meanwhile: the episode is noted, and it waits to be told again.
                first = {"episode": episode, "told": told, "due": 0.0}
                connection.execute(ENTRIES.update().where(_is(noted)).values(**first))
            place(connection, feed, episode, published)

    def put_off(self, noted: Noted, due: float) -> None:
        """Note that an entry could not be fetched, and when to try again."""
        with writing(self.engine) as connection:
            change = ENTRIES.update().where(_is(noted))
            connection.execute(change.values(tries=ENTRIES.c.tries + 1, due=due))

    def hold(self, noted: Noted, due: float, reason: str) -> None:
        """Note why an entry is not ordered yet, and when to look again."""
        with writing(self.engine) as connection:
            change = ENTRIES.update().where(_is(noted))
            connection.execute(change.values(due=due, reason=reason))

    def give_up(self, noted: Noted, fate: Fate, reason: str) -> None:
        """Note why an entry is not narrated."""
        with writing(self.engine) as connection:
            values = {"fate": fate, "reason": reason, "entry": ""}
            connection.execute(ENTRIES.update().where(_is(noted)).values(**values))

    def entries(self, source: str) -> tuple[Noted, ...]:
        """Give what became of a source's entries."""
        query = sa.select(ENTRIES).where(ENTRIES.c.source == source).order_by(ENTRIES.c.key)
        with self.engine.connect() as connection:
            return tuple(_noted(row) for row in connection.execute(query))

    def _take(self, table: sa.Table, wanted: sa.ColumnElement[bool], now: float) -> Any:
        first = sa.select(table).where(wanted).order_by(table.c.due).limit(1).with_for_update()
        with writing(self.engine) as connection:
            row = connection.execute(first).one_or_none()
            if row is not None:
                keys = [column == getattr(row, column.name) for column in table.primary_key]
                connection.execute(table.update().where(*keys).values(due=now + self.lease))
            return row


@dataclass(frozen=True, slots=True)
class Known:
    """What tells an entry from others."""

    key: str
    """Its key."""

    guid: str
    """What the source calls it."""

    url: str
    """Where it stands."""

    digest: str
    """What the source said of it last."""

    skipped: bool
    """Whether a rule left it out."""


def _note(connection: sa.Connection, source: str, key: str, entry: Entry, reason: str) -> None:
    values = {
        "url": entry.url,
        "title": entry.title,
        "digest": entry.digest,
        "entry": "" if reason else encode(entry),
        "fate": Fate.SKIPPED if reason else Fate.WAITING,
        "reason": reason,
        "tries": 0,
        "due": time.time() - 1,
    }
    here = (ENTRIES.c.source == source) & (ENTRIES.c.key == key)
    if connection.execute(ENTRIES.update().where(here).values(**values)).rowcount == 0:
        first = {"source": source, "key": key, "guid": entry.guid, "told": "", "episode": ""}
        connection.execute(ENTRIES.insert().values(**first, **values))


def _is(noted: Noted) -> sa.ColumnElement[bool]:
    return (ENTRIES.c.source == noted.source) & (ENTRIES.c.key == noted.key)


def _source(row: Any) -> Source:
    return Source(
        id=row.id,
        feed=row.feed,
        address=row.address,
        title=row.title,
        rules=decode(row.rules, Rules),
        watch=decode(row.watch, Watch),
        due=row.due,
    )


def _noted(row: Any) -> Noted:
    return Noted(
        source=row.source,
        key=row.key,
        fate=Fate(row.fate),
        reason=row.reason,
        title=row.title,
        url=row.url,
        entry=row.entry,
        episode=row.episode,
        tries=row.tries,
    )
