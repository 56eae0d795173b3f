"""Speech-like sound, and independent ways to look at what was written."""

from __future__ import annotations

import hashlib

import av
import numpy as np
import pytest
from scipy.signal import lfilter, resample_poly

from narrator.audio import prepare
from narrator.domain import Role, Script, ScriptSection, Speech, Take, Utterance, Word

TEXT = "It cost five dollars in all, she said."


def noise(seconds, *, rate=22_050, seed=0, level=0.1):
    """Low-passed noise in syllables of a quarter second, between half a second of silence."""
    random = np.random.default_rng(seed)
    count = round(seconds * rate)
    time = np.arange(count) / rate
    sound = lfilter([1.0], [1.0, -1.7, 0.75], random.standard_normal(count))
    sound *= np.sin(np.pi * 4 * time) ** 2 * level / 4
    edge = np.zeros(rate // 2)
    return np.clip(np.concatenate([edge, sound, edge]) * 32768, -32768, 32767).astype(np.int16)


def utter(seed, *, seconds=2.0, rate=22_050, level=0.1):
    """Prepared speech for `TEXT`."""
    step = seconds / 8
    words = tuple(
        Word(word, 0.5 + index * step, 0.5 + (index + 1) * step)
        for index, word in enumerate(TEXT.split())
    )
    return prepare(Speech(noise(seconds, rate=rate, seed=seed, level=level), rate, words))


def take(speech):
    """Name speech by its sound."""
    key = hashlib.sha256(speech.pcm.tobytes()).hexdigest()
    facts = len(speech.pcm), speech.sample_rate, speech.words, speech.energies
    return Take(key, *facts, fresh=True, load=lambda: speech)


def write(count, *, sections=1, pause=0.4):
    """Write a script of `count` times `TEXT`."""
    per = -(-count // sections)
    utterances = tuple(
        Utterance(TEXT, TEXT, Role.PARAGRAPH, index // per, "noise", pause)
        for index in range(count)
    )
    titles = tuple(ScriptSection(f"Kapitel {n} – Ü & <b>", 1) for n in range(sections))
    return Script("The price of all", "en", titles, utterances)


@pytest.fixture(name="utter")
def _utter():
    return utter


@pytest.fixture(name="take", scope="session")
def _take():
    return take


@pytest.fixture(name="write")
def _write():
    return write


@pytest.fixture(name="noise")
def _noise():
    return noise


@pytest.fixture(scope="session")
def speeches():
    """Six utterances that differ, prepared once."""
    return [utter(seed, seconds=1.5 + seed / 4) for seed in range(6)]


@pytest.fixture
def decode():
    """Decode a file with FFmpeg, as listeners' players do."""

    def read(path):
        with av.open(path if hasattr(path, "read") else str(path)) as container:
            stream = container.streams.audio[0]
            frames = [frame.to_ndarray().reshape(-1) for frame in container.decode(stream)]
            samples = np.concatenate(frames)
            scale = 1 if samples.dtype.kind == "f" else 32768
            return samples.astype(np.float64) / scale, stream.rate

    return read


@pytest.fixture
def lufs():
    """Measure by the letter of BS.1770-4: its coefficients at 48 kHz, block by block."""

    def measure(samples, rate):
        divisor = np.gcd(48_000, rate)
        signal = resample_poly(samples, 48_000 // divisor, rate // divisor)
        shelf = [1.53512485958697, -2.69169618940638, 1.19839281085285]
        signal = lfilter(shelf, [1.0, -1.69065929318241, 0.73248077421585], signal)
        signal = lfilter([1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621], signal)
        starts = range(0, len(signal) - 19_200 + 1, 4_800)
        blocks = np.array([np.mean(signal[start : start + 19_200] ** 2) for start in starts])
        levels = -0.691 + 10 * np.log10(blocks + 1e-20)
        loud = blocks[levels > -70]
        gate = -0.691 + 10 * np.log10(loud.mean()) - 10
        return -0.691 + 10 * np.log10(blocks[(levels > -70) & (levels > gate)].mean())

    return measure


@pytest.fixture
def true_peak():
    """Highest level in dBTP, found at eight times the sample rate."""
    return lambda samples: 20 * np.log10(np.abs(resample_poly(samples, 8, 1)).max())
