"""Names and days in lines that say who wrote an article, and when."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

BYLINE = "byline-furniture"

# A byline with the author's place or trade is no longer; more is a sentence.
_LONGEST = 100

_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|\.)? (?:de )?([^\W\d_]{3,10})\.?,? (?:del? )?(\d{4})\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_YEAR_FIRST = re.compile(r"\b(\d{4})(?:[-/.]|년) ?(\d{1,2})(?:[-/.]|월) ?(\d{1,2})(?!\d)")
_DOTTED = re.compile(r"\b(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})\b")


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(files("narrator.text").joinpath("byline.toml").read_text("utf-8"))


@cache
def _pattern() -> re.Pattern[str]:
    """Labels in any case, names that are capitalised, and what may stand behind them."""
    table = _table()
    name = r"[^\W\d_a-zß-öø-ÿ][\w.'’-]{0,20}"
    link = "|".join(map(re.escape, table["particles"]))
    names = rf"{name}(?:,? (?:(?:{link}) ){{0,2}}{name}){{0,7}}"
    labels = "|".join(sorted(table["labels"], key=len, reverse=True))
    tail = r"(?:\s?[,|·•/–—-]\s?.{0,60}|\s(?:at|in|for|from|aus|in der) (?:the )?[A-ZÀ-Þ].{0,50})?"
    opening = rf"(?:(?P<short>{'|'.join(table['short'])})\s?:?|(?:{labels})\s?:?)"
    return re.compile(rf"(?i:{opening}) (?P<names>{names})(?P<tail>{tail})\s*")


def byline_names(text: str) -> str | None:
    """Give the names in a line that does nothing but say who wrote ("By Ann Harker, Marl").

    Weekdays, months and the like are no names ("By Thursday"), and a line that ends like a
    sentence is a byline only if it holds nothing but names, two words at least.
    """
    found = _pattern().fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        return None
    names = found["names"].split(" | ")[0].rstrip(",")
    words = [word.strip(".,").lower() for word in names.split()]
    if not set(words[:2]).isdisjoint(_table()["not_names"]):
        return None
    foreign = (found["short"] or "by").lower() != "by"
    if len(words) < 2 and (foreign or found["tail"] or text.rstrip()[-1] in ".!?"):
        return None
    if found["tail"] and text.rstrip()[-1] in ".!?":
        return None
    return names.rstrip(".") if len(words) > 1 else names


def written_day(text: str) -> date | None:
    """Give the day in a line such as "March 3, 2025", "Stand: 4. Oktober 2024" or "2025-03-03".

    Days written as two numbers with slashes are left alone: continents read them differently.
    """
    if found := _DAY_FIRST.search(text):
        return _date(found[3], _month(found[2]), found[1])
    if found := _MONTH_FIRST.search(text):
        return _date(found[3], _month(found[1]), found[2])
    if found := _YEAR_FIRST.search(text):
        return _date(found[1], int(found[2]), found[3])
    if found := _DOTTED.search(text):
        return _date(found[3], int(found[2]), found[1])
    return None


def _month(name: str) -> int:
    """Number of a month, 0 for what is none."""
    for number, beginnings in enumerate(_table()["months"], start=1):
        if name.lower().startswith(tuple(beginnings.split())):
            return number
    return 0


def _date(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None
