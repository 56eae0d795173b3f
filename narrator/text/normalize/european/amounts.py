"""Money and measures."""

from __future__ import annotations

import re
from typing import Any

from narrator.text.normalize.european.grammar import (
    ANGLO,
    BEGIN,
    DASH,
    DIGIT,
    NUMBER,
    SIGN,
    WHOLE,
    signs_of,
)
from narrator.text.normalize.european.tongue import Tongue, split_number
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives

_I = re.IGNORECASE
_SLASHED = r"(?:\d{1,4}\s)?\d{1,4}/\d{1,9}"
_POWERS = {"²": "square", "2": "square", "³": "cubic", "3": "cubic"}


def money(tongue: Tongue) -> tuple[Rule, ...]:
    """Write the rules for amounts of money."""
    currencies: dict[str, list[str]] = tongue.table["currencies"]
    magnitudes: dict[str, str] = tongue.table["magnitudes"]
    signs = signs_of(tongue)
    currency = rf"(?P<currency>{alternatives(currencies)})"
    units: dict[str, list[str]] = tongue.table["units"]
    names = _names(currencies)
    per, to = tongue.table["words"]["per"], tongue.table["words"]["to"]
    rate = rf"(?:\s?/\s?(?P<per>{alternatives(units)}|[^\W\d_]{{3,12}})(?!\w))?"
    scale = rf"(?:\s?(?P<scale>{alternatives(magnitudes)})(?!\w))?"

    named = r"(?P<named>\s(?:pesos|soles|dólares|reales)(?!\w))?" if tongue.language == "es" else ""

    def rated(match: re.Match[str]) -> str:
        unit_words = currencies[_key(currencies, match["currency"])]
        named = match.groupdict().get("named")
        if named:
            unit_words = [named.strip(), named.strip(), *unit_words[2:]]
        said = amount(match, unit_words)
        unit = match["per"]
        return f"{said} {per} {units[unit][0] if unit in units else unit}" if unit else said

    def amount(match: re.Match[str], words: list[str]) -> str:
        one, many, cent, cents, gender = words
        sign = signs[match["sign"]]
        written, span = _written(tongue, match), match.groupdict().get("second")
        if match["scale"]:
            word = magnitudes[_key(magnitudes, match["scale"])]
            return sign + _scaled(tongue, (written, span), word, many)
        if span:
            both = f"{tongue.number(written, gender)} {to} {tongue.number(span, gender)}"
            return f"{sign}{both} {many}"
        whole, fraction = split_number(written)
        fraction = fraction.rstrip("0")
        if len(fraction) > 2:
            return f"{sign}{tongue.number(_plain(whole, fraction), gender)} {many}"
        unit = one if whole == 1 else many
        link = tongue.of_unit(many) if whole and not whole % 1_000_000 else ""
        said = f"{tongue.count(whole, gender)} {link}{unit}"
        if not fraction:
            return sign + said
        small = int(fraction.ljust(2, "0"))
        part = f"{tongue.count(small, 'm')} {cent if small == 1 else cents}"
        return f"{sign}{said} {part}" if whole else sign + part

    return (
        Rule(
            "money",
            re.compile(
                rf"{SIGN}(?<![\w$€£¥]){currency}\s?(?P<number>{NUMBER})(?:{DASH}(?P<second>{NUMBER}))?{scale}{named}{rate}",
                _I,
            ),
            rated,
            DIGIT,
        ),
        Rule(
            "money-after",
            re.compile(
                rf"{SIGN}{BEGIN}(?P<number>{NUMBER})(?:{DASH}(?P<second>{NUMBER}))?{scale}\s?{currency}(?!\w){rate}",
                _I,
            ),
            rated,
            DIGIT,
        ),
        Rule(
            "money-named",
            re.compile(
                rf"{SIGN}{BEGIN}(?P<number>{ANGLO}|{WHOLE}[.,]\d\d)(?P<scale>)\s(?P<name>{alternatives(names)})(?!\w)"
            ),
            lambda m: amount(m, names[m["name"]]),
            DIGIT,
        ),
    )


_ONE_COMMA = re.compile(r"\d{1,3},\d{3}")
"""Behind a dollar sign these are thousands in Spanish, as America writes it."""

_ONE_LARGE = {
    "Millionen": "Million", "Milliarden": "Milliarde", "Billionen": "Billion",
    "millions": "million", "milliards": "milliard", "billions": "billion",
    "millones": "millón", "billones": "billón",
}  # fmt: skip


def _written(tongue: Tongue, match: re.Match[str]) -> str:
    """Give the number of an amount, with a stop between its thousands."""
    number = match["number"]
    dollars = "$" in (match.groupdict().get("currency") or "")
    thousands = dollars and tongue.language == "es" and _ONE_COMMA.fullmatch(number)
    return number.replace(",", ".") if thousands else number


def _scaled(tongue: Tongue, numbers: tuple[str, str | None], word: str, many: str) -> str:
    """Say an amount, or a span of two, with its magnitude."""
    first, second = numbers
    if first == "1" and not second:
        word = _ONE_LARGE.get(word, word)
    said = tongue.number(first, tongue.scale_gender)
    if word == "mille" and said.endswith(("cents", "vingts")):
        said = said.removesuffix("s")
    if second:
        said += f" {tongue.table['words']['to']} {tongue.number(second, tongue.scale_gender)}"
    of = tongue.of_unit(many) if word.endswith(_NOUNS_OF_NUMBER) else ""
    return f"{said} {word} {of}{many}"


