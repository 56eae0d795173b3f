"""A stream sounds like the file, and its first bytes come with the first utterance."""

import io

import av
import numpy as np
import pytest

from narrator.audio import LiveEncoder, LiveFormat
from narrator.domain import Metadata


@pytest.fixture(name="takes", scope="module")
def _takes(speeches, take):
    return [take(speech) for speech in speeches]


def play(kind, script, takes):
    encoder = LiveEncoder(kind, takes[0].sample_rate, Metadata(title="Prices", artist="Ä"))
    pieces = [encoder.add(*pair) for pair in zip(script.utterances, takes, strict=True)]
    return [*pieces, encoder.finish()]


@pytest.mark.parametrize("kind", [kind for kind in LiveFormat if kind is not LiveFormat.PCM])
def test_a_stream_holds_all_of_the_speech_at_the_right_loudness(kind, write, takes, decode, lufs):
    pieces = play(kind, write(6), takes)

    samples, rate = decode(io.BytesIO(b"".join(pieces)))

    whole = sum(take.samples / take.sample_rate for take in takes) + 6 * 0.4
    assert len(samples) / rate == pytest.approx(whole, abs=0.15)
    assert lufs(samples, rate) == pytest.approx(-16, abs=1.0)
    assert len(pieces[0]) > 1000, "the first utterance was held back"


def test_raw_samples_are_24_khz(write, takes):
    data = b"".join(play(LiveFormat.PCM, write(6), takes))
    whole = sum(take.samples / take.sample_rate for take in takes) + 6 * 0.4
    assert len(np.frombuffer(data, "<i2")) / 24_000 == pytest.approx(whole, abs=0.01)


def test_a_stream_of_mp3_says_what_it_is(tmp_path, write, takes):
    path = tmp_path / "stream.mp3"
    path.write_bytes(b"".join(play(LiveFormat.MP3, write(6), takes)))
    with av.open(str(path)) as container:
        assert (container.metadata["title"], container.metadata["artist"]) == ("Prices", "Ä")
