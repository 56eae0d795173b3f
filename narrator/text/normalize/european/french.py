"""French."""

from __future__ import annotations

import re

from narrator.text.normalize.european.build import build, last_rules
from narrator.text.normalize.european.tongue import Tongue, cardinal
from narrator.text.normalize.roman import roman_value
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives, words

_DIGIT = re.compile(r"\d")


def _count(number: int, gender: str) -> str:
    said = cardinal(number, "fr")
    if gender == "f" and number % 10 == 1 and number % 100 != 11:
        return said + "e" if said.endswith("un") else said
    return said


def ordinal(number: int, *, feminine: bool = False) -> str:
    """Say a rank: 1 is "premier" or "première", 21 "vingt et unième"."""
    if number == 1:
        return "première" if feminine else "premier"
    from num2words import num2words

    return str(num2words(number, lang="fr", to="ordinal"))


def _decimals(text: str, gender: str) -> str:
    """Say what follows the comma as numbers of two or three digits, zeros in front apart."""
    if len(text) <= 3:
        zeros = len(text) - len(text.lstrip("0"))
        rest = text[zeros:]
        return " ".join(["zéro"] * zeros + ([cardinal(int(rest), "fr")] if rest else []))
    pairs = [text[i : i + 2] for i in range(0, len(text), 2)]
    return " ".join(_decimals(pair, gender) for pair in pairs)


def _fraction(top: int, bottom: int) -> str:
    names = {2: "demi", 3: "tiers", 4: "quart"}
    name = names.get(bottom) or ordinal(bottom)
    plural = "s" if top > 1 and not name.endswith("s") else ""
    return f"{cardinal(top, 'fr')} {name}{plural}"


def _mixed(whole: int, top: int, bottom: int, _gender: str) -> str:
    part = "demi" if (top, bottom) == (1, 2) else _fraction(top, bottom)
    return f"{cardinal(whole, 'fr')} et {part}"


def _date(day: int, month: str, year: str, _before: str) -> str:
    said = "premier" if day == 1 else cardinal(day, "fr")
    return f"{said} {month} {cardinal(int(year), 'fr') if year else ''}".strip()


def _clock(hour: int, minute: int, second: int | None, _half: str) -> str:
    said = f"{_count(hour, 'f')} {'heure' if hour < 2 else 'heures'}"
    if second is not None:
        return f"{said} {_count(minute, 'f')} minutes {_count(second, 'f')} secondes"
    return f"{said} {_count(minute, 'f')}" if minute else said


_FRENCH = Tongue("fr", "french", _count, _decimals, _fraction, _mixed, _date, _clock, "m", "de ")


def _round_the_clock(match: re.Match[str]) -> str:
    number, unit = int(match["first"]), "heures" if match["unit"] == "h" else "jours"
    return f"{cardinal(number, 'fr')} {unit} sur {cardinal(number, 'fr')}"


_FEMININE = alternatives(words("french", "feminine"))


def _days(match: re.Match[str]) -> str:
    """Say several days of a month; two with a dash are the ends of a span."""
    days = [int(day) for day in re.findall(r"\d+", match[0])]
    span = len(days) == 2 and "-" in match[0] and days[1] > days[0] + 1
    return (" à " if span else " ").join(cardinal(day, "fr") for day in days)


def _tall(match: re.Match[str]) -> str:
    """Say "1m80" as a height."""
    unit = "mètre" if match["whole"] == "1" else "mètres"
    return f"{_count(int(match['whole']), 'm')} {unit} {cardinal(int(match['part']), 'fr')}"


def _chrono(match: re.Match[str]) -> str:
    minutes, seconds = int(match["minutes"]), int(match["seconds"])
    unit = "minute" if minutes == 1 else "minutes"
    return f"{_count(minutes, 'f')} {unit} {_count(seconds, 'f')}"


def _day_month(match: re.Match[str]) -> str | None:
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    names = list(dict.fromkeys(_FRENCH.table["months"].values()))
    return _date(day, names[month - 1], "", "")


def _rank(match: re.Match[str]) -> str:
    number = int("".join(match["number"].split()))
    said = ordinal(number, feminine=match["suffix"] in ("re", "ère", "ère"))
    return f"{said}s" if match["suffix"] in ("es", "èmes") else said


