"""Episodes that are made in the background: state, paging, change, removal, events, files."""

import io
import json
import uuid
import zipfile

import pytest
from PIL import Image

from narrator.domain import EpisodeFormat
from tests.service.conftest import ARTICLE, TEXT


def events(client, episode, **headers):
    """Read an episode's events to their end."""
    with client.stream("GET", f"/v1/episodes/{episode}/events", headers=headers) as answer:
        if answer.status_code != 200:
            return answer.status_code
        text = answer.read().decode()
    blocks = [
        dict(line.split(": ", 1) for line in block.splitlines())
        for block in text.split("\n\n")
        if block
    ]
    return [block for block in blocks if "event" in block]


def test_an_order_is_accepted_at_once_and_says_where_it_is_seen(client):
    answer = client.post("/v1/episodes", content=ARTICLE, headers=TEXT)
    found = answer.json()
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/v1/episodes/{found['id']}" == found["links"]["self"]
    assert found["state"] in {"queued", "narrating"}


def test_a_ready_episode_says_all_there_is_of_it(client, episode):
    assert episode["title"] == "A quiet day at the mill"
    assert episode["chapters"] == 2
    assert episode["progress"]["share"] == 1
    for name, link in episode["links"].items():
        if name not in {"self", "events", *EpisodeFormat}:
            assert client.head(link).status_code == 200, name


def test_the_same_key_orders_once_and_another_order_with_it_is_refused(client):
    key = {"Idempotency-Key": uuid.uuid4().hex}
    first = client.post("/v1/episodes", json={"text": "Once only."}, headers=key).json()
    again = client.post("/v1/episodes", json={"text": "Once only."}, headers=key).json()
    other = client.post("/v1/episodes", json={"text": "Something else."}, headers=key)
    assert first["id"] == again["id"]
    assert first["labels"] == {}
    assert (other.status_code, other.json()["type"]) == (
        422,
        "urn:narrator:problem:idempotency-key",
    )


def test_pages_hold_every_episode_once_and_the_newest_first(server, client):
    label = uuid.uuid4().hex
    made = [server.order(f"Page {label}\n\nNumber {n}.")["id"] for n in range(5)]
    seen, address = [], f"/v1/episodes?limit=2&q={label}"
    while address:
        page = client.get(address).json()
        assert len(page["episodes"]) <= 2
        seen += [item["id"] for item in page["episodes"]]
        address = page["next"]
    assert seen == made[::-1]


def test_events_tell_the_story_and_go_on_where_a_listener_was(client):
    episode = client.post("/v1/episodes", content=ARTICLE, headers=TEXT).json()["id"]
    story = events(client, episode)
    assert story[0]["event"] == "queued"
    assert story[-1]["event"] == "ready"
    assert json.loads(story[-1]["data"])["chapters"] == 2
    numbers = [int(event["id"]) for event in story]
    assert numbers == sorted(set(numbers))
    assert events(client, episode, **{"Last-Event-ID": story[0]["id"]})[-1] == story[-1]
    assert events(client, episode, **{"Last-Event-ID": story[-1]["id"]}) == 204


def test_a_change_speaks_only_what_is_new_and_the_address_stays(server, client):
    episode = server.order(ARTICLE.replace("mill", "weir"))
    audio = episode["links"]["audio"]
    before = client.head(audio).headers["etag"]

    answer = client.patch(
        episode["links"]["self"], json={"text": ARTICLE.replace("mill", "weir").replace("$5", "$6")}
    )

    assert answer.status_code == 202
    changed = server.until(
        lambda: (found := client.get(episode["links"]["self"]).json())["revision"] == 2 and found
    )
    assert changed["links"]["audio"] == audio
    assert client.head(audio).headers["etag"] != before
    assert "$6" in client.get(changed["links"]["captions"]).text
    assert client.get(audio, headers={"If-None-Match": before}).status_code == 200


def test_deleting_takes_everything_away(server, client):
    episode = server.order("A short life\n\nIt ends here.")
    assert client.delete(episode["links"]["self"]).status_code == 204
    assert client.get(episode["links"]["self"]).status_code == 404
    assert client.get(episode["links"]["audio"]).status_code == 404
    assert client.delete(episode["links"]["self"]).status_code == 404


def test_what_cannot_be_narrated_fails_with_a_reason_and_can_be_tried_again(server, client):
    failed = server.order("Click to start listening")
    assert failed["state"] == "failed"
    assert "nothing to say" in failed["problem"]["detail"]
    assert failed["problem"]["retry"] is False
    assert failed["problem"]["kind"] == "no-article"
    assert client.post(f"{failed['links']['self']}/retry").status_code == 202
    assert server.ended(failed["id"])["state"] == "failed"


