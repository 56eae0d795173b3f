"""Roman numerals."""

from __future__ import annotations

import itertools

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman_value(text: str) -> int:
    """Read a Roman numeral in any case: "XIV" is 14."""
    values = [_VALUES[char] for char in text.upper()]
    pairs = itertools.pairwise([*values, 0])
    return sum(-value if value < after else value for value, after in pairs)
