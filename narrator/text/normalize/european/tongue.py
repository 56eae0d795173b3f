"""What tells German, French and Spanish apart when they read numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from narrator.text.normalize.tables import table

_ANGLO = re.compile(r"\d{1,3}(?:(?:,\d{3})+\.\d{1,2}|(?:,\d{3}){2,})")


@lru_cache(maxsize=20_000)
def cardinal(number: int, language: str) -> str:
    """Say a whole number by num2words; kept, since it takes 30 to 220 microseconds."""
    from num2words import num2words

    return str(num2words(number, lang=language))


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language that writes "1.234,5": its words and how it counts."""

    language: str
    """BCP 47 primary language subtag."""

    data: str
    """Name of its data file ("german")."""

    count: Callable[[int, str], str]
    """Says a number of things of a gender ("m", "f" or "n"); "" where nothing is counted."""

    decimals: Callable[[str, str], str]
    """Says the digits behind the comma, of things of a gender."""

    fraction: Callable[[int, int], str]
    """Says a fraction below one whole."""

    mixed: Callable[[int, int, int, str], str]
    """Says a whole number and a fraction, of things of a gender."""

    date: Callable[[int, str, str, str], str]
    """Says a date: day, month's name, year or "", and the word before it."""

    clock: Callable[[int, int, int | None, str], str]
    """Says a time of day: hour, minute, second, and "am", "pm" or ""."""

    scale_gender: str
    """The gender of a million."""

    of: str
    """What stands between a million and what it counts: "de ", or nothing."""

    @property
    def hour_gender(self) -> str:
        """The gender of hours: they are feminine but in German, which counts no hours."""
        return "" if self.language == "de" else "f"

    @property
    def table(self) -> Mapping[str, Any]:
        """Its words."""
        return table(self.data)

    def of_unit(self, unit: str) -> str:
        """Give `of` as it stands before a unit: French drops its vowel."""
        return "d'" if self.language == "fr" and unit[0] in "aeiouéh" else self.of

    def number(self, text: str, gender: str = "") -> str:
        """Say a number as written: "1.234,50"."""
        whole, fraction = split_number(text)
        said = self.count(whole, "" if fraction else gender)
        point = self.table["words"]["point"]
        return f"{said} {point} {self.decimals(fraction, gender)}" if fraction else said


def split_number(text: str) -> tuple[int, str]:
    """Part a written number into its whole and the digits behind its comma.

    A point before other than three digits is a comma that came from English, and so are both in
    "1,234.56".
    """
    plain = re.sub(r"[\s'’]", "", text)
    if _ANGLO.fullmatch(plain):
        plain = plain.replace(",", "").replace(".", ",")
    whole, _, fraction = plain.partition(",")
    if not fraction:
        head, _, tail = plain.rpartition(".")
        if head and len(tail) != 3 and "." not in head:
            whole, fraction = head, tail
    return int(whole.replace(".", "") or 0), fraction
