from __future__ import annotations

import resource
import tracemalloc
from itertools import cycle, islice

import numpy as np
import pytest

from narrator.audio import record
from narrator.domain import (
    EpisodeFormat,
    IncompleteEpisode,
    Metadata,
    OutputError,
    Replacement,
    Role,
    Script,
    ScriptSection,
    Speech,
    Utterance,
    Word,
)

FORMATS = list(EpisodeFormat)
ABOUT = Metadata("The price of all", cover=b"\xff\xd8\xff\xe0")
"""With a cover, so that none is drawn where none is looked at."""


@pytest.fixture
def make(tmp_path, write, speeches, take):
    def make(count=6, kind=EpisodeFormat.WAV, **options):
        script = write(count, sections=options.pop("sections", 1))
        source = options.pop("source", lambda: islice(cycle(speeches), count))
        metadata = options.pop("metadata", ABOUT)
        path = tmp_path / f"a.{kind}"
        return record(
            script, lambda: map(take, source()), path, format=kind, metadata=metadata, **options
        )

    return make


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_as_long_and_as_loud_as_it_says(kind, make, decode, lufs, true_peak):
    episode = make(kind=kind, metadata=Metadata("The price of all"))
    samples, rate = decode(episode.path)
    if kind is EpisodeFormat.M4B:
        # FFmpeg gives the last packet whole; the index says where the sound ends.
        assert 0 <= len(samples) - episode.timeline.samples < 2048
    else:
        assert len(samples) == round(episode.duration * rate)
    expected = sum(cue.end - cue.start + 0.4 for cue in episode.timeline.cues)
    # The end is rounded up to a whole packet, the longest of which is AAC's.
    assert -0.001 < episode.duration - expected < 1024 / rate
    assert lufs(samples, rate) == pytest.approx(-16, abs=0.5)
    # Of noise AAC leaves 0.25 LU out, of speech 0.03.
    assert episode.loudness.integrated == pytest.approx(lufs(samples, rate), abs=0.3)
    assert true_peak(samples) <= -1.0


