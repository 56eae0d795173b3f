from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.audio.loudness import Gate, Meter, energies


def sine(decibels, seconds, rate, frequency=997):
    time = np.arange(round(seconds * rate)) / rate
    return (10 ** (decibels / 20) * np.sin(2 * np.pi * frequency * time)).astype(np.float32)


def measure(samples, rate):
    meter = Meter(rate)
    meter.write(samples)
    return meter.integrated


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 48_000])
def test_a_sine_reads_its_level_at_every_rate(rate):
    # EBU Tech 3341 case 1 has -23 LUFS for both channels; one of them carries half the power.
    assert measure(sine(-23, 20, rate), rate) == pytest.approx(-26.01, abs=0.1)


def test_quiet_stretches_are_gated_out():
    # EBU Tech 3341 case 3, in one channel.
    parts = [sine(-36, 10, 24_000), sine(-23, 60, 24_000), sine(-36, 10, 24_000)]
    assert measure(np.concatenate(parts), 24_000) == pytest.approx(-26.01, abs=0.1)


def test_very_quiet_stretches_are_gated_out_before_that():
    # EBU Tech 3341 case 4, in one channel.
    levels = [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)]
    parts = [sine(level, seconds, 24_000) for level, seconds in levels]
    assert measure(np.concatenate(parts), 24_000) == pytest.approx(-26.01, abs=0.1)


def test_silence_has_no_loudness():
    assert measure(np.zeros(48_000, dtype=np.float32), 24_000) == -math.inf


def test_agrees_with_the_letter_of_the_standard(noise, lufs):
    samples = noise(8).astype(np.float32) / 32768
    assert measure(samples, 22_050) == pytest.approx(lufs(samples, 22_050), abs=0.1)


@settings(derandomize=True, max_examples=20, deadline=None)
@given(cuts=st.lists(st.integers(0, 40_000), max_size=8))
def test_where_the_stream_is_cut_makes_no_difference(cuts):
    samples = sine(-20, 2, 20_000, 300)
    meter = Meter(20_000)
    for piece in np.split(samples, sorted(cuts)):
        meter.write(piece)
    assert meter.integrated == pytest.approx(measure(samples, 20_000), abs=1e-6)


def test_kept_energies_give_the_loudness_without_the_sound():
    samples = sine(-20, 3, 24_000)
    gate = Gate()
    gate.add(energies(samples, 24_000))
    assert gate.integrated == pytest.approx(measure(samples, 24_000), abs=0.01)


def test_the_last_stretch_has_its_energy_too():
    assert len(energies(sine(-20, 0.25, 24_000), 24_000)) == 3
    assert len(energies(np.zeros(0, dtype=np.float32), 24_000)) == 0
