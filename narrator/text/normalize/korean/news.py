"""What Korean newspapers write short: ages, firms, dated events, scores, rough counts."""

from __future__ import annotations

import re

from narrator.text.normalize.korean.numbers import digits, sino
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives, table

_DIGIT = re.compile(r"\d")
_ROUGHLY = {
    "1": "한두", "2": "두세", "3": "서너", "4": "네다섯",
    "5": "대여섯", "6": "예닐곱", "7": "일고여덟", "8": "여덟아홉",
}  # fmt: skip
"""How a count that is one of two neighbours is said, by the smaller."""

_NEIGHBOURS = "|".join(rf"{first}\s?[~〜～]\s?{int(first) + 1}" for first in _ROUGHLY)
_COUNTED = alternatives(
    word for word in table("korean")["counters"]["native"].split() if word not in ("시", "대")
)


def _roughly(match: re.Match[str]) -> str:
    gap = "" if match.string[match.end()].isspace() else " "
    return _ROUGHLY[match["count"][0]] + gap


def _event(match: re.Match[str]) -> str:
    return digits(re.sub(r"\D", "", match[0])).replace(" ", "")


def _age(match: re.Match[str]) -> str:
    """Say "A씨(35)는" as a name with an age that takes the particle."""
    gap = " " if match.string[match.end() : match.end() + 1] == "씨" else ""
    return f" {sino(int(match['age']))}세{gap}"


RULES = (
    Rule(
        "event",
        re.compile(
            r"(?<![\d.·])(?:3·1|4·3|4·19|5·16|5·18|6·10|6·25|8·15|10·26|12·3|12·12|9·11)(?![\d·])"
        ),
        _event,
        re.compile("·"),
    ),
    Rule("firm", re.compile(r"\(주\)|㈜"), lambda _: "주식회사 ", re.compile(r"\(주\)|㈜")),
    Rule(
        "age",
        re.compile(r"(?<=[가-힣A-Z])\s?\((?P<age>\d{1,3})(?:세|살)?\)(?=[가-힣])"),
        _age,
        _DIGIT,
    ),
    Rule(
        "emergency",
        re.compile(
            r"(?<![\d.,-])11[279](?=\s?(?:구급|구조|신고|상황|센터|대원|안전)|에\s|로\s|에서\s)"
        ),
        lambda match: digits(match[0]).replace(" ", ""),
        _DIGIT,
    ),
    Rule(
        "score",
        re.compile(r"(?<![\d.,:])(?P<first>\d{1,3})(?:대|:)(?P<second>\d{1,3})(?![\d:]|[.,]\d)"),
        lambda m: f"{sino(int(m['first']))} 대 {sino(int(m['second']))}",
        re.compile(r"\d(?:대|:)\d(?!\d)|\d대\d"),
    ),
    Rule(
        "roughly",
        re.compile(rf"(?<![\d.,])(?P<count>{_NEIGHBOURS})(?=\s?(?:{_COUNTED})(?!월))"),
        _roughly,
        re.compile("[~〜～]"),
    ),
    Rule("hashtag", re.compile(r"(?<!\S)#(?=[^\W\d_])"), lambda _: "해시태그 ", re.compile("#")),
)
