"""The workflow engine's queues, and who is served first in them."""

from __future__ import annotations

from typing import Any

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

NARRATION = {"class_name": "Narration", "instance_name": "narration"}
"""Where the workflows are found."""

UNKNOWN = 20_000
"""Characters that an article is taken to have before it is read."""

_CLASS = 100_000_000
"""More characters than any article has."""

_RANKS = {Priority.NOW: 1, Priority.SOON: 2, Priority.LATER: 3}


def rank(priority: Priority, characters: int) -> int:
    """Give a place in a queue, the lowest first: by priority, then the shorter article first."""
    return _RANKS[priority] * _CLASS + min(characters, _CLASS - 1)


def article_options(job: Job, size: int) -> dict[str, Any]:
    """Say how an article is queued.

    Args:
        job: The revision to be made.
        size: About how many characters it has.
    """
    later = job.order.priority is Priority.LATER
    return {
        "workflow_name": "article",
        "queue_name": BACKLOG if later else ARTICLES,
        "workflow_id": f"{job.episode}.{job.revision}",
        "app_version": VERSION,
        "priority": rank(job.order.priority, size),
        "queue_partition_key": job.order.owner or "-",
        **NARRATION,
    }


def convert_options(episode: str, revision: int, kind: str) -> dict[str, Any]:
    """Say how the making of another format is queued."""
    return {
        "workflow_name": "convert",
        "queue_name": WORK,
        "workflow_id": f"{episode}.{revision}.{kind}",
        "app_version": VERSION,
        "priority": rank(Priority.NOW, UNKNOWN),
        **NARRATION,
    }
