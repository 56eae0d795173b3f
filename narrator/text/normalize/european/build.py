"""The rules that German, French and Spanish share."""

from __future__ import annotations

import re
from collections.abc import Callable

from narrator.text.normalize import silent
from narrator.text.normalize.european.addresses import addresses, phones
from narrator.text.normalize.european.amounts import measures, money, parts
from narrator.text.normalize.european.calendar import dates, times
from narrator.text.normalize.european.common import common
from narrator.text.normalize.european.grammar import (
    BEGIN,
    DASH,
    DIGIT,
    END,
    NUMBER,
    SIGN,
    WHOLE,
    say_digits,
    signs_of,
)
from narrator.text.normalize.european.tongue import Tongue
from narrator.text.normalize.plain import SMALL_DIGITS, VULGAR
from narrator.text.normalize.roman import roman_value
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives


def build(tongue: Tongue, year: Callable[[str], str]) -> tuple[Rule, ...]:
    """Write the rules of a language, in the order in which they are asked."""
    return (
        *silent.RULES,
        *addresses(tongue),
        *common(tongue, year),
        *phones(tongue),
        *dates(tongue),
        *times(tongue),
        *money(tongue),
        *measures(tongue),
        *_numbers(tongue),
        *_words(tongue),
    )


def last_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Write the rules that come after a language's own: plain numbers and what is left."""
    words = tongue.table["words"]
    symbols = tongue.table["symbols"]
    signs = signs_of(tongue)

    def digits(match: re.Match[str]) -> str:
        few = len(match[0]) <= 4 and match[0][0] != "0"
        return tongue.count(int(match[0]), "") if few else say_digits(tongue, match[0])

    def stars(match: re.Match[str]) -> str:
        full = tongue.count(len(match["full"]), "")
        phrase = words["stars" if match["empty"] else "all_stars"]
        return str(phrase).format(full, tongue.count(len(match[0]), ""))

    def term(match: re.Match[str]) -> str:
        mark = words["minus"] if match["mark"] in "-−–" else words["plus"]
        return f" {mark} "

    return (
        Rule(
            "term",
            re.compile(r"(?<=\d)\s?(?P<mark>[-−–+])\s?(?=\d[\d\s+−–-]{0,20}=)"),
            term,
            re.compile("="),
        ),
        Rule(
            "scaled",
            re.compile(
                rf"{BEGIN}(?P<number>{NUMBER})(?=\s(?:{alternatives(tongue.table['magnitudes'])})\b)"
            ),
            lambda m: tongue.number(m["number"], tongue.scale_gender),
            DIGIT,
        ),
        Rule(
            "score",
            re.compile(rf"{BEGIN}(?P<first>\d{{1,3}}):(?P<second>{WHOLE})(?![\w:])"),
            lambda m: f"{tongue.number(m['first'])} {words['ratio']} {tongue.number(m['second'])}",
            re.compile(r"\d:\d"),
        ),
        Rule(
            "formation",
            re.compile(rf"{BEGIN}\d(?:[-–]\d){{2,4}}(?![\w-])"),
            lambda m: " ".join(tongue.count(int(char), "") for char in re.findall(r"\d", m[0])),
            re.compile(r"\d[-–]\d[-–]"),
        ),
        Rule(
            "codes",
            re.compile(rf"{BEGIN}(?<!\d[\s'’])00\d{{1,8}}(?!\w|[.,]\d|[-–]\d)"),
            lambda m: say_digits(tongue, m[0]),
            re.compile("00"),
        ),
        Rule(
            "range",
            re.compile(rf"{BEGIN}(?P<first>{NUMBER}){DASH}(?P<second>{NUMBER}){END}"),
            lambda m: f"{tongue.number(m['first'])} {words['to']} {tongue.number(m['second'])}",
            re.compile(r"\d\s?[-–—]"),
        ),
        Rule(
            "number",
            re.compile(rf"{SIGN}{BEGIN}(?P<number>{NUMBER})(?!\w)"),
            lambda m: signs[m["sign"]] + tongue.number(m["number"]),
            DIGIT,
        ),
        Rule("digits", re.compile(r"\d+"), digits, DIGIT),
        Rule(
            "note-mark", re.compile(r"(?<=[^\W\d_]{2}[.,;:!?»”])[¹²³⁰-⁹]{1,3}(?!\w)"), lambda _: ""
        ),
        Rule(
            "power",
            re.compile(r"(?<=[^\W\d_)])(?P<power>[²³])(?!\w)"),
            lambda m: f" {words['squared' if m['power'] == '²' else 'cubed']}",
            re.compile("[²³]"),
        ),
        Rule(
            "slash-letters",
            re.compile(r"(?<=[A-Z])\s?/\s?(?=[A-Z])"),
            lambda _: " ",
            re.compile("/"),
        ),
        Rule(
            "small-digits",
            re.compile("[²³¹⁰⁴-⁹₀-₉]{1,40}"),
            lambda m: say_digits(tongue, m[0].translate(SMALL_DIGITS)),
        ),
        Rule(
            "bracket",
            re.compile(
                r"(?<=[^\s.,;:!?(\[–—-])\s[(\[](?=\w)|(?:(?<=\w)\.)?[)\]](?=\s[^\W\d_A-ZÀ-Þ])"
                r"|(?<![.!?])[)\]](?=\s\w)"
            ),
            lambda _: ", ",
        ),
        Rule("bracket-glued", re.compile(r"(?<=\w)[(\[](?=\w)"), lambda _: " "),
        Rule("bracket-silent", re.compile(r"[()\[\]{}]"), lambda _: ""),
        Rule("rating", re.compile(r"(?P<full>[★⭐]{2,10})(?P<empty>☆{0,9})"), stars),
        Rule("ellipsis", re.compile(r"(?:…|\.\.\.)[.…]{0,20}"), lambda _: "."),
        Rule("dash", re.compile(r"\s?(?:—|--+)\s?|\s[-–]\s"), lambda _: " – "),
        Rule(
            "symbol",
            re.compile(r"[^\w\s.,;:?!¿¡'’‘\"“”«»‹›„()\[\]{}\-–—…]|_"),
            lambda m: f" {symbols.get(m[0], '')} ",
        ),
    )


