"""Times of day and durations."""

from __future__ import annotations

import re

from narrator.text.normalize.english.grammar import BEGIN, DASH, DIGIT, final_stop, spelled
from narrator.text.normalize.english.numbers import cardinal, decimal, pair
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives, table, words

_ZONES = alternatives(words("english", "zones"))
_ZONE = rf"(?:\s?(?P<zone>(?-i:{_ZONES})(?!\w)|[ecmp]\.\s?[sd]\.\s?t\b\.?|est\b))?"
_HALF = r"(?P<half>[ap])(?:\.\s?m\b(?P<stop>\.)?|m(?!\w)(?:\.(?=[ecmp][sd]t\b))?)"
_CONTINUED = re.compile(
    r"\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Eastern|Central|Pacific|Mountain|London"
    r"|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b"
    rf"|{alternatives(month.title() for month in table('english')['months'])})\b"
)
"""What may follow the stop of "p.m." within a sentence, in spite of its capital."""

_NAMED_HOUR = re.compile(r"\s(?:noon|midnight|o['’]clock|in\sthe\s(?:morning|afternoon|evening))\b")
_CLOCK = r"(?P<hour>[01]?\d|2[0-4])"


def _letters(text: str | None) -> str:
    return " " + spelled("".join(filter(str.isalpha, text))) if text else ""


def _half_day(match: re.Match[str]) -> str | None:
    hour = int(match["hour"])
    if hour > 24:
        return None
    minutes = match["minute"]
    said = cardinal(hour)
    if minutes and int(minutes):
        said += f" {pair(int(minutes))}"
    if match["hour2"]:
        said += " to " + cardinal(int(match["hour2"]))
        if match["minute2"] and int(match["minute2"]):
            said += f" {pair(int(match['minute2']))}"
    said += _letters(match["half"] + "m") + _letters(match["zone"])
    return said + _final_stop(match)


def _final_stop(match: re.Match[str]) -> str:
    """Keep the stop of "a.m." where it also ends a sentence."""
    rest = match.string[match.end() : match.end() + 12]
    opens = rest[:1].isspace() and rest.strip()[:1].isupper() and not _CONTINUED.match(rest)
    return "." if match[0].endswith(".") and opens else final_stop(match)


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"])
    if _NAMED_HOUR.match(match.string, match.end()) and not minute:
        return cardinal(hour)
    said = f"{cardinal(hour)} {pair(minute)}" if minute else _full_hour(hour)
    return said + _letters(match["zone"])


def _full_hour(hour: int) -> str:
    if hour == 0:
        return "midnight"
    return f"{cardinal(hour)} hundred" if hour > 12 else f"{cardinal(hour)} o'clock"


def _clock_seconds(match: re.Match[str]) -> str:
    hours, minutes, seconds = (int(match[name]) for name in ("hour", "minute", "second"))
    parts = [(hours, "hour"), (minutes, "minute"), (seconds, "second")]
    said = [f"{cardinal(n)} {unit if n == 1 else unit + 's'}" for n, unit in parts]
    half = _letters(match["half"] + "m") if match["half"] else ""
    return f"{said[0]} {said[1]} and {said[2]}{half}{_letters(match['zone'])}"


def _race(match: re.Match[str]) -> str:
    if match["long"]:
        rest = int(match["rest"])
        return f"{cardinal(int(match['long']))} {pair(rest) if rest else 'minutes'}"
    return f"{cardinal(int(match['minute']))} {decimal(_unpad(match['second']))}"


def _military(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"])
    said = f"oh {cardinal(hour)}" if hour < 10 else cardinal(hour)
    unit = " hours" if match["unit"] else ""
    return f"{said} {pair(minute) if minute else 'hundred'}{unit}"


def _unpad(seconds: str) -> str:
    return seconds[1:] if seconds[0] == "0" else seconds


_I = re.IGNORECASE

RULES = (
    Rule(
        "time-military",
        re.compile(
            r"(?<![\w.,])(?:(?:(?<=\b[Aa]t\s)|(?<=\b[Bb]y\s)|(?<=\bfrom\s)|(?<=\buntil\s)|(?<=\bto\s)|(?=0))"
            r"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)(?:(?P<unit>\s(?:hours|hrs)\b)|(?=\s(?:GMT|UTC)\b)))"
        ),
        _military,
        DIGIT,
    ),
    Rule(
        "time-seconds",
        re.compile(
            rf"{BEGIN}(?P<hour>\d{{1,2}}):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)(?![\d:]|\.\d)(?:\s?{_HALF})?{_ZONE}",
            _I,
        ),
        _clock_seconds,
        re.compile(r"\d:\d"),
    ),
    Rule(
        "time-race",
        re.compile(
            rf"{BEGIN}(?P<minute>[0-5]?\d):(?P<second>[0-5]\d\.\d{{1,4}})(?!\w)"
            rf"|{BEGIN}(?P<long>2[5-9]|[345]\d):(?P<rest>[0-5]\d)(?![\w:]|[.,]\d)"
        ),
        _race,
        re.compile(r"\d:\d"),
    ),
    Rule(
        "time-half-day",
        re.compile(
            rf"{BEGIN}{_CLOCK}(?:[:.](?P<minute>[0-5]\d))?"
            rf"(?:(?:{DASH}|\sto\s)(?P<hour2>[01]?\d)(?:[:.](?P<minute2>[0-5]\d))?)?\s?{_HALF}{_ZONE}",
            _I,
        ),
        _half_day,
        DIGIT,
    ),
    Rule(
        "time-zoned",
        re.compile(rf"{BEGIN}{_CLOCK}\.(?P<minute>[0-5]\d)(?=\s?(?:{_ZONES})(?!\w)){_ZONE}"),
        _clock,
        DIGIT,
    ),
    Rule(
        "time-clock",
        re.compile(rf"{BEGIN}{_CLOCK}:(?P<minute>[0-5]\d)(?![\d:]|\.\d|,\d{{3}}){_ZONE}", _I),
        _clock,
        re.compile(r"\d:\d"),
    ),
    Rule(
        "half-day",
        re.compile(r"(?<![\w.])(?P<half>[ap])\.\s?m\b\.?", _I),
        lambda match: spelled(f"{match['half']}M") + _final_stop(match),
    ),
)
