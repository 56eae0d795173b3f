"""The manifest says all that is known of an episode, and whose it is."""

import hashlib
import json

import pytest

from narrator import narrate
from narrator.domain import InputError
from narrator.manifest import (
    Source,
    earlier_gain,
    is_same_article,
    manifest_path,
    read_episode,
    read_manifest,
)

ARTICLE = """A quiet day at the mill

Click to start listening

The wheel did not turn on Tuesday.

It cost the miller $5.

What came next

Nobody knew what to say about it, and so the people went home.
"""


@pytest.fixture(scope="module")
def episode(tmp_path_factory):
    out = tmp_path_factory.mktemp("episode") / "mill.mp3"
    return narrate(ARTICLE, out, voice="tone", url="https://example.org/mill")


@pytest.fixture
def facts(episode):
    return read_manifest(manifest_path(episode.path))


def test_it_names_the_source_by_hash_and_address(facts):
    assert facts["source"] == {
        "sha256": hashlib.sha256(ARTICLE.encode()).hexdigest(),
        "name": None,
        "url": "https://example.org/mill",
    }


def test_it_describes_the_audio_file_as_it_is(facts, episode):
    data = episode.path.read_bytes()
    assert facts["audio"]["file"] == "mill.mp3"
    assert facts["audio"]["bytes"] == len(data)
    assert facts["audio"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert facts["audio"]["duration"] == episode.duration


def test_it_has_every_chapter_and_cue_of_the_timeline(facts, episode):
    timeline = episode.timeline
    assert [c["title"] for c in facts["chapters"]] == [c.title for c in timeline.chapters]
    assert [c["start"] for c in facts["cues"]] == [c.start for c in timeline.cues]
    first = timeline.cues[0].words[0]
    assert facts["cues"][0]["words"][0] == [first.text, first.start, first.end]


def test_the_episode_can_be_read_back(episode):
    assert read_episode(manifest_path(episode.path)) == episode


def test_a_manifest_that_lacks_something_is_explained(tmp_path, facts):
    del facts["audio"]["samples"]
    path = tmp_path / "mill.episode.json"
    path.write_text(json.dumps(facts))
    with pytest.raises(InputError, match="lacks"):
        read_episode(path)


def test_the_gain_serves_only_an_episode_made_alike(episode):
    def gain(kind="mp3", speed=1.0, voice="tone"):
        return earlier_gain(episode.path, cast={voice: None}, format=kind, speed=speed)

    assert gain() == episode.loudness.gain
    assert gain(kind="m4b") is gain(speed=1.5) is gain(voice="joe") is None


def test_it_has_the_receipt(facts):
    assert [item["text"] for item in facts["removed"]] == ["Click to start listening"]


def test_long_lists_stand_one_item_a_line(episode):
    lines = manifest_path(episode.path).read_text("utf-8").splitlines()
    cues = [line for line in lines if line.lstrip().startswith('{"text": "The wheel')]
    assert len(cues) == 1
    assert json.loads(cues[0].rstrip(","))["section"] == 0


@pytest.mark.parametrize("content", [None, "", "[]", '{"version": 99}', '{"version": 1}', "{"])
def test_a_manifest_that_cannot_be_read_is_explained(tmp_path, content):
    path = tmp_path / "x.episode.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match="narrate the article again"):
        read_manifest(path)


def test_an_edited_text_of_the_same_title_or_address_is_the_same_article(episode):
    title = "A quiet day at the mill"
    assert is_same_article(episode.path, title, Source("0" * 64))
    moved = Source("0" * 64, None, "https://example.org/mill")
    assert is_same_article(episode.path, "New title", moved)


def test_the_same_title_in_another_file_is_another_article(episode):
    other = Source("0" * 64, "other.txt")
    assert not is_same_article(episode.path, "A quiet day at the mill", other)


@pytest.mark.parametrize("indent", [None, 1])
def test_whose_it_is_can_be_told_however_it_is_laid_out(facts, indent, tmp_path):
    path = tmp_path / "mill.episode.json"
    path.write_text(json.dumps(facts, indent=indent))
    moved = Source("0" * 64, None, "https://example.org/mill")
    assert is_same_article(tmp_path / "mill.mp3", "New title", moved)


def test_whose_it_is_can_be_told_without_its_lists(episode, tmp_path):
    text = manifest_path(episode.path).read_text("utf-8")
    cut = text[: text.index('"chapters"') + 20]
    (tmp_path / "mill.episode.json").write_text(cut, "utf-8")
    moved = Source("0" * 64, None, "https://example.org/mill")
    assert is_same_article(tmp_path / "mill.mp3", "New title", moved)


def test_another_title_and_text_is_another_article(episode):
    assert not is_same_article(episode.path, "Something else", Source("0" * 64))


def test_a_file_without_a_manifest_belongs_to_nobody_we_know(tmp_path):
    (tmp_path / "a.mp3").write_bytes(b"music")
    assert not is_same_article(tmp_path / "a.mp3", "A", Source("0" * 64))


@pytest.mark.parametrize(("voice", "kind"), [("tone", "exact"), ("system", "estimated")])
def test_it_says_what_the_word_times_of_each_voice_are(tmp_path, voice, kind):
    episode = narrate("Two\n\nA line of words.", tmp_path / "a.wav", voice=voice)
    (facts,) = read_manifest(manifest_path(episode.path))["voices"]
    assert facts["word_times"] == kind
