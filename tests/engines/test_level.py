from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from narrator.audio.limiter import limit
from narrator.audio.loudness import TARGET, Meter
from narrator.engines import load_engine
from narrator.engines.level import REFERENCE, level_gain
from narrator.voices import find_voice

SAID = [
    "The ferry left the harbour before sunrise.",
    "Who would have thought that this crossing was to be its last?",
    "By noon the quay was empty.",
]


CEILING = 10 ** (-1 / 20)
"""Highest true peak of an episode: -1 dBTP."""

EPISODE_GAIN = TARGET - REFERENCE + 1
"""dB that an episode of these voices is turned up by: the limiter takes about one of them."""


def loudness_in_an_episode(voice, cache):
    engine = load_engine(voice, cache=cache, threads=1)
    meter = Meter(engine.sample_rate)
    for sentence in SAID:
        loud = engine.synthesize(sentence).pcm / np.float32(32768) * 10 ** (EPISODE_GAIN / 20)
        meter.write(limit(loud, engine.sample_rate, CEILING)[0].astype(np.float32))
    engine.close()
    return meter.integrated


def test_voices_of_different_loudness_come_out_at_one_level(cache):
    joe, system = (loudness_in_an_episode(find_voice(name), cache) for name in ("joe", "system"))
    assert joe == pytest.approx(system, abs=1.0)
    assert joe == pytest.approx(TARGET, abs=1.5)


def test_a_voice_is_turned_down_as_a_whole_and_stored_as_other_speech(cache):
    plain = load_engine(find_voice("tone"), cache=cache)
    loud = dataclasses.replace(find_voice("tone"), loudness=REFERENCE + 6)
    turned = load_engine(loud, cache=cache)
    before, after = (engine.synthesize("One, two.", speed=1.5) for engine in (plain, turned))
    ratio = np.abs(after.pcm).max() / np.abs(before.pcm).max()
    assert ratio == pytest.approx(10 ** (-6 / 20), rel=0.01)
    assert after.words == before.words
    assert turned.fingerprint != plain.fingerprint


def test_a_quiet_or_unmeasured_voice_is_left_as_it_is():
    tone = find_voice("tone")
    assert level_gain(tone) == 0.0
    assert level_gain(dataclasses.replace(tone, loudness=REFERENCE - 5)) == 0.0
