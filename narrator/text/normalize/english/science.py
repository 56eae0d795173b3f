"""Formulae of mathematics and chemistry, as they are read out."""

from __future__ import annotations

import re

from narrator.text.normalize.english.grammar import spelled
from narrator.text.normalize.english.numbers import cardinal, decimal, digits, ordinal
from narrator.text.normalize.plain import SMALL_DIGITS
from narrator.text.normalize.rules import Rule

_RAISED = "²³¹⁰⁴-⁹"
_LOWERED = "₀-₉"
_CHARGES = {"⁺": "plus", "⁻": "minus"}
_PIECE = re.compile(rf"[A-Z][a-z]?|[{_LOWERED}]+|[{_RAISED}]+|[⁺⁻()]")
_NEEDS = re.compile(rf"[{_LOWERED}]")


def _compound(match: re.Match[str]) -> str:
    """Say a formula letter by letter: "CO₂" is no word, and neither is "NaHCO₃"."""
    said: list[str] = []
    letters = ""
    for piece in _PIECE.findall(match[0]):
        if piece.isascii() and piece.isalpha():
            letters += piece.upper()
            continue
        if letters:
            said.append(spelled(letters))
            letters = ""
        if piece in _CHARGES:
            said.append(_CHARGES[piece])
        elif piece not in "()":
            said.append(
                digits(piece.translate(SMALL_DIGITS)) if len(piece) > _SPELLED else _number(piece)
            )
    return " ".join([*said, spelled(letters)] if letters else said)


_SPELLED = 2
"""Digits up to which a subscript is a number."""


def _number(text: str) -> str:
    return cardinal(int(text.translate(SMALL_DIGITS)))


def _lowered_decimal(match: re.Match[str]) -> str:
    return f" {decimal(match[0].translate(SMALL_DIGITS))} "


def _charge(match: re.Match[str]) -> str:
    count = f" {_number(match['count'])}" if match["count"] else ""
    return f"{count} {_CHARGES[match['sign']]}"


def _isotope(match: re.Match[str]) -> str:
    return f"{match['element']} {_number(match['mass'])}"


def _exponent(match: re.Match[str]) -> str:
    """Say "x^2" as x squared and "2^n" as two to the n."""
    power = match["power"].strip("{}()")
    sign = "minus " if power[0] in "-−" else ""
    power = power.lstrip("-−")
    if not power.isdecimal():
        return f" to the {sign}{power}"
    if not sign and power in ("2", "3"):
        return " squared" if power == "2" else " cubed"
    return f" to the {sign}{cardinal(int(power)) if sign else ordinal(int(power))}"


def _bound(match: re.Match[str]) -> str:
    """Say "aged ≥18" and "x ≥ 18", which is a clause of its own."""
    what = "least" if match["mark"] in "≥⩾" else "most"
    clause = _VARIABLE.search(match.string[max(0, match.start() - 3) : match.start()])
    return f" is at {what} " if clause else f" at {what} "


_VARIABLE = re.compile(r"(?:(?<!\w)[A-Za-zα-ω\d]|\))\s?$")

RULES = (
    Rule(
        "isotope",
        re.compile(
            rf"(?<![\w{_RAISED}])(?P<mass>[{_RAISED}]{{1,3}})(?P<element>[A-Z][a-z]?)(?![a-z])"
        ),
        _isotope,
        re.compile(f"[{_RAISED}]"),
    ),
    Rule("lowered-decimal", re.compile(rf"[{_LOWERED}]\.[{_LOWERED}]"), _lowered_decimal, _NEEDS),
    Rule(
        "compound",
        re.compile(
            rf"(?<!\w)(?=[A-Za-z()]{{1,12}}[{_LOWERED}])(?:[A-Z][a-z]?|\((?=[A-Z])|(?<=[{_LOWERED}A-Za-z])\)(?=[{_LOWERED}])|[{_LOWERED}]{{1,3}}){{2,24}}"
            rf"(?:[{_RAISED}]?[⁺⁻])?(?!\w)"
        ),
        _compound,
        _NEEDS,
    ),
    Rule(
        "charge",
        re.compile(rf"(?<=[A-Za-z\d{_LOWERED}])(?P<count>[{_RAISED}])?(?P<sign>[⁺⁻])(?!\w)"),
        _charge,
        re.compile("[⁺⁻]"),
    ),
    Rule(
        "exponent",
        re.compile(
            r"(?<=[A-Za-z\d)\]])\^(?P<power>[-−]?(?:\d{1,4}|[a-z](?![a-z]))|\{[-−]?\w{1,4}\}|\([-−]?\w{1,4}\))(?!\w)"
        ),
        _exponent,
        re.compile(r"\^"),
    ),
    Rule("bound", re.compile(r"\s?(?P<mark>[≤≥⩽⩾])\s?"), _bound, re.compile("[≤≥⩽⩾]")),
)
"""Before the rules for letters with digits and for single signs."""
