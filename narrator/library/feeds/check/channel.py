"""Rules for the channel."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from itertools import pairwise

from narrator.domain import InputError
from narrator.library.feeds.check.rule import Feed, Rule, is_web_address, name_of, text_of
from narrator.library.feeds.show import check_category
from narrator.library.feeds.xml import NAMESPACES, tag

Breaches = Iterator[tuple[str, str]]

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")

_MEDIA = {"podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher"}
_MEDIA |= {"course", "mixed", *(f"{name}L" for name in _MEDIA)}
"""Values of podcast:medium."""


def _version(feed: Feed) -> Breaches:
    if feed.root.get("version") != "2.0":
        yield "the document is no RSS 2.0", ""


def _namespaces(feed: Feed) -> Breaches:
    for prefix, address in NAMESPACES.items():
        bound = feed.root.nsmap.get(prefix)
        if bound not in {None, address}:
            yield f"the prefix {prefix} stands for {bound}, not {address}", ""


def _required(name: str) -> Rule:
    def find(feed: Feed) -> Breaches:
        if not feed.text(name):
            yield f"the channel has no {name}", ""

    return Rule(f"channel-{name}", "RSS 2.0", f"The channel has a {name}.", find)


def _link(feed: Feed) -> Breaches:
    if not is_web_address(feed.text("link")):
        yield "the channel's link is no web address", ""


def _language(feed: Feed) -> Breaches:
    if not _LANGUAGE.fullmatch(feed.text("language")):
        yield f"{feed.text('language') or 'nothing'} is no language tag", ""


def _self(feed: Feed) -> Breaches:
    links = feed.links("self")
    if len(links) != 1 or not is_web_address(links[0]):
        yield "the channel has not one atom:link with rel=self and an absolute address", ""


def _category(feed: Feed) -> Breaches:
    found = feed.channel.findall(tag("itunes:category"))
    if not found:
        yield "the channel has no itunes:category", ""
    for element in found:
        names = [element.get("text", ""), *(below.get("text", "") for below in element)]
        try:
            check_category("/".join(names))
        except InputError as error:
            yield error.message, ""


def _explicit(feed: Feed) -> Breaches:
    if feed.text("itunes:explicit") not in {"true", "false"}:
        yield "the channel's itunes:explicit is neither true nor false", ""


def _image(feed: Feed) -> Breaches:
    image = feed.channel.find(tag("itunes:image"))
    if image is None or not is_web_address(image.get("href", "")):
        yield "the channel has no itunes:image with an absolute address", ""


def _type(feed: Feed) -> Breaches:
    if feed.text("itunes:type") not in {"", "episodic", "serial"}:
        yield "itunes:type is neither episodic nor serial", ""


def _guid(feed: Feed) -> Breaches:
    try:
        fine = uuid.UUID(feed.text("podcast:guid")).version == 5
    except ValueError:
        fine = False
    if not fine:
        yield "podcast:guid is no UUIDv5", ""


def _locked(feed: Feed) -> Breaches:
    if feed.text("podcast:locked") not in {"yes", "no"}:
        yield "podcast:locked is neither yes nor no", ""


def _medium(feed: Feed) -> Breaches:
    if feed.text("podcast:medium") not in _MEDIA:
        yield f"podcast:medium is {feed.text('podcast:medium') or 'missing'}", ""


def _ai_content(feed: Feed) -> Breaches:
    for element in (feed.channel, *feed.items):
        texts = element.iterfind(tag("podcast:txt"))
        if not any(text.get("purpose") == "ai-content" for text in texts):
            yield (
                'there is no podcast:txt with purpose="ai-content"',
                ("" if element is feed.channel else name_of(element)),
            )


def _pages(feed: Feed) -> Breaches:
    for relation in ("first", "previous", "next", "last"):
        links = feed.links(relation)
        if len(links) > 1 or not all(map(is_web_address, links)):
            yield f"the link to the {relation} page is doubled or not absolute", ""
    if feed.links("next") and feed.links("next") == feed.links("self"):
        yield "the next page is the page itself", ""


def _next_page(feed: Feed) -> Breaches:
    for url in feed.links("next"):
        if feed.files is not None and feed.files.size(url) is None:
            yield "the next page is missing, which fails the subscription in some apps", url


def _hub(feed: Feed) -> Breaches:
    if not all(map(is_web_address, feed.links("hub"))):
        yield "the hub's address is not absolute", ""


def _newest_first(feed: Feed) -> Breaches:
    try:
        dates = [parsedate_to_datetime(text_of(item, "pubDate")) for item in feed.items]
    except (TypeError, ValueError):
        return
    for (later, earlier), item in zip(pairwise(dates), feed.items[1:], strict=False):
        if earlier.timestamp() > later.timestamp():
            yield "it is newer than the one before it", name_of(item)


RULES = (
    Rule("rss-version", "RSS 2.0", "The root is rss with version 2.0.", _version),
    Rule("namespaces", "XML", "Known prefixes stand for their namespaces.", _namespaces),
    _required("title"),
    _required("description"),
    Rule("channel-link", "RSS 2.0", "The channel links to its web page.", _link),
    Rule("channel-language", "Apple", "The channel names its language.", _language),
    Rule("self-link", "Apple", "An Atom link says where the feed is.", _self),
    Rule("category", "Apple", "There is a category, and it is one of Apple's.", _category),
    Rule("explicit", "Apple", "The channel is marked explicit or not.", _explicit),
    Rule("channel-image", "Apple", "The channel has artwork.", _image),
    Rule("channel-type", "Apple", "The show is episodic or serial.", _type),
    Rule("podcast-guid", "Podcasting 2.0", "The feed has its own UUIDv5.", _guid),
    Rule("podcast-locked", "Podcasting 2.0", "It says whether it may be imported.", _locked),
    Rule("podcast-medium", "Podcasting 2.0", "It says what it is, by a known word.", _medium),
    Rule("ai-content", "Podcasting 2.0", "It says that a machine speaks.", _ai_content),
    Rule("page-links", "RFC 5005", "Links between pages are single and absolute.", _pages),
    Rule("next-page", "RFC 5005", "The next page is there.", _next_page),
    Rule("hub-link", "WebSub", "The hub's address is absolute.", _hub),
    Rule("newest-first", "Apple", "Episodes come newest first.", _newest_first),
)
"""In the order they are reported."""
