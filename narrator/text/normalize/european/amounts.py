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
    per = tongue.table["words"]["per"]
    rate = rf"(?:\s?/\s?(?P<per>{alternatives(units)}|[^\W\d_]{{3,12}})(?!\w))?"
    scale = rf"(?:\s?(?P<scale>{alternatives(magnitudes)})(?!\w))?"

    def rated(match: re.Match[str]) -> str:
        said = amount(match, currencies[_key(currencies, match["currency"])])
        unit = match["per"]
        return f"{said} {per} {units[unit][0] if unit in units else unit}" if unit else said

    def amount(match: re.Match[str], words: list[str]) -> str:
        one, many, cent, cents, gender = words
        sign = signs[match["sign"]]
        if match["scale"]:
            word = magnitudes[_key(magnitudes, match["scale"])]
            number = tongue.number(match["number"], tongue.scale_gender)
            of = (
                tongue.of_unit(many)
                if word[-3:] in ("ón,", "nes", "ión", "lón", "ons", "ion", "rds", "ard")
                else ""
            )
            return f"{sign}{number} {word} {of}{many}"
        whole, fraction = split_number(match["number"])
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
            re.compile(rf"{SIGN}(?<![\w$€£¥]){currency}\s?(?P<number>{NUMBER}){scale}{rate}", _I),
            rated,
            DIGIT,
        ),
        Rule(
            "money-after",
            re.compile(rf"{SIGN}{BEGIN}(?P<number>{NUMBER}){scale}\s?{currency}(?!\w){rate}", _I),
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
        unit += f" {words['per']} {units[rate][0] if rate in units else rate}" if rate else ""
        return f"{signs[match['sign']]}{said}{scale}{unit}"

    return (
        Rule(
            "measure",
            re.compile(
                rf"{SIGN}{BEGIN}(?P<number>{_SLASHED}|{NUMBER})(?:{DASH}(?P<second>{NUMBER}))?"
                rf"(?:\s(?P<scale>{alternatives(magnitudes)})\b)?\s?"
                rf"(?P<unit>{alternatives(units)})(?P<power>[²³]|(?<=m)[23])?(?!\w|\.\w)"
                rf"(?:\s?/\s?(?P<per>{alternatives(units)}|[^\W\d_]{{3,12}})(?!\w))?"
            ),
            measure,
            DIGIT,
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
            DIGIT,
        ),
    )


def _raised(template: str, unit: str) -> str:
    """Write "Quadratmeter" or "mètres carrés"; within a German word the unit loses its capital."""
    if not template:
        return unit
    return template.format(unit if template.startswith("{") else unit[0].lower() + unit[1:])


def _fraction_of(tongue: Tongue, number: str, unit: tuple[str, str, str]) -> str:
    whole, top, bottom = parts(number)
    one, many, gender = unit
    said = tongue.mixed(whole, top, bottom, gender) if whole else tongue.fraction(top, bottom)
    of = "" if (top, bottom) == (1, 2) else tongue.of
    return f"{said} {of}{many if whole > 1 and not of else one}"


def parts(number: str) -> tuple[int, int, int]:
    """Part a written mixed fraction ("1 1/2") into whole, top and bottom."""
    whole, _, part = number.rpartition(" ")
    top, bottom = part.split("/")
    return int(whole or 0), int(top), int(bottom.replace(".", ""))
