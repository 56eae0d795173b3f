"""When a source is looked at next."""

from __future__ import annotations

import random
from email.utils import parsedate_to_datetime

_LONGEST = 86_400.0
"""Seconds after which even a source that always fails is looked at again."""

_JITTER = 0.1
"""Share by which a time is moved at random, so that sources do not all come due at once."""


def next_look(now: float, *, failures: int, retry_after: str = "", interval: float) -> float:
    """Say when to look again: later after each failure, and never before the server asks.

    Args:
        now: Seconds since 1970.
        failures: Looks in a row that failed, this one included.
        retry_after: The server's Retry-After (RFC 9110, section 10.2.3); empty for none.
        interval: Seconds between two looks when all is well.
    """
    wait = min(interval * 2.0 ** min(failures, 10), max(_LONGEST, interval))
    wait *= 1 + random.uniform(-_JITTER, _JITTER)  # noqa: S311 - nothing to guess
    return now + max(wait, min(_asked(retry_after, now), 7 * _LONGEST))


def _asked(value: str, now: float) -> float:
    """Read Retry-After as seconds from now; 0 where it says nothing."""
    text = value.strip()
    if text.isdigit():
        return float(text[:9])
    try:
        return parsedate_to_datetime(text).timestamp() - now
    except (TypeError, ValueError):
        return 0.0