def _numbers(tongue: Tongue) -> tuple[Rule, ...]:
    signs = signs_of(tongue)

    def fraction(match: re.Match[str]) -> str:
        whole, top, bottom = parts(match["number"])
        said = tongue.mixed(whole, top, bottom, "") if whole else tongue.fraction(top, bottom)
        return signs[match["sign"]] + said

    def vulgar(match: re.Match[str]) -> str:
        top, bottom = VULGAR[match["part"]]
        if match["whole"]:
            return tongue.mixed(int(match["whole"]), top, bottom, "")
        return tongue.fraction(top, bottom)

    return (
        Rule(
            "fraction",
            re.compile(rf"{SIGN}{BEGIN}(?P<number>(?:\d{{1,4}}\s)?\d{{1,4}}/(?:{WHOLE}))(?![\w/])"),
            fraction,
            re.compile(r"\d/\d"),
        ),
        Rule(
            "vulgar-fraction",
            re.compile(rf"(?:(?<!\w)(?P<whole>\d{{1,4}})\s?)?(?P<part>[{''.join(VULGAR)}])"),
            vulgar,
        ),
    )


def _words(tongue: Tongue) -> tuple[Rule, ...]:
    abbreviations = _cases(tongue.table["abbreviations"])

    def expand(match: re.Match[str]) -> str:
        word = match["word"]
        said = abbreviations[word]
        ends = word.endswith(".") and not match.string[match.end() :].strip(' "”»')
        return f"{said}." if ends else said

    pattern = rf"(?<![\w.])(?P<word>{alternatives(abbreviations)})(?!\w)"
    return (_numbered(tongue), Rule("abbreviation", re.compile(pattern), expand))


def _numbered(tongue: Tongue) -> Rule:
    """Write the rule for what a number belongs to: "S. 5", "Bd. II", "Kapitel IV"."""
    heads = _cases(tongue.table["before_number"])
    for said in tuple(heads.values()):
        heads |= {said: said, said.capitalize(): said.capitalize()}

    def number(match: re.Match[str]) -> str:
        said, roman = heads[match["head"]], match["roman"]
        return f"{said} {tongue.count(roman_value(roman), '')}" if roman else said

    pattern = (
        rf"(?<![\w.])(?P<head>{alternatives(heads)})(?:\s(?P<roman>[IVX]{{1,6}})(?!\w)|(?=\s?\d))"
    )
    return Rule("before-number", re.compile(pattern), number)


def _cases(words: dict[str, str]) -> dict[str, str]:
    """Add the forms that open a sentence, and the small letters of what a stop marks anyway."""
    opening = {word[0].upper() + word[1:]: said for word, said in words.items()}
    small = {w.lower(): said for w, said in words.items() if w.endswith(".") and len(w) > 2}
    return opening | small | words
