from __future__ import annotations

import av
import pytest
from mutagen.id3 import ID3

from narrator.audio import stream
from narrator.domain import IncompleteEpisode, Metadata

ABOUT = Metadata("The price of all", artist="Jane Doe")


@pytest.fixture
def play(tmp_path, write, decode):
    def play(takes, count, **options):
        path = tmp_path / "a.mp3"
        path.write_bytes(b"".join(stream(write(count), takes, metadata=ABOUT, **options)))
        return path, *decode(path)

    return play


def test_sound_comes_with_the_first_utterance(write, utter, take, tmp_path):
    asked = []

    def takes():
        for seed in range(4):
            asked.append(seed)
            yield take(utter(seed))

    pieces = stream(write(4), takes(), metadata=ABOUT)
    sound = next(pieces)
    assert asked == [0]
    path = tmp_path / "first.mp3"
    path.write_bytes(sound)
    with av.open(str(path)) as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) > 2 * 22_050


def test_all_is_heard_at_the_level_of_an_episode(play, utter, take, lufs, true_peak):
    takes = [take(utter(seed, seconds=4, level=0.1 + seed % 3 / 50)) for seed in range(8)]
    path, samples, rate = play(takes, 8)
    assert len(samples) == pytest.approx(sum(t.samples + 0.4 * rate for t in takes), abs=3 * 576)
    assert lufs(samples, rate) == pytest.approx(-16, abs=0.5)
    assert true_peak(samples) <= -1
    assert str(ID3(path)["TIT2"]) == "The price of all"


def test_an_earlier_gain_is_where_it_begins(play, utter, take, lufs):
    heard = [play([take(utter(0))], 1, gain=gain)[1:] for gain in (0.0, 6.0)]
    assert lufs(*heard[1]) - lufs(*heard[0]) == pytest.approx(6, abs=0.5)


def test_missing_speech_is_an_error_and_not_a_short_file(write, utter, take):
    with pytest.raises(IncompleteEpisode):
        list(stream(write(2), [take(utter(0))], metadata=ABOUT))
