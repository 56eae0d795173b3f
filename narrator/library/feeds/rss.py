"""Feeds as RSS 2.0 with what podcast apps read beyond it.

Sources: the RSS 2.0 specification; Apple, "A Podcaster's Guide to RSS"; the Podcasting 2.0
namespace; Podlove Simple Chapters 1.2; RFC 5005, section 3 (paged feeds); W3C WebSub.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from importlib.metadata import version
from typing import Any

from lxml import etree

from narrator.domain import Chapter
from narrator.library.feeds.show import Item, Media, Show
from narrator.library.feeds.xml import NAMESPACES, add


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a long feed a document holds."""

    number: int
    """From 1, the page with the newest episodes."""

    count: int
    """Pages in all, at least 1."""

    url: Callable[[int], str]
    """Gives the URL of a page by its number."""


def write_feed(show: Show, items: Sequence[Item], page: Page) -> bytes:
    """Write one page of a feed as an XML document.

    The same show and items give the same bytes.

    Args:
        show: The channel.
        items: The episodes of this page, newest first.
        page: Which page it is.
    """
    root = etree.Element("rss", nsmap=dict(NAMESPACES), version="2.0")
    channel = add(root, "channel")
    _write_show(channel, show)
    _write_links(channel, show, page)
    if items:
        add(channel, "pubDate", rfc2822(max(item.published for item in items)))
    for item in items:
        _write_item(add(channel, "item"), item, show)
    etree.indent(root)
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return document + b"\n"


def rfc2822(moment: datetime) -> str:
    """Give a time as RSS writes it (RFC 2822, section 3.3)."""
    return format_datetime(moment)


def chapter_clock(seconds: float) -> str:
    """Give a time as Normal Play Time with milliseconds ("01:02:03.004"), for psc:chapter."""
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


def _write_show(channel: Any, show: Show) -> None:
    add(channel, "title", show.title)
    add(channel, "link", show.link)
    add(channel, "description", show.description)
    add(channel, "language", show.language)
    if show.copyright:
        add(channel, "copyright", show.copyright)
    add(channel, "generator", f"Narrator {version('narrator')}")
    image = add(channel, "image")
    for name, text in (("url", show.image), ("title", show.title), ("link", show.link)):
        add(image, name, text)
    add(channel, "itunes:image", href=show.image)
    for category in show.categories:
        _write_category(channel, category)
    add(channel, "itunes:explicit", _truth(show.explicit))
    add(channel, "itunes:type", show.kind)
    if show.author:
        add(channel, "itunes:author", show.author)
    if show.email:
        owner = add(channel, "itunes:owner")
        add(owner, "itunes:name", show.author or show.title)
        add(owner, "itunes:email", show.email)
    if show.private:
        add(channel, "itunes:block", "Yes")
        add(channel, "podcast:block", "yes")
    add(channel, "podcast:guid", show.guid)
    add(channel, "podcast:medium", "podcast")
    add(channel, "podcast:locked", "yes" if show.locked else "no", owner=show.email)
    add(channel, "podcast:txt", "true", purpose="ai-content")


def _write_category(channel: Any, category: str) -> None:
    top, _, below = category.partition("/")
    parent = add(channel, "itunes:category")
    parent.set("text", top)
    if below:
        add(parent, "itunes:category").set("text", below)


def _write_links(channel: Any, show: Show, page: Page) -> None:
    add(channel, "atom:link", href=page.url(page.number), rel="self", type="application/rss+xml")
    if page.count > 1:
        links = {"first": 1, "previous": page.number - 1, "next": page.number + 1}
        for relation, number in (links | {"last": page.count}).items():
            if 1 <= number <= page.count:
                add(channel, "atom:link", href=page.url(number), rel=relation)
    if show.hub:
        add(channel, "atom:link", href=show.hub, rel="hub")


def _write_item(element: Any, item: Item, show: Show) -> None:
    add(element, "title", item.title)
    add(element, "itunes:title", item.title)
    add(element, "guid", item.guid, isPermaLink="false")
    add(element, "pubDate", rfc2822(item.published))
    if item.link:
        add(element, "link", item.link)
    if item.author:
        add(element, "dc:creator", item.author)
    if item.language != show.language:
        add(element, "dc:language", item.language)
    add(element, "description", item.summary)
    add(element, "content:encoded").text = etree.CDATA(item.notes)
    audio = item.audio
    add(element, "enclosure", url=audio.url, length=audio.length, type=audio.type)
    add(element, "itunes:duration", str(max(1, round(item.duration))))
    add(element, "itunes:explicit", _truth(show.explicit))
    add(element, "itunes:episodeType", "full")
    add(element, "itunes:image", href=item.image)
    for name, number in (("season", item.season), ("episode", item.episode)):
        if number is not None:
            add(element, f"itunes:{name}", str(number))
            add(element, f"podcast:{name}", str(number))
    _write_documents(element, item)
    _write_chapters(element, item.chapters)
    for media in (audio, *item.alternates) if item.alternates else ():
        _write_alternate(element, media, item, main=media is audio)
    add(element, "podcast:txt", "true", purpose="ai-content")


def _write_documents(element: Any, item: Item) -> None:
    if item.chapters_file:
        add(element, "podcast:chapters", url=item.chapters_file.url, type=item.chapters_file.type)
    for transcript in item.transcripts:
        add(
            element,
            "podcast:transcript",
            url=transcript.url,
            type=transcript.type,
            language=item.language,
            rel="" if transcript.type == "text/html" else "captions",
        )


def _write_chapters(element: Any, chapters: Sequence[Chapter]) -> None:
    if chapters:
        parent = add(element, "psc:chapters", version="1.2")
        for chapter in chapters:
            add(parent, "psc:chapter", start=chapter_clock(chapter.start), title=chapter.title)


def _write_alternate(element: Any, media: Media, item: Item, *, main: bool) -> None:
    alternate = add(
        element,
        "podcast:alternateEnclosure",
        type=media.type,
        length=media.length,
        bitrate=round(media.length * 8 / item.duration) if item.duration else "",
        title=media.title,
        codecs=media.codecs,
        default="true" if main else "",
    )
    add(alternate, "podcast:source", uri=media.url)


def _truth(value: bool) -> str:  # noqa: FBT001 - a value to be written, not an option
    return "true" if value else "false"