_NOUNS_OF_NUMBER = ("ón", "nes", "ión", "lón", "ons", "ion", "rds", "ard")
"""How magnitudes end that are nouns, which count with "de"."""


def _names(currencies: dict[str, list[str]]) -> dict[str, list[str]]:
    """Currencies by name; pounds may be a weight."""
    return {
        name: words
        for sign, words in reversed(currencies.items())
        if sign not in ("£", "GBP")
        for name in words[:2]
    }


def _key(table: dict[str, Any], written: str) -> str:
    return next(
        key for key in (written, written.upper(), written.lower(), written.title()) if key in table
    )


def _plain(whole: int, fraction: str) -> str:
    return f"{whole},{fraction}"


def measures(tongue: Tongue) -> tuple[Rule, ...]:
    """Write the rules for what is measured."""
    units: dict[str, list[str]] = tongue.table["units"]
    magnitudes: dict[str, str] = tongue.table["magnitudes"]
    words = tongue.table["words"]
    signs = signs_of(tongue)

    def measure(match: re.Match[str]) -> str:
        one, many, gender = units[match["unit"]]
        number = match["number"]
        scale = (
            f" {magnitudes[match['scale'].lower()]} {tongue.of}".rstrip(" ")
            if match["scale"]
            else ""
        )
        scale = f"{scale} " if scale else " "
        if "/" in number:
            return signs[match["sign"]] + _fraction_of(tongue, number, (one, many, gender))
        said = tongue.number(number, tongue.scale_gender if match["scale"] else gender)
        if match["second"]:
            said += f" {words['to']} {tongue.number(match['second'], gender)}"
        single = number == "1" and not match["second"] and not match["scale"]
        unit = one if single else many
        power = words[_POWERS[match["power"]]] if match["power"] else ""
        unit = _raised(power, unit)
        rate = match["per"]
        if rate:
            each = units[rate][0] if rate in units else rate
            power = words[_POWERS[match["per_power"]]] if match["per_power"] else ""
            unit += f" {words['per']} {_singular(_raised(power, each), power)}"
        return f"{signs[match['sign']]}{said}{scale}{unit}"

    def sides(match: re.Match[str]) -> str:
        numbers = [tongue.number(part) for part in re.findall(NUMBER, match["numbers"])]
        said = f" {words['by']} ".join(numbers)
        return f"{said} {units[match['unit']][1]}" if match["unit"] else said

    return (
        Rule(
            "sides",
            re.compile(
                rf"{BEGIN}(?P<numbers>{NUMBER}(?:\s?[x×]\s?{NUMBER}){{1,2}})"
                rf"(?:\s?(?P<unit>{alternatives(units)}))?(?![\w²³]|\s?=)"
            ),
            sides,
            re.compile(r"\d\s?[x×]"),
        ),
        Rule(
            "measure",
            re.compile(
                rf"{SIGN}{BEGIN}(?P<number>{_SLASHED}|{NUMBER})(?:{DASH}(?P<second>{NUMBER}))?"
                rf"(?:\s(?P<scale>{alternatives(magnitudes)})\b)?\s?"
                rf"(?P<unit>{alternatives(units)})(?P<power>[²³]|(?<=m)[23])?(?!\w|\.\w)"
                rf"(?:\s?/\s?(?P<per>{alternatives(units)}|[^\W\d_]{{3,12}})(?P<per_power>[²³]|(?<=m)[23])?(?!\w))?"
            ),
            measure,
            DIGIT,
        ),
        Rule(
            "rate",
            re.compile(r"(?<=[^\W\d_]{2})/(?P<unit>h|min|s)(?!\w)"),
            lambda m: f" {words['per']} {units[m['unit']][0]}",
            re.compile("/[hms]"),
        ),
        Rule(
            "per",
            re.compile(
                rf"{BEGIN}(?P<number>{NUMBER})\s?/(?P<unit>{alternatives(units)})(?P<power>[²³])?(?!\w)"
            ),
            lambda m: (
                f"{tongue.number(m['number'])} {words['per']} "
                + _raised(words[_POWERS[m["power"]]] if m["power"] else "", units[m["unit"]][0])
            ),
            re.compile(r"\d\s?/"),
        ),
    )


def _raised(template: str, unit: str) -> str:
    """Write "Quadratmeter" or "mètres carrés"; within a German word the unit loses its capital."""
    if not template:
        return unit
    return template.format(unit if template.startswith("{") else unit[0].lower() + unit[1:])


def _singular(raised: str, template: str) -> str:
    """Give one of what a power names: "mètre cube", "metro cuadrado"."""
    return raised.removesuffix("s") if template.startswith("{") else raised


def _fraction_of(tongue: Tongue, number: str, unit: tuple[str, str, str]) -> str:
    whole, top, bottom = parts(number)
    one, many, gender = unit
    said = tongue.mixed(whole, top, bottom, gender) if whole else tongue.fraction(top, bottom)
    of = "" if (top, bottom) == (1, 2) else tongue.of
    return f"{said} {of}{many if whole > 1 and not of else one}"


def parts(number: str) -> tuple[int, int, int]:
    """Part a written mixed fraction ("1 1/2") into whole, top and bottom."""
    head, bottom = number.split("/")
    whole, _, top = " ".join(head.split()).rpartition(" ")
    return int(whole or 0), int(top), int(re.sub(r"\D", "", bottom))
