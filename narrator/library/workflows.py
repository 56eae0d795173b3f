"""The durable shape of the work: what follows what, and goes on after any process died.

The workflow engine notes the result of every step. A worker that takes over finds them, and does
only what has none. Everything that is done stands in `Crew`; arguments and results are plain
values, so that an upgrade understands what its forerunner noted.
"""

from __future__ import annotations

import logging
from collections import deque
from typing import Any

from dbos import DBOS, DBOSConfiguredInstance, WorkflowHandle

from narrator.domain import NarratorError, UnreachableError
from narrator.library.codec import plain, rebuild
from narrator.library.crew import Crew
from narrator.library.database import is_away
from narrator.library.job import Block, Joined
from narrator.library.problems import describe
from narrator.library.queues import hook_options, work_options
from narrator.library.records import Problem
from narrator.library.webhooks import DELAYS

_AHEAD = 64
"""Blocks of one article that are queued at once: enough for a cluster's workers, few enough that
a book does not fill the queue."""

_LOOK = 0.1
"""Seconds between two looks at work that another worker may be doing."""

_step = DBOS.step(
    retries_allowed=True,
    # A worker that is without its database for long ends, and another one does the step.
    max_attempts=1000,
    interval_seconds=1.0,
    backoff_rate=1.0,
    should_retry=is_away,
)
"""A piece of work that waits for a database that is away; each may be done again."""

_log = logging.getLogger(__name__)


@DBOS.dbos_class()
class Narration(DBOSConfiguredInstance):
    """Makes episodes: one workflow an article, and one for each block of it."""

    def __init__(self, crew: Crew) -> None:
        """Have the work done by `crew`."""
        super().__init__(config_name="narration")
        self._crew = crew

    @DBOS.workflow(name="article", max_recovery_attempts=None)
    def article(self, episode: str, revision: int) -> None:
        """Make one revision of an episode, from its source to its files."""
        try:
            self._make(episode, revision)
        except NarratorError as error:
            problem = describe(error)
            _log.warning("%s.%d failed: %s", episode, revision, problem.message)
            self.fail(episode, revision, plain(problem))
        self._tell(episode, revision)

    def _make(self, episode: str, revision: int) -> None:
        # 1. Read the article, write its script.
        priority = self.begin(episode, revision)
        plan = None if priority is None else self.prepare(episode, revision)
        if priority is None or plan is None:
            return
        run = f"{episode}.{revision}"
        blocks = [rebuild(item, Block) for item in plan["blocks"]]
        characters = plan["characters"]

        # 2. Speak: the first block at once, for somebody may be listening; then side by side.
        spoken = self.speak_first(episode, revision, plain(blocks[0]))
        queued: deque[WorkflowHandle[bool]] = deque()
        for block in blocks[1:]:
            options = work_options("speak", f"{run}.{block.first}", priority, characters)
            queued.append(
                DBOS.enqueue_workflow_with_options(options, episode, revision, plain(block))
            )
            if len(queued) >= _AHEAD:
                spoken = queued.popleft().get_result(polling_interval_sec=_LOOK)
            if not spoken:
                return
        while queued and spoken:
            spoken = queued.popleft().get_result(polling_interval_sec=_LOOK)
        if not spoken:
            return

        # 3. Join, and publish.
        options = work_options("join", f"{run}.join", priority, characters)
        handle = DBOS.enqueue_workflow_with_options(options, episode, revision, characters)
        joined = handle.get_result(polling_interval_sec=_LOOK)
        if joined:
            self.publish(episode, revision, joined)

    @DBOS.workflow(name="speak", max_recovery_attempts=None)
    def speak(self, episode: str, revision: int, block: dict[str, Any]) -> bool:
        """Speak a block; False where nobody wants it any more."""
        return self.speak_block(episode, revision, block)

    @DBOS.workflow(name="join", max_recovery_attempts=None)
    def join(self, episode: str, revision: int, characters: int) -> dict[str, Any] | None:
        """Join an episode; None where nobody wants it any more."""
        return self.join_blocks(episode, revision, characters)

    @DBOS.workflow(name="convert", max_recovery_attempts=None)
    def convert(self, episode: str, revision: int, name: str) -> None:
        """Make a further file of an episode: another format, or a book."""
        self.convert_file(episode, revision, name)

    @DBOS.workflow(name="hook", max_recovery_attempts=None)
    def hook(self, episode: str, revision: int, attempt: int) -> None:
        """Tell another service what became of an episode; later again if it does not listen."""
        if not self.deliver(episode, revision) and attempt < len(DELAYS):
            delay = DELAYS[attempt] * self._crew.patience.factor
            options = hook_options(episode, revision, attempt + 1, delay)
            DBOS.enqueue_workflow_with_options(options, episode, revision, attempt + 1)

    def _tell(self, episode: str, revision: int) -> None:
        if self.has_webhook(episode, revision):
            options = hook_options(episode, revision, 0, 0)
            DBOS.enqueue_workflow_with_options(options, episode, revision, 0)

    @_step
    def begin(self, episode: str, revision: int) -> str | None:
        """Take a revision up; give its priority, None where nobody wants it."""
        job = self._crew.begin(episode, revision)
        return None if job is None else str(job.order.priority)

    @_step
    def prepare(self, episode: str, revision: int) -> dict[str, Any] | None:
        """Read an article and write its script; give its blocks and length in characters."""
        result = self._crew.prepare(episode, revision)
        if result is None:
            return None
        return {"blocks": plain(result.blocks), "characters": result.characters}

    @_step
    def speak_first(self, episode: str, revision: int, block: dict[str, Any]) -> bool:
        """Speak the first block."""
        return self._crew.speak(episode, revision, rebuild(block, Block)) is not None

    @_step
    def speak_block(self, episode: str, revision: int, block: dict[str, Any]) -> bool:
        """Speak a block."""
        return self._crew.speak(episode, revision, rebuild(block, Block)) is not None

    @_step
    def join_blocks(self, episode: str, revision: int, characters: int) -> dict[str, Any] | None:
        """Join an episode."""
        joined = self._crew.join(episode, revision, characters)
        return None if joined is None else dict(plain(joined))

    @_step
    def publish(self, episode: str, revision: int, joined: dict[str, Any]) -> bool:
        """Serve a revision."""
        return self._crew.publish(episode, revision, rebuild(joined, Joined))

    @_step
    def convert_file(self, episode: str, revision: int, name: str) -> None:
        """Make a further file of an episode."""
        self._crew.convert(episode, revision, name)

    @_step
    def fail(self, episode: str, revision: int, problem: dict[str, Any]) -> bool:
        """Give a revision up."""
        return self._crew.fail(episode, revision, rebuild(problem, Problem))

    @_step
    def has_webhook(self, episode: str, revision: int) -> bool:
        """Tell whether anybody is to be told what became of this revision."""
        return self._crew.has_webhook(episode, revision)

    @_step
    def deliver(self, episode: str, revision: int) -> bool:
        """Send a message; False where another attempt may do better."""
        try:
            self._crew.deliver(episode, f"{episode}.{revision}")
        except UnreachableError as error:
            _log.info("webhook of %s: %s", episode, error)
            return False
        except NarratorError as error:
            _log.warning("webhook of %s given up: %s", episode, error)
        return True
