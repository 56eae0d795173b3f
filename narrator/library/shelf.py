"""Looking things up in the library."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from narrator.library.codec import decode
from narrator.library.records import Event, Record, State
from narrator.library.rows import as_record
from narrator.library.tables import BLOCKS, EPISODE, EPISODES, EVENTS
from narrator.text.lexicon import Entry


@dataclass(frozen=True, slots=True)
class Shelf:
    """The episodes of one library, to be read."""

    engine: sa.Engine
    """Its database."""

    def get(self, episode: str) -> Record | None:
        """Find an episode by its id."""
        row = self._one(EPISODE.where(EPISODES.c.id == episode))
        return None if row is None else as_record(row)

    def wanted(self, episode: str) -> int | None:
        """Give the number of the revision that is being made, or was made last."""
        row = self._one(sa.select(EPISODES.c.wanted).where(EPISODES.c.id == episode))
        return None if row is None else int(row.wanted)

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
        wanted = EPISODE
        if owner is not None:
            wanted = wanted.where(EPISODES.c.owner == owner)
        if not hidden:
            wanted = wanted.where(EPISODES.c.hidden == 0)
        if states:
            wanted = wanted.where(EPISODES.c.state.in_(states))
        for word in (query or "").split():
            both = EPISODES.c.title + " " + EPISODES.c.text
            wanted = wanted.where(both.icontains(word, autoescape=True))
        order = sa.tuple_(EPISODES.c.created, EPISODES.c.id)
        if after is not None:
            last = self._one(sa.select(EPISODES.c.created).where(EPISODES.c.id == after))
            if last is None:
                return ()
            wanted = wanted.where(order < sa.tuple_(last.created, after))
        newest = (EPISODES.c.created.desc(), EPISODES.c.id.desc())
        with self.engine.connect() as connection:
            rows = connection.execute(wanted.order_by(*newest).limit(limit))
            return tuple(as_record(row) for row in rows)

    def counts(self) -> dict[State, int]:
        """Count the episodes in each state."""
        query = sa.select(EPISODES.c.state, sa.func.count(EPISODES.c.id)).group_by(EPISODES.c.state)
        with self.engine.connect() as connection:
            found = {State(state): count for state, count in connection.execute(query)}
        return {state: found.get(state, 0) for state in State}

    def events(self, episode: str, after: int = 0) -> tuple[Event, ...]:
        """Give what happened to an episode after the event of this number."""
        query = (
            sa.select(EVENTS)
            .where(EVENTS.c.episode == episode, EVENTS.c.seq > after)
            .order_by(EVENTS.c.seq)
        )
        with self.engine.connect() as connection:
            rows = connection.execute(query)
            return tuple(Event(row.seq, row.kind, decode(row.data, dict)) for row in rows)

    def spoken(self, episode: str, revision: int, first: int = 0) -> tuple[str, ...]:
        """Give the keys of the speech that there is from an utterance on, without a gap."""
        query = (
            sa.select(BLOCKS.c.first, BLOCKS.c.speech)
            .where(BLOCKS.c.episode == episode, BLOCKS.c.revision == revision)
            .order_by(BLOCKS.c.first)
        )
        keys: list[str] = []
        with self.engine.connect() as connection:
            for row in connection.execute(query):
                if row.first != len(keys):
                    break
                keys += decode(row.speech, list)
        return tuple(keys[first:])

    def containing(self, entries: Collection[Entry], owner: str | None) -> tuple[Record, ...]:
        """Find the served episodes in which one of the words stands."""
        words = {entry.written for entry in entries}
        some = [EPISODES.c.text.icontains(word, autoescape=True) for word in words]
        some += [EPISODES.c.title.icontains(word, autoescape=True) for word in words]
        query = sa.select(EPISODES).where(EPISODES.c.revision > 0, sa.or_(*some))
        if owner is not None:
            query = query.where(EPISODES.c.owner == owner)
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        whole = re.compile("|".join(_as_word(entry) for entry in entries))
        return tuple(as_record(row) for row in rows if whole.search(f"{row.title}\n{row.text}"))

    def _one(self, query: sa.Select[Any]) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(query).one_or_none()


def _as_word(entry: Entry) -> str:
    """Write a lexicon's word as a pattern: whole, and in any case where it has no capital."""
    words = r"\s+".join(map(re.escape, entry.written.split()))
    flag = "(?i:" if entry.written == entry.written.lower() else "(?:"
    return rf"(?<!\w){flag}{words})(?!\w)"
