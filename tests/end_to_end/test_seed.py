"""The seed article, narrated with the default voice as `make demo` does it."""

import itertools
import json
from pathlib import Path

import av
import numpy as np
import pytest
from mutagen.id3 import ID3

from narrator import narrate, read_article, write_script
from narrator.manifest import manifest_path, read_manifest

SEEDS = Path(__file__).parents[2] / "seeds"
SEED = SEEDS / "nationpress-korea-defection.txt"
TITLE = "South Korea to Discuss Potential Defection of Captured North Korean Soldiers with Ukraine"
CHAPTERS = [TITLE, "Synopsis", "Key Takeaways", "Full story"]
ARTICLES = sorted(path for path in SEEDS.iterdir() if path.name != "README.md")


@pytest.fixture(scope="module")
def episode(tmp_path_factory):
    return narrate(SEED, tmp_path_factory.mktemp("seed") / "seed.mp3", captions=True)


@pytest.fixture(scope="module")
def script():
    return write_script(read_article(SEED), voice="joe")


def test_the_title_is_said_once_and_the_button_never(script):
    said = [utterance.spoken for utterance in script.utterances]
    assert said[0] == f"{TITLE}."
    assert sum(TITLE in text for text in said) == 1
    assert not any("listening" in text for text in said)


def test_the_receipt_names_what_was_left_out_and_where():
    removed = [(item.line, item.text) for item in read_article(SEED).removed]
    assert removed == [(2, "Click to start listening"), (3, TITLE)]


def test_the_dateline_is_said_as_a_person_would(script):
    (dateline,) = [said for said in script.utterances if said.role == "dateline"]
    assert dateline.text == "Seoul, Jan 14 (NationPress)"
    assert dateline.spoken == "Seoul, January fourteenth. NationPress."


def test_quotes_are_intact(script):
    said = " ".join(utterance.spoken for utterance in script.utterances)
    assert "he stated, “I want to live here.”" in said


def test_the_bullets_are_five_items_each_with_its_pause(script):
    items = [said for said in script.utterances if said.role == "item"]
    assert len(items) == 5
    assert all(item.pause >= 0.5 for item in items)


def test_there_is_a_chapter_for_each_section_however_it_is_read(episode):
    starts = [chapter.start for chapter in episode.timeline.chapters]
    assert [chapter.title for chapter in episode.timeline.chapters] == CHAPTERS
    tags = ID3(episode.path)
    order = tags.getall("CTOC")[0].child_element_ids
    marks = [tags[f"CHAP:{name}"] for name in order]
    assert [str(mark.sub_frames["TIT2"]) for mark in marks] == CHAPTERS
    assert [mark.start_time for mark in marks] == [round(start * 1000) for start in starts]
    with av.open(str(episode.path)) as container:
        chapters = container.chapters()
    assert [chapter["metadata"]["title"] for chapter in chapters] == CHAPTERS
    listed = json.loads(episode.path.with_suffix(".chapters.json").read_text("utf-8"))
    assert [chapter["title"] for chapter in listed["chapters"]] == CHAPTERS


def test_the_audio_is_as_long_as_its_timeline(episode):
    with av.open(str(episode.path)) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert samples == episode.timeline.samples


def test_it_is_as_loud_as_a_podcast(episode):
    assert abs(episode.loudness.integrated + 16) <= 0.5
    assert episode.loudness.true_peak <= -1


def test_no_word_stands_outside_its_sentence_and_no_sentence_overlaps_the_next(episode):
    cues = episode.timeline.cues
    for cue in cues:
        times = [time for word in cue.words for time in (word.start, word.end)]
        assert times == sorted(times)
        assert cue.start <= times[0]
        assert times[-1] <= cue.end + 1e-6
    assert all(one.end <= other.start for one, other in itertools.pairwise(cues))


def test_pauses_are_silent_and_joins_do_not_click(episode):
    with av.open(str(episode.path)) as container:
        frames = [frame.to_ndarray().ravel() for frame in container.decode(audio=0)]
    sound = np.concatenate(frames).astype(float)
    sound /= np.abs(sound).max()
    rate = episode.timeline.sample_rate
    cues = episode.timeline.cues
    for one, other in itertools.pairwise(cues):
        middle = round((one.end + other.start) / 2 * rate)
        assert np.abs(sound[middle - rate // 50 : middle + rate // 50]).max() < 0.01


def test_captions_and_manifest_tell_the_same_times(episode):
    cues = episode.timeline.cues
    facts = read_manifest(manifest_path(episode.path))
    assert [cue["start"] for cue in facts["cues"]] == [cue.start for cue in cues]
    captions = episode.path.with_suffix(".vtt").read_text("utf-8")
    last = cues[-1]
    minutes, seconds = divmod(last.end, 60)
    assert f"--> 00:{int(minutes):02}:{seconds:06.3f}" in captions


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_every_character_of_a_seed_is_said_once(path):
    article = read_article(path)
    script = write_script(article, voice="joe")
    spans = sorted(said.span for said in script.utterances if said.span)
    ends = [end for _, end in spans]
    assert all(end <= start for end, (start, _) in zip(ends, spans[1:], strict=False))
    covered = "".join(article.text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(article.text.split())


@pytest.mark.parametrize(
    "path", [path for path in ARTICLES if path.suffix == ".txt"], ids=lambda path: path.name
)
def test_every_word_of_a_pasted_seed_is_said_or_in_the_receipt(path):
    article = read_article(path)
    blocks = [block for section in article.sections for block in section.blocks]
    parts = [article.title, article.text, *(item.text for item in article.removed)]
    parts += [block.label for block in blocks]
    source = sorted(filter(str.isalnum, path.read_text("utf-8")))
    assert sorted(filter(str.isalnum, "".join(filter(None, parts)))) == source
