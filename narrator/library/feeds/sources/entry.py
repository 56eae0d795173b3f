"""What a source says of one article."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

_TITLE = 300
"""Characters of a title that are kept; what is longer is no title."""

_GUID = 500
"""Characters of an identifier that are kept as they are; a longer one is hashed."""

_CONTENT = 2_000_000
"""Characters of an article that are kept, as much as a very long book."""

_AHEAD = timedelta(hours=26)
"""How far a date may lie in the future: somewhere on earth it is already tomorrow."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that a source names."""

    guid: str
    """What the source calls it for good; empty where it has no name for it."""

    url: str
    """Where the article stands on the web; empty for nowhere."""

    title: str
    """Its title; empty where the source tells none."""

    content: str
    """What the source has of it: all, a teaser or nothing."""

    kind: str = "html"
    """What `content` is, as `read_article` calls it."""

    published: datetime | None = None
    """When it came out (UTC); None where that is not told, or cannot be."""

    author: str = ""
    """Who wrote it; empty where it is not told."""

    categories: tuple[str, ...] = ()
    """Categories and tags."""

    site: str = ""
    """Name of the publication, where the source collects from several."""

    @property
    def key(self) -> str:
        """Tell it from the source's other entries, as long as neither name nor address change."""
        return hashlib.sha256(f"{self.guid}\n{self.url}".encode()).hexdigest()[:32]

    @property
    def digest(self) -> str:
        """Tell whether the source says anything else of it than before."""
        return hashlib.sha256(f"{self.title}\n{self.content}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source says at one time."""

    title: str
    """Name of the source; empty where it tells none."""

    entries: tuple[Entry, ...]
    """Its entries, in its own order."""

    fault: str = ""
    """What is wrong with it, where something could be read all the same."""


def make_entry(facts: Mapping[str, object], base: str, now: datetime) -> Entry | None:
    """Make an entry of what a source tells, with sizes and dates brought into bounds.

    Args:
        facts: Fields of `Entry` by name, with `published` as a text or a time.
        base: URL that relative links are resolved against.
        now: The present.

    Returns:
        The entry; None where there is neither text nor an address to fetch one from.
    """
    url = _address(_text(facts.get("url")), base)
    content = _text(facts.get("content"))[:_CONTENT]
    if not url and not content.strip():
        return None
    guid = _text(facts.get("guid")).strip()
    if len(guid) > _GUID:
        guid = hashlib.sha256(guid.encode()).hexdigest()
    categories = facts.get("categories")
    listed = categories if isinstance(categories, list | tuple) else ()
    return Entry(
        guid=guid,
        url=url,
        title=_one_line(_text(facts.get("title"))),
        content=content,
        kind=_text(facts.get("kind")) or "html",
        published=_moment(facts.get("published"), now),
        author=_one_line(_text(facts.get("author"))),
        categories=tuple(_one_line(_text(item)) for item in listed if _text(item)),
        site=_one_line(_text(facts.get("site"))),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _one_line(text: str) -> str:
    short = " ".join(re.sub(r"<[^<>]*>", "", text[: 2 * _TITLE]).split())
    return short if len(short) <= _TITLE else short[: _TITLE - 1].rpartition(" ")[0] + "…"


def _address(url: str, base: str) -> str:
    """Resolve an address; empty where it is none of the web."""
    try:
        whole = urljoin(base, url.strip()) if url.strip() else ""
        parts = urlsplit(whole)
    except ValueError:
        return ""
    return whole if parts.scheme in {"http", "https"} and parts.hostname else ""


def _moment(value: object, now: datetime) -> datetime | None:
    """Read a time as feeds, JSON and mail write it; None where it is none or lies ahead."""
    moment = value if isinstance(value, datetime) else _parsed(_text(value).strip())
    if moment is None:
        return None
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if moment <= now + _AHEAD else None


def _parsed(text: str) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(text)
        except (ValueError, TypeError, IndexError):
            continue
    return None
