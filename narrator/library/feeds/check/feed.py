"""Puts a feed before every rule."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urljoin

from lxml import etree

from narrator.domain import InputError
from narrator.library.feeds.check import channel, files, items
from narrator.library.feeds.check.rule import Fault, Feed, Files, Rule
from narrator.library.feeds.xml import tag

RULES: tuple[Rule, ...] = (*channel.RULES, *items.RULES, *files.RULES)
"""All rules but `well-formed`, which the others need."""


def check_feed(
    document: bytes, *, files: Files | None = None, now: datetime | None = None
) -> list[Fault]:
    """Check one page of a feed.

    Args:
        document: The XML.
        files: The files it names; None leaves out the rules that look at them.
        now: The present, with a time zone; None for the clock's.

    Returns:
        The rules that are broken, in order; empty where there are none.
    """
    try:
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return [Fault("well-formed", f"the feed is no well-formed XML ({error.msg})")]
    found = root.find("channel")
    if root.tag != "rss" or found is None:
        return [Fault("rss-version", "the document is no RSS 2.0 with a channel")]
    feed = Feed(
        root=root,
        channel=found,
        items=tuple(found.iterfind("item")),
        now=now or datetime.now(UTC),
        files=files,
    )
    return [
        Fault(rule.name, message, place) for rule in RULES for message, place in rule.find(feed)
    ]


def check_path(path: Path, *, now: datetime | None = None) -> list[Fault]:
    """Check a built site with all its pages and files, or one feed file and what is beside it.

    Raises:
        InputError: There is no feed.
    """
    first = path / "feed.xml" if path.is_dir() else path
    if not first.is_file():
        raise InputError(
            f"there is no feed at {path}", hint="give a folder with feed.xml, or an XML file"
        )
    pages = [first]
    if path.is_dir():
        pages += sorted(path.glob("feed-*.xml"))
    faults = []
    for page in pages:
        document = page.read_bytes()
        beside = SiteFiles.beside(page, document)
        where = "" if page is first else f"{page.name}: "
        faults += [
            Fault(fault.rule, fault.message, where + fault.place)
            for fault in check_feed(document, files=beside, now=now)
        ]
    return faults


class SiteFiles:
    """The files of a site on disk, by the addresses they will have."""

    def __init__(self, folder: Path, base: str) -> None:
        """Look into `folder` for what stands below the address `base`."""
        self._folder = folder.resolve()
        self._base = base

    @classmethod
    def beside(cls, page: Path, document: bytes) -> SiteFiles | None:
        """Find the site around a page of a feed by what the page calls itself."""
        try:
            root = etree.fromstring(document, etree.XMLParser(resolve_entities=False))
        except etree.XMLSyntaxError:
            return None
        links = root.iterfind(f"channel/{tag('atom:link')}")
        address = next((link.get("href") for link in links if link.get("rel") == "self"), None)
        return cls(page.parent, urljoin(address, ".")) if address else None

    def size(self, url: str) -> int | None:
        """Give the size of a file in bytes; None where it is missing."""
        path = self._path(url)
        return path.stat().st_size if path else None

    def read(self, url: str) -> bytes | None:
        """Give the content of a file; None where it is missing."""
        path = self._path(url)
        return path.read_bytes() if path else None

    def has_ranges(self, url: str) -> None:
        """Say nothing: files on disk have no server."""
        del url

    def _path(self, url: str) -> Path | None:
        if not url.startswith(self._base):
            return None
        path = (self._folder / unquote(url.removeprefix(self._base))).resolve()
        return path if path.is_relative_to(self._folder) and path.is_file() else None
