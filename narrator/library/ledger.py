"""Who ordered what and how far it is: every change of an episode's state, each one transaction.

A worker's reports name the revision they are about. Where that is no longer the one that is
wanted (it was changed again, cancelled or deleted meanwhile) they change nothing and say so, and
the worker lets go of it. So a report may come late, or twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from narrator.library import totals
from narrator.library.allowance import note_gone
from narrator.library.codec import decode, encode, plain
from narrator.library.database import writing
from narrator.library.job import Fetched, Job, Joined, Prepared, Spoken
from narrator.library.records import Problem, Progress, State
from narrator.library.rows import Facts, Wish
from narrator.library.tables import BLOCKS, EPISODE, EPISODES, EVENTS

_UNDER_WAY = (State.QUEUED, State.NARRATING)

Enqueue = Callable[[sa.Connection, Job], None]
"""Hands a job to the workflow engine, within the transaction that accepts it."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The episodes of one library."""

    engine: sa.Engine
    """Its database."""

    def accept(
        self, episode: str, title: str, wish: Wish, enqueue: Enqueue, *, characters: int = 0
    ) -> str:
        """Accept an order, of so many characters if that is known; after this it is not lost.

        Returns:
            The episode's id: another one where this owner's key was used before.
        """
        order = wish.order
        with writing(self.engine) as connection:
            if order.key is not None:
                query = sa.select(EPISODES.c.id).where(
                    EPISODES.c.owner == order.owner, EPISODES.c.key == order.key
                )
                known = connection.execute(query).scalar()
                if known is not None:
                    return str(known)
            now = time.time()
            connection.execute(
                EPISODES.insert().values(
                    id=episode,
                    owner=order.owner,
                    key=order.key,
                    hidden=int(order.hidden),
                    state=State.QUEUED,
                    order=encode(wish),
                    wanted=1,
                    revision=0,
                    title=title,
                    text="",
                    facts=encode(Facts(characters=characters)),
                    progress=encode(Progress()),
                    events=0,
                    created=now,
                    updated=now,
                )
            )
            _tell(connection, episode, "queued", {})
            enqueue(connection, Job(episode, 1, order, wish.source))
        return episode

    def ordered(self, owner: str, key: str) -> str | None:
        """Find the episode that an owner's idempotency key was used for; None where it was not."""
        query = sa.select(EPISODES.c.id).where(EPISODES.c.owner == owner, EPISODES.c.key == key)
        with self.engine.connect() as connection:
            found = connection.execute(query).scalar()
        return None if found is None else str(found)

    def want(self, episode: str, change: Callable[[Wish, int], Wish], enqueue: Enqueue) -> bool:
        """Ask for a further revision: `change` gives the new wish for the last one and a number.

        Returns:
            Whether there is such an episode.
        """
        with writing(self.engine) as connection:
            row = _row(connection, episode)
            if row is None:
                return False
            number = row.wanted + 1
            wish = change(decode(row.order, Wish), number)
            values = {
                "order": encode(wish),
                "wanted": number,
                "state": State.QUEUED,
                "problem": None,
                "progress": encode(Progress()),
            }
            _update(connection, episode, **values)
            _tell(connection, episode, "queued", {})
            enqueue(connection, Job(episode, number, wish.order, wish.source))
        return True

    def begin(self, episode: str, revision: int) -> Job | None:
        """Take up a revision; None where nobody wants it any more."""
        with writing(self.engine) as connection:
            row = _wanted(connection, episode, revision)
            if row is None:
                return None
            if row.state == State.QUEUED:
                _update(connection, episode, state=State.NARRATING, started=time.time())
            return _job(row, row.order)

    def job(self, episode: str, revision: int) -> Job | None:
        """Give a revision that is under way; None where nobody wants it any more."""
        with self.engine.connect() as connection:
            row = _wanted(connection, episode, revision)
            if row is None:
                return None
            return _job(row, row.order)

    def fetched(self, job: Job, result: Fetched) -> bool:
        """Note where the article was put that was fetched."""
        with writing(self.engine) as connection:
            row = _wanted(connection, job.episode, job.revision)
            if row is not None:
                order = replace(job.order, kind=result.kind)
                wish = Wish(order, result.source)
                _update(connection, job.episode, order=encode(wish))
            return row is not None

    def prepared(self, job: Job, result: Prepared) -> bool:
        """Note what an article says and how much there is to speak."""
        with writing(self.engine) as connection:
            row = _wanted(connection, job.episode, job.revision)
            if row is None:
                return False
            facts = replace(
                decode(row.facts, Facts),
                characters=result.characters,
                language=result.language,
                byline=result.byline,
                site=result.site,
            )
            progress = Progress(total=result.utterances)
            values = {
                "title": result.title,
                "text": result.text,
                "facts": encode(facts),
                "progress": encode(progress),
            }
            _update(connection, job.episode, **values)
            _tell(connection, job.episode, "progress", plain(progress))
            totals.add(connection, totals.of_prepared(result))
            return True

    def spoken(self, job: Job, result: Spoken) -> bool:
        """Note a block that was spoken, once however often it is told."""
        with writing(self.engine) as connection:
            row = _wanted(connection, job.episode, job.revision)
            if row is None:
                return False
            if _has_block(connection, job, result.first):
                return True
            connection.execute(
                BLOCKS.insert().values(
                    episode=job.episode,
                    revision=job.revision,
                    first=result.first,
                    characters=result.characters,
                    seconds=result.seconds,
                    speech=encode(result.keys),
                )
            )
            last = decode(row.progress, Progress)
            said, seconds = _sums(connection, job)
            share = min(1.0, said / max(1, decode(row.facts, Facts).characters))
            progress = Progress(
                done=last.done + len(result.keys),
                total=last.total,
                share=share,
                section=result.section,
                seconds=seconds,
                left=(time.time() - row.started) * (1 - share) / share,
            )
            _update(connection, job.episode, progress=encode(progress))
            _tell(connection, job.episode, "progress", plain(progress))
            totals.add(connection, totals.of_spoken(result))
            return True

    def publish(self, episode: str, revision: int, result: Joined) -> Job | None:
        """Serve this revision from now on, in place of the one before.

        Returns:
            What it was made from; None where nobody wants it any more.
        """
        with writing(self.engine) as connection:
            row = _row(connection, episode)
            if row is None or row.wanted != revision:
                return None
            job = _job(row, row.order)
            if row.revision == revision:
                return job
            if row.state not in _UNDER_WAY:
                return None
            facts = replace(
                decode(row.facts, Facts), duration=result.duration, chapters=result.chapters
            )
            values = {
                "state": State.READY,
                "revision": revision,
                "published": row.order,
                "facts": encode(facts),
                "problem": None,
            }
            _update(connection, episode, **values)
            _forget(connection, job)
            heard = {"duration": result.duration, "chapters": result.chapters}
            _tell(connection, episode, "ready", {"revision": revision, **heard})
            totals.add(connection, totals.of_joined(result))
            return job

    def published(self, episode: str, revision: int) -> Job | None:
        """Give what a revision was made from; None where it is not served (any more)."""
        with self.engine.connect() as connection:
            row = _row(connection, episode)
            if row is None or row.revision != revision:
                return None
            return replace(_job(row, row.published), revision=revision)

    def fail(self, episode: str, revision: int, problem: Problem) -> bool:
        """Give a revision up; what was served before still is, as it was ordered then."""
        with writing(self.engine) as connection:
            row = _wanted(connection, episode, revision)
            if row is None:
                return False
            _drop(connection, row, State.FAILED, problem)
            _tell(connection, episode, "failed", plain(problem))
            return True

    def cancel(self, episode: str) -> bool:
        """Stop what is under way.

        Returns:
            Whether there is such an episode.
        """
        with writing(self.engine) as connection:
            row = _row(connection, episode)
            if row is not None and row.state in _UNDER_WAY:
                _drop(connection, row, State.CANCELLED, None)
                _tell(connection, episode, "cancelled", {})
            return row is not None

    def delete(self, episode: str) -> bool:
        """Forget an episode.

        Returns:
            Whether there was one.
        """
        which = EPISODES.c.id == episode
        with writing(self.engine) as connection:
            note_gone(connection, which)
            found = connection.execute(EPISODES.delete().where(which))
            return bool(found.rowcount)

    def under_way(self) -> Sequence[tuple[str, int]]:
        """Give the episodes and revisions that somebody should be working at."""
        query = sa.select(EPISODES.c.id, EPISODES.c.wanted).where(EPISODES.c.state.in_(_UNDER_WAY))
        with self.engine.connect() as connection:
            return [(row.id, row.wanted) for row in connection.execute(query)]


