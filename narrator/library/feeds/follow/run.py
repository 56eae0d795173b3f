"""Follows sources for as long as a worker runs."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from narrator.domain import NarratorError
from narrator.fetch import Access
from narrator.library.database import connect
from narrator.library.feeds.digest import make_daily
from narrator.library.feeds.follow.channels import Channels
from narrator.library.feeds.follow.follower import Follower
from narrator.library.feeds.follow.ledger import LEASE, FollowLedger
from narrator.library.feeds.follow.retention import retain
from narrator.library.feeds.hub import tell_hubs
from narrator.library.feeds.listeners import Listeners
from narrator.library.library import Library
from narrator.library.migration import migrate
from narrator.library.place import Place
from narrator.library.tools import Tools

_PAUSE = 1.0
"""Seconds between two looks for something to do."""

_CHORES = 10.0
"""Seconds between two looks at what feeds have too much of, and whether a digest is due."""

_HUBS = 60.0
"""Seconds between two looks whether hubs are to be told, also after one did not answer."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds of one library, and all that belongs to them."""

    library: Library
    """The episodes."""

    channels: Channels
    """The feeds."""

    sources: FollowLedger
    """What they follow."""

    listeners: Listeners
    """Who may have the private ones."""

    def close(self) -> None:
        """Let go of the database; the library stays open."""
        self.channels.engine.dispose()

    def follower(self, access: Access, minutes: int = 600) -> Follower:
        """Give who looks at sources.

        Args:
            access: What may be reached besides the public internet.
            minutes: Minutes of audio a day for an owner whose keys have no figure of their own.
        """
        return Follower(self.library, self.channels, self.sources, access, minutes)


@contextlib.contextmanager
def open_feeds(place: Place) -> Iterator[Feeds]:
    """Open the feeds of a library.

    Raises:
        Fault: The database cannot be reached.
    """
    library = Library(place)
    feeds = feeds_of(library, place)
    try:
        yield feeds
    finally:
        feeds.close()
        library.close()


def feeds_of(library: Library, place: Place) -> Feeds:
    """Give the feeds of a library that is open; errors as of `open_feeds`."""
    migrate(place.url)
    engine = connect(place.url)
    # One machine owns an embedded library: nobody else could take up what it left.
    lease = 0.0 if place.embedded else LEASE
    return Feeds(library, Channels(engine), FollowLedger(engine, lease), Listeners(engine))


def start_following(tools: Tools, stop: threading.Event) -> threading.Thread:
    """Follow the sources of a library in a thread of its own until `stop` is set."""
    thread = threading.Thread(target=_follow, args=(tools, stop), name="follow", daemon=True)
    thread.start()
    return thread


def _follow(tools: Tools, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            with open_feeds(tools.place) as feeds:
                _work(feeds, tools, stop)
        except NarratorError as error:
            _log.warning("following sources: %s", error)
        except Exception:  # noqa: BLE001 - what nobody foresaw must not end all following
            _log.exception("following sources")
        stop.wait(_CHORES)


def _work(feeds: Feeds, tools: Tools, stop: threading.Event) -> None:
    """Do what is due, and the chores between."""
    access = Access.of(tools.allow)
    follower = feeds.follower(access, tools.minutes)
    chores = hubs = 0.0
    while not stop.is_set():
        now = time.monotonic()
        if now >= chores:
            retain(feeds.library, feeds.channels)
            make_daily(feeds.library, feeds.channels, datetime.now(UTC))
            chores = now + _CHORES
        if tools.public_url and now >= hubs:
            tell_hubs(feeds.channels, tools.public_url, access)
            hubs = now + _HUBS
        if not follower.work():
            stop.wait(_PAUSE)
