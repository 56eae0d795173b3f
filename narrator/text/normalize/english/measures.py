"""What is measured: units, dimensions and durations."""

from __future__ import annotations

import re
from collections.abc import Mapping

from narrator.text.normalize.english.grammar import (
    AMOUNT,
    BEGIN,
    DASH,
    DIGIT,
    END,
    NUMBER,
    SIGN,
    SIGNS,
    counts_noun,
    range_word,
)
from narrator.text.normalize.english.numbers import cardinal, decimal, mixed, ordinal, quantity
from narrator.text.normalize.plain import VULGAR
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives, table

_UNITS: Mapping[str, tuple[str, str]] = table("english")["units"]
_PER: Mapping[str, str] = table("english")["per"]
_MAGNITUDES: Mapping[str, str] = table("english")["magnitudes"]
_LONG = "|".join(word for word in _MAGNITUDES if len(word) > 3)
_POWERS = {
    "2": "square ", "²": "square ", "^2": "square ",
    "3": "cubic ", "³": "cubic ", "^3": "cubic ", None: "",
}  # fmt: skip
_PLURAL = re.compile(r"\s(?!hurdles|steeplechase)(?:[a-z]{3,20}s|people|men|women|children)\b")
_CYLINDERS = frozenset({"V", "W"})
"""Engines are named by these: "a 2.8 V 6" has no volts."""

_ATTRIBUTE = re.compile(
    r"\s(?:relay|medley|freestyle|individual|hurdles|sprint|race|final|pistols?|guns?|handguns?"
    r"|rounds?|bullets?|shells?|cannons?|ammunition|film|lens|cameras?|chips?|process|node"
    r"|angles?|turns?|bends?|rotations?|slopes?|views?|bottles?|cans?|tins?|jars?|packs?|packets?|packages?|bags?|tubs?|boxes|steaks?|glass(?:es)?)\b"
)
"""What is named by a measure: "a 9mm pistol", "the 100m final"."""

_DIGIT_NEXT = re.compile(r"\s?\d")
_COUNTING = re.compile(
    r"\b(?:killed|sold|affected|displaced|injured|employs|employed|serves|attracted|earned|raised|"
    r"lost|won|paid|some|population\sof)\s$"
)
"""What comes before millions of people or money rather than before meters."""

_WEATHER = re.compile(
    r"temp(?:erature)?s?\b|heat|degrees|weather|warm|\bhighs?\b|\blows\b|\bhot|\bcold|freez|°|\dC\s?[(/]\d",
    re.IGNORECASE,
)
_WEIGHED = frozenset({"g", "kg", "mg", "oz", "lb", "ml", "l", "cl"})
"""Units of no dimension: "2 x 400g tins" are two of them."""

_PIXELS = re.compile(r"[1-9]\d{1,2}[1-9]\d|[1-9]\d?[1-9]\d")
"""Sides of a picture: "1920x1080" is said in pairs."""

_WEIGHING = re.compile(
    r"\b(?:weigh\w{0,4}|weight|heavy|heavier|lighter|diet|stones?|\d{1,2}lbs?|lost|gained)\b"
)
_NEARBY = 200
"""Characters. How far from a number its subject may be named."""

_AMOUNT = re.compile(rf"[\d{''.join(VULGAR)}]")
_SKY = re.compile(r"light-years?|parsecs?|galax|\bstars?\b|planet|nebula")
"""Where "pc" is no percent."""

_SPACED = frozenset({"s", "K", "N", "J", "A", "T"})
_TONNES = frozenset({"t", "Mt", "Gt"})
"""Written apart, or they are something else: "5t", "the 10 Mt Hill"."""

_COMPOUND = re.compile(r"-[a-z]{2}")
"""Behind a letter that is none of a unit: "5 t-shirts", "2 K-pop albums"."""

