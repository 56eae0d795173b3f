"""The ends of Kokoro's vocoder that are plain signal processing: its source and its output.

Kokoro ends in an ISTFTNet (Kaneko et al. 2022, arXiv:2203.02395) with the source of a neural
source-filter model (Wang, Takaki and Yamagishi 2019, arXiv:1904.12088): nine harmonics of the
pitch, and if wanted a little noise, are given to the network as a spectrum, and it answers with
the spectrum of the speech. Both are done here in float64 or float32, since phases cannot bear
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

_HARMONICS = np.arange(1, 10)

_SINE_LEVEL, _VOICED_NOISE, _UNVOICED_NOISE = 0.1, 0.003, 0.1 / 3
"""Amplitudes of the source, as in training (`SineGen` in hexgrad/kokoro, istftnet.py)."""

_VOICED = 10.0
"""Least pitch of a voiced sound, in Hz (same place)."""

_HANN = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
_TURNS = 2 * np.pi * np.outer(np.arange(WINDOW // 2 + 1), np.arange(WINDOW)) / WINDOW
_FORWARD = np.exp(-1j * _TURNS) * _HANN
_WEIGHTS = np.array([1.0, *[2.0] * (WINDOW // 2 - 1), 1.0])[:, None] * _HANN / WINDOW
_REAL = np.ascontiguousarray((np.cos(_TURNS) * _WEIGHTS).T, np.float32)
_IMAGINARY = np.ascontiguousarray((np.sin(_TURNS) * _WEIGHTS).T, np.float32)


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
        Magnitudes, then phases in radians: float32 of shape (1, 22, 60 n + 1).
    """
    voiced = np.repeat(pitch > _VOICED, PITCH_FRAME)
    noise = random.standard_normal(len(voiced)) if random else np.zeros(len(voiced))
    # The harmonics' own noises are independent and only their sum is heard.
    spread = float(np.linalg.norm(mixing[:-1]))
    level = np.where(voiced, _VOICED_NOISE, _UNVOICED_NOISE) * spread
    wave = np.zeros(len(voiced))
    turns = _turns(pitch)
    for harmonic, weight in zip(_HARMONICS, mixing[:-1], strict=True):
        wave += weight * np.sin(2 * np.pi * ((turns * harmonic) % 1.0))
    wave = np.tanh(wave * _SINE_LEVEL * voiced + noise * level + mixing[-1])
    framed = np.lib.stride_tricks.sliding_window_view(np.pad(wave, WINDOW // 2, "reflect"), WINDOW)
    spectrum = _FORWARD @ framed[::HOP].T
    return np.concatenate([np.abs(spectrum), np.angle(spectrum)])[None].astype(np.float32)


def to_sound(answer: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Turn the network's answer into sound.

    Args:
        answer: Logarithms of magnitudes, then what phases are the sine of: shape (1, 22, n).

    Returns:
        Mono samples, shape (5 (n - 1),). Windows overlap four times and their squares add up
        to 1.5, as which the published models leave them.
    """
    bins = WINDOW // 2 + 1
    magnitude = np.exp(answer[0, :bins])
    phase = np.sin(answer[0, bins:])
    pieces = _REAL @ (magnitude * np.cos(phase)) - _IMAGINARY @ (magnitude * np.sin(phase))
    count = pieces.shape[1]
    rows = np.zeros((count + WINDOW // HOP - 1, HOP), np.float32)
    for part, piece in enumerate(pieces.reshape(WINDOW // HOP, HOP, count)):
        rows[part : part + count] += piece.T
    return rows.reshape(-1)[WINDOW // 2 : -WINDOW // 2]


def _turns(pitch: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Turns of the fundamental at every sample, between the middles of pitch frames linear."""
    whole = np.cumsum(pitch.astype(np.float64)) * PITCH_FRAME / SAMPLE_RATE
    at = (np.arange(len(pitch) * PITCH_FRAME) + 0.5) / PITCH_FRAME - 0.5
    return np.interp(at, np.arange(len(pitch)), whole)
