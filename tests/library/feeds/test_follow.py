"""Sources are followed politely, and each entry becomes one episode."""

import json
import time
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from narrator.domain import InputError
from narrator.fetch import Access
from narrator.library import Order, State
from narrator.library.database import writing
from narrator.library.feeds.follow.channels import Placed
from narrator.library.feeds.follow.pace import next_look
from narrator.library.feeds.follow.records import Channel, Fate, Full, Health, Rules
from narrator.library.feeds.hub import tell_hubs
from narrator.library.records import Origin, Progress, Record
from narrator.library.tables import ENTRIES, KEYS

BODY = "<p>" + "The river rose again on Tuesday and the town went up the hill. " * 20 + "</p>"
NOW = datetime.now(UTC)


def rss(*items, title="The River", more=""):
    parts = "".join(
        "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in item.items()) + "</item>"
        for item in items
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{more}{parts}</channel></rss>'


def item(number, **facts):
    usual = {
        "guid": f"guid-{number}",
        "title": f"Story {number}",
        "link": f"https://river.example/{number}",
        "pubDate": f"Wed, 14 Jan 2026 0{number % 10}:00:00 +0000",
        "description": f"<![CDATA[{BODY}]]>",
    }
    return usual | facts


def settle(follower):
    """Do whatever is due."""
    done = 0
    while follower.work():
        done += 1
    return done


def follow(feeds, address, **rules):
    return feeds.sources.follow("news", address, Rules(**{"backlog": 9} | rules))


def again(feeds, source):
    """Make a source due at once."""
    return feeds.sources.follow("news", source.address, source.rules)


def state(feeds):
    (source,) = feeds.sources.sources()
    return source


def titles(feeds):
    orders = feeds.library.list(limit=100)
    return sorted(
        noted.title for noted in feeds.sources.entries(state(feeds).id) if noted.episode
    ), orders


def test_new_entries_are_ordered_once_and_stand_in_the_feed(feeds, follower, world):
    world.put("/rss", rss(item(1), item(2)), ETag='"a"')
    source = follow(feeds, f"{world.url}/rss", voice="tone")
    settle(follower)
    names, orders = titles(feeds)
    assert names == ["Story 1", "Story 2"]
    assert len(orders) == 2
    assert all(feeds.channels.has("news", record.id) for record in orders)
    assert {record.order.voice for record in orders} == {"tone"}
    assert {record.order.origin for record in orders} == {Origin("The River", date(2026, 1, 14))}

    again(feeds, source)
    settle(follower)
    assert [headers.get("If-None-Match") for _, headers in world.asked] == [None, '"a"']
    assert len(feeds.library.list()) == 2
    assert state(feeds).watch.health is Health.FINE


def test_a_changed_entry_is_narrated_again_as_the_same_episode(feeds, follower, world):
    world.put("/rss", rss(item(1), item(2)))
    source = follow(feeds, f"{world.url}/rss")
    settle(follower)
    before = {record.id: record.order for record in feeds.library.list()}
    changed = BODY.replace("Tuesday", "Wednesday")
    world.put("/rss", rss(item(1, description=f"<![CDATA[{changed}]]>"), item(2)))
    again(feeds, source)
    settle(follower)
    after = {record.id for record in feeds.library.list()}
    assert after == set(before)
    wanted = [feeds.library._shelf.wanted(episode) for episode in sorted(after)]
    assert sorted(wanted) == [1, 2]


def test_a_teaser_is_read_from_its_page_with_the_sites_rules(feeds, follower, world):
    page = (
        f'<html><head><title>Story 1</title></head><body><div id="x">{BODY}'
        f'<p class="promo">Buy our book!</p></div><p>Elsewhere</p></body></html>'
    )
    world.put("/1", page, Content_Type="text/html; charset=utf-8")
    world.put("/rss", rss(item(1, link=f"{world.url}/1", description="It rained…")))
    follow(feeds, f"{world.url}/rss", select="#x", drop=".promo")
    settle(follower)
    (record,) = feeds.library.list()
    source = feeds.library._blobs.get(f"episodes/{record.id}/source.1").decode()
    assert "The river rose" in source
    assert "Buy our book" not in source
    assert "Elsewhere" not in source


@pytest.mark.parametrize(
    ("rules", "taken"),
    [
        ({"match": ("story 2",)}, {"Story 2"}),
        ({"match": ("Sport",)}, {"Story 3"}),
        ({"skip": ("sport", "1")}, {"Story 2"}),
        ({"days": 1.0}, {"Story 3"}),
        ({"words": 1000}, set()),
        ({"backlog": 1}, {"Story 3"}),
        ({"backlog": 0}, set()),
    ],
)
def test_filters_take_what_they_say(feeds, follower, world, rules, taken):
    today = {"pubDate": NOW.strftime("%a, %d %b %Y %H:%M:%S +0000"), "category": "Sport"}
    world.put("/rss", rss(item(1), item(2), item(3, **today)))
    follow(feeds, f"{world.url}/rss", full=Full.NEVER, **rules)
    settle(follower)
    assert set(titles(feeds)[0]) == taken
    left = [noted for noted in feeds.sources.entries(state(feeds).id) if not noted.episode]
    assert all(noted.fate is Fate.SKIPPED and noted.reason for noted in left)


def test_what_comes_later_is_not_a_backlog(feeds, follower, world):
    world.put("/rss", rss(item(1)))
    source = follow(feeds, f"{world.url}/rss", backlog=0)
    settle(follower)
    world.put("/rss", rss(item(1), item(2), item(3)))
    again(feeds, source)
    settle(follower)
    assert titles(feeds)[0] == ["Story 2", "Story 3"]


def test_an_episode_the_user_deleted_stays_deleted(feeds, follower, world):
    world.put("/rss", rss(item(1)))
    source = follow(feeds, f"{world.url}/rss")
    settle(follower)
    (record,) = feeds.library.list()
    feeds.library.delete(record.id)
    world.put("/rss", rss(item(1, title="Story one")))
    again(feeds, source)
    settle(follower)
    assert feeds.library.list() == ()


HUGE = rss(*(item(n, description=f"<![CDATA[{'word ' * 400_000}]]>") for n in range(6)))

MISBEHAVING = {
    "malformed XML": (
        {"/rss": (200, {}, rss(item(1), item(2)).replace("</channel></rss>", "<item><title>x"))},
        Health.DAMAGED,
        {"Story 1", "Story 2"},
    ),
    "no feed at all": ({"/rss": (200, {}, "Welcome to nginx!")}, Health.FAILING, set()),
    "an empty answer": ({"/rss": (200, {}, "")}, Health.FAILING, set()),
    "a title of a megabyte": (
        {"/rss": (200, {}, rss(item(1, title="long " * 200_000)))},
        Health.FINE,
        {"long " * 58 + "long…"},
    ),
    "relative links": (
        {
            "/rss": (200, {}, rss(item(1, link="/story", description="…"))),
            "/story": (200, {"Content-Type": "text/html"}, f"<title>S</title>{BODY}"),
        },
        Health.FINE,
        {"Story 1"},
    ),
    "a redirect loop": ({"/rss": (302, {"Location": "/rss"}, "")}, Health.FAILING, set()),
    "429": ({"/rss": (429, {"Retry-After": "7200"}, "")}, Health.FAILING, set()),
    "410": ({"/rss": (410, {}, "")}, Health.GONE, set()),
    "404": ({"/rss": (404, {}, "")}, Health.FAILING, set()),
    "500": ({"/rss": (500, {}, "")}, Health.FAILING, set()),
    "a huge body": ({"/rss": (200, {}, HUGE)}, Health.FAILING, set()),
    "doubled guids": (
        {"/rss": (200, {}, rss(*(item(n, guid="same") for n in (1, 2))))},
        Health.FINE,
        {"Story 1", "Story 2"},
    ),
    "the same entry twice": ({"/rss": (200, {}, rss(item(1), item(1)))}, Health.FINE, {"Story 1"}),
    "no guids": (
        {"/rss": (200, {}, rss(*(item(n, guid="") for n in (1, 2))))},
        Health.FINE,
        {"Story 1", "Story 2"},
    ),
    "dates in the future": (
        {"/rss": (200, {}, rss(item(1, pubDate="Wed, 14 Jan 2099 00:00:00 +0000")))},
        Health.FINE,
        {"Story 1"},
    ),
    "an entity bomb": (
        {
            "/rss": (
                200,
                {},
                '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
                + "".join(
                    f'<!ENTITY {b} "{f"&{a};" * 10}">'
                    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
                )
                + "]><rss version='2.0'><channel><title>&i;</title></channel></rss>",
            )
        },
        Health.DAMAGED,
        set(),
    ),
}


@pytest.mark.parametrize("case", MISBEHAVING)
def test_a_source_that_misbehaves_has_a_clear_state(feeds, follower, world, case):
    answers, health, expected = MISBEHAVING[case]
    for path, (status, headers, body) in answers.items():
        world.put(path, body, status=status, **headers)
    follow(feeds, f"{world.url}/rss")
    settle(follower)
    found = state(feeds)
    assert found.watch.health is health, found.watch
    assert bool(found.watch.message) == (health is not Health.FINE)
    assert set(titles(feeds)[0]) == expected
    assert len(feeds.library.list()) == len(expected)
    assert found.due > time.time()
    settle(follower)
    assert len(feeds.library.list()) == len(expected)


def test_retry_after_is_kept_and_what_is_gone_is_left_alone(feeds, follower, world):
    world.put("/rss", "", status=429, Retry_After="7200")
    follow(feeds, f"{world.url}/rss")
    settle(follower)
    assert state(feeds).due >= time.time() + 7000
    world.put("/rss", "", status=410)
    again(feeds, state(feeds))
    settle(follower)
    assert state(feeds).due > time.time() + 10 * 365 * 86_400


def test_a_source_recovers_whether_or_not_it_has_news(feeds, follower, world):
    world.put("/rss", rss(item(1)))
    source = follow(feeds, f"{world.url}/rss")
    settle(follower)
    world.put("/rss", "", status=503)
    again(feeds, source)
    settle(follower)
    assert state(feeds).watch.health is Health.FAILING
    world.put("/rss", rss(item(1)))
    again(feeds, source)
    settle(follower)
    assert (state(feeds).watch.health, state(feeds).watch.message) == (Health.FINE, "")
    assert len(feeds.library.list()) == 1


def test_looks_grow_rarer_with_failures_and_never_come_all_at_once():
    waits = [next_look(0, failures=n, interval=1800) for n in range(20)]
    assert waits[0] == pytest.approx(1800, rel=0.11)
    assert waits[3] == pytest.approx(14_400, rel=0.11)
    assert max(waits) <= 1.11 * 86_400
    assert len({next_look(0, failures=0, interval=1800) for _ in range(9)}) == 9
    later = (datetime.now(UTC) + timedelta(hours=3)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    now = time.time()
    assert next_look(now, failures=1, interval=60, retry_after=later) >= now + 10_700
    assert next_look(now, failures=1, interval=60, retry_after="soon") <= now + 140


def test_a_page_that_cannot_be_fetched_is_tried_again_then_given_up(feeds, follower, world):
    world.put(
        "/rss",
        rss(
            item(1, link=f"{world.url}/1", description="…"),
            item(2, link=f"{world.url}/2", description="…"),
        ),
    )
    world.put("/1", "", status=503)
    world.put("/2", "", status=404)
    follow(feeds, f"{world.url}/rss")
    settle(follower)
    found = {noted.title: noted for noted in feeds.sources.entries(state(feeds).id)}
    assert (found["Story 1"].fate, found["Story 1"].tries) == (Fate.WAITING, 1)
    assert found["Story 2"].fate is Fate.FAILED
    assert "answered 404" in found["Story 2"].reason


SAVED = {
    "JSON Feed": {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The River",
        "items": [
            {"id": "1", "url": "/1", "title": "Story 1", "content_html": BODY, "tags": ["x"]}
        ],
    },
    "Wallabag export": [
        {
            "id": 1,
            "url": "https://a.example/1",
            "title": "Story 1",
            "content": BODY,
            "created_at": "2026-01-14T08:00:00+0100",
            "published_by": ["Jane"],
            "tags": [{"label": "x"}],
        }
    ],
    "Wallabag API": {
        "_embedded": {
            "items": [
                {
                    "id": 1,
                    "url": "https://a.example/1",
                    "title": "Story 1",
                    "content": BODY,
                    "tags": [{"label": "x"}],
                }
            ]
        }
    },
    "Readeck": [
        {
            "id": "a1",
            "url": "https://a.example/1",
            "title": "Story 1",
            "site_name": "A",
            "created": "2026-01-14T08:00:00Z",
            "labels": ["x"],
        }
    ],
    "Pinboard": [
        {
            "href": "https://a.example/1",
            "description": "Story 1",
            "extended": "",
            "time": "2026-01-14T08:00:00Z",
            "tags": "x y",
            "hash": "h",
        }
    ],
}


@pytest.mark.parametrize("kind", SAVED)
def test_lists_of_what_was_saved_are_read(kind):
    from narrator.library.feeds.sources import read_listing

    listing = read_listing(json.dumps(SAVED[kind]).encode(), "https://a.example/list", now=NOW)
    (entry,) = listing.entries
    assert entry.title == "Story 1"
    assert entry.url == "https://a.example/1"
    assert entry.categories[0] == "x"


def test_an_owner_whose_minutes_are_used_up_gets_the_rest_later(feeds, follower, world):
    feeds.channels.put(Channel("news", "News", owner="ann"))
    engine = feeds.channels.engine
    with writing(engine) as connection:
        key = {"id": "k", "name": "k", "owner": "ann", "scopes": "", "hash": "", "created": 0.0}
        connection.execute(KEYS.insert().values(minutes=5, **key))
    world.put("/rss", rss(item(1), item(2)))
    source = follow(feeds, f"{world.url}/rss")
    settle(follower)
    (first,) = feeds.library.list()
    (waiting,) = [one for one in feeds.sources.entries(source.id) if one.fate is Fate.WAITING]
    assert "used up" in waiting.reason
    assert waiting.tries == 0

    feeds.library.cancel(first.id)
    with writing(engine) as connection:
        connection.execute(ENTRIES.update().values(due=0.0))
    settle(follower)
    assert len(feeds.library.list()) == 2
    assert {one.reason for one in feeds.sources.entries(source.id)} == {""}


def test_a_folder_and_its_newsletters_are_watched(feeds, follower, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "note.md").write_text("# A note\n\nIt rained.")
    (inbox / "letter.eml").write_text(
        "From: The River <news@river.example>\nSubject: =?utf-8?q?The_w=C3=A4ter?=\n"
        "Message-ID: <1@river.example>\nDate: Wed, 14 Jan 2026 08:00:00 +0000\n"
        "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + BODY
    )
    (inbox / "photo.jpg").write_bytes(b"x")
    source = follow(feeds, str(inbox))
    settle(follower)
    orders = feeds.library.list()
    assert {record.order.origin for record in orders} == {
        Origin("The River", date(2026, 1, 14)),
        Origin("inbox", datetime.now(UTC).date()),
    }
    again(feeds, source)
    settle(follower)
    assert len(feeds.library.list()) == 2


def test_a_feed_needs_a_name_that_can_stand_in_an_address(feeds):
    with pytest.raises(InputError, match="cannot stand in an address"):
        feeds.channels.put(Channel("My feed!", "x"))
    with pytest.raises(InputError, match="there is no feed"):
        feeds.sources.follow("none", "https://a.example/", Rules())


def test_an_episode_is_queued_until_a_worker_comes(feeds, follower, world):
    world.put("/rss", rss(item(1)))
    follow(feeds, f"{world.url}/rss")
    settle(follower)
    assert [record.state for record in feeds.library.list()] == [State.QUEUED]
    assert feeds.channels.items("news") == ()


class Hub:
    """Takes pings, or not."""

    def __init__(self, world):
        self.heard, self.status = [], 204
        world.take = self.take

    def take(self, path, body):
        self.heard.append((path, parse_qs(body.decode())))
        return self.status


def test_a_hub_is_told_of_news_once_and_again_where_it_did_not_listen(world):
    class Items:
        """Channels with one finished episode, which no worker has to make."""

        def __init__(self):
            self.noted = ""
            record = Record("a" * 16, State.READY, Order(), "A", NOW, NOW, Progress(), revision=1)
            self.placed = (Placed(record, NOW, NOW),)

        def list(self):
            return (Channel("news", "News", hub=f"{world.url}/hub"),)

        def items(self, name):
            assert name == "news"
            return self.placed

        def pinged(self, name):
            return self.noted if name == "news" else ""

        def note_ping(self, name, state):
            self.noted = state if name == "news" else ""

    hub, channels, access = Hub(world), Items(), Access.of(["127.0.0.1/32"])
    hub.status = 500
    tell_hubs(channels, "https://me.example", access)
    hub.status = 204
    for _ in range(3):
        tell_hubs(channels, "https://me.example", access)
    told = ("/hub", {"hub.mode": ["publish"], "hub.url": ["https://me.example/feeds/news.xml"]})
    assert hub.heard == [told, told]
