"""Cardinals, ordinals, decimals, fractions, ranges and what is measured."""

from __future__ import annotations

import re
from collections.abc import Mapping

from narrator.text.normalize.english.grammar import (
    AMOUNT,
    BEGIN,
    COMMA_DECIMAL,
    DASH,
    DIGIT,
    END,
    NUMBER,
    SIGN,
    SIGNS,
    WHOLE,
    range_word,
)
from narrator.text.normalize.english.numbers import (
    cardinal,
    decimal,
    digits,
    fraction,
    integer,
    ordinal,
    plural,
    quantity,
)
from narrator.text.normalize.plain import VULGAR
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import table

_MAGNITUDES: Mapping[str, str] = table("english")["magnitudes"]
_OPERATORS = {
    "-": "minus", "−": "minus", "–": "minus", "+": "plus", "*": "times", "×": "times", "·": "times",
    "/": "divided by", "÷": "divided by",
}  # fmt: skip
_NAMED_K = frozenset({"2", "4", "5", "8", "10"})
"""What resolutions and races are called by: "4K", "a 10k run"."""

_DASHES = ("-", "–")
_COUNTED = re.compile(r"\s(?!runs|races|videos|screens|displays|movies|cameras)[a-z]{3,20}s\b")
_PADDED = re.compile(r"0\d")
_LONGEST = 10
"""Digits. Longer ones without commas are codes: nobody could follow the number."""

_LONGEST_LEFT = 5
_LARGE = "|".join(word for word in _MAGNITUDES if len(word) > 3)
_MEASURED = (
    r"percent|per\scent|(?:kilo|centi|milli)?(?:met(?:er|re)|gram)s?|lit(?:er|re)s?|feet|inch(?:es)?"
    r"|miles?|hours?|degrees?|times|tons?|tonnes?"
)
_COMMA_SCALED = rf"{COMMA_DECIMAL}(?=[\s-](?:{_LARGE}|{_MEASURED})\b)"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def _fraction(match: re.Match[str]) -> str | None:
    top, bottom = int(match["top"]), int(match["bottom"])
    said = fraction(top, bottom)
    sign = SIGNS[match["sign"]]
    if match["whole"]:
        if top == 1:
            said = said.replace("one ", "a ", 1)
        return f"{sign}{integer(match['whole'])} and {said}"
    return sign + said


def _vulgar(match: re.Match[str]) -> str:
    said = fraction(*VULGAR[match["vulgar"]])
    whole = match["whole"]
    said = f"{cardinal(int(whole))} and {said.replace('one ', 'a ', 1)}" if whole else said
    return f"{said} percent" if match["percent"] else said


def _ordinal(match: re.Match[str]) -> str | None:
    number = int(match["number"].replace(",", ""))
    suffix = match["suffix"].lower()
    if suffix != _suffix(number):
        return None
    said = ordinal(number)
    return f"{said}s" if match["plural"] else said


