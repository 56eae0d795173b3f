"""What went wrong: whether trying again can help, and what is said of it."""

from __future__ import annotations

from narrator.domain import ErrorKind, Fault, NarratorError, OutputError, UnreachableError
from narrator.library.guard import DeadlyError
from narrator.library.records import Cause, Problem


def may_pass(error: BaseException) -> bool:
    """Tell whether the same work may succeed a little later."""
    passing = isinstance(error, (Fault, OutputError, UnreachableError))
    return passing and not isinstance(error, DeadlyError)


def describe(error: BaseException) -> Problem:
    """Say what is wrong, for whoever ordered the episode."""
    if isinstance(error, NarratorError):
        ours = isinstance(error, (Fault, OutputError))
        cause = Cause.FAULT if ours else Cause.INPUT
        return Problem(error.message, error.hint, cause, error.kind)
    return Problem(
        f"unexpected {type(error).__name__} ({error})",
        "please report it, with what the worker's log shows",
        Cause.FAULT,
        ErrorKind.FAULT,
    )
