"""The pieces that the rules of these languages are written with. All quantifiers are bounded."""

from __future__ import annotations

import re

from narrator.text.normalize.european.tongue import Tongue

DIGIT = re.compile(r"\d")
BEGIN = r"(?<!\w)(?<!\d[.,])"
END = r"(?!\w)(?![.,]\d)"
_GROUPED = r"\d{1,3}(?:[.\u00a0\u202f ]\d{3}){1,8}(?!\d)|\d{1,3}(?:['’]\d{3}){1,5}(?!\d)"
WHOLE = rf"(?:{_GROUPED}|\d{{1,30}}(?!\d))"
ANGLO = r"(?:\d{1,3}(?:,\d{3}){1,4}\.\d{1,2}(?!\d)|\d{1,3}(?:,\d{3}){2,5}(?!\d|,\d))"
"""Numbers as English writes them; with one comma only, they may be decimals."""

NUMBER = rf"(?:{ANGLO}|{WHOLE}(?:[.,]\d{{1,20}}(?!\d))?)"
SIGN = r"(?P<sign>(?<![\w)])[-−+])?"
DASH = r"\s?[-–—]\s?"


def signs_of(tongue: Tongue) -> dict[str | None, str]:
    """Give what each sign says before a number."""
    words = tongue.table["words"]
    minus = f"{words['minus']} "
    return {"-": minus, "−": minus, "+": f"{words['plus']} ", None: "", "": ""}


def say_digits(tongue: Tongue, text: str) -> str:
    """Say each digit of a text."""
    return " ".join(tongue.count(int(char), "") for char in text if char.isdecimal())
