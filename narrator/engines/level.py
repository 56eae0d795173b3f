"""Brings every voice to one level, so that a second voice does not shout down the first."""

from __future__ import annotations

import dataclasses

import numpy as np

from narrator.domain import Speech, Voice

REFERENCE = -27.0
"""Level of every measured voice, in LUFS: under the quietest we know (joe, -26.6), so that voices
are only ever turned down and none is raised into its ceiling. The episode as a whole is brought
to its own level afterwards."""


def level_gain(voice: Voice) -> float:
    """Say what brings a voice to `REFERENCE`, in dB; 0 where its loudness is not known.

    One gain for all it says: sentences keep their differences.
    """
    return 0.0 if voice.loudness is None else round(min(REFERENCE - voice.loudness, 0.0), 1)


def turn_down(speech: Speech, gain: float) -> Speech:
    """Give the speech at `gain` dB, which is not positive."""
    if not gain:
        return speech
    pcm = np.round(speech.pcm * 10 ** (gain / 20)).astype(np.int16)
    return dataclasses.replace(speech, pcm=pcm)
