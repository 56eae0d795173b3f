"""Which stretch of what was said belongs to which word.

A synthesizer says when each sound is heard, but not of which written word it is: it joins "of
the" to one word, reads "1984" as two, and changes sounds in context. So each word is
pronounced alone, and the row of these pronunciations is laid beside what was said with the
fewest changes (Needleman and Wunsch, 1970).
"""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

SILENT = frozenset(" .,:;?!")
"""Symbols between words."""

STRESS = frozenset("ˈˌ")
"""Marks before a stressed syllable: they depend on the sentence, and make no sound."""

VOWELS = frozenset("aeiouyɐɑɒɔəɘɚɛɜɞɤɨɪɯɵɶʉʊʌʏæøœɝᵻːᵊAIOQWY")
"""IPA vowels, the length mark, and Kokoro's signs for diphthongs."""

GAP = 1.0
"""Cost of a sound that is said in one of the two only."""

CHANGE = np.array([[0.0, 4.0, 4.0], [4.0, 1.0, 2.5], [4.0, 2.5, 1.0]], np.float32)
"""Cost of one symbol for another, by kind: silent, consonant, vowel. A boundary never turns into
a sound (two gaps are cheaper), a vowel seldom into a consonant."""

LARGEST = 1_000_000
"""Cells of the largest table, 4 MB. More is halved first (Hirschberg, 1975), for twice the time."""

ROUNDING = 1e-3
"""Far above the error of a sum of costs in float32, far below any cost."""


def align(words: Iterable[str], said: Sequence[str]) -> list[tuple[int, int]]:
    """Find each word's stretch of what was said.

    Args:
        words: The words' pronunciations, each on its own; one may be empty, or several words.
        said: The symbols of what was said, with those of `SILENT` between its words.

    Returns:
        A half-open range of indices into `said` for each word, in order and apart. A word that
        was not said has an empty one.
    """
    alone = [_sounds(word) for word in words]
    expected = [(symbol, word) for word, row in enumerate(alone) for symbol in [*row, " "]]
    places = [place for place, symbol in enumerate(said) if symbol not in STRESS]
    pairs = _match([symbol for symbol, _ in expected], [said[place] for place in places])
    owners: dict[int, int] = {places[b]: expected[a][1] for a, b in pairs}
    return _ranges(_complete(owners, said), len(alone))


def _sounds(word: str) -> list[str]:
    """Symbols of a pronunciation, without stress and end marks."""
    symbols = unicodedata.normalize("NFD", word.strip(" .,:;?!"))
    return [" " if symbol in SILENT else symbol for symbol in symbols if symbol not in STRESS]


def _match(expected: Sequence[str], said: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of indices that stand for each other in the cheapest alignment."""
    if len(expected) * len(said) <= LARGEST:
        return _trace(np.array(list(_rows(expected, said))), expected, said)
    half = len(expected) // 2
    (ahead,) = deque(_rows(expected[:half], said), maxlen=1)
    (behind,) = deque(_rows(expected[: half - 1 : -1], said[::-1]), maxlen=1)
    cut = int(np.argmin(ahead + behind[::-1]))
    second = _match(expected[half:], said[cut:])
    return [*_match(expected[:half], said[:cut]), *((a + half, b + cut) for a, b in second)]


def _rows(expected: Sequence[str], said: Sequence[str]) -> Iterator[npt.NDArray[np.float32]]:
    """Least cost of every beginning of `said` beside ever longer beginnings of `expected`."""
    symbols = np.array(said, dtype="<U1")
    kinds = np.array([_kind(symbol) for symbol in said], np.intp)
    steps = GAP * np.arange(len(said) + 1, dtype=np.float32)
    row = steps
    yield row
    for symbol in expected:
        costs = np.where(symbols == symbol, np.float32(0), CHANGE[_kind(symbol)][kinds])
        best = row + GAP
        np.minimum(best[1:], row[:-1] + costs, out=best[1:])
        # A run of gaps along the row, from the best place to start it.
        row = np.minimum.accumulate(best - steps) + steps
        yield row


def _kind(symbol: str) -> int:
    return 0 if symbol in SILENT else 2 if symbol in VOWELS else 1


def _trace(
    table: npt.NDArray[np.float32], expected: Sequence[str], said: Sequence[str]
) -> list[tuple[int, int]]:
    """Walk back through the table of costs."""
    row, column = len(expected), len(said)
    pairs = []
    while row and column:
        one, other = expected[row - 1], said[column - 1]
        change = 0.0 if one == other else CHANGE[_kind(one), _kind(other)]
        if table[row, column] >= table[row - 1, column - 1] + change - ROUNDING:
            row, column = row - 1, column - 1
            pairs.append((row, column))
        elif table[row, column] >= table[row - 1, column] + GAP - ROUNDING:
            row -= 1
        else:
            column -= 1
    return pairs[::-1]


def _complete(owners: dict[int, int], said: Sequence[str]) -> list[int | None]:
    """Give every sound a word: the one before it in its group, else the one after, else before."""
    result: list[int | None] = [None] * len(said)
    before = 0
    for group in _groups(said):
        known = [owners[place] for place in group if place in owners]
        current = known[0] if known else before
        for place in group:
            ahead = owners.get(place + 1, current) if said[place] in STRESS else current
            current = owners.get(place, ahead)
            result[place] = current
        before = current
    return result


def _groups(said: Sequence[str]) -> list[list[int]]:
    """Indices of the symbols between two silent ones."""
    groups: list[list[int]] = [[]]
    for place, symbol in enumerate(said):
        if symbol in SILENT:
            groups.append([])
        else:
            groups[-1].append(place)
    return [group for group in groups if group]


def _ranges(owners: list[int | None], words: int) -> list[tuple[int, int]]:
    """First and last symbol of each word."""
    firsts: dict[int, int] = {}
    lasts: dict[int, int] = {}
    for place, owner in enumerate(owners):
        if owner is not None:
            firsts.setdefault(owner, place)
            lasts[owner] = place + 1
    ranges = []
    end = 0
    for word in range(words):
        start = firsts.get(word, end)
        end = lasts.get(word, start)
        ranges.append((start, end))
    return ranges
