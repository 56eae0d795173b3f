"""Dates and times of day."""

from __future__ import annotations

import re

from narrator.text.normalize.european.grammar import (
    BEGIN,
    DIGIT,
    END,
)
from narrator.text.normalize.european.tongue import Tongue
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives

_I = re.IGNORECASE
_GOES_ON = re.compile(r"\s\w")
"""Behind a number that follows a month: it counts something ("im Mai 30 Leute")."""

_CENTURY_TURNS = 40
"""Two digits of a year from which on it lies in the last century."""


def dates(tongue: Tongue) -> tuple[Rule, ...]:
    """Write the rules for dates."""
    months: dict[str, str] = tongue.table["months"]
    names = list(dict.fromkeys(months.values()))
    full = {name.lower() for name in names}
    of = tongue.table["words"]["date_of"]
    month = rf"(?P<month>{alternatives(months)})\b\.?"
    year = r"(?:\s(?P<link>del?\s)?(?P<year>[12]\d{3})(?!\w|[.,]\d))?"

    def written(match: re.Match[str]) -> str | None:
        before = match.string[max(0, match.start() - 12) : match.start()].split()
        link = match["link"] or ""
        after = match.string[match.end() : match.end() + 2]
        if match.re.groupindex.get("first") is None and not match["year"] and _GOES_ON.match(after):
            return None
        name, near = months[match["month"].lower()], before[-1] if before else ""
        said = tongue.date(int(match["day"]), name, link + (match["year"] or ""), near)
        ended = not match.string[match.end() :].strip(' "”»')
        if match[0].endswith(".") and (ended or match["month"].lower() in full):
            said += "."
        first = match.groupdict().get("first")
        if first is None:
            return said
        alone = tongue.date(int(first), name, "", near).removesuffix(name).removesuffix(f"{of} ")
        return f"{alone.strip()} {tongue.table['words']['to']} {said}"

    def numeric(match: re.Match[str]) -> str | None:
        day, number = int(match["day"]), int(match["month"])
        if not (1 <= number <= 12 and 1 <= day <= 31):
            return None
        before = match.string[max(0, match.start() - 12) : match.start()].split()
        year = match["year"]
        if len(year) == 2:
            year = f"{'20' if int(year) < _CENTURY_TURNS else '19'}{year}"
        return tongue.date(day, names[number - 1], year, before[-1] if before else "")

    return (
        Rule(
            "date",
            re.compile(
                rf"{BEGIN}(?:(?P<first>0?[1-9]|[12]\d|3[01])(?:\.|er|º|°)?\s?[-–]\s?)?"
                rf"(?<![^\W\d_]-)(?P<day>0?[1-9]|[12]\d|3[01])(?:\.|er|º|°)?\s(?:{of}\s)?{month}{year}",
                _I,
            ),
            written,
            DIGIT,
        ),
        Rule(
            "date-month-first",
            re.compile(
                rf"(?<!\w){month}\s(?P<day>0?[1-9]|[12]\d|3[01])(?!\w|[.,:]\d)(?:,{year})?".replace(
                    "(?:,(?:", "(?:(?:,?"
                ),
                _I,
            ),
            written,
            DIGIT,
        ),
        Rule(
            "date-numeric",
            re.compile(
                rf"{BEGIN}(?P<day>\d{{1,2}})(?P<sep>[-/.]|\.\s)(?P<month>\d{{1,2}})(?P=sep)(?P<year>\d{{4}}|(?<=[./])\d\d){END}"
            ),
            numeric,
            DIGIT,
        ),
        Rule(
            "date-iso",
            re.compile(
                rf"{BEGIN}(?P<year>[12]\d{{3}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}}){END}"
            ),
            numeric,
            DIGIT,
        ),
    )


def times(tongue: Tongue) -> tuple[Rule, ...]:
    """Write the rules for times of day."""
    words = tongue.table["words"]

    def clock(match: re.Match[str]) -> str | None:
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        second = int(match["second"]) if match["second"] else None
        if hour > 24 or minute > 59:
            return None
        half = f"{match['half']}m".lower() if match["half"] else ""
        zone = f" {match['zone'].upper()}" if match["zone"] else ""
        return tongue.clock(hour, minute, second, half) + zone

    half = r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?"
    zone = r"(?:\s(?P<zone>est|pst|utc|gmt|mez|mesz|cet)(?!\w))?"
    return tuple(
        Rule(
            "time",
            re.compile(pattern.replace("HALF", half).replace("ZONE", zone), _I),
            clock,
            DIGIT,
        )
        for pattern in words["clock_patterns"]
    )