_NAME = re.compile(r"\.?\s[A-Z][a-z]")
_UNIT = rf"(?P<unit>{alternatives(_UNITS)})"
_VULGAR = rf"(?:\d{{1,4}}\s?)?[{''.join(VULGAR)}]"
_MIXED = rf"(?:\d{{1,4}}\s)?\d{{1,3}}/\d{{1,3}}|{_VULGAR}"


def _measure(match: re.Match[str]) -> str | None:
    unit, number = match["unit"], match["number"]
    if not _is_unit(match):
        return None
    one, many = _UNITS[unit]
    power = _POWERS[match["power"]]
    scale = f" {_MAGNITUDES[match['scale']]}" if match["scale"] else ""
    said = f"{SIGNS[match['sign']]}{_number(number)}"
    if match["second"]:
        said += f"{range_word(match)}{_number(match['second'])}"
    single = (
        (number.replace(",", "") in ("1", "1.0") or _below_one(number))
        and not match["second"]
        and not scale
    )
    singular = single or match["hyphen"] == "-" or _is_attribute(match)
    rate = f" per {_PER[match['per2']]}" if match["per2"] else ""
    return f"{said}{scale} {power}{one if singular else many}{rate}"


def _is_attribute(match: re.Match[str]) -> bool:
    """Whether a measure stands before what it describes, and so in the singular."""
    return (
        counts_noun(match, heads=False) or _ATTRIBUTE.match(match.string, match.end()) is not None
    )


def _is_unit(match: re.Match[str]) -> bool:
    """Whether a short sign is a unit here: "5 K", but not "5K"; "2in" and "(2 in)", not "2 in"."""
    unit, apart = match["unit"], match["hyphen"] is not None
    rest = match.string[match.end() : match.end() + 24]
    if _is_other(match, rest):
        return False
    if unit in _SPACED:
        decimal_point = "." in match["number"]
        return (
            decimal_point
            if unit == "s" and not apart
            else match["hyphen"] == " " and not decimal_point
        )
    if unit == "in":
        return (
            not apart
            or rest.startswith(")")
            or match[0].endswith(".")
            or (match["hyphen"] == "-" and rest[:1] != "-")
        )
    if unit == "m" and not apart:
        before = match.string[max(0, match.start() - 16) : match.start()]
        return not (_PLURAL.match(rest) or _COUNTING.search(before))
    return not (unit in _CYLINDERS and _DIGIT_NEXT.match(rest))


def _is_other(match: re.Match[str], rest: str) -> bool:
    """Whether a sign is something else by what stands near: "2 K-pop albums", "1 t. salt"."""
    unit, spaced = match["unit"], match["hyphen"] == " "
    if unit == "pc":
        near = max(0, match.start() - _NEARBY), match.end() + _NEARBY
        return _SKY.search(match.string, *near) is not None
    if unit in _TONNES and (not spaced or _NAME.match(rest) or match[0].endswith("t.")):
        return True
    return len(unit) == 1 and spaced and _COMPOUND.match(rest) is not None


def _number(text: str) -> str:
    if text[-1] in VULGAR:
        return mixed(int(text[:-1] or 0), *VULGAR[text[-1]])
    if "/" in text:
        whole, _, part = text.rpartition(" ")
        top, bottom = part.split("/")
        return mixed(int(whole or 0), int(top), int(bottom))
    return quantity(text)


def _below_one(text: str) -> bool:
    """Whether a number is a fraction of one thing: "1/2 tsp" is half of a teaspoon."""
    return text in VULGAR or ("/" in text and " " not in text)


def _temperature(match: re.Match[str]) -> str | None:
    """Say "45C" where the sentence is about heat; elsewhere it may be a seat or a size."""
    if not _WEATHER.search(match.string, max(0, match.start() - _NEARBY), match.end() + _NEARBY):
        return None
    scale = "Celsius" if match["scale"] == "C" else "Fahrenheit"
    degrees = "degree" if match["number"] == "1" else "degrees"
    return f"{SIGNS[match['sign']]}{decimal(match['number'])} {degrees} {scale}"


