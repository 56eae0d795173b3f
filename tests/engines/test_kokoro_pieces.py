"""A long utterance is decoded in pieces that nobody hears."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from narrator.engines.kokoro.phonemes import IDS
from narrator.engines.kokoro.pieces import FADE, LONGEST, MARGIN, cuts, in_pieces
from narrator.engines.kokoro.sound import FRAME


def cuts_of(signs, frames_each):
    lengths = np.full(len(signs), frames_each)
    return cuts([IDS[sign] for sign in signs], lengths), lengths


@pytest.mark.parametrize("signs", ["a" * 80, "wɜd " * 200, "wɜd, wɜd " * 90])
def test_no_piece_is_longer_than_allowed_or_much_shorter(signs):
    bounds, lengths = cuts_of(signs, 9)
    assert bounds[0] == 0
    assert bounds[-1] == lengths.sum()
    pieces = np.diff(bounds)
    assert pieces.max() <= LONGEST
    assert pieces.min() > LONGEST / 3


def test_what_fits_is_not_cut():
    assert cuts_of("a" * LONGEST, 1)[0] == [0, LONGEST]


def test_a_cut_is_at_a_clause_if_there_is_one_near_else_between_words():
    words = "wɜd " * 16 + "wɜd, " + "wɜd " * 20
    (_, cut, _), lengths = cuts_of(words, 4)
    assert words[np.searchsorted(np.cumsum(lengths), cut, "right")] == ","
    (_, cut, _), lengths = cuts_of(words.replace(",", "z"), 4)
    assert words.replace(",", "z")[np.searchsorted(np.cumsum(lengths), cut, "right")] == " "


def test_pieces_of_one_sound_join_to_that_sound():
    bounds = [0, 300, 610, 900]
    whole = np.sin(np.arange(bounds[-1] * FRAME, dtype=np.float32) / 20)
    asked = []

    def speak(first, last):
        asked.append((first, last))
        return whole[first * FRAME : last * FRAME].copy()

    np.testing.assert_allclose(in_pieces(bounds, speak), whole, atol=1e-5)
    for (first, last), (start, stop) in zip(asked, itertools.pairwise(bounds), strict=True):
        assert start - first == (MARGIN if start else 0)
        assert last - stop == (MARGIN if stop < bounds[-1] else 0)
    assert MARGIN * FRAME > FADE
