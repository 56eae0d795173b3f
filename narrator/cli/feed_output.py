"""What `narrator feed` prints."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.library.feeds.check import Fault
    from narrator.library.feeds.follow.records import Channel
    from narrator.library.feeds.follow.run import Feeds
    from narrator.library.feeds.site import SiteReport


def print_site(report: SiteReport, site: Path, *, as_json: bool) -> None:
    """Say what a build did."""
    if as_json:
        print(json.dumps(dataclasses.asdict(report) | {"site": str(site)}, ensure_ascii=False))
        return
    minutes = round(report.duration / 60)
    length = f"{minutes // 60}:{minutes % 60:02} h" if minutes >= 60 else f"{minutes} min"
    changes = f"{report.written} files written"
    if report.deleted:
        changes += f", {report.deleted} deleted"
    if not report.written and not report.deleted:
        changes = "nothing has changed"
    plural = "s" * (report.episodes != 1)
    print(f"{site}  {report.episodes} episode{plural}, {length}; {changes}")
    print(f"Subscribe to {report.feed} once {site} is served there.")


def print_faults(faults: Sequence[Fault], what: str, *, as_json: bool) -> None:
    """Say which rules a feed breaks."""
    if as_json:
        print(json.dumps([dataclasses.asdict(fault) for fault in faults], ensure_ascii=False))
        return
    for fault in faults:
        place = f" ({fault.place})" if fault.place else ""
        print(f"{fault.rule}: {fault.message}{place}")
    if not faults:
        print(f"{what} keeps every rule")


def feed_facts(feeds: Feeds, channel: Channel, *, entries: bool) -> dict[str, Any]:
    """Collect what is told of a feed of the library."""
    sources = []
    for source in feeds.sources.sources(channel.slug):
        noted = feeds.sources.entries(source.id)
        facts: dict[str, Any] = {
            "address": source.address,
            "title": source.title,
            "health": source.watch.health,
            "message": source.watch.message,
            "looked": _when(source.watch.looked),
            "next": _when(source.due),
            "entries": len(noted),
        }
        if entries:
            facts["entries"] = [
                {"title": one.title or one.url, "fate": one.fate, "reason": one.reason}
                for one in noted
            ]
        sources.append(facts)
    return {
        "slug": channel.slug,
        "title": channel.title,
        "private": channel.private,
        "episodes": len(feeds.channels.items(channel.slug)),
        "sources": sources,
        "listeners": [
            {"name": one.name, "last access": one.seen and one.seen.isoformat(" ", "minutes")}
            for one in feeds.listeners.list(channel.slug)
        ],
    }


def print_feeds(feeds: Sequence[dict[str, Any]], *, as_json: bool) -> None:
    """List feeds with what they follow and who listens."""
    if as_json:
        print(json.dumps(feeds, ensure_ascii=False))
        return
    if not feeds:
        print("There is no feed yet: make one with `narrator feed follow URL --into SLUG`.")
    for feed in feeds:
        private = ", private" * feed["private"]
        plural = "s" * (feed["episodes"] != 1)
        print(f"{feed['slug']}  {feed['title']}: {feed['episodes']} episode{plural}{private}")
        for source in feed["sources"]:
            print(f"  follows {source['address']}: {_source_line(source)}")
            for entry in source["entries"] if isinstance(source["entries"], list) else ():
                reason = f" ({entry['reason']})" if entry["reason"] else ""
                print(f"    {entry['fate']}  {entry['title']}{reason}")
        for listener in feed["listeners"]:
            seen = listener["last access"] or "never"
            print(f"  shared with {listener['name']}: last access {seen}")


def _source_line(source: dict[str, Any]) -> str:
    parts = [str(source["health"])]
    if source["message"]:
        parts[0] += f" ({source['message']})"
    count = source["entries"]
    parts.append(f"{len(count) if isinstance(count, list) else count} entries")
    if source["looked"]:
        parts.append(f"looked at {source['looked']}")
    if source["next"] and source["health"] != "gone":
        parts.append(f"next {source['next']}")
    return ", ".join(parts)


def _when(seconds: float) -> str:
    if not seconds or seconds > datetime.max.replace(tzinfo=UTC).timestamp():
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat(" ", "minutes")