@pytest.mark.parametrize("kind", FORMATS)
def test_sound_stands_where_the_timeline_says(kind, make, decode):
    episode = make(kind=kind)
    samples, rate = decode(episode.path)
    for cue in episode.timeline.cues:
        start, end = round(cue.start * rate), round(cue.end * rate)
        # The margins around the sound are 30 and 60 ms, the pause is 400 ms.
        assert np.abs(samples[start : start + rate // 50]).max() < 0.02
        assert np.abs(samples[start + rate // 10 : end - rate // 10]).max() > 0.05
        assert np.abs(samples[end - rate // 25 : end + rate // 3]).max() < 0.02


def test_cues_and_chapters_agree_with_the_samples(make, speeches):
    episode = make(count=9, sections=3)
    rate = episode.timeline.sample_rate
    place = 0
    for cue, speech in zip(episode.timeline.cues, cycle(speeches), strict=False):
        assert round(cue.start * rate) == place
        assert round(cue.end * rate) == place + len(speech.pcm)
        assert cue.words[0].start == pytest.approx(cue.start + speech.words[0].start)
        place += len(speech.pcm) + round(0.4 * rate)
    assert episode.timeline.samples == place
    chapters = episode.timeline.chapters
    assert [chapter.start for chapter in chapters] == [
        episode.timeline.cues[index].start for index in (0, 3, 6)
    ]
    assert [chapter.end for chapter in chapters] == [
        *(chapter.start for chapter in chapters[1:]),
        episode.duration,
    ]


def test_no_join_clicks(make, decode):
    episode = make()
    samples, rate = decode(episode.path)
    for cue in episode.timeline.cues:
        for moment in (cue.start, cue.end):
            place = round(moment * rate)
            around = samples[max(0, place - 50) : place + 50]
            assert np.abs(np.diff(around)).max() < 0.001


def test_written_words_carry_the_time_of_all_that_is_said(tmp_path, noise, take):
    from narrator.audio import prepare

    spoken = "It cost five dollars."
    utterance = Utterance(
        "It cost $5 –.",
        spoken,
        Role.PARAGRAPH,
        0,
        "x",
        0.0,
        None,
        (Replacement(8, 10, "five dollars"), Replacement(10, 12, "")),
    )
    words = tuple(
        Word(word, 0.5 + index / 2, 1 + index / 2) for index, word in enumerate(spoken.split())
    )
    speech = prepare(Speech(noise(2.0), 22_050, words))
    script = Script("T", "en", (ScriptSection("T", 1),), (utterance,))
    path = tmp_path / "a.wav"
    episode = record(script, lambda: [take(speech)], path, format=EpisodeFormat.WAV, metadata=ABOUT)
    cue = episode.timeline.cues[0]
    assert [word.text for word in cue.words][:2] == ["It", "cost"]
    assert cue.words[2].start == pytest.approx(speech.words[2].start)
    assert cue.words[2].end == pytest.approx(speech.words[3].end)


def test_an_episode_that_grows_louder_is_encoded_again(make, utter, decode, lufs):
    quiet = [utter(seed, seconds=20, level=0.05) for seed in range(2)]
    loud = [utter(seed, seconds=20, level=0.2) for seed in range(2)]
    calls = []

    def source():
        calls.append(1)
        return [*islice(cycle(quiet), 3), *islice(cycle(loud), 3)]

    episode = make(count=6, source=source)
    assert len(calls) > 1
    assert lufs(*decode(episode.path)) == pytest.approx(-16, abs=0.4)


def test_voices_of_another_rate_are_converted(make, utter, decode):
    speeches = [utter(0, rate=22_050), utter(1, rate=16_000), utter(2, rate=24_000)]
    episode = make(count=3, source=lambda: speeches)
    samples, rate = decode(episode.path)
    assert rate == episode.timeline.sample_rate == 22_050
    assert len(samples) == episode.timeline.samples
    assert episode.duration == pytest.approx(sum(s.duration + 0.4 for s in speeches), abs=0.001)


def test_silence_is_recorded_without_gain(make):
    words = tuple(Word(str(index), 0, 0) for index in range(8))
    speech = Speech(np.zeros(40_000, dtype=np.int16), 22_050, words, np.zeros(19))
    episode = make(count=2, source=lambda: [speech, speech])
    assert episode.loudness.gain == 0


@pytest.mark.parametrize("count", [0, 5, 7])
def test_missing_or_surplus_speech_is_not_published(count, make, speeches, tmp_path):
    with pytest.raises(IncompleteEpisode, match="6 utterances"):
        make(source=lambda: islice(cycle(speeches), count))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seconds", [0.0, 0.1, 60.0])
def test_speech_of_an_impossible_length_is_not_published(seconds, make, speeches, tmp_path):
    wrong = Speech(np.ones(round(seconds * 22_050), dtype=np.int16), 22_050, speeches[0].words)
    with pytest.raises(IncompleteEpisode, match="cannot be"):
        make(source=lambda: [*speeches[:5], wrong])
    assert list(tmp_path.iterdir()) == []


def test_speech_without_its_word_times_is_not_published(make, speeches, tmp_path):
    wrong = Speech(speeches[0].pcm, 22_050, speeches[0].words[1:], speeches[0].energies)
    with pytest.raises(IncompleteEpisode, match="word times"):
        make(source=lambda: [*speeches[:5], wrong])
    assert list(tmp_path.iterdir()) == []


def test_a_script_that_says_nothing_is_not_published(make, tmp_path):
    with pytest.raises(IncompleteEpisode, match="says nothing"):
        make(count=0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_interruption_leaves_what_was_there(kind, error, make, tmp_path, utter):
    long = utter(0, seconds=32)
    path = tmp_path / f"a.{kind}"
    path.write_bytes(b"old")

    def source():
        yield from [long] * 2
        raise error

    with pytest.raises(error):
        make(count=4, kind=kind, source=source)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_full_disk_is_explained(kind, make, tmp_path):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        with pytest.raises(OutputError, match="cannot write"):
            make(kind=kind)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_audio(make, utter):
    speech = utter(0, seconds=20)

    def peak(count):
        tracemalloc.start()
        make(count=count, source=lambda: [speech] * count)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    make(count=1)
    short, long = peak(8), peak(20)
    # What grows is the timeline, eight words for each 900 kB of PCM here.
    assert long - short < 0.05 * 12 * speech.pcm.nbytes


def test_wav_over_four_gigabytes_stays_readable(tmp_path, decode):
    import av

    from narrator.audio import riff
    from narrator.domain import Chapter

    path = tmp_path / "a.wav"
    with av.open(str(path), "w", format="wav", options={"rf64": "always"}) as container:
        stream = container.add_stream("pcm_s16le", rate=8_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.ones((1, 8_001), dtype=np.int16), "s16", "mono")
        frame.sample_rate = 8_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    riff.tag(path, ABOUT, b"", [Chapter("One", 0, 0.5), Chapter("Two", 0.5, 1)], 8_000)
    assert path.read_bytes()[:4] == b"RF64"
    assert int.from_bytes(path.read_bytes()[20:28], "little") == path.stat().st_size - 8
    assert len(decode(path)[0]) == 8_001
    with av.open(str(path)) as container:
        assert len(container.chapters()) == 2
