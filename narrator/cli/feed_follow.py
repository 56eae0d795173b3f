"""`narrator feed follow` and the commands around it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narrator.cli.options import Json
from narrator.domain import InputError

if TYPE_CHECKING:
    from narrator.library.feeds.follow.records import Channel, Rules, Source
    from narrator.library.feeds.follow.run import Feeds

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="Name of the feed in addresses.")]

Newest = Annotated[
    int, typer.Option(metavar="N", min=0, help="Keep so many episodes; 0 for no limit.")
]
Days = Annotated[
    float, typer.Option(metavar="D", min=0, help="Keep those of the last D days; 0 for no limit.")
]
Size = Annotated[
    str, typer.Option(metavar="BYTES", help='Keep so much audio, like "2GB"; 0 for no limit.')
]


@contextmanager
def opened() -> Iterator[Feeds]:
    """Open the feeds of the library that the settings name."""
    from narrator.config import read_settings
    from narrator.library import Place
    from narrator.library.feeds.follow.run import open_feeds

    settings = read_settings()
    place = Place(settings.home, settings.cache, settings.database, settings.store)
    with open_feeds(place) as feeds:
        yield feeds


def follow(
    addresses: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="RSS, Atom, JSON Feed or saved-for-later list (URL or file), folder, OPML file.",
        ),
    ],
    into: Annotated[
        str, typer.Option(metavar="SLUG", help="Feed that the articles go into; made if need be.")
    ],
    title: Annotated[
        str, typer.Option(metavar="TEXT", help="Name of the feed where it is made.")
    ] = "",
    private: Annotated[
        bool, typer.Option("--private", help="Where it is made: only for listeners with a link.")
    ] = False,
    match: Annotated[
        list[str] | None,
        typer.Option(metavar="WORD", help="Take what has it in title or category; repeatable."),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option(metavar="WORD", help="Leave out what has it there; repeatable."),
    ] = None,
    min_words: Annotated[
        int, typer.Option(metavar="N", min=0, help="Leave out articles that are shorter.")
    ] = 0,
    max_age: Annotated[
        float, typer.Option(metavar="DAYS", min=0, help="Leave out what is older; 0 for no limit.")
    ] = 0,
    backlog: Annotated[
        int,
        typer.Option(metavar="N", min=0, help="Take so many of the articles already there."),
    ] = 3,
    full: Annotated[
        str,
        typer.Option(
            metavar="auto|always|never",
            help="Read the article's page: where the source has a teaser, always, or never.",
        ),
    ] = "auto",
    select: Annotated[
        str, typer.Option(metavar="CSS", help="Part of the page that is the article.")
    ] = "",
    drop: Annotated[str, typer.Option(metavar="CSS", help="Parts of the page to leave out.")] = "",
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", help="Residue rule that is to remove nothing; repeatable."),
    ] = None,
    voice: Annotated[str, typer.Option(metavar="NAME", help="Voice for this source.")] = "",
    no_intro: Annotated[
        bool, typer.Option("--no-intro", help="Do not say where each article is from.")
    ] = False,
    every: Annotated[float, typer.Option(metavar="MINUTES", min=1, help="How often to look.")] = 30,
) -> int:
    """Narrate what is new in sources, from now on; workers do the rest."""
    from narrator.config import read_settings
    from narrator.fetch import Access
    from narrator.library.feeds.follow.records import Full, Rules
    from narrator.voices import find_voice

    if full not in list(Full):
        raise InputError(f"--full {full} is not known", hint="give auto, always or never")
    if voice:
        find_voice(voice)
    rules = Rules(
        match=tuple(match or ()),
        skip=tuple(skip or ()),
        words=min_words,
        days=max_age,
        backlog=backlog,
        full=Full(full),
        select=select,
        drop=drop,
        keep=tuple(keep or ()),
        voice=voice,
        intro=not no_intro,
        every=every * 60,
    )
    failed = False
    with opened() as feeds:
        _make(feeds, into, title, private=private)
        settings = read_settings()
        follower = feeds.follower(Access.of(settings.fetch_allow), settings.audio_limit)
        for source in _sources(feeds, into, addresses, rules):
            follower.look(source)
            failed |= not _tell(feeds, source)
    print("`narrator serve` or `narrator worker` narrates them and goes on looking.")
    return 2 if failed else 0


def unfollow(
    address: Annotated[str, typer.Argument(metavar="SOURCE", help="As `feed list` shows it.")],
    slug: Annotated[str, typer.Option("--from", metavar="SLUG", help="Feed that follows it.")],
) -> int:
    """Look at a source no more; its episodes stay."""
    with opened() as feeds:
        for source in feeds.sources.sources(slug):
            if source.address == address:
                feeds.sources.unfollow(source.id)
                print(f"{slug} does not follow {address} any more")
                return 0
    raise InputError(f"{slug} does not follow {address}", hint="`narrator feed list` has them")


def opml(slug: Slug) -> int:
    """Print the sources of a feed as OPML, for other feed readers."""
    from narrator.library.feeds.opml import Subscription, write_opml

    with opened() as feeds:
        channel = known(feeds, slug)
        listed = [
            Subscription(source.address, source.title)
            for source in feeds.sources.sources(slug)
            if "://" in source.address
        ]
    print(write_opml(channel.title, listed).decode(), end="")
    return 0


def keep(
    slug: Slug,
    newest: Newest = 0,
    days: Days = 0,
    size: Size = "0",
) -> int:
    """Say how much of a feed is kept; the rest leaves it and is deleted."""
    import dataclasses

    from narrator.library.feeds.follow.records import Retention
    from narrator.library.feeds.follow.retention import retain

    retention = Retention(newest, days, parse_size(size))
    with opened() as feeds:
        channel = known(feeds, slug)
        feeds.channels.put(dataclasses.replace(channel, retention=retention))
        gone = retain(feeds.library, feeds.channels)
    print(f"{gone} episode{'s' * (gone != 1)} left {slug}")
    return 0


def parse_size(text: str) -> int:
    """Read a number of bytes as people write it ("2GB").

    Raises:
        InputError: It is none.
    """
    from pydantic import ByteSize, TypeAdapter, ValidationError

    try:
        return int(TypeAdapter(ByteSize).validate_python(text))
    except ValidationError as error:
        raise InputError(f"--size {text} is no size", hint='write it like "2GB"') from error


def list_(
    slug: Annotated[
        str | None, typer.Argument(metavar="SLUG", help="Only this feed, with its entries.")
    ] = None,
    as_json: Json = False,
) -> int:
    """List the feeds of the library, what they follow and who listens."""
    from narrator.cli.feed_output import feed_facts, print_feeds

    with opened() as feeds:
        chosen = [known(feeds, slug)] if slug else list(feeds.channels.list())
        facts = [feed_facts(feeds, channel, entries=slug is not None) for channel in chosen]
    print_feeds(facts, as_json=as_json)
    return 0


def known(feeds: Feeds, slug: str) -> Channel:
    """Find a feed.

    Raises:
        InputError: There is none of this name.
    """
    channel = feeds.channels.get(slug)
    if channel is None:
        raise InputError(f"there is no feed {slug!r}", hint="`narrator feed list` has them")
    return channel


def _make(feeds: Feeds, slug: str, title: str, *, private: bool) -> None:
    from narrator.library.feeds.follow.records import Channel

    if feeds.channels.get(slug) is None:
        name = title or slug.replace("-", " ").capitalize()
        feeds.channels.put(Channel(slug, name, private=private))


def _sources(feeds: Feeds, slug: str, addresses: list[str], rules: Rules) -> Iterator[Source]:
    from narrator.library.feeds.opml import is_opml, read_opml

    for address in addresses:
        path = Path(address)
        if "://" in address:
            yield feeds.sources.follow(slug, address, rules)
            continue
        if not path.exists():
            raise InputError(f"there is no file {address}", hint="check the path")
        data = path.read_bytes() if path.is_file() else b""
        if is_opml(data):
            for one in read_opml(data):
                yield feeds.sources.follow(slug, one.address, rules)
        else:
            yield feeds.sources.follow(slug, str(path.absolute()), rules)


def _tell(feeds: Feeds, source: Source) -> bool:
    """Say what a source gave; tell whether it is well."""
    from narrator.cli.messages import say
    from narrator.library.feeds.follow.records import Fate, Health

    now = feeds.sources.source(source.id) or source
    entries = feeds.sources.entries(source.id)
    waiting = sum(entry.fate in {Fate.WAITING, Fate.ORDERED} for entry in entries)
    name = now.title or now.address
    if now.watch.health in {Health.FAILING, Health.GONE}:
        say(f"{now.address}: {now.watch.message}; it is looked at again", 2)
        return False
    print(f"{name}: {waiting} of {len(entries)} articles are taken")
    return True
