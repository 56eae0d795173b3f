"""Feeds over HTTP: what podcast apps fetch, and who may."""

import io
import threading

import httpx2
import podcastparser
import pytest

from narrator.library.feeds.check import check_feed

FEED = {"title": "The Morning", "author": "Ada", "categories": ["News/Daily News"]}


class Web:
    """The files a feed names, as their server has them."""

    def size(self, url):
        answer = httpx2.head(url)
        return int(answer.headers["Content-Length"]) if answer.status_code == 200 else None

    def read(self, url):
        answer = httpx2.get(url)
        return answer.content if answer.status_code == 200 else None

    def has_ranges(self, url):
        part = httpx2.get(url, headers={"Range": "bytes=5-9"})
        return part.status_code == 206 and len(part.content) == 5 and self.size(url) is not None


@pytest.fixture(scope="module")
def feed(client, episode):
    """A public feed with one episode."""
    made = client.put("/v1/feeds/morning", json=FEED)
    assert made.status_code == 200, made.text
    assert client.put(f"/v1/feeds/morning/episodes/{episode['id']}").status_code == 204
    return client.get("/v1/feeds/morning").json()


@pytest.fixture
def private(client, episode):
    """A private feed with one episode, and a link to it."""
    client.put("/v1/feeds/secret", json={"title": "Secret", "private": True})
    client.put(f"/v1/feeds/secret/episodes/{episode['id']}")
    link = client.post("/v1/feeds/secret/listeners", json={"name": "bob"})
    assert link.status_code == 201, link.text
    yield link.json()
    client.delete("/v1/feeds/secret")


def addresses(document):
    parsed = podcastparser.parse("http://x/", io.BytesIO(document))
    (entry,) = parsed["episodes"]
    text = document.decode()
    named = [part.partition('"')[0] for part in text.split('url="')[1:] + text.split('href="')[1:]]
    return [entry["enclosures"][0]["url"], *named]


def test_a_served_feed_keeps_every_rule_files_and_server_included(client, feed):
    answer = client.get(feed["url"])
    assert answer.headers["Content-Type"].startswith("application/rss+xml")
    assert check_feed(answer.content, files=Web()) == []


def test_what_has_not_changed_is_not_sent_again(client, feed):
    first = client.get(feed["url"])
    for condition in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        again = client.get(feed["url"], headers=condition)
        assert (again.status_code, again.content) == (304, b"")
    client.put("/v1/feeds/morning", json=FEED | {"title": "The Evening"})
    changed = client.get(feed["url"], headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert b"The Evening" in changed.content
    client.put("/v1/feeds/morning", json=FEED)


def test_an_episode_taken_out_leaves_feed_and_addresses(client, feed, episode):
    path = f"/feeds/morning/{episode['id']}-1/audio.mp3"
    assert client.head(path).status_code == 200
    client.delete(f"/v1/feeds/morning/episodes/{episode['id']}")
    assert client.head(path).status_code == 404
    assert b"<item>" not in client.get(feed["url"]).content
    assert client.get(f"/v1/episodes/{episode['id']}").status_code == 200


def test_a_private_feed_opens_to_its_link_alone(client, private):
    assert client.get("/feeds/secret.xml").status_code == 404
    document = client.get(private["url"])
    assert document.status_code == 200
    for url in addresses(document.content):
        assert client.get(url).status_code == 200, url
        bare = url.replace(f"for/{token(private)}/", "")
        if "/feeds/" in bare:
            assert client.get(bare).status_code == 404, bare


def test_a_revoked_link_is_refused_everywhere_at_once(client, private):
    urls = [private["url"], *addresses(client.get(private["url"]).content)]
    guarded = [url for url in urls if "/feeds/" in url]
    assert len(guarded) >= 6
    assert client.delete("/v1/feeds/secret/listeners/bob").status_code == 204
    refused = []
    threads = [
        threading.Thread(target=lambda url=url: refused.append(httpx2.get(url).status_code))
        for url in guarded
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [403] * len(guarded)


def test_a_new_link_ends_the_old_one_and_access_is_seen(client, private):
    (listener,) = client.get("/v1/feeds/secret").json()["listeners"]
    assert (listener["name"], listener["seen"]) == ("bob", None)
    client.get(private["url"])
    (listener,) = client.get("/v1/feeds/secret").json()["listeners"]
    assert listener["seen"]
    newer = client.post("/v1/feeds/secret/listeners", json={"name": "bob"}).json()
    assert client.get(private["url"]).status_code == 403
    assert client.get(newer["url"]).status_code == 200
    assert {"Apple Podcasts", "AntennaPod", "Overcast", "Other apps"} == newer["apps"].keys()
    assert newer["qr"].startswith("<svg")


@pytest.mark.usefixtures("feed")
def test_a_token_opens_its_own_feed_only(client, private):
    other = private["url"].replace("secret.xml", "morning.xml")
    assert client.get(other).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/none.xml",
        "/feeds/morning.xml?page=2",
        "/feeds/morning/0000000000000000-1/audio.mp3",
        "/feeds/morning/none/manifest.json",
    ],
)
@pytest.mark.usefixtures("feed")
def test_what_is_not_there_is_a_problem(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({"title": ""}, 422),
        ({"title": "x", "categories": ["Newts"]}, 422),
        ({"title": "x", "nonsense": 1}, 422),
    ],
)
def test_a_feed_that_cannot_be_is_refused(client, wanted, status):
    answer = client.put("/v1/feeds/wrong", json=wanted)
    assert answer.status_code == status, answer.text
    assert client.get("/v1/feeds/wrong").status_code == 404


@pytest.mark.usefixtures("feed")
def test_sources_are_followed_over_http_but_never_files_of_the_machine(client):
    refused = client.post("/v1/feeds/morning/sources", json={"address": "/etc"})
    assert refused.status_code == 422
    wanted = {"address": "https://river.example/rss", "match": ["boats"], "backlog": 0}
    made = client.post("/v1/feeds/morning/sources", json=wanted)
    assert made.status_code == 201, made.text
    source = made.json()
    assert source["health"] == "new"
    assert client.delete(f"/v1/feeds/morning/sources/{source['id']}").status_code == 204
    assert client.delete(f"/v1/feeds/morning/sources/{source['id']}").status_code == 404


def test_feeds_belong_to_whoever_made_them(keyed):
    ann, bob = ({"Authorization": f"Bearer {keyed.keys[name]}"} for name in ("ann", "bob"))
    made = keyed.client.put("/v1/feeds/ann-news", json={"title": "Ann"}, headers=ann)
    assert made.status_code == 200, made.text
    assert keyed.client.get("/v1/feeds/ann-news", headers=bob).status_code == 404
    assert (
        keyed.client.put("/v1/feeds/ann-news", json={"title": "B"}, headers=bob).status_code == 409
    )
    assert keyed.client.delete("/v1/feeds/ann-news", headers=bob).status_code == 404
    assert keyed.client.get("/v1/feeds").status_code == 401
    assert [one["slug"] for one in keyed.client.get("/v1/feeds", headers=bob).json()] == []


def token(link):
    return link["url"].split("/for/")[1].split("/")[0]
