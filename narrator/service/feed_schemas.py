"""Feeds as the API takes and shows them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from narrator.library.feeds.follow.records import (
    Channel,
    Daily,
    Full,
    Health,
    Retention,
    Rules,
    Source,
)
from narrator.service.schemas import Model

Slug = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Word = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[tuple[Word, ...], Field(max_length=100)]
Count = Annotated[int, Field(ge=0)]
Days = Annotated[float, Field(ge=0)]


class RetentionModel(Model):
    """How much of a feed is kept; 0 is without limit."""

    newest: Count = 0
    """So many episodes."""

    days: Days = 0
    """Those of the last so many days."""

    size: Count = 0
    """So many bytes of audio."""


class DailyModel(Model):
    """A digest that is made every day."""

    at: Annotated[int, Field(ge=0, lt=1440)]
    """Minutes after midnight (UTC)."""

    minutes: Annotated[float, Field(ge=1, le=1440)]
    """How long it may be."""


class FeedRequest(Model):
    """What a feed says of itself."""

    title: Annotated[str, Field(min_length=1, max_length=300)]
    """Name of the podcast."""

    description: Annotated[str, Field(max_length=4000)] = ""
    """What it is about."""

    language: Annotated[str, Field(pattern="^([a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*)?$")] = ""
    """BCP 47 tag; empty for that of most episodes."""

    author: Annotated[str, Field(max_length=300)] = ""
    """Who makes it."""

    email: Annotated[str, Field(max_length=300)] = ""
    """Where its owner can be reached; everybody sees it."""

    categories: Annotated[tuple[str, ...], Field(min_length=1, max_length=5)] = ("News",)
    """Apple's categories, like "News/Daily News"."""

    explicit: bool = False
    """Whether it is for adults only."""

    colour: Annotated[str, Field(pattern="^(#[0-9a-fA-F]{6})?$")] = ""
    """Colour of its artwork."""

    hub: Annotated[str, Field(pattern="^(https?://.+)?$", max_length=2000)] = ""
    """WebSub hub."""

    private: bool | None = None
    """Whether only listeners with a link of their own may have it. Left out, a feed stays as it
    is, and a new one is private where the service wants keys: nothing is published by mistake."""

    retention: RetentionModel = RetentionModel()
    """How much of it is kept."""

    daily: DailyModel | None = None
    """The digest it has every day."""

    def channel(self, slug: str, owner: str, *, private: bool) -> Channel:
        """Give what the library keeps; `private` holds where the request leaves it out."""
        facts = self.model_dump(exclude={"retention", "daily", "private"})
        return Channel(
            slug=slug,
            owner=owner,
            private=private if self.private is None else self.private,
            retention=Retention(**self.retention.model_dump()),
            daily=Daily(**self.daily.model_dump()) if self.daily else None,
            **facts,
        )


class SourceRequest(Model):
    """What to follow, and what of it is taken."""

    address: Annotated[str, Field(pattern="^https?://", max_length=2000)]
    """URL of RSS, Atom, JSON Feed or a saved-for-later list in JSON."""

    match: Words = ()
    """Words of which one must stand in title or category."""

    skip: Words = ()
    """Words of which none may stand there."""

    words: Count = 0
    """Words that an article has at least."""

    days: Days = 0
    """Days that an entry may be old; 0 for any age."""

    backlog: Annotated[int, Field(ge=0, le=100)] = 3
    """How many of the entries already there are taken."""

    full: Full = Full.AUTO
    """Whether pages are fetched."""

    select: Annotated[str, Field(max_length=500)] = ""
    """CSS selector of the part of a page that is the article."""

    drop: Annotated[str, Field(max_length=500)] = ""
    """CSS selector of what is taken out of a page."""

    keep: Words = ()
    """Residue rules that remove nothing."""

    voice: Annotated[str, Field(max_length=100)] = ""
    """Voice for this source."""

    intro: bool = True
    """Whether a line says where each article is from."""

    every: Annotated[float, Field(ge=60)] = 1800
    """Seconds between two looks."""

    def rules(self) -> Rules:
        """Give what the library keeps."""
        return Rules(**self.model_dump(exclude={"address"}))


class SourceView(BaseModel):
    """A source and how it is."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    id: str
    """Its name in addresses."""

    address: str
    """What is followed."""

    title: str
    """What it calls itself."""

    health: Health
    """How it is."""

    message: str
    """What is wrong; empty where nothing is."""


class ListenerView(BaseModel):
    """Somebody with a link of their own."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    name: str
    """What the owner calls them."""

    seen: datetime | None
    """Last access, within a minute; null for never."""


class FeedView(FeedRequest):
    """A feed of the library."""

    slug: str
    """Its name in addresses."""

    url: str
    """Where podcast apps find it, if it is not private."""

    episodes: int
    """Episodes in it."""

    sources: list[SourceView]
    """What it follows."""

    listeners: list[ListenerView]
    """Who has a link of their own."""


class ListenerRequest(Model):
    """Whom a link is for."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    """What the owner calls them."""


class LinkView(BaseModel):
    """A listener's link, which is told only this once."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    name: str
    """Whom it is for."""

    url: str
    """Address of the feed for this listener."""

    apps: dict[str, str]
    """Links that open it in apps."""

    qr: str
    """QR code of the address, as SVG."""


class DigestRequest(Model):
    """How long a digest may be."""

    minutes: Annotated[float, Field(ge=1, le=1440)] = 35
    """Minutes at most."""


def source_view(source: Source) -> SourceView:
    """Show a source."""
    return SourceView(
        id=source.id,
        address=source.address,
        title=source.title,
        health=source.watch.health,
        message=source.watch.message,
    )


def channel_facts(channel: Channel) -> dict[str, object]:
    """Give a feed's own facts as `FeedRequest` has them."""
    facts = asdict(channel)
    del facts["owner"]
    return facts