def _row(connection: sa.Connection, episode: str) -> Any:
    query = EPISODE.where(EPISODES.c.id == episode).with_for_update()
    return connection.execute(query).one_or_none()


def _wanted(connection: sa.Connection, episode: str, revision: int) -> Any:
    row = _row(connection, episode)
    if row is None or row.wanted != revision or row.state not in _UNDER_WAY:
        return None
    return row


def _job(row: Any, wish: str) -> Job:
    wanted = decode(wish, Wish)
    return Job(row.id, row.wanted, wanted.order, wanted.source, row.revision)


def _forget(connection: sa.Connection, job: Job) -> None:
    """Drop what only mattered while the revision was being made."""
    steps = (EVENTS.c.episode == job.episode) & (EVENTS.c.kind == "progress")
    connection.execute(EVENTS.delete().where(steps))
    older = (BLOCKS.c.episode == job.episode) & (BLOCKS.c.revision < job.revision)
    connection.execute(BLOCKS.delete().where(older))


def _update(connection: sa.Connection, episode: str, **values: Any) -> None:
    query = EPISODES.update().where(EPISODES.c.id == episode)
    connection.execute(query.values(updated=time.time(), **values))


def _drop(connection: sa.Connection, row: Any, state: State, problem: Problem | None) -> None:
    """End the work on a revision without a result."""
    kept = row.revision > 0
    _update(
        connection,
        row.id,
        state=State.READY if kept else state,
        problem=encode(problem) if problem else None,
        order=row.published if kept else row.order,
    )


def _tell(connection: sa.Connection, episode: str, kind: str, data: dict[str, Any]) -> None:
    """Add an event. The episode's row, locked, counts them, so that none is seen too late."""
    count = EPISODES.update().where(EPISODES.c.id == episode).values(events=EPISODES.c.events + 1)
    seq = connection.execute(count.returning(EPISODES.c.events)).scalar_one()
    connection.execute(
        EVENTS.insert().values(episode=episode, seq=seq, kind=kind, data=encode(data))
    )


def _has_block(connection: sa.Connection, job: Job, first: int) -> bool:
    query = sa.select(BLOCKS.c.first).where(_of(job), BLOCKS.c.first == first)
    return connection.execute(query).scalar() is not None


def _sums(connection: sa.Connection, job: Job) -> tuple[int, float]:
    query = sa.select(sa.func.sum(BLOCKS.c.characters), sa.func.sum(BLOCKS.c.seconds))
    said, seconds = connection.execute(query.where(_of(job))).one()
    return int(said), float(seconds)


def _of(job: Job) -> sa.ColumnElement[bool]:
    return (BLOCKS.c.episode == job.episode) & (BLOCKS.c.revision == job.revision)
