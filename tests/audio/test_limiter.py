from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.audio.limiter import limit

RATE = 22_050
CEILING = 0.8


@settings(derandomize=True, max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 1000),
    level=st.floats(0.1, 3.0),
    length=st.integers(1, 9_000),
    every=st.integers(1, 400),
)
def test_no_true_peak_is_left_over_the_ceiling(seed, level, length, every):
    from scipy.signal import resample_poly

    random = np.random.default_rng(seed)
    samples = np.zeros(length + 400, dtype=np.float32)
    samples[200 : 200 + length : every] = random.uniform(-level, level, -(-length // every))
    # Sound as a voice's has little at half the sample rate, where any interpolation is a guess.
    samples = np.convolve(samples, np.hanning(6) / 2.5, mode="same").astype(np.float32)
    limited, peak = limit(samples, RATE, CEILING)
    found = np.abs(resample_poly(limited.astype(np.float64), 8, 1)).max()
    assert found <= CEILING * 1.02
    assert peak <= CEILING * 1.001
    assert limited.shape == samples.shape


def test_what_is_under_the_ceiling_is_left_alone(noise):
    samples = noise(3, level=0.05).astype(np.float32) / 32768
    limited, peak = limit(samples, RATE, CEILING)
    assert limited is samples
    assert peak == pytest.approx(np.abs(samples).max(), rel=0.1)


def test_the_gain_moves_without_a_step():
    samples = np.full(RATE, 0.5, dtype=np.float32)
    samples[RATE // 2] = 2.0
    limited, _ = limit(samples, RATE, CEILING)
    gain = limited / samples
    assert gain.min() == pytest.approx(CEILING / 2.0, rel=0.05)
    # 1.5 dB a millisecond is 0.068 dB a sample.
    assert np.abs(np.diff(20 * np.log10(gain))).max() < 0.08


def test_the_sound_far_from_a_peak_is_left_alone():
    samples = np.full(RATE, 0.5, dtype=np.float32)
    samples[RATE // 2] = 2.0
    limited, _ = limit(samples, RATE, CEILING)
    assert np.array_equal(limited[: RATE // 4], samples[: RATE // 4])
    assert np.array_equal(limited[-RATE // 4 :], samples[-RATE // 4 :])


def test_nothing_stays_nothing():
    limited, peak = limit(np.zeros(0, dtype=np.float32), RATE, CEILING)
    assert len(limited) == 0
    assert peak == 0
