"""The tables of the library's database.

A change to a table that is there already needs a step in `narrator.library.migration`; a new
table needs none.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint

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

VERSION = Table(
    "narrator_schema",
    SCHEMA,
    Column("version", Integer, primary_key=True),  # of these tables; there is one row
)

FEEDS = Table(
    "narrator_feeds",
    SCHEMA,
    Column("slug", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("created", sa.Float, nullable=False),
    Column("pinged", Text, nullable=False),  # what the hub was told of last
)

SOURCES = Table(
    "narrator_sources",
    SCHEMA,
    Column("id", Text, primary_key=True),
    Column("feed", ForeignKey(FEEDS.c.slug, ondelete="CASCADE"), nullable=False),
    Column("address", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("watch", Text, nullable=False),
    Column("due", sa.Float, nullable=False),
    UniqueConstraint("feed", "address"),
    Index("narrator_sources_due", "due"),
)

ENTRIES = Table(
    "narrator_entries",
    SCHEMA,
    Column("source", ForeignKey(SOURCES.c.id, ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("guid", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("digest", Text, nullable=False),  # of what the source said last
    Column("told", Text, nullable=False),  # of the article that was narrated last
    Column("entry", Text, nullable=False),
    Column("fate", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("episode", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due", sa.Float, nullable=False),
    Index("narrator_entries_waiting", "fate", "due"),
)

ITEMS = Table(
    "narrator_items",
    SCHEMA,
    Column("feed", ForeignKey(FEEDS.c.slug, ondelete="CASCADE"), primary_key=True),
    Column("episode", ForeignKey(EPISODES.c.id, ondelete="CASCADE"), primary_key=True),
    Column("published", sa.Float, nullable=False),
    Column("added", sa.Float, nullable=False),
    Column("heard", Integer, nullable=False),  # whether a digest has it
    Column("dropped", Integer, nullable=False),  # whether it has left the feed
    Index("narrator_items_published", "feed", "published"),
)

TOKENS = Table(
    "narrator_tokens",
    SCHEMA,
    Column("digest", Text, primary_key=True),  # SHA-256 of the token, which is kept nowhere
    Column("feed", ForeignKey(FEEDS.c.slug, ondelete="CASCADE"), nullable=False),
    Column("listener", Text, nullable=False),
    Column("created", sa.Float, nullable=False),
    Column("seen", sa.Float, nullable=False),  # 0 for never
    UniqueConstraint("feed", "listener"),
)

KEYS = Table(
    "narrator_keys",
    SCHEMA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("minutes", Integer),
    Column("created", sa.Float, nullable=False),
)

SPENT = Table(
    "narrator_spent",
    SCHEMA,
    Column("episode", Text, primary_key=True),  # which is deleted
    Column("owner", Text, nullable=False),
    Column("at", sa.Float, nullable=False),  # when it was ordered
    Column("seconds", sa.Float, nullable=False),  # of its audio
    Index("narrator_spent_owner", "owner", "at"),
)

SECRETS = Table(
    "narrator_secrets",
    SCHEMA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
