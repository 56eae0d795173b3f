"""Brings the workflow engine's log down to what an operator can act on."""

from __future__ import annotations

import logging

from narrator.domain import NarratorError


def hush() -> None:
    """Let the engine log through the process's own handlers, and only what is wrong."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        # The engine installs a handler of its own where it finds none.
        logger.addHandler(logging.NullHandler())
        logger.addFilter(_is_unexplained)
    logger.propagate = True
    logger.setLevel(logging.WARNING)


def _is_unexplained(record: logging.LogRecord) -> bool:
    """Tell whether a record is not of an error that its episode explains already."""
    return not (record.exc_info and isinstance(record.exc_info[1], NarratorError))
