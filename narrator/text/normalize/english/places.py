"""Telephone numbers, street addresses and coordinates."""

from __future__ import annotations

import re
from collections.abc import Mapping

from narrator.text.normalize.english.grammar import DIGIT, final_stop
from narrator.text.normalize.english.numbers import (
    cardinal,
    decimal,
    digits,
    integer,
    ordinal,
    year,
)
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives, table

_THREE = re.compile(r"\d{3}")
_GROUPS = re.compile(r"\d\)?[-.\s]{1,2}\(?\d|1-8|\+\d")
"""What telephone numbers need, which few texts with digits have."""

_STREETS: Mapping[str, str] = table("english")["streets"]
_CALLED = re.compile(
    r"\b(?:call|dial|ring|text|phone|telephone|tel|fax|mobile|cell|hotline|helpline)s?\b\W{0,3}"
    r"(?:\w{1,6}\W{1,3}){0,3}$",
    re.IGNORECASE,
)
"""What a telephone number without its area stands behind."""

_LONGEST_NAME = 40
_DOCTOR = re.compile(r"\bDr\.?\s(?:[A-Z][\w.'’-]{0,20}\s?){1,3}$")
_DEGREES = frozenset({"MD", "MA", "PA"})
_PERSON = re.compile(
    r",\s(?:Ph\.?D|MPH|MBA|M\.?S\b|FAC|RN\b|who\b|said\b|says\b|chief\b|director\b|professor\b"
    r"|assistant\b|associate\b|an?\s(?:[a-z]{3,15}\s){0,3}[a-z]{3,15}(?:ist|ian|geon|ctor|ssor|cher)\b)"
)
"""What follows a person's degree and no state: "Jane Doe, MD, a cardiologist"."""

_COMPASS: Mapping[str, str] = table("english")["compass"]
_STATES: Mapping[str, str] = table("english")["states"]


def _phone(match: re.Match[str]) -> str:
    said = []
    for group in re.findall(r"\+?\d+|[A-Za-z]+", match[0]):
        if group == "800":
            said.append("eight hundred")
        elif group[0] == "+":
            said.append(f"plus {digits(group)}")
        else:
            said.append(digits(group) if group.isdecimal() else group)
    return ", ".join(said)


def _local_phone(match: re.Match[str]) -> str | None:
    """Say "555-1234" digit by digit where it is to be called; elsewhere it may be a range."""
    round_numbers = match[0].endswith("00") and match[0][2] == "0"
    called = _CALLED.search(match.string[max(0, match.start() - 40) : match.start()])
    if round_numbers or not (called or match[0].startswith("555")):
        return None
    return _phone(match)


def house_number(text: str) -> str:
    """Say the number of a house: 1428 is "fourteen twenty eight"."""
    number = int(text)
    if len(text) == 3 and number % 100:
        rest = number % 100
        return f"{cardinal(number // 100)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"
    if len(text) == 4 and number % 1000:
        return year(number)
    return integer(text)


def _street(match: re.Match[str]) -> str:
    name = re.sub(
        r"\b(\d{1,3})(?:st|nd|rd|th)\b", lambda part: ordinal(int(part[1])), match["name"]
    )
    compass = f"{_COMPASS[match['compass']]} " if match["compass"] else ""
    kind = _STREETS.get(match["kind"].title(), match["kind"])
    quarter = f" {_COMPASS[match['quarter']]}" if match["quarter"] else ""
    return f"{house_number(match['number'])} {compass}{name} {kind}{quarter}{final_stop(match)}"


def _state_zip(match: re.Match[str]) -> str:
    plus = f", {digits(match['plus'])}" if match["plus"] else ""
    return f"{_STATES[match['state']]} {digits(match['zip'])}{plus}"


def _state(match: re.Match[str]) -> str | None:
    near = match.string[max(0, match.start() - _LONGEST_NAME) : match.start()]
    if match["state"] in _DEGREES and (
        _PERSON.match(match.string, match.end()) or _DOCTOR.search(near)
    ):
        return None
    return f", {_STATES[match['state']]}"


def _coordinates(match: re.Match[str]) -> str:
    said = f"{decimal(match['degrees'])} degrees"
    if match["minutes"]:
        said += f" {decimal(match['minutes'])} minutes"
    if match["seconds"]:
        said += f" {decimal(match['seconds'])} seconds"
    return f"{said} {_COMPASS[match['compass']].lower()}"


_WORD = r"(?:[A-Z][\w'’]{1,20}|\d{1,3}(?:st|nd|rd|th))"

NAMED = (
    Rule(
        "emergency",
        re.compile(
            r"(?:(?<=[Cc]all\s)|(?<=[Dd]ial\s)|(?<=\b(?:911|999|112)\sor\s)|(?<=calling\s)|(?<=called\s)|(?<=dialed\s))(?:911|999|112|101)(?!\w|[.,]\d)"
            r"|(?<![\w.,$-])911(?=\s(?:calls?|callers?|operators?|dispatch\w{0,4}|centers?|emergency|system)\b)"
        ),
        lambda match: digits(match[0]),
        re.compile("911|999|112|101"),
    ),
    Rule(
        "number-in-name",
        re.compile(
            r"(?:(?<=light\s)|(?<=Boeing\s)|(?<=Airbus\s))[1-9]\d{2}-\d{1,4}(?![\w-])|(?:(?<=light\s)|(?<=Boeing\s)|(?<=Airbus\s)|(?<=Route\s)|(?<=Highway\s)|(?<=Hwy\s)|(?<=Interstate\s)|(?<=Nikkei\s))[1-9]\d{2}(?![\w-]|[.,]\d)"
            r"|(?<![\w.,-])7[0-8]7(?:-\d{1,3})?(?=\s(?:MAX|Max|Dreamliner|jets?|aircraft|planes?|airliners?)\b)"
            r"|(?:(?<=\b[A-Z][A-Z]\s)|(?<=\b[A-Z][A-Z][A-Z]\s))[3-9]\d{3}(?![\w-]|[.,]\d|\s[a-z]{2,20}s\b)"
        ),
        lambda match: " ".join(house_number(part) for part in match[0].split("-")),
        _THREE,
    ),
)

