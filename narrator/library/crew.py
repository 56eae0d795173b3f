"""Does the pieces of an episode's work: each may be done again, and each is told to the ledger.

None of this knows the workflow engine. Every method takes up its job from the ledger and returns
None, having done nothing, where nobody wants the result any more.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from narrator.domain import NarratorError
from narrator.fetch import Access
from narrator.library import webhooks
from narrator.library.booth import Booths
from narrator.library.guard import Guard
from narrator.library.job import Block, Job, Joined, Prepared, Spoken
from narrator.library.ledger import Ledger
from narrator.library.problems import may_pass
from narrator.library.queues import rank
from narrator.library.records import Problem, State
from narrator.library.shelf import Shelf
from narrator.store import Blobs

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long work may take, and how often it is tried."""

    factor: float = 1.0
    """Multiplies every time limit: more for machines that are slow."""

    pauses: tuple[float, ...] = (1.0, 4.0, 16.0)
    """Seconds before each further attempt at what may pass, also multiplied."""

    deaths: int = 8
    """Workers that may die at a piece of work before it is given up."""

    def seconds(self, fixed: float, characters: int, each: float) -> float:
        """Give a time limit in seconds: a fixed part, and one that goes with the length."""
        return self.factor * (fixed + characters * each)


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does the work in a worker."""

    ledger: Ledger
    """Who wants what."""

    shelf: Shelf
    """Where records are looked up."""

    blobs: Blobs
    """The finished files."""

    booths: Booths
    """Where it is done."""

    guard: Guard
    """Who finds out what kills workers."""

    patience: Patience
    """How long it may take."""

    access: Access
    """What may be reached besides the public internet."""

    stopping: threading.Event
    """Set when the worker ends: what is under way is left to the next one."""

    def begin(self, episode: str, revision: int) -> Job | None:
        """Take up a revision."""
        return self.ledger.begin(episode, revision)

    def prepare(self, episode: str, revision: int) -> Prepared | None:
        """Fetch and read an article, and write its script."""

        def do(job: Job) -> Prepared | None:
            limit = self.patience.seconds(120, 0, 0)
            if job.source is None:
                fetched = self._run("fetch", job, seconds=limit)
                if not self.ledger.fetched(job, fetched):
                    return None
                job = self.ledger.job(episode, revision) or job
            result: Prepared = self._run("prepare", job, seconds=limit)
            return result if self.ledger.prepared(job, result) else None

        return self._persist(f"{episode}.{revision}.prepare", episode, revision, do)

    def speak(self, episode: str, revision: int, block: Block) -> Spoken | None:
        """Speak a block."""

        def do(job: Job) -> Spoken | None:
            limit = self.patience.seconds(30, block.characters, 0.5)
            result: Spoken = self._run("speak", job, block, seconds=limit, size=block.characters)
            return result if self.ledger.spoken(job, result) else None

        return self._persist(f"{episode}.{revision}.{block.first}", episode, revision, do)

    def join(self, episode: str, revision: int, characters: int) -> Joined | None:
        """Join an episode and make all its files."""

        def do(job: Job) -> Joined:
            limit = self.patience.seconds(300, characters, 0.01)
            result: Joined = self._run(
                "join", job, job.order.format, seconds=limit, size=characters
            )
            return result

        return self._persist(f"{episode}.{revision}.join", episode, revision, do)

    def publish(self, episode: str, revision: int, joined: Joined) -> bool:
        """Serve a revision, and remove what it replaces."""
        job = self.ledger.publish(episode, revision, joined)
        if job is None:
            self.discard(episode, revision)
            return False
        parts = {blob.key.split("/")[2] for blob in self.blobs.list(f"episodes/{episode}")}
        for part in parts:
            number = int(part.removeprefix("source."))
            if part.isdigit() and number < revision:
                self.blobs.delete_all(f"episodes/{episode}/{part}")
            elif number < revision and job.source != f"episodes/{episode}/{part}":
                self.blobs.delete(f"episodes/{episode}/{part}")
        return True

    def discard(self, episode: str, revision: int) -> None:
        """Remove the files of a revision that nobody wants, unless it is the served one."""
        record = self.shelf.get(episode)
        if record is None:
            self.blobs.delete_all(f"episodes/{episode}")
        elif record.revision != revision:
            self.blobs.delete_all(f"episodes/{episode}/{revision}")

    def convert(self, episode: str, revision: int, name: str) -> None:
        """Make a further file of a served revision."""
        wish = self.ledger.published(episode, revision)
        if wish is None:
            return
        work = f"{episode}.{revision}.{name}"
        limit = self.patience.seconds(600, 0, 0) * 10
        self._insist(work, lambda: self._run("convert", wish, name, seconds=limit))
        self.discard(episode, revision)

    def fail(self, episode: str, revision: int, problem: Problem) -> bool:
        """Give a revision up."""
        failed = self.ledger.fail(episode, revision, problem)
        self.discard(episode, revision)
        return failed

    def has_webhook(self, episode: str, revision: int) -> bool:
        """Tell whether a revision has come to an end that somebody is to be told of."""
        record = self.shelf.get(episode)
        if record is None or record.order.webhook is None:
            return False
        ended = record.state in {State.READY, State.FAILED}
        return ended and self.shelf.wanted(episode) == revision

    def deliver(self, episode: str, message: str) -> None:
        """Tell the service that was named in the order what became of an episode."""
        record = self.shelf.get(episode)
        if record is not None and record.order.webhook is not None:
            webhooks.deliver(record.order.webhook, message, record, self.access)

    def _run(self, task: str, job: Job, *args: object, seconds: float, size: int = 0) -> Any:
        place = rank(job.order.priority, size)
        return self.booths.run(task, job, *args, seconds=seconds, place=place)

    def _persist(
        self, work: str, episode: str, revision: int, do: Callable[[Job], Result | None]
    ) -> Result | None:
        """Do a piece of work for as long as it is wanted, and again where that may help."""

        def attempt() -> Result | None:
            job = self.ledger.job(episode, revision)
            return None if job is None else do(job)

        return self._insist(work, attempt)

    def _insist(self, work: str, do: Callable[[], Result]) -> Result:
        pauses = [*self.patience.pauses]
        while True:
            try:
                with self.guard.over(work):
                    return do()
            except NarratorError as error:
                if self.stopping.is_set():
                    # The booth was closed under it. This is for the next worker to do.
                    threading.Event().wait()
                if not pauses or not may_pass(error):
                    raise
            self.stopping.wait(pauses.pop(0) * self.patience.factor)
