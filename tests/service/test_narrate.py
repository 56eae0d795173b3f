"""POST an article, get its audio."""

import io
import json
import threading

import av
import httpx2
import pytest
from mutagen.id3 import ID3

from narrator.domain import EpisodeFormat
from tests.fetch.conftest import site  # noqa: F401 - a fixture
from tests.service.conftest import ARTICLE, TEXT


def chapters(data):
    with av.open(io.BytesIO(data)) as container:
        return [chapter["metadata"]["title"] for chapter in container.chapters()]


def seconds(data):
    with av.open(io.BytesIO(data)) as container:
        rate = container.streams.audio[0].rate
        return sum(frame.samples for frame in container.decode(audio=0)) / rate


def test_text_becomes_an_mp3_with_chapters_tags_and_a_name(client):
    answer = client.post("/narrate", content=ARTICLE.encode(), headers=TEXT)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "audio/mpeg"
    assert "A-quiet-day-at-the-mill.mp3" in answer.headers["content-disposition"]
    tags = ID3(io.BytesIO(answer.content))
    assert str(tags["TIT2"]) == "A quiet day at the mill"
    assert tags.getall("APIC")
    assert chapters(answer.content) == ["A quiet day at the mill", "What came next"]
    found = client.get(answer.headers["content-location"]).json()
    assert found["state"] == "ready"


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/html", "<h1>A quiet day</h1><p>Nothing happened at the mill on Tuesday.</p>"),
        ("text/markdown; charset=utf-8", "# A quiet day\n\nNothing *happened* at the mill.\n"),
        ("application/json", json.dumps({"text": "A quiet day\n\nNothing happened."})),
        ("application/x-www-form-urlencoded", "A quiet day\n\nNothing happened at the mill."),
        ("application/x-www-form-urlencoded", "text=A+quiet+day%0A%0ANothing+happened."),
        ("text/plain; charset=utf-16-le", "A quiet day\n\nNothing happened.".encode("utf-16-le")),
    ],
)
def test_every_kind_of_body_is_read(client, media_type, body):
    answer = client.post("/narrate", content=body, headers={"Content-Type": media_type})
    assert answer.status_code == 200, answer.text
    assert str(ID3(io.BytesIO(answer.content))["TIT2"]).startswith("A quiet day")


def test_a_file_is_uploaded_by_a_form_and_its_name_is_not_trusted(client):
    files = {"file": ("../../etc/passwd\x00.txt", ARTICLE.encode(), "text/plain")}
    answer = client.post("/narrate", files=files, data={"speed": "2", "title": "Mill"})
    assert answer.status_code == 200, answer.text
    assert str(ID3(io.BytesIO(answer.content))["TIT2"]) == "Mill"
    assert "Mill.mp3" in answer.headers["content-disposition"]


def test_a_page_is_fetched_by_its_url(client, site):  # noqa: F811
    url = site.put("/mill.txt", ARTICLE.encode(), Content_Type="text/plain")
    answer = client.post("/narrate", json={"url": url})
    assert answer.status_code == 200, answer.text
    assert client.get(answer.headers["content-location"]).json()["url"] == url


@pytest.mark.parametrize("kind", ["m4b", "wav"])
def test_the_address_says_format_voice_and_speed(client, kind):
    usual = client.post("/narrate", content=ARTICLE, headers=TEXT)
    asked = {"format": kind, "speed": 2, "voice": "tone"}
    answer = client.post("/narrate", params=asked, content=ARTICLE, headers=TEXT)
    assert answer.status_code == 200, answer.text
    assert seconds(answer.content) < 0.8 * seconds(usual.content)


@pytest.mark.parametrize("kind", [kind for kind in EpisodeFormat if kind != "m4b"])
def test_a_stream_starts_with_the_first_sentence_and_says_all(client, kind):
    whole = client.post("/narrate", content=ARTICLE, headers=TEXT).content
    asked = {"stream": True, "format": kind}
    with client.stream("POST", "/narrate", params=asked, content=ARTICLE, headers=TEXT) as answer:
        assert answer.status_code == 200
        assert "content-length" not in answer.headers
        data = b"".join(answer.iter_raw())
    assert seconds(data) == pytest.approx(seconds(whole), abs=0.3)


