"""RSS and Atom, as well-formed or not as they come."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.sax import SAXException

from narrator.domain import ArticleError
from narrator.library.feeds.sources.entry import Listing, make_entry


def read_feed(data: bytes, url: str, now: datetime) -> Listing:
    """Read RSS or Atom.

    A feed with errors is read as far as it goes, and the listing says what is wrong.

    Raises:
        ArticleError: There is nothing of a feed in it.
    """
    import feedparser

    headers = {"content-location": url, "content-type": "application/xml"}
    found: Any = feedparser.parse(data, response_headers=headers)
    if not found.get("version") and not found.entries:
        raise ArticleError(f"{url} is no feed", hint="give the address of RSS, Atom or JSON Feed")
    entries = [make_entry(_facts(entry), url, now) for entry in found.entries]
    error = found.get("bozo_exception")
    # Of other complaints, as of an encoding that was told wrong, nothing is lost.
    fault = str(error) if isinstance(error, SAXException) else ""
    return Listing(
        title=" ".join(str(found.feed.get("title", "")).split())[:200],
        entries=tuple(entry for entry in entries if entry),
        fault=" ".join(fault.split())[:200],
    )


def _facts(entry: Mapping[str, Any]) -> dict[str, object]:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    contents = [part.get("value", "") for part in entry.get("content", ())]
    return {
        "guid": entry.get("id", ""),
        "url": entry.get("link", ""),
        "title": entry.get("title", ""),
        "content": max([entry.get("summary", ""), *contents], key=len),
        "published": _as_time(moment),
        "author": entry.get("author", ""),
        "categories": [tag.get("term", "") for tag in entry.get("tags", ())],
    }


def _as_time(moment: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(moment), UTC) if moment else None
    except (ValueError, OverflowError, OSError):
        return None