RULES: tuple[Rule, ...] = (
    Rule(
        "days",
        re.compile(
            r"(?<![\w.,/-])\d{1,2}(?:[/-]\d{1,2}){1,3}(?=\s(?:janv|févr|mars|avr|mai|jui|août|sept|oct|nov|déc))"
        ),
        _days,
        _DIGIT,
    ),
    Rule(
        "height",
        re.compile(r"(?<![\w.,])(?P<whole>[12])m(?P<part>\d\d)(?!\w)"),
        _tall,
        _DIGIT,
    ),
    Rule(
        "chrono",
        re.compile(r"(?<![\w.,])(?P<minutes>\d{1,2})['’′](?P<seconds>\d\d)(?:''|’’|″|\")?(?!\w)"),
        _chrono,
        _DIGIT,
    ),
    Rule(
        "minutes",
        re.compile(r"(?<=h\d\d)['’′](?!\w)"),
        lambda _: "",
        _DIGIT,
    ),
    Rule("century", re.compile(r"(?<=[IVX]e\s)s\.(?!\w)"), lambda _: "siècle"),
    Rule(
        "decade-named",
        re.compile(r"(?<=années\s)80(?!\w|[.,]\d)"),
        lambda _: "quatre-vingt",
        _DIGIT,
    ),
    Rule("number-sign", re.compile(r"(?<!\w)n[°º]\s?(?=\d)"), lambda _: "numéro ", _DIGIT),
    Rule("decade", re.compile(r"(?<=\bles\s)80s(?!\w)"), lambda _: "eighties", _DIGIT),
    Rule(
        "roman-rank",
        re.compile(r"(?<!\w)(?P<roman>[IVX]{1,6})(?P<suffix>er|re|ère|ème|e)(?![\w'’])"),
        lambda m: ordinal(roman_value(m["roman"]), feminine=m["suffix"] in ("re", "ère")),
    ),
    Rule(
        "ruler",
        re.compile(r"(?<=[a-zé]\s)(?P<roman>[IVX]{2,6})(?![\w'’-])"),
        lambda m: cardinal(roman_value(m["roman"]), "fr"),
    ),
    Rule(
        "round-the-clock",
        re.compile(
            r"(?<!\w)(?P<first>24|7)\s?(?P<unit>h|j)(?:eures|ours)?/(?P=first)\s?(?:h|j)?(?!\w)"
        ),
        _round_the_clock,
        _DIGIT,
    ),
    Rule(
        "article-49",
        re.compile(r"(?<![\w.,])49[.-]3(?!\d)"),
        lambda _: "quarante-neuf trois",
        _DIGIT,
    ),
    Rule(
        "second",
        re.compile(r"(?<![\w.,])2nd(?P<feminine>e)?(?!\w)"),
        lambda m: "seconde" if m["feminine"] else "second",
        _DIGIT,
    ),
    Rule(
        "elided",
        re.compile(
            r"(?<!\w)(?P<letter>[Dd])e\s(?=1(?:,\d{1,2})?\s(?:million|milliard)|1[\s.]000[\s.]000\b)"
        ),
        lambda m: f"{m['letter']}'",
        _DIGIT,
    ),
    Rule(
        "counted",
        re.compile(rf"(?<![\w.,])(?P<number>\d{{0,3}}1)(?=\s(?:{_FEMININE})s?\b)(?<!11)"),
        lambda m: _count(int(m["number"]), "f"),
        _DIGIT,
    ),
    *build(_FRENCH, lambda text: cardinal(int(text), "fr")),
    Rule(
        "date-short",
        re.compile(r"(?<![\w.,])(?P<day>\d{2})\.(?P<month>0[1-9]|1[0-2])(?![\w.,])"),
        _day_month,
        _DIGIT,
    ),
    Rule(
        "ordinal",
        re.compile(
            r"(?<![\w.,])(?P<number>\d{1,3}(?:\s\d{3}){0,4}|\d{1,9})"
            r"(?P<suffix>ers?|ère|re|nde?|èmes?|es?|°)(?!\w)"
        ),
        _rank,
        _DIGIT,
    ),
    *last_rules(_FRENCH),
)
