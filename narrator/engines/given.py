"""Words whose sounds are given: they take the place of those that the voice would make.

The whole utterance is pronounced first and the given sounds set in afterwards, so that the words
around them sound as they do in any sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from itertools import pairwise

from narrator.domain import Pronunciation

_LOOK_ALIKE = str.maketrans({"g": "ɡ", ":": "ː", "'": "ˈ", "’": "ˈ", "ʼ": "ˈ"})
"""What people type for a sign of the IPA."""

_NO_SOUND = re.compile("[./\u0361\u035c\u203f]")
"""Syllable marks, slashes and ties: they say how to read the signs."""

_VOWEL = "aeiouyɑɐɒæɔəɘɚɛɜɝɞɤɪɨɯɵøœɶʉʊʌʏᵻ"
_STRESS = re.compile(rf"([ˈˌ])([^\sˈˌ{_VOWEL}]+)(?=[{_VOWEL}])")
"""A stress mark before its syllable, as the IPA wants it; espeak-ng sets it before the vowel."""


def set_given(
    sentences: Sequence[Sequence[str]],
    ranges: Sequence[tuple[int, int]],
    pronunciations: Sequence[Pronunciation],
    known: Container[str],
) -> tuple[list[list[str]], list[tuple[int, int]]]:
    """Set given sounds in the place of words.

    Args:
        sentences: The symbols of an utterance, sentence by sentence.
        ranges: Each word's half-open range of indices into all these symbols in a row.
        pronunciations: Which words are given, in order, not overlapping.
        known: The symbols of the voice; a pronunciation with others is left to the voice.

    Returns:
        The sentences and ranges as they are then.
    """
    changed = [list(sentence) for sentence in sentences]
    moved = list(ranges)
    for item in reversed(pronunciations):
        ipa = clean_ipa(item.ipa)
        old = moved[item.first : item.last]
        if not old or not ipa or not all(sign in known for sign in ipa):
            continue
        start, end = old[0][0], old[-1][1]
        _replace(changed, start, end, ipa)
        shift = len(ipa) - (end - start)
        moved[item.last :] = [(a + shift, b + shift) for a, b in moved[item.last :]]
        moved[item.first : item.last] = _shares(ipa, start, old)
    return changed, moved


def clean_ipa(ipa: str) -> str:
    """Write what people type as IPA the way espeak-ng writes it: "ˈt͡ʃɪp.s" as "tʃˈɪps"."""
    plain = _NO_SOUND.sub("", unicodedata.normalize("NFD", ipa)).translate(_LOOK_ALIKE)
    return " ".join(_STRESS.sub(r"\2\1", plain).split())


def _replace(sentences: list[list[str]], start: int, end: int, ipa: str) -> None:
    """Put the signs of `ipa` where the symbols from `start` to `end` stand."""
    for sentence in sentences:
        if start < len(sentence) or start == end == len(sentence):
            sentence[start:end] = ipa
            return
        start, end = start - len(sentence), end - len(sentence)


def _shares(ipa: str, start: int, old: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges of the words that are given as one: by spaces where they fit, else by their length."""
    parts = ipa.split(" ")
    if len(parts) == len(old):
        ends = [len(" ".join(parts[: place + 1])) for place in range(len(parts))]
        return [
            (start + end - len(part), start + end) for part, end in zip(parts, ends, strict=True)
        ]
    whole = max(old[-1][1] - old[0][0], 1)
    cuts = [0, *(round(len(ipa) * (end - old[0][0]) / whole) for _, end in old)]
    return [(start + first, start + last) for first, last in pairwise(cuts)]
