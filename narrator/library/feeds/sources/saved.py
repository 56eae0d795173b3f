"""JSON Feed, and the lists of what was saved for later: Wallabag, Readeck, Pinboard and the like.

Sources: JSON Feed 1.1 (jsonfeed.org); Wallabag's API and its JSON export; Readeck's
`/api/bookmarks`; Pinboard's `posts/all`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from narrator.domain import ArticleError
from narrator.library.feeds.sources.entry import Listing, make_entry

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "guid": ("id", "hash", "guid"),
    "url": ("url", "href", "given_url", "link"),
    "title": ("title", "resolved_title", "description"),
    "content": ("content_html", "content", "content_text", "html", "extended", "summary"),
    "published": ("date_published", "published_at", "published", "created_at", "created", "time"),
    "site": ("site_name", "domain_name"),
}
"""What each of our fields may be called, the surest name first."""

_LISTS = ("items", "entries", "bookmarks", "posts", "list")
"""Where an object keeps its list."""


def read_json(data: bytes, url: str, now: datetime) -> Listing:
    """Read a list of articles in JSON.

    Raises:
        ArticleError: It is no JSON, or holds no list of articles.
    """
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"{url} is no JSON ({error})", hint="check the address") from error
    items = found if isinstance(found, list) else _inside(found)
    if items is None or not all(isinstance(item, dict) for item in items):
        raise ArticleError(
            f"{url} holds no list of articles",
            hint="give JSON Feed, or an export of Wallabag, Readeck or Pinboard",
        )
    entries = [make_entry(_facts(item), url, now) for item in items]
    title = found.get("title") if isinstance(found, dict) else ""
    return Listing(str(title or "")[:200], tuple(entry for entry in entries if entry))


def _inside(found: Any) -> list[Any] | None:
    if not isinstance(found, dict):
        return None
    for holder in (found, found.get("_embedded")):
        for name in _LISTS:
            if isinstance(holder, dict) and isinstance(holder.get(name), list):
                return list(holder[name])
            if isinstance(holder, dict) and name == "list" and isinstance(holder.get(name), dict):
                return list(holder[name].values())
    return None


def _facts(item: Mapping[str, Any]) -> dict[str, object]:
    facts: dict[str, object] = {
        field: next((item[name] for name in names if item.get(name)), None)
        for field, names in _FIELDS.items()
    }
    if facts["content"] == item.get("content_text") and facts["content"]:
        facts["kind"] = "text"
    facts["author"] = ", ".join(_names(item))
    facts["categories"] = list(_tags(item))
    return facts


def _names(item: Mapping[str, Any]) -> Iterator[str]:
    for name in ("authors", "published_by", "author"):
        value = item.get(name)
        for person in value if isinstance(value, list) else [value]:
            if isinstance(person, dict):
                person = person.get("name")  # noqa: PLW2901 - the name is the person here
            if isinstance(person, str) and person:
                yield person


def _tags(item: Mapping[str, Any]) -> Iterator[str]:
    for name in ("tags", "labels", "categories"):
        value = item.get(name)
        parts = value.split() if isinstance(value, str) else value
        for part in parts if isinstance(parts, list) else ():
            yield str(part.get("label", "") if isinstance(part, dict) else part)
