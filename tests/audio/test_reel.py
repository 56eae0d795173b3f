"""Reels are made once, joined without encoding again, and cut where the text decides."""

from __future__ import annotations

import dataclasses

import av
import mutagen
import numpy as np
import pytest

from narrator.audio import record
from narrator.audio.coding import Encoding
from narrator.audio.mix import Part, Stretch, stretches
from narrator.audio.music import Music
from narrator.audio.packets import Spool
from narrator.audio.reel import Press, cut
from narrator.audio.write import write as write_file
from narrator.domain import Chapter, EpisodeFormat, Metadata

ABOUT = Metadata("The price of all", cover=b"\xff\xd8\xff\xe0")
FORMATS = list(EpisodeFormat)
RATE = 22_050
RATE_OF = dict.fromkeys(FORMATS, RATE) | {EpisodeFormat.OPUS: 24_000}


class Kept(dict):
    """Reels in memory."""

    def put(self, key, head, body):
        self[key] = head, body


class Source:
    """Takes that count how often their sound was asked for."""

    def __init__(self, takes):
        self.takes = takes
        self.loaded = []

    def __call__(self):
        return [
            dataclasses.replace(
                take, load=lambda take=take: self.loaded.append(take) or take.speech
            )
            for take in self.takes
        ]


@pytest.fixture
def takes(speeches, take):
    return [take(speech) for speech in speeches]


@pytest.fixture
def make(tmp_path, write):
    def make(takes, kind=EpisodeFormat.MP3, name="a", **options):
        source = Source(takes)
        script = write(len(takes), sections=options.pop("sections", len(takes)))
        path = tmp_path / f"{name}.{kind}"
        return record(script, source, path, format=kind, metadata=ABOUT, **options), source

    return make


@pytest.fixture
def join(tmp_path, write):
    """Write reels of one take each, all with one gain, and give the file and where each begins."""

    def join(takes, kind, name="a", only=slice(None)):
        encoding = Encoding(kind, RATE_OF[kind])
        press = Press(encoding, 5.0, None)
        none = Music(np.zeros(0, np.float32), 0)
        pairs = zip(write(len(takes)).utterances, takes, strict=True)
        reels = [press.make([p]) for p in stretches(pairs, encoding.sample_rate, none, none)]
        reels = reels[only]
        path = tmp_path / f"{name}.{kind}"
        starts = np.cumsum([0, *(reel.samples for reel in reels)])
        with Spool(tmp_path) as spool:
            for reel in reels:
                spool.add(reel.packets)
            samples = int(starts[-1])
            write_file(
                spool,
                path,
                encoding=encoding,
                samples=samples,
                metadata=ABOUT,
                cover=b"",
                chapters=[Chapter("One", 0, samples / encoding.sample_rate)],
            )
        return path, starts.tolist()

    return join


@pytest.mark.parametrize("kind", FORMATS)
def test_an_edited_episode_is_byte_for_byte_one_made_from_scratch(kind, make, takes, utter, take):
    reels = Kept()
    first, _ = make(takes, kind, reels=reels)
    gain = first.loudness.gain
    edited = [*takes[:2], take(utter(77)), *takes[3:]]
    again, source = make(edited, kind, reels=reels, gain=gain)
    assert {item.key for item in source.loaded} == {edited[2].key}, "only the new one is needed"
    scratch, _ = make(edited, kind, name="scratch", gain=gain)
    assert again.path.read_bytes() == scratch.path.read_bytes()
    assert dataclasses.replace(scratch, path=again.path) == again


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind is not EpisodeFormat.OPUS])
def test_every_reel_sounds_where_it_belongs_to_the_sample(kind, join, takes, decode):
    whole, begins = join(takes, EpisodeFormat.WAV, name="whole")
    reference, _ = decode(whole)
    path, starts = join(takes, kind)
    samples, _ = decode(path)
    for take, begin, start in zip(takes, begins, starts, strict=False):
        sound = reference[begin + 900 : begin + take.samples]
        near = [
            samples[start + 900 + lag : start + 900 + lag + len(sound)] @ sound
            for lag in range(-20, 21)
        ]
        assert int(np.argmax(near)) - 20 == 0