def test_ranges_give_just_the_bytes_that_were_asked_for(client, episode):
    audio = episode["links"]["audio"]
    whole = client.get(audio)
    size = len(whole.content)
    assert whole.headers["accept-ranges"] == "bytes"
    cases = {
        "bytes=0-99": (206, 0, 100),
        "bytes=100-": (206, 100, size),
        "bytes=-50": (206, size - 50, size),
        f"bytes=10-{size * 2}": (206, 10, size),
        "bytes=0-0": (206, 0, 1),
        "bytes=5-2": (200, 0, size),
        "bytes=0-1,5-6": (200, 0, size),
        "lines=1-2": (200, 0, size),
    }
    for wanted, (status, start, end) in cases.items():
        part = client.get(audio, headers={"Range": wanted})
        assert part.status_code == status, wanted
        assert part.content == whole.content[start:end], wanted
        if status == 206:
            assert part.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
    for wanted in (f"bytes={size}-", "bytes=-0", "bytes=99999999999999999999-"):
        refused = client.get(audio, headers={"Range": wanted})
        assert refused.status_code == 416, wanted
        assert refused.headers["content-range"] == f"bytes */{size}"


def test_conditions_are_kept(client, episode):
    audio = episode["links"]["audio"]
    head = client.head(audio)
    etag, date = head.headers["etag"], head.headers["last-modified"]
    assert head.content == b""
    assert int(head.headers["content-length"]) == len(client.get(audio).content)
    first = {"Range": "bytes=0-9"}
    cases = [
        ({"If-None-Match": etag}, 304),
        ({"If-None-Match": f'"x", {etag}'}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"x"'}, 200),
        ({"If-Modified-Since": date}, 304),
        ({"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}, 200),
        ({"If-Modified-Since": "nonsense"}, 200),
        ({"If-Match": etag}, 200),
        ({"If-Match": '"x"'}, 412),
        ({"If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}, 412),
        ({"If-Range": etag, **first}, 206),
        ({"If-Range": '"x"', **first}, 200),
        ({"If-Range": date, **first}, 206),
    ]
    for headers, status in cases:
        assert client.get(audio, headers=headers).status_code == status, headers


def test_another_format_is_made_when_it_is_asked_for(client, episode):
    answer = client.get(episode["links"]["opus"])
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("audio/ogg")
    assert answer.content.startswith(b"OggS")


def test_captions_and_transcripts_say_what_is_heard(client, episode):
    links = episode["links"]
    captions = client.get(links["captions"])
    assert captions.headers["content-type"].startswith("text/vtt")
    assert captions.text.startswith("WEBVTT")
    assert "It cost the miller $5." in captions.text
    chapters = client.get(links["chapters"])
    assert chapters.headers["content-type"] == "application/json+chapters"
    assert [item["title"] for item in chapters.json()["chapters"]][1] == "What came next"
    assert "five dollars" in client.get(links["script"]).text
    assert client.get(links["cover"]).content.startswith(b"\xff\xd8")


def test_small_covers_are_small_and_kept_for_good_with_the_revision(client, episode):
    whole = len(client.get(episode["links"]["cover"]).content)
    for size in (96, 192, 384, 512):
        link = episode["links"]["thumbnail"].replace("384", str(size))
        answer = client.get(link, params={"r": episode["revision"]})
        assert answer.headers["content-type"] == "image/webp"
        assert "immutable" in answer.headers["cache-control"]
        with Image.open(io.BytesIO(answer.content)) as image:
            assert image.size == (size, size)
        assert len(answer.content) < whole / 4
        again = client.get(link, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
        assert "no-cache" in again.headers["cache-control"]
    assert client.get(link.replace("512", "1400")).status_code == 422


def test_large_texts_are_compressed_and_audio_is_not(client, episode):
    accept = {"Accept-Encoding": "gzip"}
    assert (
        client.get(episode["links"]["manifest"], headers=accept).headers["content-encoding"]
        == "gzip"
    )
    assert "content-encoding" not in client.get(episode["links"]["audio"], headers=accept).headers


def test_the_book_holds_text_and_audio(client, episode):
    answer = client.get(episode["links"]["book"])
    assert answer.headers["content-type"] == "application/epub+zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert book.testzip() is None
        assert book.read("EPUB/audio.mp3") == client.get(episode["links"]["audio"]).content
    etag = {"If-None-Match": answer.headers["etag"]}
    assert client.get(episode["links"]["book"], headers=etag).status_code == 304


def test_a_transcript_can_hold_no_script_of_its_article(server, client):
    nasty = server.order(
        html="<h1>A <b>day</b></h1><p>He said &lt;script&gt;alert(1)&lt;/script&gt; aloud.</p>",
        text=None,
    )
    page = client.get(nasty["links"]["transcript"])
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    assert page.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize("path", ["", "/events", "/audio.mp3", "/book.epub", "/script.json"])
def test_what_is_not_there_is_a_problem(client, path):
    answer = client.get(f"/v1/episodes/0000000000000000{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_transcript_comes_while_the_episode_is_made(server):
    ordered = server.client.post("/v1/episodes", json={"text": ARTICLE}).json()
    live = ordered["links"]["live_transcript"]
    first = server.until(lambda: server.client.get(live).json()["segments"])
    ready = server.ended(ordered["id"])
    whole = server.client.get(ready["links"]["transcript_json"]).json()["segments"]
    assert first == whole[: len(first)]
    known = server.client.get(live, params={"after": len(whole) - 1}).json()
    start = whole[-1]["startTime"]
    assert [one["body"] for one in known["segments"]] == [whole[-1]["body"]]
    assert known["segments"][0]["endTime"] == pytest.approx(whole[-1]["endTime"] - start, abs=0.002)