def _suffix(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _scientific(match: re.Match[str]) -> str:
    exponent = int(match["power"].replace("−", "-"))
    power = f"minus {cardinal(-exponent)}" if exponent < 0 else ordinal(exponent)
    return f"{SIGNS[match['sign']]}{decimal(match['factor'])} times ten to the {power}"


def _continental(match: re.Match[str]) -> str:
    whole = match["whole"].replace(".", "")
    return decimal(f"{whole}.{match['part']}" if match["part"].strip("0") else whole)


def _range(match: re.Match[str]) -> str | None:
    first, second = match["first"], match["second"]
    if _PADDED.match(first):
        return None
    longer = _whole_digits(second) - _whole_digits(first)
    joint = range_word(match) if -2 < longer < 3 else " "
    return f"{decimal(first)}{joint}{decimal(second)}"


def _whole_digits(number: str) -> int:
    """How many digits a number has before its point."""
    return len(number.replace(",", "").partition(".")[0])


def _power_of_ten(match: re.Match[str]) -> str:
    exponent = int((match["power"] or match["caret"]).translate(_SUPERSCRIPTS).replace("−", "-"))
    times = f"{decimal(match['factor'])} times " if match["factor"] else ""
    base = cardinal(int(match["base"]))
    if exponent in (2, 3):
        return f"{times}{base} {'squared' if exponent == 2 else 'cubed'}"
    if exponent < 0:
        return f"{times}{base} to the minus {cardinal(-exponent)}"
    return f"{times}{base} to the {ordinal(exponent)}"


def _sum(match: re.Match[str]) -> str:
    return f"{decimal(match['first'])} {_OPERATORS[match['mark']]} {decimal(match['second'])}"


def _spaced_decimal(match: re.Match[str]) -> str:
    return quantity(f"{match['whole']}.{match['part']}")


def _scaled(match: re.Match[str]) -> str | None:
    named = (
        match["number"] in _NAMED_K
        and match.string[match.start() - 1 : match.start()] not in _DASHES
    )
    if match["k"] and named and not _COUNTED.match(match.string, match.end()):
        return None
    scale = _MAGNITUDES[match["scale"] or "k"]
    return f"{SIGNS[match['sign']]}{decimal(match['number'])} {scale}"


def _number_word(match: re.Match[str]) -> str:
    number = match["number"]
    if len(number) > _LONGEST and number.isdecimal():
        return digits(number)
    said = SIGNS[match["sign"]] + decimal(number)
    if match["plural"] in ("'s", "’s"):
        return said + match["plural"]
    return plural(said) if match["plural"] else said


def _ratio(match: re.Match[str]) -> str:
    return " to ".join(decimal(part) for part in match[0].split(":"))


def _left_over(match: re.Match[str]) -> str:
    if "." in match[0] or len(match[0]) <= _LONGEST_LEFT:
        return decimal(match[0])
    return digits(match[0])


SPACED_DECIMAL = Rule(
    "spaced-decimal",
    re.compile(
        r"(?:(?<=\w\s)|(?<=\())(?P<whole>\d{1,3})\.\s(?P<part>\d{1,2})(?=\s?%|[):]|,?\s[a-z]{2,20}\b|\s\()"
    ),
    _spaced_decimal,
    DIGIT,
)
"""A decimal that extraction has torn in two ("16. 4%")."""

NUMBERS = (
    Rule(
        "sum",
        re.compile(
            rf"{BEGIN}(?P<first>{NUMBER})\s?(?P<mark>[-−–+*×·/÷])\s?(?P<second>{NUMBER})(?=\s?=)"
        ),
        _sum,
        re.compile("="),
    ),
    Rule(
        "product",
        re.compile(rf"{BEGIN}(?P<first>{NUMBER})\s?(?P<mark>[*·])\s?(?P<second>{NUMBER}){END}"),
        _sum,
        re.compile(r"\d\s?[*·]"),
    ),
    Rule(
        "power",
        re.compile(
            rf"(?:{BEGIN}(?P<factor>{NUMBER})\s?[x×·*]\s?)?{BEGIN}(?P<base>\d{{1,6}})(?:(?P<power>[⁻]?[⁰¹²³⁴-⁹]{{1,3}})|\^(?P<caret>[-−]?\d{{1,3}}))(?!\w)"
        ),
        _power_of_ten,
        re.compile(r"\d[⁻⁰¹²³⁴-⁹^]"),
    ),
    Rule(
        "scientific",
        re.compile(
            rf"(?P<sign>{SIGN}){BEGIN}(?P<factor>\d{{1,3}}(?:\.\d{{1,12}})?)[eE]\+?(?P<power>[-−]?\d{{1,3}})(?!\w|[.,]\d)"
        ),
        _scientific,
        re.compile(r"\d[eE]"),
    ),
    Rule(
        "continental",
        re.compile(rf"{BEGIN}(?P<whole>\d{{1,3}}(?:\.\d{{3}}){{1,5}}),(?P<part>\d{{2}}){END}"),
        _continental,
        re.compile(r"\d,\d"),
    ),
    Rule(
        "fraction",
        re.compile(
            rf"(?P<sign>{SIGN}){BEGIN}(?:(?P<whole>\d{{1,4}})[\s-])?(?P<top>\d{{1,3}})(?:/|⁄)(?P<bottom>\d{{1,4}})(?i:ths?|rds?|nds?|st)?{END}(?!/)"
        ),
        _fraction,
        re.compile(r"\d[/⁄]\d"),
    ),
    Rule(
        "vulgar-fraction",
        re.compile(
            rf"(?:(?<!\w)(?P<whole>\d{{1,4}})\s?)?(?P<vulgar>[{''.join(VULGAR)}])(?P<percent>\s?%)?"
        ),
        _vulgar,
    ),
    Rule(
        "ordinal",
        re.compile(
            rf"{BEGIN}(?P<number>{WHOLE})\s?(?P<suffix>st|nd|rd|th|ST|ND|RD|TH)(?P<plural>s)?(?!\w)"
        ),
        _ordinal,
        re.compile(r"\d\s?(?:st|nd|rd|th)", re.IGNORECASE),
    ),
    Rule(
        "scaled",
        re.compile(
            rf"(?P<sign>{SIGN}){BEGIN}(?<![A-Za-z]-)(?<![A-Za-z]\d-)(?P<number>{AMOUNT})(?:[\s-]?(?P<scale>mn|mln|bn|bln|tn|trn|cr|(?<!-)(?:[MB](?=\s[a-z]{{3,20}})|(?:(?<=\.\d)|(?<=\.\d\d))[MBT]|m))(?!\w)"
            rf"|(?P<k>[kK])(?!\w))"
        ),
        _scaled,
        re.compile(r"\d[\s-]?[mbtckMBTK]"),
    ),
    Rule(
        "range",
        re.compile(
            rf"{BEGIN}(?<![A-Za-z]-)(?P<first>{NUMBER}){DASH}(?P<second>{NUMBER}){END}(?!-\d)"
        ),
        _range,
        DIGIT,
    ),
    Rule(
        "grouped",
        re.compile(
            rf"{BEGIN}\d{{1,3}}(?:(?:\s\d{{3}}){{2,5}}|[\u00a0\u2009\u202f]\d{{3}}|(?:['’]\d{{3}}){{1,5}}){END}(?!\s\d)"
        ),
        lambda match: cardinal(int(re.sub(r"\D", "", match[0]))),
        DIGIT,
    ),
    Rule(
        "ratio",
        re.compile(
            rf"{BEGIN}\d{{1,4}}(?:\.\d{{1,2}})?(?::\d{{1,3}}(?:,\d{{3}}){{1,4}}|(?::\d{{1,4}}(?:\.\d{{1,2}})?){{1,3}}){END}(?!:)"
        ),
        _ratio,
        re.compile(r"\d:\d"),
    ),
)

CARDINAL = Rule(
    "number",
    re.compile(
        rf"(?P<sign>{SIGN}){BEGIN}(?P<number>{_COMMA_SCALED}|{NUMBER})(?P<plural>['’]?s)?(?!\w|[.,]\d)"
    ),
    _number_word,
    DIGIT,
)

LEFT_OVER = Rule(
    "digits",
    re.compile(r"\d{1,3}(?:,\d{3}){1,10}(?!\d)|(?<!\.)\d{1,9}\.\d{1,9}(?![.\d])|\d+"),
    _left_over,
    DIGIT,
)
"""Any digits that no other rule has spoken."""