@pytest.mark.parametrize("kind", FORMATS)
def test_joins_are_silent(kind, join, takes, decode):
    path, starts = join(takes, kind)
    samples, rate = decode(path)
    for start in starts[1:-1]:
        place = start * rate // RATE_OF[kind]
        # A third of a second of pause before, 60 ms of pause and 30 ms of margin behind.
        around = samples[place - rate // 3 : place + rate // 15]
        assert np.abs(around).max() < 0.005
        assert np.abs(np.diff(around)).max() < 0.003


@pytest.mark.parametrize("kind", [EpisodeFormat.MP3, EpisodeFormat.M4B, EpisodeFormat.OPUS])
def test_a_reel_decodes_in_the_join_as_it_does_alone(kind, join, takes, decode):
    path, starts = join(takes[:3], kind, name="joined")
    samples, rate = decode(path)
    single, _ = decode(join(takes[:3], kind, name="alone", only=slice(1, 2))[0])
    start = starts[1] * rate // RATE_OF[kind]
    # But for the pause at its end, which overlaps with what follows.
    length = (starts[2] - starts[1]) * rate // RATE_OF[kind] - rate // 10
    assert np.abs(samples[start : start + length] - single[:length]).max() < 1e-3


@pytest.mark.parametrize("kind", FORMATS)
def test_a_joined_file_is_as_long_as_its_reels(kind, join, takes, decode):
    path, starts = join(takes, kind)
    samples, rate = decode(path)
    # FFmpeg gives AAC's last packet whole, and mutagen counts its first; the index says where the
    # sound begins and ends.
    surplus = 1024 if kind is EpisodeFormat.M4B else 0
    assert 0 <= len(samples) - starts[-1] * rate // RATE_OF[kind] <= surplus
    length = mutagen.File(path).info.length - surplus / RATE
    assert length == pytest.approx(starts[-1] / RATE_OF[kind], abs=1e-4)
    # It counts the 6.5 ms that Opus says to skip.
    skip = 0.0065 if kind is EpisodeFormat.OPUS else 0
    with av.open(str(path)) as container:
        told = container.duration / 1e6 - skip
    assert told == pytest.approx(starts[-1] / RATE_OF[kind], abs=1e-3)


def test_an_episode_that_did_not_change_loads_nothing(make, takes):
    reels = Kept()
    first, _ = make(takes, reels=reels)
    before = first.path.read_bytes()
    again, source = make(takes, reels=reels, gain=first.loudness.gain)
    assert source.loaded == []
    assert again.path.read_bytes() == before


def test_other_gain_format_rate_and_music_make_other_reels(takes, write):
    (utterance,) = write(1).utterances
    quiet = np.zeros(0, np.float32)
    piece = Stretch((Part(utterance, takes[0], 0, takes[0].samples),), 50_000, quiet)
    music = dataclasses.replace(piece, music=np.full(100, 0.1, np.float32))
    mp3 = Encoding(EpisodeFormat.MP3, RATE)
    reels = Kept()
    for _ in range(2):
        Press(mp3, 5.0, reels).make([piece])
        Press(mp3, 5.25, reels).make([piece])
        Press(mp3, 5.0, reels).make([music])
        Press(Encoding(EpisodeFormat.M4B, RATE), 5.0, reels).make([piece])
        Press(Encoding(EpisodeFormat.MP3, 44_100), 5.0, reels).make(
            [dataclasses.replace(piece, parts=())]
        )
    assert len(reels) == 5


def test_wav_and_flac_share_their_reels(make, takes):
    reels = Kept()
    wav, _ = make(takes, EpisodeFormat.WAV, reels=reels)
    _, source = make(takes, EpisodeFormat.FLAC, reels=reels, gain=wav.loudness.gain)
    assert source.loaded == []


def test_an_earlier_gain_stays_while_the_loudness_is_right(make, takes, decode, lufs):
    estimated, _ = make(takes, gain=None)
    step = 0.25 if estimated.loudness.integrated < -16 else -0.25
    near, _ = make(takes, gain=estimated.loudness.gain + step)
    assert near.loudness.gain == estimated.loudness.gain + step
    wrong, _ = make(takes, gain=estimated.loudness.gain + 4)
    assert abs(wrong.loudness.gain - estimated.loudness.gain) <= 0.5
    for episode in (near, wrong):
        assert lufs(*decode(episode.path)) == pytest.approx(-16, abs=0.5)


def plan(takes, write, count, *, pause=0.4, sections=1):
    """Stretches of a long text, one an utterance, and the reels they are cut into."""
    many = [
        dataclasses.replace(take, key=f"{number * 2654435761 % 2**32:08x}")
        for number, take in zip(range(count), takes * count, strict=False)
    ]
    script = write(count, sections=sections, pause=pause)
    pieces = [
        Stretch(
            (Part(utterance, take, 0, take.samples),),
            take.samples + round(pause * RATE),
            np.zeros(0, np.float32),
        )
        for utterance, take in zip(script.utterances, many, strict=True)
    ]
    return pieces, list(cut(pieces, RATE))


def keys(reels):
    return [tuple(piece.parts[0].take.key for piece in reel) for reel in reels]


def test_reels_are_neither_short_nor_long(takes, write):
    _, reels = plan(takes, write, 400)
    lengths = [sum(piece.length for piece in reel) / RATE for reel in reels]
    assert min(lengths[:-1]) >= 12
    assert max(lengths) < 45 + 5
    assert len(reels) > 20


def test_a_section_begins_a_reel(takes, write):
    _, reels = plan(takes, write, 60, sections=12)
    sections = [{piece.parts[0].utterance.section for piece in reel} for reel in reels]
    assert all(len(found) == 1 for found in sections)


def test_where_no_silence_is_no_reel_ends(takes, write):
    _, reels = plan(takes, write, 60, pause=0.12)
    assert len(reels) == 1


@pytest.mark.parametrize("place", [0, 37, 199])
def test_an_insertion_changes_few_reels(place, takes, write):
    pieces, before = plan(takes, write, 200)
    part = pieces[0].parts[0]
    take = dataclasses.replace(part.take, key="deadbeef")
    new = dataclasses.replace(pieces[0], parts=(dataclasses.replace(part, take=take),))
    after = list(cut([*pieces[:place], new, *pieces[place:]], RATE))
    assert len(set(keys(after)) - set(keys(before))) <= 4
