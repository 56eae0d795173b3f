"""What a rule is, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from narrator.library.feeds.xml import tag


class Files(Protocol):
    """The files a feed names."""

    def size(self, url: str) -> int | None:
        """Give the size of a file in bytes; None where it is missing."""

    def read(self, url: str) -> bytes | None:
        """Give the content of a file; None where it is missing."""

    def has_ranges(self, url: str) -> bool | None:
        """Tell whether its server answers HEAD and byte ranges; None where there is no server."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a feed under inspection."""

    root: Any
    """The `rss` element."""

    channel: Any
    """The `channel` element."""

    items: tuple[Any, ...]
    """The `item` elements."""

    now: datetime
    """The present, with a time zone."""

    files: Files | None
    """The files it names; None where they cannot be looked at."""

    def text(self, name: str) -> str:
        """Give the text of a child of the channel; empty where there is none."""
        return text_of(self.channel, name)

    def links(self, relation: str) -> list[str]:
        """Give the addresses of the channel's Atom links of one relation."""
        links = self.channel.iterfind(tag("atom:link"))
        return [link.get("href", "") for link in links if link.get("rel") == relation]


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that a podcast directory or app asks of a feed."""

    name: str
    """What messages call it."""

    source: str
    """Who asks."""

    about: str
    """What is asked, in a sentence."""

    find: Callable[[Feed], Iterator[tuple[str, str]]]
    """Gives each breach: what is wrong, and where."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is broken."""

    rule: str
    """Name of the rule."""

    message: str
    """What is wrong."""

    place: str = ""
    """Which item or file; empty for the channel."""


def text_of(element: Any, name: str) -> str:
    """Give the text of a child, trimmed; empty where there is none."""
    return (element.findtext(tag(name)) or "").strip()


def name_of(item: Any) -> str:
    """Give a short name of an item, for messages."""
    return text_of(item, "title")[:60] or text_of(item, "guid") or "an item without a title"


def is_web_address(url: str) -> bool:
    """Tell whether a text is an absolute http or https URL."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in url
