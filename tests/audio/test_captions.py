from __future__ import annotations

import itertools
import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.audio import chapters_json, srt, vtt, write_captions, write_chapters
from narrator.audio.captions import captions
from narrator.domain import (
    Chapter,
    Cue,
    Episode,
    EpisodeFormat,
    Loudness,
    Metadata,
    Role,
    Timeline,
    Word,
)


def cue(text, start=0.0, pace=0.3):
    words = tuple(
        Word(word, start + index * pace, start + (index + 1) * pace - 0.05)
        for index, word in enumerate(text.split())
    )
    return Cue(text, start, start + len(words) * pace, 0, Role.PARAGRAPH, words)


def timeline(*cues):
    end = cues[-1].end + 0.5
    return Timeline(1000, round(end * 1000), (Chapter("Eins & zwei", 0, end),), cues)


LONG = (
    "When the ship, which had left the harbour in the early morning, came into sight, everybody "
    "who had been waiting at the pier began to wave & shout “<hello>”."
)


def test_long_sentences_are_cut_behind_their_marks():
    lines = [caption.text for caption in captions(timeline(cue(LONG)))]
    assert lines[0] == "When the ship, which had left the harbour in the early morning,"
    assert all(len(line) <= 65 for line in lines)
    assert " ".join(lines) == LONG


@settings(derandomize=True, max_examples=50, deadline=None)
@given(words=st.lists(st.text("abc,.é", min_size=1, max_size=20), min_size=1, max_size=60))
def test_captions_keep_every_word_and_follow_each_other(words):
    text = " ".join(words)
    lines = list(captions(timeline(cue(text, start=2.0))))
    assert " ".join(line.text for line in lines) == text
    assert all(len(line.text) <= 65 for line in lines)
    assert all(line.start < line.end for line in lines)
    assert all(a.end <= b.start + 1e-9 for a, b in itertools.pairwise(lines))
    assert lines[0].start == 2.0


def test_a_sentence_without_words_is_one_caption():
    bare = Cue("…", 1.0, 2.0, 0, Role.PARAGRAPH, ())
    assert [caption.text for caption in captions(timeline(bare))] == ["…"]


def test_a_listing_that_is_announced_as_one_word_is_broken_into_lines():
    listing = "x = [line for line in source if line] " * 4
    said = Cue(listing, 1.0, 2.0, 0, Role.CODE, (Word(listing, 1.0, 2.0),))
    (caption,) = captions(timeline(said))
    assert caption.text.split() == listing.split()
    assert all(len(line) <= 65 for line in caption.text.splitlines())


def test_webvtt_escapes_what_it_would_take_for_markup():
    text = vtt(timeline(cue("a < b & c --> d", start=3599.9996)))
    assert text.startswith("WEBVTT\n\n01:00:00.000 --> 01:00:")
    assert "a &lt; b &amp; c --&gt; d\n" in text


def test_subrip_numbers_and_times_its_captions():
    text = srt(timeline(cue("One."), cue("Two.", start=61.5)))
    assert text == (
        "1\n00:00:00,000 --> 00:00:00,300\nOne.\n\n2\n00:01:01,500 --> 00:01:01,800\nTwo.\n"
    )


def test_chapters_are_told_as_json():
    told = json.loads(chapters_json(timeline(cue("One."))))
    assert told["version"] == "1.2.0"
    assert told["chapters"] == [{"startTime": 0, "endTime": 0.8, "title": "Eins & zwei"}]


def test_files_stand_beside_the_audio(tmp_path):
    path = tmp_path / "a.b.mp3"
    episode = Episode(
        path, EpisodeFormat.MP3, timeline(cue("One.")), Metadata("T"), Loudness(-16, -2, 0)
    )
    assert [file.name for file in write_captions(episode)] == ["a.b.vtt", "a.b.srt"]
    assert write_chapters(episode).name == "a.b.chapters.json"
    assert re.match("WEBVTT", (tmp_path / "a.b.vtt").read_text())