def _feet_inches(match: re.Match[str]) -> str:
    count = match["feet"] or match["tall"]
    feet = cardinal(int(count))
    foot = "foot" if count == "1" or counts_noun(match) else "feet"
    inches = match["inches"] or match["bare"]
    inch = "inch" if inches == "1" or counts_noun(match) else "inches"
    return f"{feet} {foot} {decimal(inches)} {inch}"


def _stone(match: re.Match[str]) -> str | None:
    """Say what a person weighs in Britain: "11st 4lb" is "eleven stone four"."""
    pounds = match["pounds"]
    if match["only"] and not _WEIGHING.search(
        match.string, max(0, match.start() - _NEARBY), match.end() + _NEARBY
    ):
        return None
    said = f"{cardinal(int(match['stone'] or match['only']))} stone"
    return f"{said} {cardinal(int(pounds))}" if pounds else said


def _duration(match: re.Match[str]) -> str:
    units = ("hours", "minutes", "seconds")
    counts = [(int(match[unit]), unit) for unit in units if match[unit]]
    return " ".join(f"{cardinal(n)} {unit[:-1] if n == 1 else unit}" for n, unit in counts)


def _inches(match: re.Match[str]) -> str | None:
    if match.string.count('"', 0, match.start()) % 2:
        return None
    return f"{decimal(match['number'])} {'inch' if match['number'] == '1' else 'inches'}"


def _per(match: re.Match[str]) -> str:
    return f"{decimal(match['number'])} per {_PER[match['per']]}"


def _dimensions(match: re.Match[str]) -> str:
    parts = [decimal(match["a"]), decimal(match["b"])]
    if match["c"]:
        parts.append(decimal(match["c"]))
    if match["mark"]:
        unit = "feet" if match["mark"] in "′'" else "inches"
        return f"{' by '.join(parts)} {unit}"
    if match["unit"] in _WEIGHED and not match["c"]:
        one, many = _UNITS[match["unit"]]
        return f"{parts[0]}, {parts[1]} {one if _is_attribute(match) else many}"
    if not match["unit"]:
        shown = [match[name] for name in "ab"]
        if not match["c"] and all(_PIXELS.fullmatch(count) for count in shown):
            parts = [f"{cardinal(int(count[:-2]))} {cardinal(int(count[-2:]))}" for count in shown]
        return " by ".join(parts)
    names = _UNITS[match["unit"]]
    name = names[0] if _is_attribute(match) else names[1]
    return f"{' by '.join(parts)} {_POWERS[match['power']]}{name}"


