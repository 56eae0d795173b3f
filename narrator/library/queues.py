"""The workflow engine's queues, and who is served first in them."""

from __future__ import annotations

from dbos import EnqueueOptions

from narrator.library.job import Job
from narrator.library.records import Priority

VERSION = "1"
"""Version of the workflows. Work in flight goes on after an upgrade as long as this stays; it is
raised when the order of a workflow's steps changes."""

APPLICATION = "narrator"
"""The engine's name for whoever shares these queues."""

ARTICLES = "articles"
"""Articles that somebody waits for or will look for."""

BACKLOG = "backlog"
"""Articles that nobody waits for: they never keep others out of the first queue."""

WORK = "work"
"""What takes computing: speaking a block, joining an episode."""

HOOKS = "webhooks"
"""Messages to other services."""

UNKNOWN = 20_000
"""Characters that an article is taken to have before it is read."""

_CLASS = 100_000_000
"""More characters than any article has."""

_RANKS = {Priority.NOW: 1, Priority.SOON: 2, Priority.LATER: 3}


def rank(priority: Priority, characters: int) -> int:
    """Give a place in a queue, the lowest first: by priority, then the shorter article first."""
    return _RANKS[priority] * _CLASS + min(characters, _CLASS - 1)


def article_options(job: Job, size: int) -> EnqueueOptions:
    """Say how an article is queued.

    Args:
        job: The revision to be made.
        size: About how many characters it has.
    """
    later = job.order.priority is Priority.LATER
    options = _options("article", BACKLOG if later else ARTICLES, f"{job.episode}.{job.revision}")
    options["priority"] = rank(job.order.priority, size)
    options["queue_partition_key"] = job.order.owner or "-"
    return options


def work_options(name: str, part: str, priority: str, characters: int) -> EnqueueOptions:
    """Say how a piece of an article's work is queued.

    Args:
        name: Which workflow does it.
        part: Names the piece: the episode, its revision, and what tells it from the others.
        priority: Who is served first.
        characters: Length of the whole article.
    """
    options = _options(name, WORK, part)
    options["priority"] = rank(Priority(priority), characters)
    return options


def hook_options(episode: str, revision: int, attempt: int, delay: float) -> EnqueueOptions:
    """Say how an attempt to deliver a message is queued, `delay` seconds from now."""
    options = _options("hook", HOOKS, f"{episode}.{revision}.hook.{attempt}")
    if delay:
        options["delay_seconds"] = delay
    return options


def _options(workflow: str, queue: str, name: str) -> EnqueueOptions:
    return EnqueueOptions(
        workflow_name=workflow,
        queue_name=queue,
        workflow_id=name,
        app_version=VERSION,
        class_name="Narration",
        instance_name="narration",
    )
