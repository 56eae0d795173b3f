"""Results of games, and numbers that are idioms."""

from __future__ import annotations

import re

from narrator.text.normalize.english.grammar import BEGIN, DIGIT
from narrator.text.normalize.english.numbers import cardinal, decimal, pair
from narrator.text.normalize.rules import Rule

_IDIOMS = {
    "9/11": "nine eleven",
    "7/7": "seven seven",
    "24/7": "twenty four seven",
    "50/50": "fifty fifty",
    "50-50": "fifty fifty",
    "20/20": "twenty twenty",
    "20-20": "twenty twenty",
}


def _idiom(match: re.Match[str]) -> str:
    return _IDIOMS[match[0]]


def _out_of(match: re.Match[str]) -> str:
    marks, most = match["marks"] or match["full"], match["most"] or match["full"]
    return f"{decimal(marks)} out of {decimal(most)}"


def _score(match: re.Match[str]) -> str:
    said = f"{cardinal(int(match['a']))} to {cardinal(int(match['b']))}"
    return f"{said}, {cardinal(int(match['tie']))}" if match["tie"] else said


RULES = (
    Rule(
        "record",
        re.compile(
            rf"{BEGIN}\d{{1,2}}(?:(?:[-–]\d{{1,2}}){{1,3}}[-–]\d|(?:[-–]\d{{1,2}}){{3,5}})(?![\w-]|[.,]\d)"
        ),
        lambda match: " ".join(cardinal(int(part)) for part in re.findall(r"\d+", match[0])),
        DIGIT,
    ),
    Rule(
        "pension-plan",
        re.compile(r"(?<!\w)4(?P<rest>0[1-9])\((?P<letter>[a-z])\)"),
        lambda m: f"four {pair(int(m['rest']))} {m['letter'].upper()}",
        DIGIT,
    ),
    Rule(
        "out-of",
        re.compile(
            rf"{BEGIN}(?P<marks>\d{{1,3}}\.\d)/(?P<most>\d{{1,3}})(?!\w|[./]\d)|{BEGIN}(?P<full>5|10|100)/(?P=full)(?!\w|[./]\d)"
        ),
        _out_of,
        DIGIT,
    ),
    Rule(
        "idiom",
        re.compile(r"(?<![\w/.,-])(?:9/11|7/7|24/7|50[/-]50|20[/-]20)(?![\w/-]|[.,]\d)"),
        _idiom,
        DIGIT,
    ),
    Rule(
        "score",
        re.compile(rf"{BEGIN}(?P<a>\d{{1,2}})[-–](?P<b>\d{{1,2}})\s?\((?P<tie>\d{{1,2}})\)"),
        _score,
        DIGIT,
    ),
)
