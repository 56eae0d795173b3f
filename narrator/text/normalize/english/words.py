"""Abbreviations, titles, initials and acronyms."""

from __future__ import annotations

import re
from collections.abc import Mapping

from narrator.text.normalize.english.grammar import DIGIT, final_stop, spelled
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives, table

_TABLES = table("english")
_TITLES: Mapping[str, str] = _TABLES["titles"]
_BARE_TITLES: Mapping[str, str] = _TABLES["titles_bare"]
_ABBREVIATIONS: Mapping[str, str] = _TABLES["abbreviations"]
_BRACKETED: Mapping[str, str] = _TABLES["bracketed"]
_BEFORE_NUMBER: Mapping[str, str] = _TABLES["before_number"]
_STATES: Mapping[str, str] = _TABLES["state_abbreviations"]
_WEEKDAYS: Mapping[str, str] = _TABLES["weekdays"]
_MONTHS: Mapping[str, str] = _TABLES["months"]
_STOP = re.compile(r"\.")


def _title(match: re.Match[str]) -> str:
    return _TITLES[match["title"]]


def _bare_title(match: re.Match[str]) -> str:
    return _BARE_TITLES[match["title"]]


def _street(match: re.Match[str]) -> str:
    stop = "." if match["end"] else final_stop(match)
    return ("Street" if match["kind"] == "St" else "Drive") + stop


def _abbreviation(match: re.Match[str]) -> str:
    return _ABBREVIATIONS[match["word"]] + final_stop(match)


def _before_number(match: re.Match[str]) -> str:
    return _BEFORE_NUMBER[match["word"]]


def _state(match: re.Match[str]) -> str:
    return _STATES[match["state"]] + final_stop(match)


def _initialism(match: re.Match[str]) -> str:
    letters = "".join(filter(str.isalpha, match[0]))
    stop = final_stop(match)
    possessive = match.string[match.end() : match.end() + 1] in ("'", "’")
    return (letters.upper() if possessive else spelled(letters)) + stop


def _initial(match: re.Match[str]) -> str:
    return match["letter"]


def _versus(match: re.Match[str]) -> str | None:
    """Say "Roe v. Wade"; the letter alone may be a word of another language."""
    names = re.search(
        r"[A-Z][\w.'’-]{0,20}\s$", match.string[max(0, match.start() - 24) : match.start()]
    )
    return "versus" if names else None


def _weekday(match: re.Match[str]) -> str:
    return _WEEKDAYS[match["day"].lower()] + final_stop(match)


def _month(match: re.Match[str]) -> str:
    return _MONTHS[match["month"].lower()] + final_stop(match)


_DAYS = "Mon|Tues?|Weds?|Thurs?|Thu|Fri|Sat|Sun"
_DATED_WEEKDAY = re.compile(
    rf"(?<!\w)(?P<day>{_DAYS})\.?(?=\s?[-–]\s?(?:{_DAYS})\b|,?\s\d"
    rf"|,?\s(?:{alternatives(month.title() for month in _MONTHS)})\b)"
    rf"|(?:(?<=[nteiu][-–])|(?<=[nteiu]\.[-–]))(?P<last>{_DAYS})\b\.?"
)

RULES = (
    Rule(
        "bracketed",
        re.compile(rf"(?<=[(\s])(?P<word>{alternatives(_BRACKETED)})\.?(?=\))"),
        lambda match: _BRACKETED[match["word"]],
    ),
    Rule(
        "lived",
        re.compile(r"(?<=[\s(])(?P<event>[bd])\.\s?(?=1\d{3}\b|20\d\d\b)"),
        lambda match: "born " if match["event"] == "b" else "died ",
        DIGIT,
    ),
    Rule("number-sign", re.compile(r"(?<!\w)(?:#|№)\s?(?=\d)"), lambda _: "number ", DIGIT),
    Rule(
        "before-number",
        re.compile(rf"(?<![\w.])(?P<word>{alternatives(_BEFORE_NUMBER)})(?=\s?\d)"),
        _before_number,
        DIGIT,
    ),
    Rule(
        "street",
        re.compile(
            r"(?<=[a-z]\s)(?P<kind>St|Dr)(?:\.?(?=[,;]|\s(?:and|in|on|at|near|to|was|is|for)\b)|(?P<end>\.)(?=$|\s(?:He|She|It|The|They|In|A|But|And|We)\b))"
        ),
        _street,
    ),
    Rule("number-bare", re.compile(r"(?<=[a-z,]\s)No(?=\s\d)"), lambda _: "number", DIGIT),
    Rule("against-number", re.compile(r"(?<=\d\s)v\.?(?=\s\d)"), lambda _: "versus", DIGIT),
    Rule("against", re.compile(r"(?<=[A-Za-z.]\s)v\.?(?=\s[A-Z])"), _versus),
    Rule(
        "named-weekday",
        _DATED_WEEKDAY,
        lambda match: _WEEKDAYS[(match["day"] or match["last"]).lower()],
        re.compile("Mon|Tue|Wed|Thu|Fri|Sat|Sun"),
    ),
    Rule(
        "title",
        re.compile(
            rf"(?<![\w.])(?P<title>{alternatives(_TITLES)})(?=\s*[A-Z\"“‘']|\s1st\s|\s\(|-[Ee]lect\b|$|\s(?:and|or|&)\s)"
        ),
        _title,
        _STOP,
    ),
    Rule(
        "bare-title",
        re.compile(rf"(?<![\w.])(?P<title>{alternatives(_BARE_TITLES)})(?=\s[A-Z][\w.])"),
        _bare_title,
    ),
    Rule(
        "abbreviation",
        re.compile(rf"(?<![\w.&/])(?P<word>{alternatives(_ABBREVIATIONS)})(?!\w)"),
        _abbreviation,
    ),
    Rule(
        "state",
        re.compile(rf"(?:(?<=,\s)|(?<=\b[RDI]-))(?P<state>{alternatives(_STATES)})(?!\w)"),
        _state,
        _STOP,
    ),
    Rule(
        "month",
        re.compile(
            r"(?<!\w)(?P<month>Jan|Feb|Aug|Sept|Oct|Nov"
            r"|(?:Mar|Apr|Jun|Jul|Sep|Dec)(?=\.(?:,|\s(?:and|or|to|through|until|[a-z]))))\.(?!\w)"
        ),
        _month,
        _STOP,
    ),
    Rule(
        "weekday",
        re.compile(
            r"(?<!\w)(?P<day>Mon|Tues?|Weds?|Thurs?|Thu|Fri|S(?:at|un)(?=\.(?:,|\s[a-z])))\.(?!\w)"
        ),
        _weekday,
        _STOP,
    ),
    Rule(
        "initialism",
        re.compile(
            r"(?<![\w.])(?:[A-Za-z]\.\s?){1,5}[A-Z]\.(?!\w)|(?<![\w.])(?:[A-Z]\.){2,6}(?!\w)|(?<![\w.])(?:[A-Z]\.){1,6}[A-Z](?!\w)"
        ),
        _initialism,
        _STOP,
    ),
    Rule(
        "initial",
        re.compile(r"(?<![\w.'’])(?P<letter>[A-Z])\.(?=\s(?:[A-Z]|[a-z]{4}))"),
        _initial,
        _STOP,
    ),
)
