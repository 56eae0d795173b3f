"""Amounts of money."""

from __future__ import annotations

import re
from collections.abc import Mapping

from narrator.text.normalize.english.grammar import (
    AMOUNT,
    BEGIN,
    DASH,
    DIGIT,
    NUMBER,
    SIGNS,
    WHOLE,
    counts_noun,
    range_word,
)
from narrator.text.normalize.english.numbers import cardinal, decimal, point_decimal
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives, table

_CURRENCIES: Mapping[str, tuple[str, str, str, str]] = table("english")["currencies"]
_MAGNITUDES: Mapping[str, str] = table("english")["magnitudes"]
_PER: Mapping[str, str] = table("english")["per"]
_CURRENCY = rf"(?P<currency>{alternatives(_CURRENCIES)})"
_MAGNITUDE = rf"(?P<scale>{alternatives(_MAGNITUDES)})"
_SCALE = rf"(?:[\s-]?{_MAGNITUDE}(?![\w]))?"
_FIRST_SCALE = rf"(?P<scale1>[\s-]?(?:{alternatives(_MAGNITUDES)}))?"
_CODE = r"(?:\s(?P<code>USD|CAD|AUD|NZD|HKD|SGD)(?!\w))?"
"""Whose dollars they are, said after the amount: "$20 CAD"."""

_RATE = rf"(?:\s?/\s?(?P<per>{alternatives(_PER)})(?!\w)(?:\.(?=[,;]|\s[a-z]))?)?"


def _amount(match: re.Match[str]) -> str:
    code = match.groupdict().get("code") or match["currency"]
    one, many, cent, cents = _CURRENCIES[code]
    number, second = match["number"], match["second"]
    scale = _scale(match["scale"])
    sign = SIGNS[match["sign"] or match.groupdict().get("minus")]
    rate = f" per {_PER[match['per']]}" if match["per"] else ""
    joint = range_word(match)
    twice = match.groupdict().get("again") and not counts_noun(match)
    if second and not scale and not match["scale1"] and (twice or "." in number + second):
        names = (one, many, cent, cents)
        return f"{sign}{_exact(number, match, names)}{joint}{_exact(second, match, names)}{rate}"
    if second or scale:
        unit = one if counts_noun(match) else many
        first = decimal(number) + _scale(match["scale1"])
        both = f"{first}{joint}{decimal(second)}" if second else first
        return f"{sign}{both}{scale} {unit}{rate}"
    return sign + _exact(number, match, (one, many, cent, cents)) + rate


def _loss(match: re.Match[str]) -> str:
    """Say "£(12.3)m", as accountants write what is below nought."""
    names = _CURRENCIES[match["currency"]]
    if match["scale"]:
        return f"minus {decimal(match['number'])}{_scale(match['scale'])} {names[1]}"
    return f"minus {_exact(match['number'], match, names)}"


def _scale(text: str | None) -> str:
    return f" {_MAGNITUDES[text.strip(' -')]}" if text else ""


def _exact(number: str, match: re.Match[str], names: tuple[str, str, str, str]) -> str:
    """Say an amount without a magnitude, in units and hundredths where it has them."""
    one, many, cent, cents = names
    whole, _, fraction = point_decimal(number).partition(".")
    fraction = fraction.rstrip("0")
    units = int(whole or 0)
    if len(fraction) > 2:
        return f"{decimal(f'{whole}.{fraction}')} {many}"
    said = f"{cardinal(units)} {one if units == 1 or counts_noun(match) else many}"
    if not fraction:
        return said
    hundredths = int(fraction.ljust(2, "0"))
    small = f"{cardinal(hundredths)} {cent if hundredths == 1 else cents}"
    return f"{said} and {small}" if units else small


def _pence(match: re.Match[str]) -> str:
    number = match["number"]
    one, many = ("penny", "pence") if match["unit"] == "p" else ("cent", "cents")
    return f"{decimal(number)} {one if number == '1' else many}"


_NAMED = {
    names[1]: names
    for names in reversed(list(_CURRENCIES.values()))
    if not names[1].startswith("pound")
}
"""Currencies by their plural: "a 2.50 euro ticket" is no sum, and pounds may be a weight."""


def _named(match: re.Match[str]) -> str:
    return SIGNS[match["sign"]] + _exact(match["number"], match, _NAMED[match["name"]])


_LETTERS = {"N": "naira", "R": "rand"}


def _letter_amount(match: re.Match[str]) -> str:
    """Say "R50m" and "N2 billion": a letter means a currency only where the sum is that large."""
    scale = match["long"] or _MAGNITUDES[match["short"]]
    return f"{SIGNS[match['sign']]}{decimal(match['number'])} {scale} {_LETTERS[match['currency']]}"


RULES = (
    Rule(
        "money-named",
        re.compile(
            rf"(?P<sign>(?<![\w.])[-−+])?{BEGIN}(?P<number>{WHOLE}[.,]\d\d)\s(?P<name>{alternatives(_NAMED)})(?!\w)"
        ),
        _named,
        re.compile(r"\d[.,]\d\d\s"),
    ),
    Rule(
        "money",
        re.compile(
            rf"(?P<sign>(?<![\w.])[-−+]|(?<![^\s(])–)?(?<![\w$€£¥₹₩])(?<![A-Z]/){_CURRENCY}\s?(?P<minus>[-−](?=\d))?(?P<number>{AMOUNT})"
            rf"(?:{_FIRST_SCALE}{DASH}(?P<again>(?P=currency))?(?P<second>{AMOUNT}))?(?!\d|[.,]\d){_SCALE}(?:/-(?!\w))?{_CODE}{_RATE}"
        ),
        _amount,
        DIGIT,
    ),
    Rule(
        "money-bracketed",
        re.compile(rf"(?<![\w$€£¥₹₩]){_CURRENCY}\((?P<number>{AMOUNT})\){_SCALE}"),
        _loss,
        re.compile(r"\(\d"),
    ),
    Rule(
        "money-after",
        re.compile(
            rf"(?P<sign>(?<![\w.])[-−+])?{BEGIN}(?P<number>{AMOUNT})"
            rf"(?:{_FIRST_SCALE}{DASH}(?P<second>{AMOUNT}))?{_SCALE}\s?{_CURRENCY}(?!\w){_RATE}"
        ),
        _amount,
        DIGIT,
    ),
    Rule(
        "money-letter",
        re.compile(
            rf"(?P<sign>(?<![\w.])[-−+])?(?<!\w)(?P<currency>[NR])(?P<number>{NUMBER})(?:\s(?P<long>(?:m|b|tr)illion)|(?P<short>m|bn|tn))(?!\w)"
        ),
        _letter_amount,
        re.compile(r"[NR]\d"),
    ),
    Rule(
        "pence",
        re.compile(
            rf"{BEGIN}(?P<number>(?!(?:240|360|480|720|1080|1440|2160)p){AMOUNT})(?P<unit>p|¢)(?!\w)"
        ),
        _pence,
        re.compile(r"\d[p¢]"),
    ),
)
