"""Tells a WebSub hub that a feed has news (W3C WebSub, section 7)."""

from __future__ import annotations

import hashlib
import logging
from urllib.parse import urlencode

from lxml import etree

from narrator.domain import ArticleError, InputError, UnreachableError
from narrator.fetch import Access, send
from narrator.library.feeds.address import feed_address
from narrator.library.feeds.follow.channels import Channels
from narrator.library.feeds.xml import tag

_log = logging.getLogger(__name__)


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


def tell_hubs(channels: Channels, base: str, access: Access) -> None:
    """Tell the hubs of public feeds what has changed since they were told last."""
    for channel in channels.list():
        if not channel.hub or channel.private:
            continue
        told = [f"{item.record.id}.{item.record.revision}" for item in channels.items(channel.slug)]
        state = hashlib.sha256("\n".join(told).encode()).hexdigest()
        if not told or state == channels.pinged(channel.slug):
            continue
        try:
            ping(channel.hub, feed_address(base, channel.slug), access)
        except ArticleError as error:
            _log.warning("hub of %s: %s", channel.slug, error)
        else:
            channels.note_ping(channel.slug, state)


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
