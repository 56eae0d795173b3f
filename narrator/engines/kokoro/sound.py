"""The ends of Kokoro's vocoder that are plain signal processing: its source and its output.

Kokoro ends in an ISTFTNet (Kaneko et al. 2022, arXiv:2203.02395) with the source of a neural
source-filter model (Wang, Takaki and Yamagishi 2019, arXiv:1904.12088): nine harmonics of the
pitch, and if wanted a little noise, are given to the network as a spectrum, and it answers with
the spectrum of the speech. Both are done here in float32 or float64, since phases cannot bear
fewer bits.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 24_000
"""Samples a second, in Hz."""

FRAME = 600
"""Samples of a frame, the unit of Kokoro's durations: 25 ms."""

PITCH_FRAME = 300
"""Samples for which one value of the pitch holds."""

WINDOW = 20
"""Samples of a spectrum's window."""

HOP = 5
"""Samples from one window to the next."""

WINDOWS = FRAME // HOP
"""Windows of a frame."""

_SINE_LEVEL, _VOICED_NOISE, _UNVOICED_NOISE = 0.1, 0.003, 0.1 / 3
"""Amplitudes of the source, as in training (`SineGen` in hexgrad/kokoro, istftnet.py)."""

_VOICED = 10.0
"""Least pitch of a voiced sound, in Hz (same place)."""

_HANN = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)


def source_spectrum(
    pitch: npt.NDArray[np.float32],
    mixing: npt.NDArray[np.float64],
    random: np.random.Generator | None,
) -> npt.NDArray[np.float32]:
    """Make the source that the network filters.

    Args:
        pitch: Fundamental frequency in Hz, 0 where there is none, shape (n,).
        mixing: Weights of the nine harmonics and, last, the offset; shape (10,).
        random: Where the noise comes from; None for none, as in the published export.

    Returns:
        Magnitudes, then phases in radians: float32 of shape (60 n + 1, 22).
    """
    voiced = np.repeat(pitch > _VOICED, PITCH_FRAME)
    noise = random.standard_normal(len(voiced)) if random else np.zeros(len(voiced))
    # The harmonics' own noises are independent and only their sum is heard.
    spread = float(np.linalg.norm(mixing[:-1]))
    level = np.where(voiced, _VOICED_NOISE, _UNVOICED_NOISE) * spread
    wave = np.tanh(
        _harmonics(pitch, mixing[:-1]) * (_SINE_LEVEL * voiced) + noise * level + mixing[-1]
    )
    wave = wave.astype(np.float32)
    framed = np.lib.stride_tricks.sliding_window_view(np.pad(wave, WINDOW // 2, "reflect"), WINDOW)
    spectrum = np.fft.rfft(framed[::HOP] * _HANN)
    return np.concatenate([np.abs(spectrum), np.angle(spectrum)], axis=1)


def to_sound(answer: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Turn the network's answer into sound.

    Args:
        answer: Logarithms of magnitudes, then what phases are the sine of: shape (n, 22).

    Returns:
        Mono samples, shape (5 (n - 1),). Windows overlap four times and their squares add up
        to 1.5, as which the published models leave them.
    """
    bins = WINDOW // 2 + 1
    magnitude = np.exp(answer[:, :bins])
    phase = np.sin(answer[:, bins:])
    spectrum = np.empty(magnitude.shape, np.complex64)
    np.multiply(magnitude, np.cos(phase), out=spectrum.real)
    np.multiply(magnitude, np.sin(phase), out=spectrum.imag)
    pieces = np.fft.irfft(spectrum, WINDOW) * _HANN
    rows = np.zeros((len(pieces) + WINDOW // HOP - 1, HOP), np.float32)
    for part in range(WINDOW // HOP):
        rows[part : part + len(pieces)] += pieces[:, part * HOP : (part + 1) * HOP]
    return rows.reshape(-1)[WINDOW // 2 : -WINDOW // 2]


def _harmonics(
    pitch: npt.NDArray[np.float32], weights: npt.NDArray[np.float64]
) -> npt.NDArray[np.float32]:
    """Add up harmonics of the pitch, each with its weight."""
    phase = ((_turns(pitch) % 1.0) * (2 * np.pi)).astype(np.float32)
    # Each sine from the two before it: sin (k + 1) p = 2 cos p sin k p - sin (k - 1) p.
    before, sine, twice = np.zeros_like(phase), np.sin(phase), 2 * np.cos(phase)
    wave = np.zeros_like(phase)
    for weight in weights.astype(np.float32):
        wave += weight * sine
        before, sine = sine, twice * sine - before
    return wave


def _turns(pitch: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Turns of the fundamental at every sample, between the middles of pitch frames linear."""
    whole = np.cumsum(pitch.astype(np.float64)) * PITCH_FRAME / SAMPLE_RATE
    at = (np.arange(len(pitch) * PITCH_FRAME) + 0.5) / PITCH_FRAME - 0.5
    return np.interp(at, np.arange(len(pitch)), whole)
