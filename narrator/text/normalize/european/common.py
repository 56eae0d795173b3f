"""What German, French and Spanish write alike: seasons, versions, hours, days, hashtags."""

from __future__ import annotations

import re
from collections.abc import Callable

from narrator.text.normalize.european.grammar import BEGIN, DIGIT
from narrator.text.normalize.european.tongue import Tongue
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives

_HOURS = r"\d{1,2}(?:[.:h]\d\d)?"


def common(tongue: Tongue, year: Callable[[str], str]) -> tuple[Rule, ...]:
    """Write the rules that come before numbers, dates and times.

    Args:
        tongue: The language.
        year: Says a year as written.
    """
    words = tongue.table["words"]
    to = f" {words['to']} "

    def season(match: re.Match[str]) -> str | None:
        first, second = match["first"], match["second"]
        if int(second) % 100 != (int(first) + 1) % 100:
            return None
        last = year(second) if len(second) == 4 or second == "00" else _two(tongue, second)
        return f"{year(first)} {last}"

    def version(match: re.Match[str]) -> str | None:
        parts = match["number"].split(".")
        if all(len(part) == 3 for part in parts[1:]):
            return None
        return f" {words['version_point']} ".join(tongue.count(int(part), "") for part in parts)

    return (
        Rule(
            "season",
            re.compile(
                rf"{BEGIN}(?P<first>1[89]\d\d|20\d\d)/(?P<second>(?:19|20)\d\d|\d\d)(?![\w/])"
            ),
            season,
            DIGIT,
        ),
        Rule(
            "always",
            re.compile(rf"{BEGIN}24/7(?![\w/]|[.,]\d)"),
            lambda _: f"{tongue.count(24, '')} {tongue.count(7, '')}",
            DIGIT,
        ),
        Rule(
            "version",
            re.compile(
                rf"(?:{BEGIN}|(?<![\w.])v)(?P<number>\d{{1,3}}\.\d{{1,3}}\.\d{{1,3}})(?!\w|\.\d)"
            ),
            lambda m: None if _dated(m["number"]) else version(m),
            DIGIT,
        ),
        Rule(
            "hours",
            re.compile(
                rf"{BEGIN}(?P<hour>\d{{1,2}})\s?[-–]\s?(?={_HOURS}\s?(?:{words['hour_names']})(?!\w))"
            ),
            lambda m: f"{tongue.count(int(m['hour']), tongue.hour_gender)}{to}",
            DIGIT,
        ),
        Rule("hours-named", re.compile(r"(?<=\dh)\s?[-–]\s?(?=\d{1,2}\s?h)"), lambda _: to, DIGIT),
        Rule(
            "hashtag",
            re.compile(r"(?<![\w#&])#(?=[^\W\d_])"),
            lambda _: f"{words['hashtag']} ",
            re.compile("#"),
        ),
        *_calendar(tongue, to),
    )


def _two(tongue: Tongue, text: str) -> str:
    """Say the last two digits of a year."""
    zero = f"{tongue.count(0, '')} " if text[0] == "0" else ""
    return zero + tongue.count(int(text), "")


def _dated(number: str) -> bool:
    """Whether what looks like a version is a day ("3.10.24")."""
    day, month, *rest = (int(part) for part in number.split("."))
    return len(rest) == 1 and 1 <= day <= 31 and 1 <= month <= 12 and len(number.split(".")[2]) == 2


def _calendar(tongue: Tongue, to: str) -> tuple[Rule, ...]:
    """Write the rules for short days and months that stand by themselves."""
    days: dict[str, str] = tongue.table["days"]
    months: dict[str, str] = tongue.table["months"]
    short = [month for month, name in months.items() if month != name.lower() and month not in days]
    day = alternatives(days)

    def span(match: re.Match[str]) -> str:
        return f"{days[match['first']]}{to}{days[match['last']]}"

    return (
        Rule(
            "days",
            re.compile(
                rf"(?<!\w)(?P<first>{day})\.?\s?[-–]\s?(?P<last>{day})(?!\w)\.?(?=\s|[,:)]|$)"
            ),
            span,
        ),
        Rule(
            "month-short",
            re.compile(
                rf"(?<!\w)(?<!\d\s)(?<!\d\.\s)(?P<month>(?i:{alternatives(short)}))\.(?=\s(?:[12]\d{{3}}|{to.strip()})\b|\s?[-–])"
            ),
            lambda m: months[m["month"].lower()],
        ),
    )
