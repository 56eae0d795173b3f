"""Dates, years and decades."""

from __future__ import annotations

import re

from narrator.text.normalize.english.grammar import (
    BEGIN,
    DASH,
    DIGIT,
    END,
    final_stop,
    range_word,
    spelled,
)
from narrator.text.normalize.english.numbers import cardinal, ordinal, pair, plural, year
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives, table, words

_MONTHS: dict[str, str] = table("english")["months"]
_NAMES = list(dict.fromkeys(_MONTHS.values()))
_MONTH = rf"(?P<month>{alternatives(_MONTHS)})\b\.?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_DAY2 = rf"(?:{DASH}(?P<day2>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w/]))?"
_YEAR = r"(?P<gap>,?\s{0,2}|-)(?P<year>[12]\d{3}|['’]\d{2}|(?:1[6-9]|20)\s\d\d)(?!\w|[.,]\d|-\d)"
_CAPITALISED = alternatives(name.title() for name in _MONTHS)
_FULL = frozenset(name.lower() for name in _NAMES)
_LONGEST_MONTH = 12
_MONTH_BEFORE = re.compile(rf"(?:{_CAPITALISED})\.?\s$")
"""Whose day it is in spite of the month behind it ("May 30-June 2")."""

_WORDS = frozenset({"may", "march", "mar", "sun", "dec"})


def _month_day(match: re.Match[str]) -> str | None:
    month = match["month"]
    if month in _WORDS and not match["year"]:
        return None
    return f"{_MONTHS[month.lower()]} {_days(match)}{_year_after(match)}"


def _day_month(match: re.Match[str]) -> str | None:
    month = match["month"]
    if month in _WORDS and not match["year"]:
        return None
    before = match.string[max(0, match.start("day") - _LONGEST_MONTH) : match.start("day")]
    if match["dash"] and _MONTH_BEFORE.search(before):
        return None
    the = "" if match["the"] else "the "
    article = match["the"] or ""
    said = f"{article}{the}{_days(match)} of {_MONTHS[month.lower()]}"
    return f"{said}{_year_after(match)}{_last_stop(match)}"


def _last_stop(match: re.Match[str]) -> str:
    """Give back the stop behind a date that ends with its month: no name in full has one."""
    if not match[0].endswith("."):
        return ""
    return "." if match["month"].lower() in _FULL else final_stop(match)


def _days(match: re.Match[str]) -> str:
    first = ordinal(int(match["day"]))
    return f"{first} to {ordinal(int(match['day2']))}" if match["day2"] else first


def _year_after(match: re.Match[str]) -> str:
    if not match["year"]:
        return ""
    comma = "," if "," in match["gap"] else ""
    return f"{comma} {_year(match['year'])}"


def _year(text: str) -> str:
    digits = text.replace(" ", "")
    return year(int(digits)) if digits.isdecimal() else pair(int(digits[1:]))


def _month_year(match: re.Match[str]) -> str | None:
    month = match["month"]
    if month in _WORDS and month != "march":
        return None
    return f"{_MONTHS[month.lower()]}{_year_after(match)}"