def test_who_hangs_up_cancels(server, client):
    long = "\n\n".join(f"Sentence {n} of a long day. " * 20 for n in range(60))
    before = {item["id"] for item in client.get("/v1/episodes").json()["episodes"]}
    with (
        httpx2.Client(base_url=server.url, timeout=0.4) as hasty,
        pytest.raises(httpx2.ReadTimeout),
    ):
        hasty.post("/narrate", content=long, headers=TEXT)

    def cancelled():
        found = client.get("/v1/episodes", params={"state": "cancelled"}).json()["episodes"]
        return {item["id"] for item in found} - before

    assert server.until(cancelled)


def test_who_stops_listening_cancels(server, client):
    long = "\n\n".join(f"Sentence {n} of a longer day. " * 20 for n in range(60))
    with client.stream(
        "POST", "/narrate", params={"stream": True}, content=long, headers=TEXT
    ) as answer:
        next(answer.iter_raw())
        episode = answer.headers["content-location"]
    assert server.until(lambda: client.get(episode).json()["state"] == "cancelled")


PROBLEMS = {
    "empty": ({"content": b"", "headers": TEXT}, 422, "empty"),
    "blank": ({"content": b" \n ", "headers": TEXT}, 422, "empty"),
    "only furniture": ({"content": b"Click to start listening\n", "headers": TEXT}, 422, "nothing"),
    "a picture": ({"content": b"GIF89a", "headers": {"Content-Type": "image/gif"}}, 415, "gif"),
    "not JSON": (
        {"content": b"{", "headers": {"Content-Type": "application/json"}},
        422,
        "Invalid JSON",
    ),
    "no source": ({"json": {"voice": "tone"}}, 422, "give url, text"),
    "two sources": ({"json": {"text": "a", "html": "b"}}, 422, "one of text"),
    "no such field": ({"json": {"text": "a", "speeed": 2}}, 422, "speeed"),
    "no such voice": ({"json": {"text": "a", "voice": "Jo"}}, 422, "no voice 'Jo'"),
    "too fast": ({"json": {"text": "a", "speed": 9}}, 422, "speed"),
    "metadata service": ({"json": {"url": "http://169.254.169.254/"}}, 422, "public internet"),
    "a file of ours": ({"json": {"url": "file:///etc/passwd"}}, 422, "not a web address"),
    "too large": ({"content": b"word " * 100_000, "headers": TEXT}, 413, "larger"),
    "a query we do not know": ({"params": {"speeed": 2}, "content": b"a"}, 422, "speeed"),
    "a damaged archive": ({"files": {"file": ("a.epub", b"PK\x03\x04oops")}}, 422, "damaged"),
    "not UTF-8 at all": (
        {"content": b"\xff", "headers": {"Content-Type": "text/plain; charset=utf-8"}},
        422,
        "not in utf-8",
    ),
}


@pytest.mark.parametrize("case", PROBLEMS)
def test_bad_input_is_a_problem_that_says_what_is_wrong(client, case):
    options, status, words = PROBLEMS[case]
    answer = client.post("/narrate", **options)
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (status, status), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in problem["detail"]
    assert problem["request_id"] == answer.headers["x-request-id"]


def test_a_body_whose_length_is_not_told_is_counted_as_it_comes(client):
    answer = client.post("/narrate", content=(b"word " * 2000 for _ in range(1000)), headers=TEXT)
    assert answer.status_code == 413
    assert answer.json()["status"] == 413


def test_many_at_once_are_all_answered(client):
    answers = []

    def post(number):
        text = f"Day {number}\n\nNothing happened on day {number}."
        answers.append(client.post("/narrate", content=text, headers=TEXT))

    threads = [threading.Thread(target=post, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    titles = {str(ID3(io.BytesIO(answer.content))["TIT2"]) for answer in answers}
    assert titles == {f"Day {number}" for number in range(8)}


def test_a_second_voice_that_fits_may_be_left_to_the_service(client):
    answer = client.post(
        "/narrate", params={"quote_voice": "auto"}, content=ARTICLE.encode(), headers=TEXT
    )

    assert answer.headers["content-type"] == "application/problem+json"
    assert "no installed voice fits" in answer.json()["title"] + answer.json().get("detail", "")
