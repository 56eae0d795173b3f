"""What espeak-ng, which pronounces for two of the engines, cannot take."""

from __future__ import annotations

import re

LONGEST_WORD = 50
"""Characters after which a word is broken: espeak-ng drops what passes 160 bytes of a word."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def speakable(spoken: str) -> list[str]:
    """Make each white-space separated word one that espeak-ng says whole.

    Control characters, which would be commands, and halves of characters become spaces; a word of
    more than `LONGEST_WORD` characters gets spaces between its parts.
    """
    return [_broken(_CONTROL.sub(" ", word)) for word in spoken.split()]


def _broken(word: str) -> str:
    starts = range(0, len(word), LONGEST_WORD)
    return " ".join(word[start : start + LONGEST_WORD] for start in starts)
