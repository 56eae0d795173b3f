"""The library's feeds, and which episodes are in them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from narrator.domain import InputError
from narrator.files import slug
from narrator.library.codec import decode, encode
from narrator.library.database import writing
from narrator.library.feeds.follow.records import Channel
from narrator.library.records import Record
from narrator.library.rows import as_record
from narrator.library.tables import EPISODES, FEEDS, ITEMS


@dataclass(frozen=True, slots=True)
class Placed:
    """An episode in a feed."""

    record: Record
    """The episode."""

    published: datetime
    """When it came out, as the feed tells it."""

    added: datetime
    """When it came into the feed."""


@dataclass(frozen=True, slots=True)
class Channels:
    """The feeds of one library."""

    engine: sa.Engine
    """Its database."""

    def put(self, channel: Channel) -> None:
        """Make a feed, or change what it says of itself.

        Raises:
            InputError: Its slug cannot stand in an address.
        """
        if slug(channel.slug) != channel.slug or not channel.slug.isascii():
            raise InputError(
                f"{channel.slug!r} cannot stand in an address",
                hint="use small letters, digits and hyphens",
            )
        with writing(self.engine) as connection:
            change = FEEDS.update().where(FEEDS.c.slug == channel.slug)
            if connection.execute(change.values(channel=encode(channel))).rowcount == 0:
                connection.execute(
                    FEEDS.insert().values(
                        slug=channel.slug, channel=encode(channel), created=time.time(), pinged=""
                    )
                )

    def get(self, name: str) -> Channel | None:
        """Find a feed by its slug."""
        query = sa.select(FEEDS.c.channel).where(FEEDS.c.slug == name)
        with self.engine.connect() as connection:
            found = connection.execute(query).scalar()
        return None if found is None else decode(found, Channel)

    def list(self, owner: str | None = None) -> tuple[Channel, ...]:
        """Give the feeds of an owner, or all, in order of slugs."""
        query = sa.select(FEEDS.c.channel).order_by(FEEDS.c.slug)
        with self.engine.connect() as connection:
            found = [decode(row.channel, Channel) for row in connection.execute(query)]
        return tuple(channel for channel in found if owner is None or channel.owner == owner)

    def delete(self, name: str) -> bool:
        """Forget a feed, its sources and listeners; its episodes stay.

        Returns:
            Whether there was one.
        """
        with writing(self.engine) as connection:
            return bool(connection.execute(FEEDS.delete().where(FEEDS.c.slug == name)).rowcount)

    def add(
        self, name: str, episode: str, published: datetime | None = None, *, heard: bool = False
    ) -> None:
        """Put an episode into a feed, once however often it is told.

        Args:
            name: Slug of the feed.
            episode: The episode's id.
            published: When it came out; None for now.
            heard: Whether no digest shall have it.
        """
        with writing(self.engine) as connection:
            place(connection, name, episode, published, heard=heard)

    def remove(self, name: str, episode: str) -> bool:
        """Take an episode out of a feed for good; tell whether it was in it."""
        here = (ITEMS.c.feed == name) & (ITEMS.c.episode == episode) & (ITEMS.c.dropped == 0)
        with writing(self.engine) as connection:
            return bool(connection.execute(ITEMS.update().where(here).values(dropped=1)).rowcount)

    def has(self, name: str, episode: str) -> bool:
        """Tell whether an episode is in a feed."""
        query = sa.select(ITEMS.c.episode).where(
            ITEMS.c.feed == name, ITEMS.c.episode == episode, ITEMS.c.dropped == 0
        )
        with self.engine.connect() as connection:
            return connection.execute(query).scalar() is not None

    def knows(self, name: str, episode: str) -> bool:
        """Tell whether an episode is in a feed or was."""
        query = sa.select(ITEMS.c.episode).where(ITEMS.c.feed == name, ITEMS.c.episode == episode)
        with self.engine.connect() as connection:
            return connection.execute(query).scalar() is not None

    def ordered(self, owner: str, key: str) -> Record | None:
        """Find the episode that an owner ordered under a key."""
        query = sa.select(EPISODES).where(EPISODES.c.owner == owner, EPISODES.c.key == key)
        with self.engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else as_record(row)

    def items(self, name: str, *, unheard: bool = False) -> tuple[Placed, ...]:
        """Give the finished episodes in a feed, the newest first.

        Args:
            name: Slug of the feed.
            unheard: Only those that no digest has.
        """
        query = (
            sa.select(EPISODES, ITEMS.c.published.label("came"), ITEMS.c.added)
            .join(ITEMS, ITEMS.c.episode == EPISODES.c.id)
            .where(ITEMS.c.feed == name, ITEMS.c.dropped == 0, EPISODES.c.revision > 0)
            .order_by(ITEMS.c.published.desc(), EPISODES.c.created.desc(), EPISODES.c.id)
        )
        if unheard:
            query = query.where(ITEMS.c.heard == 0)
        with self.engine.connect() as connection:
            return tuple(
                Placed(
                    as_record(row),
                    datetime.fromtimestamp(row.came, UTC),
                    datetime.fromtimestamp(row.added, UTC),
                )
                for row in connection.execute(query)
            )

    def heard(self, name: str, episodes: Sequence[str]) -> None:
        """Note that a digest has these episodes."""
        these = (ITEMS.c.feed == name) & ITEMS.c.episode.in_(episodes)
        with writing(self.engine) as connection:
            connection.execute(ITEMS.update().where(these).values(heard=1))

    def pinged(self, name: str) -> str:
        """Give what the hub was told of last."""
        with self.engine.connect() as connection:
            query = sa.select(FEEDS.c.pinged).where(FEEDS.c.slug == name)
            return str(connection.execute(query).scalar() or "")

    def note_ping(self, name: str, state: str) -> None:
        """Note what the hub was told of."""
        with writing(self.engine) as connection:
            connection.execute(FEEDS.update().where(FEEDS.c.slug == name).values(pinged=state))


def place(
    connection: sa.Connection,
    name: str,
    episode: str,
    published: datetime | None,
    *,
    heard: bool = False,
) -> None:
    """Put an episode into a feed, within a transaction.

    It is dated when it came out, but never later than now, and now where nobody knows.
    """
    known = sa.select(ITEMS.c.episode).where(ITEMS.c.feed == name, ITEMS.c.episode == episode)
    if connection.execute(known).scalar() is not None:
        return
    now = float(int(time.time()))
    came = min(published.timestamp(), now) if published else now
    connection.execute(
        ITEMS.insert().values(
            feed=name, episode=episode, published=came, added=now, heard=int(heard), dropped=0
        )
    )