def _year_month_day(match: re.Match[str]) -> str | None:
    month, day = int(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    name, said = _NAMES[month - 1], year(int(match["year"]))
    if match["sep"] == "/":
        return f"{name} {ordinal(day)}, {said}"
    return f"the {ordinal(day)} of {name} {said}"


def _slashed(match: re.Match[str]) -> str | None:
    first, second = int(match["first"]), int(match["second"])
    said = year(int(match["year"])) if len(match["year"]) == 4 else pair(int(match["year"]))
    if 1 <= first <= 12 and 1 <= second <= 31:
        return f"{_NAMES[first - 1]} {ordinal(second)}, {said}"
    if 1 <= second <= 12 and 1 <= first <= 31:
        return f"the {ordinal(first)} of {_NAMES[second - 1]} {said}"
    return None


def _decade(match: re.Match[str]) -> str:
    century = match["century"]
    tens = cardinal(int(match["tens"])) if match["tens"] != "00" else "hundred"
    if not century and match["tens"] == "00":
        return "two thousands" if match[0][0] in "'’‘" else "hundreds"
    if not century:
        return plural(tens)
    if match["tens"] == "00" and century in ("10", "20"):
        return "thousands" if century == "10" else "two thousands"
    return f"{cardinal(int(century))} {plural(tens)}"


def _instant(match: re.Match[str]) -> str | None:
    """Say a date and time as machines write them, without what nobody asks: seconds, offset."""
    day = _year_month_day(match)
    if day is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"])
    clock = f"{cardinal(hour)} {pair(minute)}" if minute else f"{cardinal(hour)} hundred"
    zone = " UTC" if match["zone"] and match["zone"].upper() == "Z" else ""
    return f"{day} at {clock}{zone}"


def _fiscal(match: re.Match[str]) -> str:
    first, second = match["first"], match["second"]
    said = year(int(first)) if len(first) == 4 else pair(int(first))
    return f"fiscal year {said}" + (f" {pair(int(second))}" if second else "")


def _months(match: re.Match[str]) -> str | None:
    """Say the months of a span ("Jan-Mar 2024"); the second has its rule."""
    return _MONTHS[match["month"].lower()] + range_word(match)


def _quarter(match: re.Match[str]) -> str:
    part = "half" if "H" in match[0] else "quarter"
    number = ordinal(int(match["a"] or match["b"]))
    text = match["year"]
    said = year(int(text)) if len(text) == 4 else cardinal(int(text))
    return f"the {number} {part} of {said}"


def _abbreviated_year(match: re.Match[str]) -> str:
    return pair(int(match["year"]))


def _era(match: re.Match[str]) -> str:
    letters = [char for char in match["era"].upper() if char.isalpha()]
    return f"{year(int(match['year']))} {spelled(''.join(letters))}"


def _years(match: re.Match[str]) -> str | None:
    first, second = match["first"], match["second"]
    if len(second) == 4:
        if int(second) < int(first):
            return None
        return f"{year(int(first))}{range_word(match)}{year(int(second))}"
    start = int(first)
    after = int(second) - start % 100
    if match["mark"] == "/" and after != 1:
        return None
    if (after == 1 and start >= _SEASONS) or first[2:] + second == "9900":
        return f"{year(start)} {_season_end(start + 1)}"
    if after > 0:
        return f"{year(start)}{range_word(match)}{pair(int(second))}"
    months = second[0] == "0" and second != "00"
    return f"{_NAMES[int(second) - 1]} {year(start)}" if months else None


def _season_end(number: int) -> str:
    """Say the second year of a season: 2025 is "twenty five", 2009 "nine", 2000 in full."""
    last = number % 100
    if not last:
        return year(number)
    return cardinal(last) if 2000 < number < 2010 else pair(last)


def _one_year(match: re.Match[str]) -> str:
    return year(int(match["year"]))


_SEASONS = 1950
"""From here on two years running are a season or a business year: no "to" between them."""

_I = re.IGNORECASE
_DECADES = re.compile(
    r"(?<![\w.,])(?:(?P<century>1\d|20)|['’‘])?(?P<tens>\d0)"
    r"(?:(?<=\d{4})\s|(?<=['’‘]\d\d)\s)?['’]?s(?!\w)",
    re.ASCII,
)

RULES = (
    Rule(
        "months",
        re.compile(rf"(?<!\w)(?i:{_MONTH})[-–](?=(?:{_CAPITALISED})\b)"),
        _months,
        re.compile("[a-z.][-–][A-Z]"),
    ),
    Rule(
        "date-day-month",
        re.compile(
            rf"(?P<the>(?<!\w)the\s)?{BEGIN}{_DAY}{_DAY2}(?:\s{{1,2}}(?:of\s)?|(?P<dash>-)){_MONTH}(?!\w)(?:{_YEAR})?",
            _I,
        ),
        _day_month,
        DIGIT,
    ),
    Rule(
        "date-month-day",
        re.compile(
            rf"(?<!\w){_MONTH}(?:\s{{1,2}}|-){_DAY}(?!\w|[.,:]\d|\s?%){_DAY2}(?:{_YEAR})?", _I
        ),
        _month_day,
        DIGIT,
    ),
    Rule(
        "date-month-year",
        re.compile(rf"(?<!\w){_MONTH}{_YEAR}", _I),
        _month_year,
        DIGIT,
    ),
    Rule(
        "date-time",
        re.compile(
            rf"{BEGIN}(?P<year>[12]\d{{3}})(?P<sep>-)(?P<month>\d{{2}})-(?P<day>\d{{2}})[Tt](?P<hour>[0-2]\d):(?P<minute>[0-5]\d)"
            r"(?::[0-5]\d(?:[.,]\d{1,9})?)?(?P<zone>[Zz]|[+−-]\d\d:?\d\d)?(?!\w)"
        ),
        _instant,
        re.compile(r"\d[Tt]\d"),
    ),
    Rule(
        "date-iso",
        re.compile(
            rf"{BEGIN}(?P<year>[12]\d{{3}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}}){END}"
        ),
        _year_month_day,
        re.compile(r"\d{4}[-/.]\d"),
    ),
    Rule(
        "date-slashed",
        re.compile(
            rf"{BEGIN}(?P<first>\d{{1,2}})(?P<sep>[-/.])(?P<second>\d{{1,2}})(?P=sep)(?P<year>\d{{4}}|\d{{2}}){END}"
        ),
        _slashed,
        re.compile(r"\d[-/.]\d{1,2}[-/.]\d"),
    ),
    Rule(
        "date-slashed-short",
        re.compile(
            r"(?:(?<=\b[Oo]n\s)|(?<=\b[Bb]y\s)|(?<=\buntil\s)|(?<=\bsince\s))"
            r"(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])(?![\w/]|[.,]\d)"
        ),
        lambda match: f"{_NAMES[int(match['month']) - 1]} {ordinal(int(match['day']))}",
        re.compile(r"\d/\d"),
    ),
    Rule(
        "date-slashed-month",
        re.compile(rf"{BEGIN}(?P<month>0[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\w/]|[.,]\d)"),
        lambda match: f"{_NAMES[int(match['month']) - 1]} {year(int(match['year']))}",
        re.compile(r"\d/\d"),
    ),
    Rule(
        "quarter",
        re.compile(
            rf"(?<!\w)(?:the\s)?(?:(?P<a>[1-4](?=Q)|[12](?=H))[QH]|(?:Q(?=[1-4])|H(?=[12]))(?P<b>[1-4]))\s?['’]?(?P<year>[12]\d{{3}}|\d\d){END}"
        ),
        _quarter,
        re.compile(r"[QH]"),
    ),
    Rule(
        "fiscal-year",
        re.compile(rf"(?<!\w)FY\s?['’]?(?P<first>20\d\d|\d\d)(?:[-–/](?P<second>\d\d))?{END}"),
        _fiscal,
        re.compile("FY"),
    ),
    Rule(
        "years",
        re.compile(
            rf"{BEGIN}(?P<first>1[1-9]\d\d|20\d\d)(?P<mark>{DASH}|/)(?P<second>1[1-9]\d\d|20\d\d|\d\d)(?!\w|[.,]\d|-\d|/\d|\s?[%°])"
        ),
        _years,
        DIGIT,
    ),
    Rule("decade", _DECADES, _decade, DIGIT),
    Rule(
        "year-abbreviated",
        re.compile(r"(?<!\w)['’‘](?P<year>\d\d)(?![\w'’]|[.,]\d)"),
        _abbreviated_year,
        re.compile("['’‘]\\d"),
    ),
    Rule(
        "era",
        re.compile(
            rf"{BEGIN}(?P<year>\d{{1,4}})\s?(?P<era>A\.\s?D\.?|B\.\s?C\.?(?:\s?E\.?)?|C\.\s?E\.?|AD|BCE|BC|CE)(?!\w)"
        ),
        _era,
        DIGIT,
    ),
)

_AT = (
    r"(?:(?<=\b[Ii]n\s)|(?<=ince\s)|(?<=\b[Bb]y\s)|(?<=\bof\s)|(?<=until\s)|(?<=fore\s)"
    r"|(?<=fter\s)|(?<=year\s)|(?<=irca\s)|(?<=\bca\.\s)|(?<=\bc\.\s)|(?<=\bc\.))"
)
"""What a year stands behind that might as well be a number."""

YEAR = Rule(
    "year",
    re.compile(
        rf"(?<![\s(]\.)(?<!^\.){BEGIN}(?P<year>1[1-9]\d\d|20\d\d|{_AT}(?:10|21|22)\d\d){END}"
        rf"(?!\s?[%°]|(?<!\b[Ii]n\s....)\s(?:{alternatives(words('english', 'counted'))})\b)"
    ),
    _one_year,
    DIGIT,
)
"""A bare four-digit number; comes after every rule that knows better."""
