"""`narrator feed share`, `revoke`, `digest` and `ping`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from narrator.cli.feed_follow import Slug, known, opened
from narrator.domain import InputError

Listener = Annotated[
    str, typer.Argument(metavar="LISTENER", help="Whom it is for, as you call them.")
]


def share(
    slug: Slug,
    listener: Listener,
    base: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Address of the service, as the listener reaches it."),
    ] = None,
) -> int:
    """Give a listener a link of their own to a feed; an earlier one of theirs ends."""
    from narrator.config import read_settings
    from narrator.library.feeds.address import feed_address
    from narrator.library.feeds.subscribe import app_links, qr_terminal

    where = base or read_settings().public_url
    if where is None:
        raise InputError(
            "nobody knows where the service is reached",
            hint="give --base URL, or set NARRATOR_PUBLIC_URL",
        )
    with opened() as feeds:
        known(feeds, slug)
        token = feeds.listeners.share(slug, listener)
    address = feed_address(where, slug, token)
    print(address)
    for link in app_links(address):
        print(f"{link.app}: {link.url}")
    print(qr_terminal(address), end="")
    return 0


def revoke(slug: Slug, listener: Listener) -> int:
    """End a listener's link: to the feed and all that it names, at once."""
    with opened() as feeds:
        known(feeds, slug)
        if not feeds.listeners.revoke(slug, listener):
            raise InputError(
                f"{slug} is not shared with {listener!r}", hint=f"`narrator feed list {slug}` shows"
            )
    print(f"{listener} cannot reach {slug} any more")
    return 0


def digest(
    slug: Slug,
    minutes: Annotated[float, typer.Option(metavar="N", min=1, help="How long it may be.")] = 35,
    daily: Annotated[
        str | None,
        typer.Option(
            metavar="HH:MM",
            help='Make one every day at this time (UTC) from now on; "off" ends it.',
        ),
    ] = None,
) -> int:
    """Join the unheard articles that fill the time best into one episode."""
    import dataclasses

    from narrator.library.feeds.digest import order_digest
    from narrator.library.feeds.follow.records import Daily

    with opened() as feeds:
        channel = known(feeds, slug)
        if daily is not None:
            plan = None if daily == "off" else Daily(_clock(daily), minutes)
            feeds.channels.put(dataclasses.replace(channel, daily=plan))
            print(f"{slug} has {'no daily digest' if plan is None else f'a digest at {daily} UTC'}")
            return 0
        record = order_digest(feeds.library, feeds.channels, channel, minutes)
    count = len(record.order.labels["articles"].split())
    print(f"{record.title}: {count} article{'s' * (count != 1)}, made by the next worker")
    return 0


def ping(
    site: Annotated[
        Path, typer.Argument(metavar="SITE", help="A built podcast that is served by now.")
    ],
) -> int:
    """Tell the feed's WebSub hub that there is news."""
    from narrator.config import read_settings
    from narrator.fetch import Access
    from narrator.library.feeds.hub import hub_of
    from narrator.library.feeds.hub import ping as tell

    path = site / "feed.xml" if site.is_dir() else site
    if not path.is_file():
        raise InputError(f"there is no feed at {site}", hint="build one with `narrator feed build`")
    hub, feed = hub_of(path.read_bytes())
    tell(hub, feed, Access.of(read_settings().fetch_allow))
    print(f"{hub} knows that {feed} has news")
    return 0


def _clock(text: str) -> int:
    """Read a time of day as minutes after midnight."""
    from datetime import time

    try:
        moment = time.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is no time of day", hint='write it like "06:30"') from error
    return moment.hour * 60 + moment.minute
