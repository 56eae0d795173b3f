"""A podcast as a folder of files that any web server can host."""

from __future__ import annotations

import hashlib
import math
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin

from lxml import etree

from narrator.domain import InputError
from narrator.files import writing
from narrator.library.feeds import assets
from narrator.library.feeds.artwork import artwork_suffix, draw_artwork, read_artwork
from narrator.library.feeds.follow.records import Retention
from narrator.library.feeds.notes import attribution, summarize, write_notes
from narrator.library.feeds.rss import Page, write_feed
from narrator.library.feeds.shelf import Narrated, read_shelf
from narrator.library.feeds.show import Item, Show
from narrator.library.feeds.web import write_index

_COVER = re.compile(r"cover\.[0-9a-f]{10}\.(jpg|png)")
_PAGE = re.compile(r"(feed-\d+\.xml|page-\d+\.html)")
_PART = re.compile(r"\.[0-9a-f]{16}\.part(\.\w+)?")

_ABANDONED = 3600.0
"""Seconds after which a temporary file belongs to a build that was killed."""


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """How a site is built."""

    page: int = 50
    """Episodes on a page of the feed and of the index."""

    opus: bool = False
    """Whether each episode gets an Opus version too."""

    cover: Path | None = None
    """Artwork; None to draw it from the title."""

    colour: str = ""
    """Colour of drawn artwork ("#336699"); empty for one that comes from the title."""

    number: bool = False
    """Whether episodes are numbered, the oldest 1."""

    season: int | None = None
    """Season they are of."""

    retention: Retention = field(default_factory=Retention)
    """How many of the episodes are in the feed, the newest ones."""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What a build did."""

    feed: str
    """URL of the feed."""

    episodes: int
    """Episodes in the feed."""

    duration: float
    """Their length together, in seconds."""

    pages: int
    """Pages of the feed."""

    written: int
    """Files that were written."""

    deleted: int
    """Files that were deleted."""


def site_url(link: str, path: str) -> str:
    """Give the URL of a file of the site that is served at `link`."""
    return urljoin(link.rstrip("/") + "/", path)


def feed_name(number: int) -> str:
    """Name the file of a page of the feed."""
    return "feed.xml" if number == 1 else f"feed-{number}.xml"


def build_site(folder: Path, site: Path, show: Show, options: SiteOptions) -> SiteReport:
    """Build the site of a podcast, or bring it up to date.

    What has not changed is not written again. Files appear whole, the feed last, so that at any
    moment it names only files that are there.

    Args:
        folder: Narrated episodes: audio with manifests, as `narrate` leaves them.
        site: Where the site goes.
        show: The channel; `link` is where the site will be served; `feed` and `image` are set
            here, and `language` where it is empty.
        options: How it is built.

    Raises:
        InputError: An episode or the artwork cannot be used.
        OutputError: A file cannot be written.
    """
    if options.page < 1:
        raise InputError("a page has at least one episode", hint="give --page a number from 1")
    if folder.resolve().is_relative_to((site / assets.FOLDER).resolve()):
        raise InputError(
            "the site would overwrite what it is built from", hint="choose another folder with -o"
        )
    before = _stamps(site)

    # 1. What there is, newest first.
    dates = _published(site)
    shelf = [_dated(narrated, dates) for narrated in read_shelf(folder)]
    shelf.sort(key=lambda pair: (pair[1], pair[0].stem), reverse=True)
    first = len(shelf)
    shelf = list(_kept(shelf, options.retention))

    show = replace(show, language=show.language or _language(pair[0] for pair in shelf))

    # 2. The files that the feed will name.
    show, cover = _with_artwork(show, site, options)
    items, kept = [], {cover}
    for place, (narrated, published) in enumerate(shelf):
        item, names = _publish(narrated, published, site, show, options)
        number = first - place if options.number else None
        items.append(replace(item, episode=number))
        kept |= names

    # 3. The pages, the first one last, and the index.
    count = math.ceil(len(items) / options.page)
    for number in range(count, 0, -1):
        part = items[(number - 1) * options.page : number * options.page]
        page = Page(number, count, lambda at: site_url(show.link, feed_name(at)))
        assets.put(site / feed_name(number), write_feed(show, part, page))
        name, index = write_index(show, part, page, cover=site / cover)
        assets.put(site / name, index)
        kept |= {feed_name(number), name}

    # 4. What no page names any more.
    _sweep(site, kept)
    after = _stamps(site)
    return SiteReport(
        feed=show.feed,
        episodes=len(items),
        duration=sum(item.duration for item in items),
        pages=count,
        written=sum(before.get(path) != stamp for path, stamp in after.items()),
        deleted=len(before.keys() - after.keys()),
    )


def _kept(
    shelf: Iterable[tuple[Narrated, datetime]], retention: Retention
) -> Iterator[tuple[Narrated, datetime]]:
    """Give the episodes that there is room for, the newest first; that one always is."""
    since = datetime.now(UTC) - timedelta(days=retention.days)
    used = 0
    for count, (narrated, published) in enumerate(shelf):
        used += narrated.audio.stat().st_size
        old = retention.days and published < since
        many = retention.newest and count >= retention.newest
        if count and (old or many or (retention.size and used > retention.size)):
            return
        yield narrated, published


def _publish(
    narrated: Narrated, published: datetime, site: Path, show: Show, options: SiteOptions
) -> tuple[Item, frozenset[str]]:
    files = assets.write_assets(
        narrated,
        site / assets.FOLDER,
        lambda name: site_url(show.link, f"{assets.FOLDER}/{name}"),
        opus=options.opus,
    )
    chapters = narrated.timeline.chapters
    summary = summarize(narrated.timeline)
    item = Item(
        guid=narrated.guid,
        title=narrated.title,
        published=published,
        duration=narrated.timeline.duration,
        audio=files.audio,
        image=files.image,
        summary=summary or narrated.title,
        notes=write_notes(
            summary,
            chapters=chapters,
            credit=attribution(narrated.voices),
            article=narrated.url,
            publication=narrated.site,
            byline=narrated.byline,
        ),
        language=narrated.language,
        link=narrated.url,
        author=narrated.byline,
        chapters=chapters,
        chapters_file=files.chapters,
        transcripts=files.transcripts,
        alternates=files.alternates,
        season=options.season,
    )
    return item, files.names


def _language(shelf: Iterable[Narrated]) -> str:
    """Give the language of most episodes."""
    ((language, _),) = Counter(narrated.language for narrated in shelf).most_common(1)
    return language


def _dated(narrated: Narrated, before: Mapping[str, datetime]) -> tuple[Narrated, datetime]:
    """Say when an episode came out: with its article, but never later than it was narrated.

    One whose article has no date keeps the date it was first published with.
    """
    if narrated.published is not None:
        return narrated, min(narrated.published, narrated.narrated)
    return narrated, min(before.get(narrated.guid, narrated.narrated), narrated.narrated)


def _published(site: Path) -> dict[str, datetime]:
    """Read when the episodes of the site, as it stands, were published."""
    dates = {}
    for path in site.glob("feed*.xml"):
        try:
            items = etree.parse(path, etree.XMLParser(resolve_entities=False)).iterfind(".//item")
            for item in items:
                dates[item.findtext("guid")] = parsedate_to_datetime(item.findtext("pubDate"))
        except (etree.XMLSyntaxError, TypeError, ValueError):
            continue
    return dates


def _with_artwork(show: Show, site: Path, options: SiteOptions) -> tuple[Show, str]:
    if options.cover:
        image = read_artwork(options.cover)
    else:
        image = draw_artwork(show.title, show.author, colour=options.colour)
    part = site / f"cover{artwork_suffix(image)}"
    # Directories fetch artwork again only under another name.
    name = part.with_stem(f"cover.{_digest(image)}").name
    assets.put(site / name, image)
    return replace(
        show, feed=site_url(show.link, "feed.xml"), image=site_url(show.link, name)
    ), name


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]


def _stamps(site: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}


def _sweep(site: Path, kept: Iterable[str]) -> None:
    """Delete files of ours that are not kept, and what a killed build left behind."""
    stays = set(kept)
    below = site / assets.FOLDER
    ours = [path for path in below.iterdir() if assets.OURS.fullmatch(path.name)]
    ours += [p for p in site.iterdir() if _COVER.fullmatch(p.name) or _PAGE.fullmatch(p.name)]
    parts = [path for path in (*site.iterdir(), *below.iterdir()) if _PART.fullmatch(path.name)]
    abandoned = time.time() - _ABANDONED
    gone = [path for path in ours if path.name not in stays]
    gone += [path for path in parts if path.stat().st_mtime < abandoned]
    for path in gone:
        with writing(path):
            path.unlink()
