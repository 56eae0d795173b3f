"""Digests: the unheard articles that fill a stretch of time best, as one episode."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from narrator.domain import InputError
from narrator.library.codec import encode
from narrator.library.compose import KIND, Parts
from narrator.library.feeds.follow.channels import Channels, Placed
from narrator.library.feeds.follow.records import Channel
from narrator.library.intro import write_day
from narrator.library.library import Library
from narrator.library.plan import PLAN
from narrator.library.records import Order, Priority, Record

_OPENING, _LINE = 4.0, 6.0
"""Seconds that the list of contents takes, and each line of it."""

_MOST = 200
"""Articles looked at, the newest; more are not caught up with anyway."""


def choose(items: Sequence[Placed], seconds: float) -> list[Placed]:
    """Choose the articles that fill a stretch of time best, of equal choices the newer ones.

    Args:
        items: What there is, the newest first.
        seconds: How long the digest may be.

    Returns:
        The chosen, the newest first; none where none fits.
    """
    room = int(seconds - _OPENING)
    # For each length that can be reached, the choice that reaches it with the newest articles.
    best: dict[int, tuple[int, ...]] = {0: ()}
    for place, item in enumerate(items[:_MOST]):
        cost = round(item.record.duration + _LINE)
        for length, chosen in list(best.items()):
            if length + cost <= room:
                best.setdefault(length + cost, (*chosen, place))
    return [items[place] for place in best[max(best)]]


def order_digest(
    library: Library, channels: Channels, channel: Channel, minutes: float, *, day: str = ""
) -> Record:
    """Order a digest of what nobody heard of a feed yet, and put it into the feed.

    Args:
        library: Where it is ordered.
        channels: The feeds.
        channel: The feed.
        minutes: How long it may be.
        day: Which day's digest it is, of which there is one; empty for one of its own.

    Raises:
        InputError: Nothing unheard fits.
    """
    unheard = [
        item
        for item in channels.items(channel.slug, unheard=True)
        if item.record.order.kind != KIND
    ]
    chosen = choose(unheard, minutes * 60)
    if not chosen:
        raise InputError(
            f"{channel.slug} has no unheard article of up to {minutes:g} minutes",
            hint="give more --minutes, or wait for news",
        )
    ids = [item.record.id for item in chosen]
    now = datetime.now(UTC)
    title = f"{channel.title}: {write_day(now, chosen[0].record.language)}"
    plans = [f"episodes/{one.record.id}/{one.record.revision}/{PLAN}" for one in chosen]
    record = library.submit(
        Order(
            source=encode(Parts(title, tuple(plans))).encode(),
            kind=KIND,
            title=title,
            priority=Priority.SOON,
            owner=channel.owner,
            key=_key(channel, day or hashlib.sha256("\n".join(plans).encode()).hexdigest()[:32]),
            labels={"feed": channel.slug, "articles": " ".join(ids)},
        )
    )
    _settle(channels, channel, record)
    return record


def _settle(channels: Channels, channel: Channel, record: Record) -> None:
    """Note that a digest that was ordered stands in the feed, and what it has."""
    channels.heard(channel.slug, record.order.labels["articles"].split())
    channels.add(channel.slug, record.id, heard=True)


def _key(channel: Channel, which: str) -> str:
    return f"digest {channel.slug} {which}"


def make_daily(library: Library, channels: Channels, now: datetime) -> None:
    """Order today's digest of every feed that has one and whose time has come.

    There is one a day, whoever asks and however often.
    """
    for channel in channels.list():
        plan = channel.daily
        day = f"{now:%Y-%m-%d}"
        if plan is None or now.hour * 60 + now.minute < plan.at:
            continue
        made = channels.ordered(channel.owner, _key(channel, day))
        if made is None:
            with contextlib.suppress(InputError):
                order_digest(library, channels, channel, plan.minutes, day=day)
        elif not channels.knows(channel.slug, made.id):
            # Whoever ordered it was killed before the feed knew.
            _settle(channels, channel, made)