RULES = (
    Rule(
        "feet-inches",
        re.compile(
            rf"{BEGIN}(?P<feet>\d{{1,2}})(?:['′’]|\s?ft\.?)\s?(?P<inches>\d{{1,2}}(?:\.\d)?)(?:[\"″”]|''|\s?in(?:\.(?=,|\s[a-z]))?)(?!\w)"
            r"|(?<![\w'’.,])(?P<tall>[4-7])['’′](?P<bare>1[01]|\d)(?![\w'’]|[.,]\d)"
        ),
        _feet_inches,
        re.compile(r"\d(?:['′’]|\s?ft)"),
    ),
    Rule(
        "stone",
        re.compile(
            rf"{BEGIN}(?:(?P<stone>[4-9]|[1-4]\d)\s?st\.?\s(?P<pounds>1[0-3]|\d)\s?lbs?"
            r"|(?P<only>[4-9]|1\d|[2-4][02-9])st)(?!\w)"
        ),
        _stone,
        re.compile(r"\d\s?st"),
    ),
    Rule(
        "dimensions",
        re.compile(
            rf"{BEGIN}(?P<a>{NUMBER})[\"″'′]?\s?[xX×]\s?(?P<b>{NUMBER})(?P<mark>[\"″'′](?!\w))?(?:\s?[xX×]\s?(?P<c>{NUMBER}))?(?:\s?{_UNIT}(?P<power>[²³]|(?<=m)\^?[23]|\^[23])?(?!\w)|{END}(?![\^⁻⁰¹²³⁴-⁹]|\s?=))"
        ),
        _dimensions,
        re.compile(r"\d[\"″'′]?\s?[xX×]"),
    ),
    Rule(
        "duration",
        re.compile(
            rf"{BEGIN}(?P<hours>\d{{1,3}})\s?h(?:rs?)?\s?(?P<minutes>\d{{1,2}})\s?m(?:in)?"
            r"(?:\s?(?P<seconds>\d{1,2})\s?s(?:ec)?)?(?!\w)"
        ),
        _duration,
        re.compile(r"\d\s?h"),
    ),
    Rule(
        "measure",
        re.compile(
            rf"(?P<sign>{SIGN}){BEGIN}(?:(?<![A-Z]-)|(?<=°[CF]-))(?P<number>{_MIXED}|{AMOUNT})"
            rf"(?:{DASH}(?P<second>{_MIXED}|{AMOUNT}))?(?![\d]|[.,]\d)"
            rf"(?:\s(?P<scale>{_LONG}))?(?P<hyphen>\s|-)?{_UNIT}(?P<power>[²³]|(?<=m)\^?[23]|\^[23])?(?:\.(?=,|\s[a-z\d]))?(?!\w|\.\w)"
            rf"(?:\s?/\s?(?P<per2>{alternatives(_PER)})(?!\w))?"
        ),
        _measure,
        _AMOUNT,
    ),
    Rule(
        "unit-alone",
        re.compile(
            rf"(?:(?<=\()|(?<=\bin\s)|(?<=,\s))(?P<unit>{alternatives(_UNITS)})/(?P<per>{alternatives(_PER)})(?!\w)"
        ),
        lambda match: f"{_UNITS[match['unit']][1]} per {_PER[match['per']]}",
        re.compile(r"[A-Za-z]/"),
    ),
    Rule(
        "units-of",
        re.compile(
            r"(?:(?<=s\sof\s)|(?<=few\s)|(?<=many\s)|(?<=several\s))(?P<unit>km|kg|cm|mm|GB|TB|MB|MW|GW|kWh|MWh|GWh|mph|km/h)(?!\w)"
        ),
        lambda match: _UNITS[match["unit"]][1],
    ),
    Rule(
        "temperature",
        re.compile(rf"(?P<sign>{SIGN}){BEGIN}(?P<number>\d{{1,3}}(?:\.\d)?)(?P<scale>[CF])(?!\w)"),
        _temperature,
        re.compile(r"\d[CF]"),
    ),
    Rule(
        "degrees-scale",
        re.compile(r"(?<=degrees\s)[CF](?![\w'’])|(?<=degrees\s)[CF](?=\.)"),
        lambda match: "Celsius" if match[0] == "C" else "Fahrenheit",
        re.compile("degrees"),
    ),
    Rule(
        "exposure",
        re.compile(rf"{BEGIN}1/(?P<part>\d{{2,4}})\s?(?:s|sec|seconds?)(?!\w)"),
        lambda match: f"one {ordinal(int(match['part']))} of a second",
        re.compile(r"1/\d\d"),
    ),
    Rule("aperture", re.compile(r"(?<!\w)[fƒ]/(?=\d)"), lambda _: "f ", DIGIT),
    Rule(
        "per",
        re.compile(rf"{BEGIN}(?P<number>{NUMBER})\s?/\s?(?P<per>{alternatives(_PER)})(?!\w)"),
        _per,
        re.compile(r"\d\s?/"),
    ),
    Rule(
        "inches",
        re.compile(rf"{BEGIN}(?P<number>{NUMBER})[\"″](?=[\s,.;)]|$)(?<!\"\d\")"),
        _inches,
        re.compile('\\d["″]'),
    ),
)
