"""Cuts a long utterance into pieces for the decoder, whose memory grows with them.

The words, their lengths and their melody are those of the whole utterance. Only the decoder's norms
see a piece: it hears some frames more at both ends, and pieces fade into each other.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from narrator.engines.kokoro.phonemes import IDS
from narrator.engines.kokoro.sound import FRAME

LONGEST = 560
"""Most frames of a piece, 14 s. The norms level a piece by itself, so that each half of a sentence
comes out up to 1 dB nearer to the other one's level: few sentences should need a cut."""

AIM, AWAY = 0.8, 0.15
"""How long pieces are meant to be, and how far a cut may be from where it would be even; both as a
share of the longest."""

MARGIN = 12
"""Frames that a piece hears beyond its ends, as far as the convolutions of the trunk reach."""

FADE = FRAME
"""Samples over which pieces fade into each other, around the cut: 25 ms."""

CLAUSE_IDS, SPACE_IDS = [IDS[sign] for sign in ",;:—….?!"], [IDS[" "]]
"""Where best to cut, and where else."""


def cuts(ids: Sequence[int], lengths: npt.NDArray[np.int64]) -> list[int]:
    """Choose where pieces start and end: as even as rests between words allow.

    Args:
        ids: Phoneme ids of an utterance.
        lengths: Frames of each, shape (ids,).

    Returns:
        The frames of the cuts, from 0 to the number of all frames.
    """
    total = int(lengths.sum())
    if total <= LONGEST:
        return [0, total]
    middles = np.cumsum(lengths) - (lengths + 1) // 2
    count = -(-total // int(AIM * LONGEST))
    chosen = []
    for aim in (total * number // count for number in range(1, count)):
        near = np.abs(middles - aim) <= AWAY * LONGEST
        clauses, spaces = (middles[near & np.isin(ids, of)] for of in (CLAUSE_IDS, SPACE_IDS))
        places = clauses if len(clauses) else spaces
        chosen.append(int(min(places, key=lambda place: abs(place - aim), default=aim)))
    return [0, *chosen, total]


def in_pieces(
    bounds: Sequence[int], speak: Callable[[int, int], npt.NDArray[np.float32]]
) -> npt.NDArray[np.float32]:
    """Speak piece by piece.

    Args:
        bounds: What `cuts` gave.
        speak: Gives the sound from one frame to another.

    Returns:
        The sound of all, mono.
    """
    total = bounds[-1]
    sound = np.zeros(total * FRAME, np.float32)
    for start, stop in itertools.pairwise(bounds):
        first, last = max(0, start - MARGIN), min(total, stop + MARGIN)
        piece = speak(first, last)
        begin = start * FRAME - FADE // 2 if start else 0
        end = stop * FRAME + FADE // 2 if stop < total else total * FRAME
        piece = piece[begin - first * FRAME : end - first * FRAME]
        rise = (np.arange(FADE, dtype=np.float32) + np.float32(0.5)) / FADE
        if start:
            piece[:FADE] *= rise
        if stop < total:
            piece[-FADE:] *= rise[::-1]
        sound[begin:end] += piece
    return sound
