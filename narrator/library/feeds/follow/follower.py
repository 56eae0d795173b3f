"""Looks at sources, and orders what is new in them.

Whoever is killed at whatever moment loses nothing and doubles nothing: a look is noted in one
transaction, and an entry is ordered under a key of its own, which the library accepts once.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import time
from datetime import UTC, datetime
from pathlib import Path

from narrator.domain import ArticleError, NarratorError, UnreachableError
from narrator.fetch import FEED_TYPES, Access, Limits, Page, Refusal, fetch
from narrator.library.allowance import is_used_up
from narrator.library.codec import decode
from narrator.library.feeds.follow import article, matching
from narrator.library.feeds.follow.channels import Channels
from narrator.library.feeds.follow.ledger import FollowLedger
from narrator.library.feeds.follow.pace import next_look
from narrator.library.feeds.follow.records import Fate, Health, Noted, Source, Watch
from narrator.library.feeds.sources import Entry, Listing, read_folder, read_listing
from narrator.library.library import Library
from narrator.library.records import Change, Order, Priority

_LIMITS = Limits(size=10_000_000)
"""What one look at a feed may take."""

_RETRIES = (60.0, 300.0, 1800.0, 7200.0, 28_800.0)
"""Seconds before each further attempt to fetch a page."""

_HELD = 600.0
"""Seconds before another look whether an owner may have more audio made."""

_USED_UP = "the owner's minutes of audio are used up for today"

_NEVER = 1e12
"""When a source is looked at next that is gone for good."""

_GONE = 410

_log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class Follower:
    """Does one thing at a time, whatever is due."""

    library: Library
    """Where articles are ordered."""

    channels: Channels
    """The feeds they go into."""

    ledger: FollowLedger
    """What is known of sources and entries."""

    access: Access
    """What may be reached besides the public internet."""

    minutes: int
    """Minutes of audio in 24 hours for an owner whose API keys have no figure of their own."""

    def work(self) -> bool:
        """Order an entry that waits, or look at a source that is due; tell whether there was one.

        Raises:
            Fault: The database cannot be reached.
        """
        noted = self.ledger.take_entry(time.time())
        if noted is not None:
            self._order(noted)
            return True
        source = self.ledger.take_source(time.time())
        if source is not None:
            self.look(source)
            return True
        return False

    def look(self, source: Source) -> Watch:
        """Look at a source now, and note what is new; give how it is."""
        now = time.time()
        try:
            page = self._fetch(source)
            body = hashlib.sha256(page.content).hexdigest() if page.content else ""
            same = page.unchanged or (body != "" and body == source.watch.body)
            listing = None if same else self._read(source, page)
        except ArticleError as error:
            return self._failed(source, error, now)
        except Exception as error:  # noqa: BLE001 - it must not keep others from being looked at
            _log.exception("source %s", source.address)
            explained = ArticleError(f"it could not be read ({type(error).__name__})")
            return self._failed(source, explained, now)
        watch = dataclasses.replace(source.watch, failures=0, looked=now)
        due = next_look(now, failures=0, interval=source.rules.every)
        if listing is None:
            if watch.health is Health.FAILING:
                watch = dataclasses.replace(watch, health=Health.FINE, message="")
            self.ledger.looked(source, watch, due)
            return watch
        watch = dataclasses.replace(
            watch,
            health=Health.DAMAGED if listing.fault else Health.FINE,
            message=listing.fault,
            etag=page.etag or "",
            modified=page.last_modified or "",
            body=body,
            shared=tuple({*watch.shared, *matching.shared_guids(listing.entries)}),
        )
        news = self._news(source, watch, listing, datetime.fromtimestamp(now, UTC))
        self.ledger.looked(source, watch, due, title=listing.title, news=news)
        return watch

    def _fetch(self, source: Source) -> Page:
        path = Path(source.address)
        if "://" not in source.address:
            if path.is_dir():
                return Page(url=source.address, content=b"")
            try:
                return Page(url=source.address, content=path.read_bytes())
            except OSError as error:
                raise ArticleError(
                    f"cannot read {path} ({error.strerror})", hint="check the path"
                ) from error
        return fetch(
            source.address,
            access=self.access,
            types=FEED_TYPES,
            limits=_LIMITS,
            etag=source.watch.etag or None,
            last_modified=source.watch.modified or None,
        )

    def _read(self, source: Source, page: Page) -> Listing:
        now = datetime.now(UTC)
        path = Path(source.address)
        if "://" not in source.address and path.is_dir():
            return read_folder(path, now=now)
        return read_listing(page.content, page.url, now=now)

    def _news(
        self, source: Source, watch: Watch, listing: Listing, now: datetime
    ) -> dict[str, tuple[Entry, str]]:
        known = self.ledger.known(source.id)
        news = matching.find_news(listing.entries, known, watch.shared)
        reasons = {key: matching.unwanted(entry, source.rules, now) for key, entry in news.items()}
        if source.watch.health in {Health.NEW, Health.FAILING} and not known:
            wanted = {key: entry for key, entry in news.items() if not reasons[key]}
            for key in matching.overdue(wanted, source.rules.backlog):
                reasons[key] = "it was there before the source was followed"
        return {key: (entry, reasons[key]) for key, entry in news.items()}

    def _failed(self, source: Source, error: ArticleError, now: float) -> Watch:
        cause = error.__cause__
        refusal = cause if isinstance(cause, Refusal) else Refusal(0, "")
        gone = refusal.status == _GONE
        watch = dataclasses.replace(
            source.watch,
            health=Health.GONE if gone else Health.FAILING,
            message=error.message,
            failures=source.watch.failures + 1,
            looked=now,
        )
        due = next_look(
            now,
            failures=watch.failures,
            retry_after=refusal.retry_after,
            interval=source.rules.every,
        )
        self.ledger.looked(source, watch, _NEVER if gone else due)
        _log.info("source %s: %s", source.address, error)
        return watch

    def _order(self, noted: Noted) -> None:
        source = self.ledger.source(noted.source)
        if source is None:
            return
        channel = self.channels.get(source.feed)
        if is_used_up(self.ledger.engine, channel.owner if channel else "", self.minutes):
            self.ledger.hold(noted, time.time() + _HELD, _USED_UP)
            return
        entry = decode(noted.entry, Entry)
        try:
            text = article.get_text(entry, source.rules, self.access)
            reason = article.too_short(text, entry, source.rules)
        except UnreachableError as error:
            if noted.tries < len(_RETRIES):
                self.ledger.put_off(noted, time.time() + _RETRIES[noted.tries])
            else:
                self.ledger.give_up(noted, Fate.FAILED, error.message)
            return
        except NarratorError as error:
            self.ledger.give_up(noted, Fate.FAILED, error.message)
            return
        except Exception as error:  # noqa: BLE001 - as of `look`
            _log.exception("entry %s", noted.url)
            self.ledger.give_up(
                noted, Fate.FAILED, f"it could not be read ({type(error).__name__})"
            )
            return
        if reason:
            self.ledger.give_up(noted, Fate.SKIPPED, reason)
            return
        episode = self._submit(noted, source, entry, text)
        if episode is None:
            self.ledger.give_up(noted, Fate.SKIPPED, "its episode was deleted")
        else:
            self.ledger.ordered(noted, source.feed, episode, text.digest, entry.published)

    def _submit(self, noted: Noted, source: Source, entry: Entry, text: article.Text) -> str | None:
        """Order an entry's episode, or the change of it; give its id, None where it is deleted."""
        title = (entry.title or None) if text.kind in {"text", "markdown"} else None
        if noted.episode:
            if self.ledger.told(noted) == text.digest:
                return noted.episode
            change = Change(
                source=text.content,
                kind=text.kind or None,
                title=title,
                priority=Priority.LATER,
            )
            revised = self.library.revise(noted.episode, change)
            return None if revised is None else revised.id
        channel = self.channels.get(source.feed)
        order = Order(
            source=text.content,
            url=entry.url or None,
            kind=text.kind or None,
            title=title,
            origin=article.origin(entry, source) if source.rules.intro else None,
            voice=source.rules.voice or None,
            keep=source.rules.keep,
            priority=Priority.LATER,
            owner=channel.owner if channel else "",
            key=f"follow {source.id} {noted.key}",
            labels={"feed": source.feed, "source": source.id},
        )
        return self.library.submit(order).id
