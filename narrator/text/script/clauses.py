"""Cut a sentence that is too long for an engine, without changing it."""

from __future__ import annotations

import re

LONGEST = 350
"""Characters of one utterance, about 25 s of speech. Engines slow down, lose their intonation or
run out of memory on much longer ones, and a listener skips by utterances."""

_CUTS = tuple(
    re.compile(pattern)
    for pattern in (r"[;:]['\"”’)]?\s", r"\s[-–—]+\s|—", r"[,،、，]['\"”’)]?\s*", r"\s")
)
"""Where to cut, best first: clauses, dashes, commas, words."""


def clause_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a range of a text into pieces of at most `LONGEST` characters.

    Args:
        text: The text.
        start: First character of the sentence.
        end: One past its last character.

    Returns:
        Half-open ranges in order that together cover the sentence but for white space.
    """
    spans = []
    while end - start > LONGEST:
        cut = _cut(text, start)
        spans.append((start, cut))
        start = cut
    spans.append((start, end))
    return [_strip(text, *span) for span in spans if text[span[0] : span[1]].strip()]


def _cut(text: str, start: int) -> int:
    """Offset of the best cut in the second half of what one utterance may hold."""
    low, high = start + LONGEST // 2, start + LONGEST
    for pattern in _CUTS:
        ends = [match.end() for match in pattern.finditer(text, low, high)]
        if ends:
            return ends[-1]
    return high


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the white space at both ends of a range."""
    piece = text[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip())
