"""`narrator feed`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from narrator.cli import feed_follow, feed_share
from narrator.cli.feed_follow import Days, Newest, Size, parse_size
from narrator.cli.options import Json
from narrator.domain import InputError

feed = typer.Typer(
    help="Turn narrated episodes into podcasts, and follow what is to be narrated.",
    rich_markup_mode=None,
)
feed.command()(feed_follow.follow)
feed.command()(feed_follow.unfollow)
feed.command("list")(feed_follow.list_)
feed.command()(feed_follow.keep)
feed.command()(feed_follow.opml)
feed.command()(feed_share.share)
feed.command()(feed_share.revoke)
feed.command()(feed_share.digest)
feed.command()(feed_share.ping)


@feed.command()
def build(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of narrated episodes, with manifests.")
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="SITE", help="Folder to write the podcast to.")
    ],
    title: Annotated[str, typer.Option(metavar="TEXT", help="Name of the podcast.")],
    link: Annotated[
        str, typer.Option(metavar="URL", help="Where SITE will be served, as listeners reach it.")
    ],
    description: Annotated[
        str, typer.Option(metavar="TEXT", help="What it is about; by default the title says it.")
    ] = "",
    author: Annotated[str, typer.Option(metavar="NAME", help="Who makes it.")] = "",
    email: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Owner's address; the feed shows it to all.")
    ] = "",
    language: Annotated[
        str, typer.Option(metavar="TAG", help="Language; by default that of most episodes.")
    ] = "",
    category: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help='One of Apple\'s, like "News/Daily News"; may be repeated. [default: News]',
        ),
    ] = None,
    explicit: Annotated[bool, typer.Option("--explicit", help="It is for adults only.")] = False,
    serial: Annotated[
        bool, typer.Option("--serial", help="It is to be heard oldest first, like a book.")
    ] = False,
    copyright_: Annotated[
        str, typer.Option("--copyright", metavar="TEXT", help="Copyright notice.")
    ] = "",
    cover: Annotated[
        Path | None,
        typer.Option(
            metavar="IMAGE",
            help="Square JPEG or PNG, 1400 to 3000 pixels; drawn from the title by default.",
        ),
    ] = None,
    colour: Annotated[str, typer.Option(metavar="#RRGGBB", help="Colour of the drawn cover.")] = "",
    number: Annotated[
        bool, typer.Option("--number", help="Number the episodes, the oldest 1.")
    ] = False,
    season: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Season the episodes are of.")
    ] = None,
    opus: Annotated[
        bool, typer.Option("--opus", help="Offer each episode in Opus too, a quarter smaller.")
    ] = False,
    private: Annotated[
        bool, typer.Option("--private", help="Ask directories and search engines to stay away.")
    ] = False,
    unlocked: Annotated[
        bool, typer.Option("--unlocked", help="Let other hosts import the feed.")
    ] = False,
    hub: Annotated[
        str, typer.Option(metavar="URL", help="WebSub hub that tells subscribers of news.")
    ] = "",
    page: Annotated[
        int, typer.Option(metavar="N", min=1, help="Episodes on a page of the feed.")
    ] = 50,
    newest: Newest = 0,
    days: Days = 0,
    size: Size = "0",
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")] = False,
    as_json: Json = False,
) -> int:
    """Build a podcast that any web server can host, or bring it up to date."""
    from narrator.cli.feed_output import print_site
    from narrator.library.feeds.follow.records import Retention
    from narrator.library.feeds.show import Show, check_category
    from narrator.library.feeds.site import SiteOptions, build_site, site_url

    _check_url(link, "--link")
    if hub:
        _check_url(hub, "--hub")
    show = Show(
        title=_needed(title, "--title"),
        link=site_url(link, ""),
        feed=site_url(link, "feed.xml"),
        image="",
        description=description or f"{title}, read aloud.",
        language=language,
        author=author,
        email=email,
        categories=tuple(map(check_category, category or ["News"])),
        explicit=explicit,
        kind="serial" if serial else "episodic",
        copyright=copyright_,
        locked=not unlocked,
        private=private,
        hub=hub,
    )
    options = SiteOptions(
        page=page,
        opus=opus,
        cover=cover,
        colour=colour,
        number=number,
        season=season,
        retention=Retention(newest, days, parse_size(size)),
    )
    report = build_site(folder, out, show, options)
    if not quiet or as_json:
        print_site(report, out, as_json=as_json)
    return 0


@feed.command()
def check(
    what: Annotated[
        str, typer.Argument(metavar="SITE|FILE", help="A built podcast, or a feed's XML file.")
    ],
    as_json: Json = False,
) -> int:
    """Check a feed against what Apple and Podcasting 2.0 ask for."""
    from narrator.cli.feed_output import print_faults
    from narrator.library.feeds.check import check_path

    faults = check_path(Path(what))
    print_faults(faults, what, as_json=as_json)
    return 2 if faults else 0


def _needed(text: str, option: str) -> str:
    if not text.strip():
        raise InputError(f"{option} is empty", hint="give it some words")
    return text.strip()


def _check_url(url: str, option: str) -> None:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        fine = False
    if not fine or parts.query or parts.fragment:
        raise InputError(
            f"{option} {url} is no address of a web page",
            hint="write it like https://example.org/podcast/",
        )
