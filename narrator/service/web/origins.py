"""Which sites may have episodes made by their buttons, and how many."""

from __future__ import annotations

import math
import threading
import time
from urllib.parse import parse_qsl, urlencode, urlsplit

from narrator.service.problems import ProblemError
from narrator.service.state import Service

_HOUR = 3600.0

_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
"""How parameters begin that say where a reader came from, and nothing of the article."""


class Meter:
    """A token bucket for each site. Each API process counts for itself."""

    def __init__(self, limit: int) -> None:
        """Allow `limit` an hour."""
        self._limit = limit
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def spend(self, origin: str) -> None:
        """Count one for a site.

        Raises:
            ProblemError: There were too many.
        """
        now, rate = time.monotonic(), self._limit / _HOUR
        with self._lock:
            left, seen = self._left.get(origin, (float(self._limit), now))
            left = min(self._limit, left + (now - seen) * rate)
            allowed = left >= 1
            self._left[origin] = (left - allowed, now)
        if not allowed:
            wait = math.ceil((1 - left) / rate)
            raise ProblemError(
                429,
                f"{origin} had more than {self._limit} articles narrated in an hour",
                hint=f"wait {wait} s, or raise NARRATOR_EMBED_LIMIT",
                kind="rate",
                headers={"Retry-After": str(wait)},
            )


def origin_of(url: str) -> str:
    """Give the origin of a web address (RFC 6454), without the port that goes without saying."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = "" if parts.port in {None, usual} else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}".lower()


def welcome(service: Service, url: str) -> tuple[str, str]:
    """See whether an article's site may have it narrated by a button.

    Returns:
        The site's origin, and the address without what says only where a reader came from.

    Raises:
        ProblemError: The site is not named in the settings.
        ArticleError: It is no address that may be fetched.
    """
    service.access.check_url(url)
    origin = origin_of(url)
    if origin not in service.settings.embed_origins:
        raise ProblemError(
            403,
            f"{origin} may not have its articles narrated here",
            hint="whoever runs this service can name it in NARRATOR_EMBED_ORIGINS",
            kind="embed-origin",
        )
    parts = urlsplit(url.strip())
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not name.lower().startswith(_TRACKING)
    ]
    return origin, parts._replace(query=urlencode(query), fragment="").geturl()


def stays(service: Service, found: str) -> None:
    """Refuse an article that an allowed site's address led away from it to.

    Raises:
        ProblemError: It stands on a site that is not named in the settings.
    """
    if origin_of(found) not in service.settings.embed_origins:
        raise ProblemError(
            403,
            f"the address leads to {origin_of(found)}, another site",
            hint="name the article by its own address",
            kind="embed-origin",
        )
