"""The part of the library's database that is about feeds."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from narrator.library.database import EPISODES, SCHEMA

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
    sa.UniqueConstraint("feed", "address"),
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
    sa.UniqueConstraint("feed", "listener"),
)
