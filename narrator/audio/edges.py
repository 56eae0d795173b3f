"""Speech as it is stored: cut to fixed margins, with its loudness measured."""

from __future__ import annotations

import numpy as np

from narrator.audio import loudness
from narrator.audio.pcm import PCM, as_samples
from narrator.domain import Speech, Word

LEAD = 0.03
"""Seconds kept before the first sound: a stop consonant's closure is 20 to 30 ms."""

TAIL = 0.06
"""Seconds kept after the last sound, so that a vowel or an "s" dies away by itself."""

_QUIET = 45.0
"""dB under the loud parts at which speech has ended. Piper's and Kokoro's edges fall through
-45 dB within 20 ms of the last sound and end 75 dB down; weak "f" and "th" lie at -30 to -40."""

_FLOOR = 10 ** (-70 / 20)
"""Level under which nothing is a sound, however quiet the whole; 12 steps of int16."""

_WINDOW = 0.005
"""Seconds over which the level is taken: the length of a pitch period."""

_FADE = 0.004
"""Seconds; long enough that a start at full level does not click, and too short to soften a "t"."""


def prepare(speech: Speech) -> Speech:
    """Cut the edges to fixed margins, and measure the energies.

    Silence before the first sound becomes `LEAD` and after the last `TAIL`, whether the engine
    left more or less; word times move along. Both edges fade, so that no join can click.
    Speech without any sound keeps its length.
    """
    pcm, offset = _trim(speech.pcm, speech.sample_rate)
    length = len(pcm) / speech.sample_rate
    words = tuple(
        Word(
            word.text,
            min(max(word.start + offset, 0.0), length),
            min(max(word.end + offset, 0.0), length),
        )
        for word in speech.words
    )
    levels = loudness.energies(as_samples(pcm), speech.sample_rate)
    return Speech(pcm, speech.sample_rate, words, levels)


def _trim(pcm: PCM, rate: int) -> tuple[PCM, float]:
    """Cut, fade and pad; also give how far the sound moved, in seconds."""
    heard = _heard(pcm, rate)
    if heard is None:
        return pcm, 0.0
    lead, tail = round(LEAD * rate), round(TAIL * rate)
    start, stop = max(heard[0] - lead, 0), min(heard[1] + tail, len(pcm))
    before, after = lead - (heard[0] - start), tail - (stop - heard[1])
    faded = _fade(pcm[start:stop], min(round(_FADE * rate), (stop - start) // 2))
    return np.pad(faded, (before, after)), (before - start) / rate


def _heard(pcm: PCM, rate: int) -> tuple[int, int] | None:
    """Half-open range of samples from the first sound to the last; None where there is none."""
    window = max(1, round(_WINDOW * rate))
    count = -(-len(pcm) // window)
    padded = as_samples(np.pad(pcm, (0, count * window - len(pcm))))
    levels = np.sqrt(np.square(padded.reshape(count, window)).mean(axis=1))
    if not len(levels) or levels.max() < _FLOOR:
        return None
    loud = np.percentile(levels, 95)
    sounding = np.flatnonzero(levels >= max(loud * 10 ** (-_QUIET / 20), _FLOOR))
    return int(sounding[0]) * window, min((int(sounding[-1]) + 1) * window, len(pcm))


def _fade(pcm: PCM, length: int) -> PCM:
    """Raise the first and lower the last `length` samples along half a cosine."""
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(length) / max(length, 1))
    faded = pcm.copy()
    faded[:length] = np.rint(faded[:length] * ramp)
    faded[len(faded) - length :] = np.rint(faded[len(faded) - length :] * ramp[::-1])
    return faded
