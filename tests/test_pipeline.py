"""The whole flow: what it decides between its stages, and what it leaves when one fails."""

import pytest

from narrator import narrate
from narrator.domain import EpisodeFormat
from narrator.manifest import read_episode
from narrator.pipeline import describe_source, produce
from narrator.studio import Studio
from narrator.text import read_article, write_script

ARTICLE = (
    "A quiet day\n\nThe wheel did not turn. It cost $5.\n\nNobody knew what to say about it.\n"
)


def test_progress_reaches_the_end_once(tmp_path):
    seen = []
    episode = narrate(ARTICLE, tmp_path / "a.mp3", voice="tone", on_progress=seen.append)
    assert [step.done for step in seen] == list(range(1, len(episode.timeline.cues) + 1))
    assert seen[-1].share == 1.0
    assert seen[-1].done == seen[-1].total


class Stop(Exception):
    pass


def test_what_fails_in_the_middle_leaves_no_file_and_keeps_what_was_spoken(tmp_path):
    def stop_at_two(progress):
        if progress.done == 2:
            raise Stop

    with Studio(tmp_path / "cache") as studio:
        out = tmp_path / "episodes" / "a.mp3"
        with pytest.raises(Stop):
            narrate(ARTICLE, out, voice="tone", studio=studio, on_progress=stop_at_two)
        assert list(out.parent.iterdir()) == []
        seen = []
        narrate(ARTICLE, out, voice="tone", studio=studio, on_progress=seen.append)
    assert seen[-1].fresh < seen[-1].total


def test_the_same_article_gives_the_same_audio(tmp_path):
    for name in ("a.wav", "b.wav"):
        with Studio(tmp_path / "cache", keep_speech=False) as studio:
            narrate(ARTICLE, tmp_path / name, voice="tone", studio=studio)
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_a_piped_article_and_its_file_are_read_alike(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE)
    assert read_article(tmp_path / "a.txt") == read_article(ARTICLE.encode())


def test_after_an_edit_the_audio_is_what_it_would_be_from_scratch(tmp_path):
    # Longer than the minute from which the gain is estimated.
    text = ARTICLE + " ".join(f"The miller waited through hour number {n}." for n in range(40))
    edited = text.replace("hour number 35", "the hour that was number 35")
    with Studio(tmp_path / "cache") as studio:
        narrate(text, tmp_path / "a.mp3", voice="tone", studio=studio)
        before = set((tmp_path / "cache").rglob("*.reel"))
        narrate(edited, tmp_path / "a.mp3", voice="tone", studio=studio)
        assert 1 <= len(set((tmp_path / "cache").rglob("*.reel")) - before) < len(before)
    with Studio(tmp_path / "other") as studio:
        narrate(edited, tmp_path / "b.mp3", voice="tone", studio=studio)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()
    timelines = [read_episode(tmp_path / f"{name}.episode.json").timeline for name in "ab"]
    assert timelines[0] == timelines[1]


@pytest.mark.parametrize("kind", ["reel", "speech"])
@pytest.mark.parametrize("keep", [0, 300, -10])
def test_what_was_damaged_in_the_store_is_made_again(tmp_path, kind, keep):
    with Studio(tmp_path / "cache") as studio:
        narrate(ARTICLE, tmp_path / "a.mp3", voice="tone", studio=studio)
        for path in (tmp_path / "cache").rglob(f"*.{kind}"):
            path.write_bytes(path.read_bytes()[:keep])
        narrate(ARTICLE, tmp_path / "b.mp3", voice="tone", studio=studio)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_any_part_of_a_script_can_be_spoken_before_it_is_joined(tmp_path):
    article = read_article(ARTICLE)
    script = write_script(article, voice="tone")
    with Studio(tmp_path / "cache") as studio:
        assert all(take.fresh for take in studio.speak(script.utterances[1:]))
    seen = []
    with Studio(tmp_path / "cache") as studio:
        produce(
            article,
            script,
            tmp_path / "a.mp3",
            origin=describe_source(ARTICLE, None),
            format=EpisodeFormat.MP3,
            studio=studio,
            on_progress=seen.append,
        )
    assert seen[-1].fresh == 1


def test_an_edited_episode_keeps_its_gain(tmp_path):
    with Studio(tmp_path / "cache") as studio:
        first = narrate(ARTICLE, tmp_path / "a.mp3", voice="tone", studio=studio)
        manifest = tmp_path / "a.episode.json"
        step = 0.25 if first.loudness.integrated < -16 else -0.25
        text = manifest.read_text("utf-8")
        gain = first.loudness.gain
        manifest.write_text(text.replace(f'"gain": {gain}', f'"gain": {gain + step}'), "utf-8")
        again = narrate(ARTICLE, tmp_path / "a.mp3", voice="tone", studio=studio)
    assert again.loudness.gain == gain + step
    assert abs(again.loudness.integrated + 16) <= 0.3
