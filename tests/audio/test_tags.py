from __future__ import annotations

import base64
import json
import shutil
import subprocess
from datetime import date
from itertools import cycle, islice

import av
import mutagen
import pytest
from mutagen.flac import Picture
from mutagen.id3 import ID3
from mutagen.wave import WAVE

from narrator.audio import id3, record
from narrator.domain import Chapter, EpisodeFormat, InputError, Metadata

ABOUT = Metadata(
    title="Größe & “Preis” – 값",
    language="de-AT",
    artist="Jane Doe",
    album="The Paper",
    published=date(2026, 1, 14),
    url="https://example.org/a?b=c",
    comment="Read by noise",
)
SECTIONS = 4
needs_ffprobe = pytest.mark.skipif(
    shutil.which("ffprobe") is None, reason="needs ffprobe (Debian package ffmpeg)"
)


@pytest.fixture(scope="module")
def episodes(tmp_path_factory, speeches, take):
    folder = tmp_path_factory.mktemp("episodes")
    episodes = {}

    def make(kind, write):
        if kind not in episodes:
            source = lambda: map(take, islice(cycle(speeches), 8))  # noqa: E731
            script = write(8, sections=SECTIONS)
            path = folder / f"a.{kind}"
            episodes[kind] = record(script, source, path, format=kind, metadata=ABOUT)
        return episodes[kind]

    return make


@pytest.fixture(params=list(EpisodeFormat))
def episode(request, episodes, write):
    return episodes(request.param, write)


def probe(path):
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_chapters", "-show_format"]
    command += ["-show_streams", str(path)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def expect(found, episode):
    chapters = episode.timeline.chapters
    assert [title for _, title in found] == [chapter.title for chapter in chapters]
    starts = [chapter.start for chapter in chapters]
    assert [start for start, _ in found] == pytest.approx(starts, abs=0.001)


@needs_ffprobe
def test_ffprobe_lists_every_chapter_once(episode):
    chapters = probe(episode.path)["chapters"]
    found = [(float(item["start_time"]), item["tags"]["title"]) for item in chapters]
    if episode.format is EpisodeFormat.WAV:
        # It lists the chapter at 0 last: cue points have no order of their own.
        found.sort()
    expect(found, episode)


def test_pyav_lists_every_chapter_once(episode):
    with av.open(str(episode.path)) as container:
        chapters = container.chapters()
    found = sorted(
        (float(item["start"] * item["time_base"]), item["metadata"]["title"]) for item in chapters
    )
    expect(found, episode)


@needs_ffprobe
def test_ffprobe_reads_the_exact_length(episode):
    # Older ones count the silence around the sound: whole frames of MP3, and 6.5 ms before Opus.
    around = {EpisodeFormat.MP3: 3 * 576 / 22_050, EpisodeFormat.OPUS: 0.007}
    told = float(probe(episode.path)["format"]["duration"])
    assert -0.001 <= told - episode.duration <= around.get(episode.format, 0.001)


@needs_ffprobe
def test_ffprobe_reads_the_tags(episode):
    found = probe(episode.path)
    tags = found["format"].get("tags") or found["streams"][0]["tags"]
    tags = {name.lower(): text for name, text in tags.items()}
    assert tags["title"] == ABOUT.title
    assert tags["artist"] == "Jane Doe"
    assert tags["album"] == "The Paper"
    assert tags["date"] == "2026-01-14"
    assert tags["comment"] == "Read by noise"


def cover_of(audio):
    if isinstance(audio, (ID3, WAVE)):
        return audio["APIC:"].data
    if "covr" in audio:
        return bytes(audio["covr"][0])
    if getattr(audio, "pictures", None):
        return audio.pictures[0].data
    return Picture(base64.b64decode(audio["METADATA_BLOCK_PICTURE"][0])).data


def test_mutagen_reads_length_and_cover(episode):
    audio = mutagen.File(episode.path)
    assert audio.info.length == pytest.approx(episode.duration, abs=0.07)
    tags = ID3(episode.path) if episode.format is EpisodeFormat.MP3 else audio
    assert cover_of(tags).startswith(b"\xff\xd8\xff")


def test_id3_says_where_the_article_stands_and_in_what_language(episodes, write):
    tags = ID3(episodes(EpisodeFormat.MP3, write).path)
    assert tags["WOAS"].url == ABOUT.url
    assert tags["TLAN"].text == ["deu"]
    assert tags["COMM::deu"].text == ["Read by noise"]


@pytest.mark.parametrize("kind", [EpisodeFormat.OPUS, EpisodeFormat.FLAC])
def test_vorbis_comments_have_the_chapters(kind, episodes, write):
    episode = episodes(kind, write)
    audio = mutagen.File(episode.path)
    assert audio["CHAPTER001"] == ["00:00:00.000"]
    for number, chapter in enumerate(episode.timeline.chapters, 1):
        minutes, seconds = divmod(chapter.start, 60)
        assert audio[f"CHAPTER{number:03}"] == [f"00:{minutes:02.0f}:{seconds:06.3f}"]
        assert audio[f"CHAPTER{number:03}NAME"] == [chapter.title]


def test_m4b_starts_with_its_index(episodes, write):
    data = episodes(EpisodeFormat.M4B, write).path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_three_hundred_chapters_are_nested_and_in_time_order(tmp_path):
    chapters = [Chapter(f"Nr. {n}", n * 2.0, n * 2.0 + 2) for n in range(300)]
    path = tmp_path / "a.mp3"
    path.write_bytes(id3.tag(ABOUT, b"\xff\xd8\xff", chapters))
    tags = ID3(path)
    tables = {frame.element_id: frame for frame in tags.getall("CTOC")}
    assert tables["toc"].child_element_ids == ["toc0", "toc1"]
    names = tables["toc0"].child_element_ids + tables["toc1"].child_element_ids
    found = {frame.element_id: frame for frame in tags.getall("CHAP")}
    assert [found[name].start_time for name in names] == [n * 2000 for n in range(300)]
    assert [found[name].sub_frames["TIT2"].text[0] for name in names[:2]] == ["Nr. 0", "Nr. 1"]


@needs_ffprobe
def test_players_see_three_hundred_chapters(tmp_path, write, utter, take):
    speech = take(utter(0, seconds=0.3))
    path = tmp_path / "a.mp3"
    script = write(300, sections=300, pause=0.05)
    episode = record(script, lambda: [speech] * 300, path, format=EpisodeFormat.MP3, metadata=ABOUT)
    chapters = probe(path)["chapters"]
    expect([(float(item["start_time"]), item["tags"]["title"]) for item in chapters], episode)


def test_a_cover_that_is_no_picture_is_refused(tmp_path, write, speeches):
    about = Metadata("T", cover=b"<html>")
    with pytest.raises(InputError, match="neither PNG nor JPEG"):
        record(write(6), lambda: speeches, tmp_path / "a", format=EpisodeFormat.MP3, metadata=about)
