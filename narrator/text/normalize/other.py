"""Languages without rules of their own: num2words says their whole numbers, if it can."""

from __future__ import annotations

import re

from narrator.text.normalize.rules import Rule

_LONGEST = 15
"""Digits. Longer ones are codes, and some of num2words' languages fail on them."""


def rules(language: str) -> tuple[Rule, ...]:
    """Write the rules of a language; none where num2words does not know it."""
    from num2words import CONVERTER_CLASSES, num2words

    if language not in CONVERTER_CLASSES:
        return ()

    def number(match: re.Match[str]) -> str | None:
        try:
            return str(num2words(int(match[0]), lang=language))
        except (NotImplementedError, OverflowError, KeyError, IndexError):
            return None

    pattern = rf"(?<![\w.,])\d{{1,{_LONGEST}}}(?!\w|[.,]\d)"
    return (Rule("number", re.compile(pattern), number, re.compile(r"\d")),)
