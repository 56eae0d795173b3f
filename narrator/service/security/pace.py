"""How often a key may ask, and how much audio it may have made."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass

from fastapi import Request

from narrator.library import Library
from narrator.service.problems import ProblemError
from narrator.service.security.keys import Key

_MINUTE = 60.0


@dataclass(slots=True)
class _Bucket:
    left: float
    seen: float


class Pace:
    """A token bucket for each key: `limit` requests at once, refilled over a minute.

    Each API process counts for itself.
    """

    def __init__(self, limit: int) -> None:
        """Allow `limit` requests a minute."""
        self._limit = limit
        self._buckets: dict[str, _Bucket] = {}
        self._lock = threading.Lock()

    def spend(self, request: Request, key: Key) -> None:
        """Count a request, and note what is left for the response's headers.

        Raises:
            ProblemError: There were too many.
        """
        now = time.monotonic()
        rate = self._limit / _MINUTE
        with self._lock:
            bucket = self._buckets.setdefault(key.id, _Bucket(self._limit, now))
            bucket.left = min(self._limit, bucket.left + (now - bucket.seen) * rate)
            bucket.seen = now
            allowed = bucket.left >= 1
            bucket.left -= allowed
            left = bucket.left
        wait = math.ceil((1 - left) / rate) if left < 1 else 1
        # draft-ietf-httpapi-ratelimit-headers: quota q in window w; r left, t seconds till more.
        request.scope["narrator.headers"] = [
            (b"ratelimit-policy", b'"requests";q=%d;w=60' % self._limit),
            (b"ratelimit", b'"requests";r=%d;t=%d' % (int(left), wait)),
        ]
        if not allowed:
            raise ProblemError(
                429,
                f"there were more than {self._limit} requests in a minute",
                hint=f"wait {wait} s",
                kind="rate",
                headers={"Retry-After": str(wait)},
            )


class Quota:
    """Minutes of audio that each owner had made in the last 24 hours."""

    def __init__(self, library: Library, minutes: int) -> None:
        """Allow `minutes` in 24 hours where a key has no figure of its own."""
        self._library = library
        self._minutes = minutes

    def check(self, key: Key | None) -> None:
        """See whether an owner may have more audio made.

        Raises:
            ProblemError: The minutes are used up.
        """
        if key is None:
            return
        limit = (key.minutes or self._minutes) * 60.0
        use = self._library.use(key.owner)
        if use.seconds < limit:
            return
        wait = max(1, math.ceil(use.until - time.time()))
        raise ProblemError(
            429,
            f"{use.seconds / 60:.0f} minutes of audio were made in 24 hours, of "
            f"{limit / 60:.0f} allowed",
            hint="wait, or ask for a larger quota",
            kind="quota",
            headers={"Retry-After": str(wait)},
        )
