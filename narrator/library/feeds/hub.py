"""Tells a WebSub hub that a feed has news (W3C WebSub, section 7)."""

from __future__ import annotations

from urllib.parse import urlencode

from lxml import etree

from narrator.domain import InputError, UnreachableError
from narrator.fetch import Access, send
from narrator.library.feeds.xml import tag


def ping(hub: str, feed: str, access: Access) -> None:
    """Tell a hub that a feed has changed.

    Raises:
        UnreachableError: It did not answer, or did not take it.
        ArticleError: The hub's address must not be reached.
    """
    body = urlencode({"hub.mode": "publish", "hub.url": feed}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    status = send(hub, body, headers=headers, access=access)
    if not 200 <= status < 300:
        raise UnreachableError(f"the hub {hub} answered {status}", hint="try again later")


def hub_of(document: bytes) -> tuple[str, str]:
    """Give the hub and the address that a feed names.

    Raises:
        InputError: It is no feed, or names none.
    """
    try:
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise InputError("the feed is no XML", hint="build it again") from error
    links = {
        link.get("rel"): link.get("href", "")
        for link in root.iterfind(f"channel/{tag('atom:link')}")
    }
    if not links.get("hub") or not links.get("self"):
        raise InputError("the feed names no hub", hint="build it with --hub URL")
    return links["hub"], links["self"]