DOCKET = Rule(
    "docket",
    re.compile(r"(?:(?<=\bNo\.\s)|(?<=\bNos\.\s)|(?<=\b[Cc]ase\s))\d{1,4}-\d{1,6}(?![\w-])"),
    lambda match: " ".join(
        house_number(part) if len(part) < 5 else digits(part) for part in match[0].split("-")
    ),
    re.compile(r"\d-\d"),
)
"""What a court files a case under ("No. 22-842"): its hyphen is no range."""

PHONES = (
    Rule(
        "phone",
        re.compile(
            r"(?<![\w.,/-])(?:\+\d{1,3}[\s-]?|1[-.\s])?(?:\(\d{3}\)[\s-]?|\d{3}[-.\s])\d{3}[-.\s]\d{4}(?:-\d{1,4})?(?![\w-])"
            r"|(?<!\w)\+\d{1,3}(?:[\s-]\(?\d{1,5}\)?){2,6}(?!\w)"
            r"|(?<![\w.,/-])(?<!\d\s)0\d{2,4}\s\d{3,4}\s\d{3,4}(?![\w-])"
            r"|(?<!\w)\+\d{1,3}\s?\(0\)\s?\d{1,5}(?:[\s-]\d{2,5}){1,4}(?!\w)"
            r"|(?<![\w.,/-])0\d{2,4}-\d{3,4}-\d{3,4}(?![\w-])"
            r"|(?<!\w)\(0\d{2,4}\)\s?\d{3,4}[-\s]\d{3,4}(?![\w-])"
            r"|(?<![\w-])1-8\d\d(?:-[A-Z0-9]{1,7}){1,3}(?![\w-])"
            r"|(?<![\w.,/-])\d{3}-\d{2}-\d{4}(?![\w-])"
            r"|(?<![\w.,/-])0[1-9]\d{2,3}\s\d{5,6}(?![\w-])"
            r"|(?<![\w.,/-])1[38]00\s\d{3}\s\d{3,4}(?![\w-])"
        ),
        _phone,
        _GROUPS,
    ),
    Rule(
        "phone-extension",
        re.compile(
            r"(?<=\d{4})(?:,?\s?(?:[Ee]xt\.?|[Ee]xtn\.?|[Ee]xtension)\s?|\sx\s?)(?P<number>\d{1,5})(?!\w)"
        ),
        lambda match: f", extension {digits(match['number'])}",
        re.compile(r"\d{4}"),
    ),
    Rule(
        "phone-local",
        re.compile(r"(?<![\w.,/$€£-])\d{3}-\d{4}(?![\w-]|[.,]\d)"),
        _local_phone,
        _GROUPS,
    ),
)

RULES = (
    Rule(
        "street",
        re.compile(
            rf"(?<![\w.,$-])(?P<number>\d{{1,5}})\s(?:(?P<compass>{alternatives(_COMPASS)})\.?\s)?(?P<name>{_WORD}(?:\s{_WORD}){{0,3}})\s"
            rf"(?P<kind>(?:{alternatives(_STREETS)}|st|ave|blvd|rd|hwy|Street|Avenue|Boulevard|Road|Drive|Lane))\b\.?(?:,?\s(?P<quarter>[NS][EW])(?!\w))?"
        ),
        _street,
        DIGIT,
    ),
    Rule(
        "state-zip",
        re.compile(
            rf"(?<!\w)(?P<state>{'|'.join(_STATES)}),?\s(?P<zip>\d{{5}})(?:-(?P<plus>\d{{4}}))?(?!\w)"
        ),
        _state_zip,
        DIGIT,
    ),
    Rule(
        "zip",
        re.compile(r"(?<=[A-Z]\.[A-Z]\.\s)\d{5}(?![\w-]|[.,]\d)"),
        lambda match: digits(match[0]),
        DIGIT,
    ),
    Rule(
        "state",
        re.compile(rf"(?<=[a-z]),\s(?P<state>{'|'.join(_STATES)})(?!\w)"),
        _state,
    ),
    Rule(
        "coordinates",
        re.compile(
            r"(?<![\w.])(?P<degrees>\d{1,3}(?:\.\d{1,8})?)\s?°\s?(?:(?P<minutes>\d{1,2}(?:\.\d{1,4})?)\s?[′'’]\s?)?"
            r"(?:(?P<seconds>\d{1,2}(?:\.\d{1,4})?)\s?(?:[″\"”]|'')\s?)?(?P<compass>[NSEW])(?!\w)"
        ),
        _coordinates,
        re.compile("°"),
    ),
)
