"""Keeps feeds as long, as recent and as large as they shall be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from narrator.library.feeds.follow.channels import Channels, Placed
from narrator.library.feeds.follow.records import Retention
from narrator.library.library import Library


def outside(
    items: Sequence[Placed],
    retention: Retention,
    size: Callable[[Placed], int],
    now: datetime,
) -> tuple[Placed, ...]:
    """Give the items that a feed has no room for.

    Args:
        items: What is in the feed, the newest first.
        retention: How much is kept. The newest episode always is.
        size: Gives the bytes of an item's audio.
        now: The present.
    """
    kept, used = 0, 0
    gone = []
    for item in items:
        old = retention.days and now - item.added > timedelta(days=retention.days)
        many = retention.newest and kept >= retention.newest
        length = size(item) if retention.size else 0
        large = retention.size and used + length > retention.size
        if kept and (old or many or large):
            gone.append(item)
        else:
            kept += 1
            used += length
    return tuple(gone)


def retain(library: Library, channels: Channels) -> int:
    """Take out of every feed what it has no room for; give how many episodes left one.

    An episode that was made for the feed and stands in no other one is deleted.
    """
    gone = 0
    feeds = channels.list()
    for channel in feeds:
        if channel.retention == Retention():
            continue
        items = channels.items(channel.slug)
        for item in outside(items, channel.retention, _size(library), datetime.now(UTC)):
            gone += channels.remove(channel.slug, item.record.id)
            made_for = item.record.order.labels.get("feed")
            others = any(channels.has(other.slug, item.record.id) for other in feeds)
            if made_for == channel.slug and not others:
                library.delete(item.record.id)
    return gone


def _size(library: Library) -> Callable[[Placed], int]:
    def size(item: Placed) -> int:
        blob = library.head(item.record.id, f"audio.{item.record.order.format}")
        return 0 if blob is None else blob.size

    return size
