"""Brings the workflow engine's log down to what an operator can act on."""

from __future__ import annotations

import logging


def hush() -> None:
    """Let the engine log through the process's own handlers, and only what is wrong."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        # The engine installs a handler of its own where it finds none.
        logger.addHandler(logging.NullHandler())
    logger.propagate = True
    logger.setLevel(logging.ERROR)
