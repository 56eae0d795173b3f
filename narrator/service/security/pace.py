"""How often a key may ask, and how much audio it may have made."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass

from fastapi import Request

from narrator.library import Library, State
from narrator.service.problems import ProblemError
from narrator.service.security.keys import Key

_MINUTE = 60.0
_DAY = 86_400.0

CHARACTERS_A_SECOND = 15
"""Pace of an English narrator, for guessing an article's length from its text."""


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


@dataclass(slots=True)
class _Charge:
    at: float
    seconds: float
    settled: bool = False


class Quota:
    """Minutes of audio that each owner had made in the last 24 hours.

    An article is charged by the length of its text when it comes, and by its audio when that is
    ready. Deleting an episode gives nothing back.
    """

    def __init__(self, library: Library, minutes: int) -> None:
        """Allow `minutes` in 24 hours where a key has no figure of its own."""
        self._library = library
        self._minutes = minutes
        self._charges: dict[str, dict[str, _Charge]] = {}
        self._lock = threading.Lock()

    def check(self, key: Key | None) -> None:
        """See whether an owner may have more audio made.

        Raises:
            ProblemError: The minutes are used up.
        """
        if key is None:
            return
        limit = (key.minutes or self._minutes) * 60.0
        now = time.time()
        charges = self._of(key.owner)
        used = sum(charge.seconds for charge in charges.values())
        if used < limit:
            return
        wait = max(1, math.ceil(min(charge.at for charge in charges.values()) + _DAY - now))
        raise ProblemError(
            429,
            f"{used / 60:.0f} minutes of audio were made in 24 hours, of {limit / 60:.0f} allowed",
            hint="wait, or ask for a larger quota",
            kind="quota",
            headers={"Retry-After": str(wait)},
        )

    def charge(self, key: Key | None, episode: str, characters: int) -> None:
        """Charge an owner for an episode, by what its text will take to be said."""
        if key is not None:
            charges = self._of(key.owner)
            with self._lock:
                guess = _Charge(time.time(), characters / CHARACTERS_A_SECOND)
                charges.setdefault(episode, guess)

    def _of(self, owner: str) -> dict[str, _Charge]:
        """Give an owner's charges, by what is known now."""
        with self._lock:
            known = self._charges.get(owner)
        charges = self._recall(owner) if known is None else known
        now = time.time()
        for episode, charge in list(charges.items()):
            if charge.at < now - _DAY:
                del charges[episode]
            elif not charge.settled:
                self._settle(episode, charge)
        with self._lock:
            return self._charges.setdefault(owner, charges)

    def _recall(self, owner: str) -> dict[str, _Charge]:
        """After a start, charge what the library has from the last 24 hours."""
        since = time.time() - _DAY
        charges = {}
        for record in self._library.list(owner=owner, limit=1000, hidden=True):
            at = record.created.timestamp()
            if at >= since:
                seconds = record.duration or record.progress.seconds
                charges[record.id] = _Charge(at, seconds, settled=record.state is State.READY)
        return charges

    def _settle(self, episode: str, charge: _Charge) -> None:
        record = self._library.get(episode)
        if record is None:
            charge.settled = True
        elif record.state is State.READY:
            charge.seconds, charge.settled = record.duration, True
        elif record.state in {State.FAILED, State.CANCELLED}:
            charge.seconds, charge.settled = record.progress.seconds, True
