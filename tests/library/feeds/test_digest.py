"""Digests fill a stretch of time with what nobody has heard yet."""

import contextlib
import dataclasses
import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from waiting import wait_for

from narrator.domain import InputError
from narrator.library import Order, Place, State
from narrator.library.compose import usual_manifest
from narrator.library.database import writing
from narrator.library.feeds.digest import choose, make_daily, order_digest
from narrator.library.feeds.follow.channels import Placed
from narrator.library.feeds.follow.records import Channel, Daily, Retention
from narrator.library.feeds.follow.retention import outside, retain
from narrator.library.feeds.follow.run import open_feeds
from narrator.library.records import Progress, Record
from narrator.library.tables import ITEMS

NOW = datetime(2026, 1, 20, tzinfo=UTC)

LATER = "It fell again, as slowly as it had risen, and by the evening the wheel stood still."


def placed(name, minutes, *, day=20):
    moment = datetime(2026, 1, day, tzinfo=UTC)
    order = Order(labels={"feed": "news"})
    record = Record(
        name, State.READY, order, name, moment, moment, Progress(), duration=minutes * 60
    )
    return Placed(record, moment, moment)


def names(items):
    return [item.record.id for item in items]


def test_the_choice_fills_the_time_best():
    items = [placed("a", 20), placed("b", 14), placed("c", 9), placed("d", 5)]
    assert names(choose(items, 35 * 60)) == ["a", "c", "d"]
    assert names(choose(items, 10 * 60)) == ["c"]
    assert choose(items, 4 * 60) == []


def test_of_equal_choices_the_newer_articles_are_taken():
    items = [placed(name, 10) for name in "abcd"]
    assert names(choose(items, 22 * 60)) == ["a", "b"]


def test_the_gain_that_most_audio_has_is_kept():
    def manifest(gain, seconds):
        audio = {"duration": seconds, "loudness": {"gain": gain}}
        return json.dumps({"audio": audio}).encode()

    told = [manifest(14.5, 100), manifest(16.0, 150), manifest(14.5, 90)]
    assert usual_manifest(told) == told[0]
    assert usual_manifest([]) is None


def test_retention_keeps_the_newest_whatever_it_is():
    items = [placed("a", 1, day=20), placed("b", 1, day=18), placed("c", 1, day=1)]

    def gone(**limits):
        return names(outside(items, Retention(**limits), lambda _: 100, NOW))

    assert gone(newest=2) == ["c"]
    assert gone(days=5) == ["c"]
    assert gone(size=150) == ["b", "c"]
    assert gone(size=10) == ["b", "c"]
    assert gone() == []


@pytest.fixture(scope="module")
def narrated(tmp_path_factory):
    """A feed with two finished articles, and a worker that makes what else is ordered."""
    folder = tmp_path_factory.mktemp("digest")
    place = Place(folder / "out", folder / "cache")
    settings = {
        "NARRATOR_HOME": str(place.home),
        "NARRATOR_CACHE": str(place.cache),
        "NARRATOR_VOICE": "tone",
        "NARRATOR_THREADS": "1",
    }
    command = [sys.executable, "-m", "narrator", "worker", "--booths", "1"]
    with contextlib.ExitStack() as ending:
        feeds = ending.enter_context(open_feeds(place))
        feeds.channels.put(Channel("news", "News"))
        for name in ("The mill", "The bridge"):
            text = f"# {name}\n\nThe water rose and it cost $5.\n\n## Later\n\n{LATER}"
            order = Order(
                source=text.encode(), kind="markdown", voice="tone", labels={"feed": "news"}
            )
            feeds.channels.add("news", feeds.library.submit(order).id)
        worker = subprocess.Popen(command, env=os.environ | settings, stderr=subprocess.DEVNULL)
        ending.callback(worker.wait)
        ending.callback(worker.kill)
        settle(feeds)
        yield feeds


def settle(feeds):
    wait_for(
        lambda: all(record.state is State.READY for record in feeds.library.list()),
        feeds.library.list,
    )


def test_there_is_one_daily_digest_whoever_asks_and_whoever_dies(narrated):
    library, channels = narrated.library, narrated.channels
    channels.put(Channel("daily", "Daily", daily=Daily(at=6 * 60, minutes=35)))
    for item in channels.items("news"):
        channels.add("daily", item.record.id)
    noon = NOW.replace(hour=12)
    make_daily(library, channels, NOW)
    assert len(library.list()) == 2
    make_daily(library, channels, noon)
    (digest,) = [one for one in library.list() if one.order.kind == "digest"]

    # Whoever orders it may die before the feed knows of it.
    with writing(channels.engine) as connection:
        connection.execute(ITEMS.delete().where(ITEMS.c.episode == digest.id))
    make_daily(library, channels, noon)
    make_daily(library, channels, noon)
    assert len(library.list()) == 3
    assert channels.knows("daily", digest.id)
    channels.delete("daily")
    library.delete(digest.id)


def test_a_digest_is_one_episode_of_its_articles_spoken_once(narrated):
    feeds = narrated
    channel = feeds.channels.get("news")
    record = order_digest(feeds.library, feeds.channels, channel, 35)
    settle(feeds)
    made = feeds.library.get(record.id)
    assert made.title.startswith("News: ")
    said = b"".join(feeds.library.open(made.id, "transcript.vtt").chunks).decode()
    assert "In this episode:" in said
    assert said.index("First: The bridge.") < said.index("Second: The mill.")
    chapters = b"".join(feeds.library.open(made.id, "chapters.json").chunks).decode()
    told = [line.partition('"title": "')[2].strip('"\n ') for line in chapters.splitlines()]
    assert [title for title in told if title] == [
        "In this episode",
        "The bridge",
        "The bridge: Later",
        "The mill",
        "The mill: Later",
    ]
    assert feeds.channels.items("news", unheard=True) == ()
    with pytest.raises(InputError, match="no unheard article"):
        order_digest(feeds.library, feeds.channels, channel, 35)

    feeds.channels.put(dataclasses.replace(channel, retention=Retention(newest=1)))
    assert retain(feeds.library, feeds.channels) == 2
    assert [item.record.id for item in feeds.channels.items("news")] == [made.id]
    assert [one.id for one in feeds.library.list()] == [made.id]
