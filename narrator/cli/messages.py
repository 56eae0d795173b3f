"""What the command line says when something went wrong: one line on standard error."""

from __future__ import annotations

import sys

from narrator.domain import Fault, NarratorError


def complain(error: NarratorError, about: str | None = None) -> int:
    """Say what is wrong and what to do; return the exit code: 1 for our faults, 2 for input.

    Args:
        error: What happened.
        about: The article it happened with, where there may be several.
    """
    message = str(error)
    if about and about not in message:
        message = f"{about}: {message}"
    return say(message, 1 if isinstance(error, Fault) else 2)


def say(message: str, code: int) -> int:
    """Say one line; return the exit code given."""
    print(f"narrator: {' '.join(message.split())}", file=sys.stderr)
    return code
