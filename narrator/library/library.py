"""The library as whoever serves it sees it. It loads no voice and does none of the work."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from dbos import DBOSClient

from narrator.domain import EpisodeFormat, InputError, Script, Speech
from narrator.library import totals
from narrator.library.claim import living
from narrator.library.codec import decode
from narrator.library.database import connect, writing
from narrator.library.job import Job
from narrator.library.ledger import Ledger
from narrator.library.lexicon import forget, remember, remembered
from narrator.library.migration import migrate
from narrator.library.place import Place
from narrator.library.plan import BOOK, PLAN, Plan
from narrator.library.queues import APPLICATION, UNKNOWN, article_options, work_options
from narrator.library.records import Change, Event, Order, Priority, Record, State
from narrator.library.rows import Wish
from narrator.library.shelf import Shelf
from narrator.library.watch import Watch
from narrator.store import Blob, OpenBlob, SpeechFacts
from narrator.text.lexicon import Entry

ON_DEMAND = frozenset({BOOK, *(f"audio.{kind}" for kind in EpisodeFormat)})
"""Names of the files that are made when they are first asked for, but for the ordered audio."""

FILES = ON_DEMAND | frozenset(
    {
        "chapters.json",
        "cover.jpg",
        "manifest.json",
        "script.json",
        "transcript.html",
        "transcript.json",
        "transcript.srt",
        "transcript.vtt",
    }
)
"""Names of all that an episode consists of."""


class Library:
    """Takes orders and shows what became of them.

    Everything here may be called from any thread, by any number of processes at once; what it
    returns is a value. Methods raise Fault where the database or the store cannot be reached.
    """

    def __init__(self, place: Place) -> None:
        """Open the library at a place, made if there is none."""
        migrate(place.url)
        self._engine = connect(place.url)
        self._client = DBOSClient(system_database_engine=self._engine, application_name=APPLICATION)
        self._blobs = place.blobs()
        self._speech = place.speech()
        self._ledger = Ledger(self._engine)
        self._shelf = Shelf(self._engine)
        self._watch = Watch(self._engine)

    def close(self) -> None:
        """Let go of the database."""
        self._client.destroy()
        self._engine.dispose()

    # Orders

    def submit(self, order: Order) -> Record:
        """Order an episode. When this returns it is on the disk, whatever happens next.

        Returns:
            The new episode; with a key that this owner used before, the one it was used for.

        Raises:
            InputError: There is neither a source nor a URL.
            OutputError: The disk is full, or the folder cannot be written.
        """
        if order.source is None and order.url is None:
            raise InputError("there is no article", hint="give its content or its URL")
        size = UNKNOWN if order.source is None else len(order.source)
        episode = secrets.token_hex(8)
        entries = (*remembered(self._engine, order.owner), *order.entries)
        source = self._keep(episode, 1, order.source)
        wish = Wish(dataclasses.replace(order, source=None, entries=entries), source)
        title = order.title or order.file or order.url or "Untitled"

        def enqueue(connection: sa.Connection, job: Job) -> None:
            self._enqueue(connection, article_options(job, size), job.episode, job.revision)

        accepted = self._ledger.accept(episode, title, wish, enqueue)
        if accepted != episode:
            self._blobs.delete_all(f"episodes/{episode}")
        return self._known(accepted)

    def revise(self, episode: str, change: Change) -> Record | None:
        """Change an episode: only what sounds otherwise is spoken anew.

        What was served before is served until the new revision is whole, and then all of its
        files change in one moment, under the same names.

        Returns:
            The episode; None where there is none of this id.
        """

        def changed(wish: Wish, number: int) -> Wish:
            source = self._keep(episode, number, change.source) or wish.source
            return Wish(_apply(change, wish.order), source)

        return self._again(episode, changed)

    def retry(self, episode: str) -> Record | None:
        """Try again what failed or was cancelled; what is already spoken is not spoken again.

        Returns:
            The episode; None where there is none of this id.
        """
        return self._again(episode, lambda wish, _: wish)

    def cancel(self, episode: str) -> Record | None:
        """Stop the work on an episode; what was served before it still is.

        Returns:
            The episode; None where there is none of this id.
        """
        return self._known(episode) if self._ledger.cancel(episode) else None

    def delete(self, episode: str) -> bool:
        """Remove an episode and all its files.

        Returns:
            Whether there was one.
        """
        found = self._ledger.delete(episode)
        self._blobs.delete_all(f"episodes/{episode}")
        return found

    def apply_lexicon(
        self, entries: Collection[Entry], *, owner: str | None = None, revise: bool = True
    ) -> tuple[Record, ...]:
        """Say words otherwise from now on, and in every episode in which they stand.

        Args:
            entries: The words and how they are said.
            owner: Whose episodes; None for everybody's.
            revise: Whether episodes that are there already are changed too.

        Returns:
            The episodes that are being revised.
        """
        remember(self._engine, owner or "", entries)
        if not entries or not revise:
            return ()
        change = Change(entries=tuple(entries))
        found = self._shelf.containing(entries, owner)
        revised = [self.revise(record.id, change) for record in found]
        return tuple(record for record in revised if record is not None)

    def forget_words(self, entries: Collection[Entry], *, owner: str = "") -> None:
        """Say words as they are written again, in new episodes; those there are stay."""
        forget(self._engine, owner, entries)

    def lexicon(self, owner: str = "") -> tuple[Entry, ...]:
        """Give the words that are said otherwise in every new episode of an owner."""
        return remembered(self._engine, owner)

    # What became of them

    def ordered(self, owner: str, key: str) -> Record | None:
        """Find the episode that an owner's idempotency key was used for; None where it was not."""
        episode = self._ledger.ordered(owner, key)
        return None if episode is None else self.get(episode)

    def get(self, episode: str) -> Record | None:
        """Find an episode by its id."""
        return self._shelf.get(episode)

    def list(
        self,
        *,
        owner: str | None = None,
        states: Collection[State] = (),
        query: str | None = None,
        after: str | None = None,
        limit: int = 50,
        hidden: bool = False,
    ) -> tuple[Record, ...]:
        """Give episodes, the newest first.

        Args:
            owner: Whose; None for everybody's.
            states: In one of these states; empty for any.
            query: With all of these words in the title or the text, in any case.
            after: Only what comes after the episode of this id.
            limit: At most so many.
            hidden: Whether hidden ones are given too.
        """
        return self._shelf.list(
            owner=owner, states=states, query=query, after=after, limit=limit, hidden=hidden
        )

    def counts(self) -> dict[State, int]:
        """Count the episodes in each state."""
        return self._shelf.counts()

    def workers(self) -> tuple[str, ...]:
        """Name the workers that are there to do the work."""
        return living(self._engine)

    def totals(self) -> dict[tuple[str, str], float]:
        """Give what all workers did since the library began, by name and label."""
        return totals.read(self._engine)

    def events(self, episode: str, after: int = 0) -> tuple[Event, ...]:
        """Give what happened to an episode after the event of this number, without waiting."""
        return self._shelf.events(episode, after)

    async def next_events(
        self,
        episode: str,
        after: int = 0,
        *,
        timeout: float = 15.0,  # noqa: ASYNC109 - a server has to say something now and then
    ) -> tuple[Event, ...]:
        """Wait for what happens to an episode after the event of this number.

        Returns:
            The events; one of the kind "deleted" where there is no such episode (any more); none
            after `timeout` seconds without any.
        """
        import asyncio

        await self._watch.wait(episode, after, timeout)
        events = await asyncio.to_thread(self._shelf.events, episode, after)
        if events or await asyncio.to_thread(self._shelf.get, episode) is not None:
            return events
        return (Event(after + 1, "deleted", {}),)

    # What is heard

    def head(self, episode: str, name: str) -> Blob | None:
        """Say what is known of a served file; None where there is none. `FILES` has the names."""
        key = self._key(episode, name)
        return None if key is None else self._blobs.head(key)

    def open(
        self, episode: str, name: str, start: int = 0, end: int | None = None
    ) -> OpenBlob | None:
        """Read a served file, or the bytes from `start` up to but without `end`.

        Returns:
            The open file; None where there is none. `FILES` has the names.
        """
        key = self._key(episode, name)
        found = None if key is None else self._blobs.open(key, start, end)
        if found is None:
            # The next revision may have taken the place of this one between the two questions.
            newer = self._key(episode, name)
            found = None if newer in {key, None} else self._blobs.open(str(newer), start, end)
        return found

    def make(self, episode: str, name: str) -> bool:
        """See to it that a file of an episode is made which is made only when it is asked for.

        Args:
            episode: The episode's id.
            name: One of `ON_DEMAND`.

        Returns:
            Whether it is there. If not, it is being made now, if there is such an episode; `head`
            tells when it is there.
        """
        record = self.get(episode)
        if name not in ON_DEMAND or record is None or record.revision == 0:
            return False
        if self._blobs.head(f"episodes/{episode}/{record.revision}/{name}") is not None:
            return True
        work = f"{episode}.{record.revision}.{name}"
        options = work_options("convert", work, Priority.NOW, UNKNOWN)
        status = self._client.list_workflows(workflow_ids=[work])
        if status and status[0].status not in {"ENQUEUED", "PENDING"}:
            # It failed before, or the file was lost since.
            self._client.delete_workflow(work)
        with writing(self._engine) as connection:
            self._enqueue(connection, options, episode, record.revision, name)
        return False

    def script(self, episode: str) -> Script | None:
        """Give what is said in the revision that is being made or was made last.

        Returns:
            The script; None where there is none yet.
        """
        number = self._shelf.wanted(episode)
        data = None if number is None else self._blobs.get(f"episodes/{episode}/{number}/{PLAN}")
        return None if data is None else decode(data, Plan).script

    def spoken(self, episode: str, first: int = 0) -> tuple[str, ...]:
        """Give the keys of what is spoken so far of that script, from an utterance on.

        There is no gap in what is given, and one key an utterance.
        """
        number = self._shelf.wanted(episode)
        return () if number is None else self._shelf.spoken(episode, number, first)

    def speech(self, key: str) -> Speech | None:
        """Give the speech of a key, prepared for joining; None where it is not kept any more."""
        return self._speech.get(key)

    def facts(self, key: str) -> SpeechFacts | None:
        """Give what is known of the speech of a key; its sound is not read."""
        return self._speech.facts(key)

    def _keep(self, episode: str, number: int, source: bytes | None) -> str | None:
        if source is None:
            return None
        key = f"episodes/{episode}/source.{number}"
        self._blobs.put(key, source)
        return key

    def _key(self, episode: str, name: str) -> str | None:
        record = self.get(episode) if name in FILES else None
        if record is None or record.revision == 0:
            return None
        return f"episodes/{episode}/{record.revision}/{name}"

    def _known(self, episode: str) -> Record:
        record = self.get(episode)
        if record is None:
            raise InputError(f"the episode {episode} was deleted just now", hint="order it again")
        return record

    def _again(self, episode: str, changed: Any) -> Record | None:
        def enqueue(connection: sa.Connection, job: Job) -> None:
            self._enqueue(connection, article_options(job, UNKNOWN), job.episode, job.revision)

        return self._known(episode) if self._ledger.want(episode, changed, enqueue) else None

    def _enqueue(self, connection: sa.Connection, options: Any, *args: Any) -> None:
        self._client.enqueue_in_transaction(connection, options, *args)


def _apply(change: Change, order: Order) -> Order:
    """Give the order with a change."""
    names = (
        "kind",
        "title",
        "voice",
        "quote_voice",
        "speed",
        "reading",
        "keep",
        "keep_all",
        "drop",
        "priority",
    )
    new = {name: getattr(change, name) for name in names if getattr(change, name) is not None}
    if change.quote_voice == "":
        new["quote_voice"] = None
    if change.source is not None:
        new["kind"] = change.kind
    return dataclasses.replace(order, entries=(*order.entries, *change.entries), **new)
