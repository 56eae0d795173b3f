from __future__ import annotations

import numpy as np
import pytest
import soundfile

from narrator.audio import record
from narrator.audio.loudness import Meter
from narrator.domain import EpisodeFormat, InputError, Metadata

ABOUT = Metadata("T", cover=b"\xff\xd8\xff")


@pytest.fixture
def music(tmp_path):
    def make(seconds, name="music.flac"):
        rate = 44_100
        time = np.arange(round(seconds * rate)) / rate
        chord = sum(np.sin(2 * np.pi * pitch * time) for pitch in (220, 277.2, 329.6)) / 4
        path = tmp_path / name
        soundfile.write(path, np.stack([chord, chord], axis=1), rate)
        return path

    return make


@pytest.fixture
def make(tmp_path, write, utter, take):
    takes = [take(utter(seed, seconds=6)) for seed in range(4)]

    def make(**music):
        path = tmp_path / "a.wav"
        return record(
            write(4), lambda: takes, path, format=EpisodeFormat.WAV, metadata=ABOUT, **music
        )

    return make


def level(samples, rate, start, end):
    meter = Meter(rate)
    meter.write(samples[round(start * rate) : round(end * rate)].astype(np.float32))
    return meter.integrated


def test_the_speech_joins_the_opening_music_after_six_seconds(make, music, decode, lufs):
    plain = make()
    episode = make(intro=music(30))
    assert episode.timeline.cues[0].start == 6.0
    assert episode.timeline.chapters[0].start == 0
    assert episode.duration == pytest.approx(plain.duration + 6, abs=0.001)
    samples, rate = decode(episode.path)
    assert len(samples) == episode.timeline.samples
    assert lufs(samples, rate) == pytest.approx(-16, abs=0.5)
    assert level(samples, rate, 1, 4.5) == pytest.approx(-20, abs=1)
    # Between the first sentence, which ends 12.1 s in, and the second nothing is left of it.
    assert np.abs(samples[round(12.15 * rate) : round(12.45 * rate)]).max() == 0


def test_music_is_ducked_under_the_speech(music):
    from narrator.audio.music import read_intro

    intro = read_intro(music(30), 22_050)
    alone = level(intro.samples, 22_050, 2, 4.5)
    under = level(intro.samples, 22_050, 6.2, 8)
    assert alone - under == pytest.approx(14, abs=0.5)
    assert intro.samples[0] == intro.samples[-1] == 0


def test_a_jingle_is_heard_out_before_the_speech(make, music):
    episode = make(intro=music(2.0, "jingle.wav"))
    assert episode.timeline.cues[0].start == pytest.approx(2.3, abs=0.01)


def test_closing_music_follows_the_last_pause(make, music, decode):
    plain = make()
    episode = make(outro=music(30))
    assert episode.duration == pytest.approx(plain.duration + 12, abs=0.001)
    assert episode.timeline.chapters[-1].end == episode.duration
    samples, rate = decode(episode.path)
    assert np.abs(samples[-50:]).max() < 0.001
    steps = np.abs(np.diff(samples[round((plain.duration - 0.3) * rate) :]))
    assert steps.max() < 0.05


def test_a_file_without_sound_is_named(make, tmp_path):
    path = tmp_path / "notes.mp3"
    path.write_text("not music")
    with pytest.raises(InputError, match=r"notes\.mp3"):
        make(intro=path)
    with pytest.raises(InputError, match="absent"):
        make(outro=tmp_path / "absent.mp3")


def test_silent_music_is_refused(make, tmp_path):
    path = tmp_path / "silent.wav"
    soundfile.write(path, np.zeros(44_100), 44_100)
    with pytest.raises(InputError, match="nothing can be heard"):
        make(intro=path)
    assert not (tmp_path / "a.wav").exists()
