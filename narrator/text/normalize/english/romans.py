"""Roman numerals, where they are numerals."""

from __future__ import annotations

import re

from narrator.text.normalize.english.numbers import cardinal, ordinal
from narrator.text.normalize.roman import roman_value
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives, words

_ROMAN = r"(?P<roman>M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?<=[IVXLCDM])"
_RULERS = alternatives(words("english", "rulers"))
_ROYAL = alternatives(words("english", "royal"))
_PARTS = alternatives(words("english", "parts"))
_SHORT = {"vol.": "volume", "pt.": "part", "no.": "number", "ch.": "chapter", "bk.": "book"}
_I = re.IGNORECASE


def _part(match: re.Match[str]) -> str | None:
    head = match["head"]
    if match["roman"] == "I" and not _is_first(match):
        return None
    if head.lower() == "series" and match["roman"] == "X":
        return None
    return f"{_SHORT.get(head.lower(), head)} {cardinal(roman_value(match['roman']))}"


def _is_first(match: re.Match[str]) -> bool:
    """Tell "Part I" and "part I of it" from "the part I like" and "No. I left"."""
    head = match["head"]
    titled = head[0].isupper() and head.lower() != "no."
    return titled or _NO_VERB.match(match.string, match.end()) is not None


def _ruler(match: re.Match[str]) -> str | None:
    numeral = match["roman"]
    if len(numeral) == 1 and (
        numeral in "LCDM"
        or (
            match.string[match.end() :].strip() not in ("", ".")
            and match.string[match.end() : match.end() + 1] == "."
        )
    ):
        return None
    if numeral == "I" and re.match(
        r"\s(?!of|and|was|had|in|to|who|is|by)[a-z]", match.string[match.end() :]
    ):
        return None
    return f"{match['head']} the {ordinal(roman_value(numeral))}"


def _bare(match: re.Match[str]) -> str | None:
    numeral = match["roman"]
    if len(numeral) < _FEWEST_LETTERS[_largest(numeral)] or numeral in _LETTERS_TOO:
        return None
    if numeral == "IV" and _DRIP.match(match.string, match.end()):
        return "I.V"
    if match["suffix"] or _COUNTED_EVENT.match(match.string, match.end()):
        return ordinal(roman_value(numeral))
    royal = re.search(
        rf"\b(?i:{_ROYAL})\b", match.string[max(0, match.start() - 120) : match.start()]
    )
    name = re.search(
        r"[A-Z][a-z]{2,20}\s$", match.string[max(0, match.start() - 22) : match.start()]
    )
    if royal and name:
        return f"the {ordinal(roman_value(numeral))}"
    return cardinal(roman_value(numeral))


def _largest(numeral: str) -> str:
    """Find the letter that counts most: letters of large numbers make more acronyms."""
    return next(letter for letter in "MDCLXVI" if letter in numeral)


_FEWEST_LETTERS = {"M": 4, "D": 4, "C": 4, "L": 3, "X": 2, "V": 2, "I": 2}
"""From how many letters on a numeral by itself is one: "MCC" and "CLI" are said as letters."""

_LETTERS_TOO = frozenset({"LIV"})
"""Numerals that are also names."""


def _century(match: re.Match[str]) -> str:
    return ordinal(roman_value(match["roman"]))


_NO_VERB = re.compile(
    r"\s?(?:$|[,;:)\]]|\.(?:\s|$)|(?:of|and|in|is|was|listed|clinical|errors?|trials?|stud(?:y|ies)"
    r"|cancers?|tumou?rs?|diseases?|drugs?|substances?|buildings?|railroads?)\b)"
)
"""What follows a numeral and seldom the pronoun: "part I of", "a type I error"."""
_DRIP = re.compile(
    r"\s(?:drips?|fluids?|lines?|bags?|needles?|antibiotics?|treatments?|infusions?)\b"
)
_COUNTED_EVENT = re.compile(
    r"\s(?:(?:Summer|Winter|Asian|Commonwealth|Youth)\s)?"
    r"(?:Olympi\w{1,5}|Paralympics?|Games|Corps|Legion|Congress|Fleet|Dynasty|dynasty|Army)\b"
)
"""What is counted by ordinals: "the XXIV Olympics", "the XII Corps"."""

_NEEDS = re.compile(r"\b[IVXLCDM]+(?:th|st|nd|rd)?\b")

RULES = (
    Rule(
        "roman-century",
        re.compile(rf"(?<!\w){_ROMAN}(?:th|st|nd|rd)?(?=\s(?:century|centuries)\b)"),
        _century,
        _NEEDS,
    ),
    Rule(
        "roman-part",
        re.compile(rf"(?<!\w)(?P<head>(?i:{_PARTS}))\s{_ROMAN}(?![\w'’])"),
        _part,
        _NEEDS,
    ),
    Rule(
        "roman-crowned",
        re.compile(
            rf"(?<!\w)(?P<head>(?i:{_ROYAL})\s[A-Z][\w-]{{1,20}})\s{_ROMAN}(?!\w)(?:\.(?=['’]s))?"
        ),
        lambda match: f"{match['head']} the {ordinal(roman_value(match['roman']))}",
        _NEEDS,
    ),
    Rule(
        "roman-ruler",
        re.compile(
            rf"(?<!\w)(?P<head>(?:(?i:{_RULERS})))\s{_ROMAN}(?![\w])(?:\.(?=['’]s|,|\s[a-z]))?"
        ),
        _ruler,
        _NEEDS,
    ),
    Rule(
        "roman-heir",
        re.compile(
            rf"(?<!\w)(?P<head>(?:{_RULERS})\s(?:[A-Z]\.\s)?[A-Z][a-z]{{2,20}})\s(?P<roman>III?|IV)(?![\w'-])"
        ),
        lambda match: f"{match['head']} the {ordinal(roman_value(match['roman']))}",
        _NEEDS,
    ),
    Rule(
        "roman",
        re.compile(rf"(?<![\w.'’&-]){_ROMAN}(?P<suffix>th|st|nd|rd)?(?![\w'’&-]|\.\w)"),
        _bare,
        _NEEDS,
    ),
)
