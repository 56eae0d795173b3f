"""OPML 2.0: lists of subscriptions, as feed readers take them in and give them out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from narrator.domain import ArticleError
from narrator.library.feeds.xml import add


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed in a list."""

    address: str
    """URL of the feed."""

    title: str
    """What the list calls it; empty where it does not."""


def is_opml(data: bytes) -> bool:
    """Tell whether a document is OPML."""
    return b"<opml" in data[:2000].lower()


def read_opml(data: bytes) -> tuple[Subscription, ...]:
    """Give the feeds of a list, folders flattened, each once.

    Raises:
        ArticleError: It is no OPML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(data, parser)
    if root is None or root.tag.lower() != "opml":
        raise ArticleError("this is no OPML", hint="export it again from your feed reader")
    found: dict[str, Subscription] = {}
    for outline in root.iter("outline"):
        address = (outline.get("xmlUrl") or "").strip()
        if address.startswith(("http://", "https://")):
            title = outline.get("title") or outline.get("text") or ""
            found.setdefault(address, Subscription(address, " ".join(title.split())))
    return tuple(found.values())


def write_opml(title: str, subscriptions: Iterable[Subscription]) -> bytes:
    """Write a list of feeds."""
    root = etree.Element("opml", version="2.0")
    add(add(root, "head"), "title", title)
    body = add(root, "body")
    for one in subscriptions:
        outline = add(body, "outline", type="rss", xmlUrl=one.address, title=one.title)
        outline.set("text", one.title or one.address)
    etree.indent(root)
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return document + b"\n"
