"""Voices, previews and the lexicon."""

import io

import av
import pytest

from narrator.voices import load_catalogue
from tests.fetch.conftest import site  # noqa: F401 - a fixture
from tests.service.conftest import ARTICLE, TEXT


def test_every_voice_of_the_catalogue_is_shown(client):
    voices = client.get("/v1/voices").json()["voices"]
    assert [voice["name"] for voice in voices] == [voice.name for voice in load_catalogue()]
    assert client.get("/v1/voices/tone").json()["installed"] is True
    assert client.get("/v1/voices/nobody").status_code == 404


def test_a_sample_is_spoken_once_and_kept(client):
    first, again = (client.get("/v1/voices/tone/sample.mp3") for _ in range(2))
    with av.open(io.BytesIO(first.content)) as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) > 2 * 22_050
    assert first.headers["etag"] == again.headers["etag"]
    assert not client.get("/v1/episodes", params={"q": "The voice tone"}).json()["episodes"]


def test_a_preview_shows_what_will_be_said_and_the_receipt(client):
    script = client.post("/v1/scripts", content=ARTICLE, headers=TEXT).json()
    assert [section["title"] for section in script["sections"]][1] == "What came next"
    said = [item for section in script["sections"] for item in section["utterances"]]
    cost = next(item for item in said if "$5" in item["text"])
    assert cost["spoken"] == "It cost the miller five dollars."
    change = cost["replacements"][0]
    assert cost["text"][change["start"] : change["end"]] == "$5"
    removed = script["removed"][0]
    assert (removed["text"], removed["rule"], removed["line"]) == (
        "Click to start listening",
        "listen-prompt",
        2,
    )
    assert removed["why"]
    assert script["seconds"] > 5


def test_a_line_of_the_receipt_can_be_kept(client):
    kept = client.post("/v1/scripts", json={"text": ARTICLE, "keep": ["listen-prompt"]}).json()
    assert kept["removed"] == []
    said = [item["text"] for section in kept["sections"] for item in section["utterances"]]
    assert "Click to start listening" in said


def test_a_sentence_can_be_dropped_and_had_back(server, client):
    sent = {"text": ARTICLE, "voice": "tone", "drop": ["It cost the miller $5."]}
    preview = client.post("/v1/scripts", json=sent).json()
    assert "$5" not in str(preview["sections"])
    uploaded = client.post(
        "/v1/scripts", data={"drop": sent["drop"]}, files={"file": ("mill.txt", ARTICLE)}
    ).json()
    assert uploaded["sections"] == preview["sections"]
    episode = server.ended(client.post("/v1/episodes", json=sent).json()["id"])
    assert "five dollars" not in client.get(episode["links"]["script"]).text
    client.patch(episode["links"]["self"], json={"drop": []})
    server.until(lambda: client.get(episode["links"]["self"]).json()["revision"] == 2)
    assert "five dollars" in client.get(episode["links"]["script"]).text


def test_a_page_is_previewed_by_its_url(client, site):  # noqa: F811
    url = site.put("/mill.txt", ARTICLE.encode(), Content_Type="text/plain")
    assert (
        client.post("/v1/scripts", json={"url": url}).json()["title"] == "A quiet day at the mill"
    )
    gone = client.post("/v1/scripts", json={"url": f"{site.url}/gone"})
    assert (gone.status_code, gone.headers["content-type"]) == (422, "application/problem+json")


@pytest.mark.parametrize("body", [b"%PDF-1.7 nothing", b"PK\x03\x04nothing", b"\x00" * 1000])
def test_a_broken_document_is_explained(client, body):
    answer = client.post(
        "/v1/scripts", content=body, headers={"Content-Type": "application/octet-stream"}
    )
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"]


def test_a_word_may_be_given_by_its_sounds(client):
    given = [{"written": "weir", "ipa": "wˈɪə"}, {"written": "Nguyen", "spoken": "/wˈɪn/"}]
    kept = client.put("/v1/lexicon", json={"words": given}).json()["words"]
    assert [(word["written"], word["ipa"]) for word in kept] == [
        ("Nguyen", "wˈɪn"),
        ("weir", "wˈɪə"),
    ]
    assert kept[0]["spoken"] == "Nguyen"
    assert client.get("/v1/lexicon").json()["words"] == kept
    for wrong in ({"written": "weir"}, {"written": "weir", "ipa": "W IH1 R"}):
        assert client.put("/v1/lexicon", json={"words": [wrong]}).status_code == 422
    assert client.put("/v1/lexicon", json={"words": []}).json()["words"] == []


def test_what_was_made_for_the_eye_is_read_as_it_was_asked_for(server, client):
    code = "import mill\n\nfor turn in range(9):\n    wheel = mill.turn(turn)\n    print(wheel)"
    text = f"# The mill\n\nIt ran.\n\n```python\n{code}\n```\n\nAnd stood.\n"

    def said(body, **query):
        answer = client.post("/v1/scripts", json={"markdown": text, **body}, params=query)
        parts = answer.json()["sections"]
        return " ".join(one["spoken"] for part in parts for one in part["utterances"])

    assert "wheel" not in said({})
    assert "wheel" in said({"code": "read"})
    assert "wheel" in said({"code": "skipped"}, code="read")
    order = client.post("/v1/episodes", json={"markdown": text, "code": "read"}).json()
    episode = server.ended(order["id"])
    address = episode["links"]["self"]
    client.patch(address, json={"speed": 1.5})
    server.until(lambda: client.get(address).json()["revision"] == 2)
    assert "wheel equals" in client.get(episode["links"]["script"]).text
    client.patch(address, json={"code": "skipped"})
    server.until(lambda: client.get(address).json()["revision"] == 3)
    assert "wheel equals" not in client.get(episode["links"]["script"]).text


def test_a_word_of_the_lexicon_changes_every_episode_that_has_it(server, client):
    text = "The kwyjibo\n\nA kwyjibo stood at the weir."
    episode, other = server.order(text), server.order("The heron\n\nA heron stood there.")
    words = [{"written": "kwyjibo", "spoken": "quidgy bow", "ipa": "", "language": ""}]

    result = client.put("/v1/lexicon", json={"words": words}).json()

    assert result == {"words": words, "revised": [episode["id"]]}
    server.until(lambda: client.get(episode["links"]["self"]).json()["revision"] == 2)
    assert "quidgy bow" in client.get(episode["links"]["script"]).text
    assert client.get(other["links"]["self"]).json()["revision"] == 1
    assert "quidgy bow" in client.get(server.order(text)["links"]["script"]).text
    assert client.put("/v1/lexicon", json={"words": []}).json()["words"] == []
    assert client.get("/v1/lexicon").json() == {"words": []}
