"""Results of games, and numbers that are idioms."""

from __future__ import annotations

import re

from narrator.text.normalize.english.grammar import BEGIN, DIGIT
from narrator.text.normalize.english.numbers import cardinal, decimal, ordinal, pair
from narrator.text.normalize.rules import Rule

_SLASHED = re.compile(r"\d/\d|24x7|50[-:]50|20-20")
_PAIR = re.compile(r"\d[-–/:]\d")
_PRIME = re.compile("\\d['’′]")
"""What rules of two numbers need, which most texts with digits do not have."""

_IDIOMS = {
    "9/11": "nine eleven",
    "7/7": "seven seven",
    "24/7": "twenty four seven",
    "24x7": "twenty four seven",
    "26/11": "twenty six eleven",
    "50/50": "fifty fifty",
    "50-50": "fifty fifty",
    "50:50": "fifty fifty",
    "20/20": "twenty twenty",
    "20-20": "twenty twenty",
}


def _idiom(match: re.Match[str]) -> str:
    return _IDIOMS[match[0]]


def _shares(match: re.Match[str]) -> str | None:
    """Say "60/40" and "80-20": two parts of a hundred, the greater one first."""
    first, second = int(match["first"]), int(match["second"])
    return f"{cardinal(first)} {cardinal(second)}" if first + second == 100 else None


def _out_of(match: re.Match[str]) -> str:
    marks, most = match["marks"] or match["full"], match["most"] or match["full"]
    return f"{decimal(marks)} out of {decimal(most)}"


def _out_of_many(match: re.Match[str]) -> str:
    article = match[0].partition("/")[0].rstrip("0123456789")
    return f"{article}{cardinal(int(match['marks']))} out of {cardinal(int(match['most']))}"


def _minute(match: re.Match[str]) -> str | None:
    """Say when a goal fell ("Kane 23', 45+2'"); an open quotation ends there instead."""
    before = match.string[max(0, match.start() - _NEARBY) : match.start()]
    if not _FOOTBALL.search(match.string, max(0, match.start() - _NEARBY), match.end() + _NEARBY):
        return None
    if before.count("‘") > before.count("’") or _OPEN_QUOTATION.search(before):
        return None
    said = ordinal(int(match["minute"]))
    added = f" plus {cardinal(int(match['added']))}" if match["added"] else ""
    return f"{said} minute{added}"


def _tax_section(match: re.Match[str]) -> str:
    said = f"{cardinal(int(match['part']))} {pair(int(match['rest']))} {match['letter'].upper()}"
    return f"{said} {cardinal(int(match['point']))}" if match["point"] else said


def _innings(match: re.Match[str]) -> str | None:
    """Say "245/6" as runs for wickets where the sentence is about cricket."""
    near = match.string[max(0, match.start() - _NEARBY) : match.end() + _NEARBY]
    if not _CRICKET.search(near):
        return None
    return f"{cardinal(int(match['runs']))} for {cardinal(int(match['wickets']))}"


def _not_out(match: re.Match[str]) -> str | None:
    near = match.string[max(0, match.start() - _NEARBY) : match.end() + _NEARBY]
    return f"{cardinal(int(match['runs']))} not out" if _CRICKET.search(near) else None


def _score(match: re.Match[str]) -> str:
    said = f"{cardinal(int(match['a']))} to {cardinal(int(match['b']))}"
    return f"{said}, {cardinal(int(match['tie']))}" if match["tie"] else said


_CRICKET = re.compile(r"\b(?:overs?|wickets?|innings|batting|bowled|crease|stumps|T20|ODI)\b")
_FOOTBALL = re.compile(
    r"\b(?:goals?|scor\w{1,4}|pen(?:alty)?|half-time|[HF]T|minutes?|booked|yellow|sent\soff|winner|levelled"
    r"|equali[sz]\w{1,3}|header|free-kick|substitute)\b|\d['’′][,;)].{0,40}\d['’′]"
)
_OPEN_QUOTATION = re.compile(r"(?<![\w.,])'(?!\s)[^']{0,120}$")
_NEARBY = 120
"""Characters. How far from a score its game may be named."""

_PRICE = rf"{BEGIN}\d{{1,3}}/\d{{1,2}}(?![\w/]|[.,]\d)"
"""What a bookmaker asks ("7/2 favourite"); "1/3 on Monday" is none, but so seldom written."""

RULES = (
    Rule(
        "record",
        re.compile(
            rf"{BEGIN}\d{{1,2}}(?:(?:[-–]\d{{1,2}}){{1,3}}[-–]\d|(?:[-–]\d{{1,2}}){{3,5}})(?![\w-]|[.,]\d)"
        ),
        lambda match: " ".join(cardinal(int(part)) for part in re.findall(r"\d+", match[0])),
        _PAIR,
    ),
    Rule(
        "tax-section",
        re.compile(
            r"(?<!\w)(?P<part>[45])(?P<rest>0[1-9]|2[79]|57)\((?P<letter>[a-z])\)(?:\((?P<point>\d)\))?"
        ),
        _tax_section,
        DIGIT,
    ),
    Rule(
        "cricket",
        re.compile(
            rf"{BEGIN}(?P<runs>\d{{1,3}})(?:/|-(?<=\d\d-))(?P<wickets>10|\d)(?![\w/-]|[.,]\d)"
        ),
        _innings,
        _PAIR,
    ),
    Rule(
        "not-out",
        re.compile(rf"{BEGIN}(?P<runs>\d{{1,3}})\*(?=[\s,;.)])"),
        _not_out,
        re.compile(r"\d\*"),
    ),
    Rule(
        "half-time",
        re.compile(r"(?<!\w)(?P<when>[HF]T)(?=:?\s\d{1,2}[-–]\d)"),
        lambda match: "half-time" if match["when"] == "HT" else "full time",
        re.compile("[HF]T"),
    ),
    Rule(
        "out-of-ten",
        re.compile(
            r"(?<=[a-z:]\s)(?P<marks>10|\d)/(?P<most>10)(?=[.,;:!?)]|$|\s[A-Z(–-])(?![.,]\d)"
        ),
        _out_of_many,
        _SLASHED,
    ),
    Rule(
        "blood-pressure",
        re.compile(rf"{BEGIN}(?P<high>[12]?\d\d)/(?P<low>1?\d\d)\s?mm\s?Hg(?!\w)"),
        lambda match: f"{cardinal(int(match['high']))} over {cardinal(int(match['low']))}",
        _SLASHED,
    ),
    Rule(
        "day-of-terror",
        re.compile(
            rf"{BEGIN}(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})(?=\s(?:(?:terror|terrorist)\s)?(?:attacks?|bombings?|massacre|insurrection)\b)"
        ),
        lambda match: f"{cardinal(int(match['month']))} {cardinal(int(match['day']))}",
        _SLASHED,
    ),
    Rule(
        "out-of",
        re.compile(
            rf"{BEGIN}(?P<marks>\d{{1,3}}\.\d)/(?P<most>\d{{1,3}})(?!\w|[./]\d)|{BEGIN}(?P<full>5|10|100)/(?P=full)(?!\w|[./]\d)"
        ),
        _out_of,
        _SLASHED,
    ),
    Rule(
        "idiom",
        re.compile(r"(?<![\w/.,-])(?:9/11|7/7|26/11|24[/x]7|50[/:-]50|20[/-]20)(?![\w/-]|[.,]\d)"),
        _idiom,
        _SLASHED,
    ),
    Rule(
        "shares",
        re.compile(
            rf"{BEGIN}(?P<first>[5-9][05])(?P<mark>[/:-])(?P<second>[1-4][05]|5)(?![\w/:-]|[.,]\d|\s?%)"
        ),
        _shares,
        _PAIR,
    ),
    Rule(
        "rated",
        re.compile(
            r"(?:(?<=rated\s)|(?<=score\s)|(?<=scored\s)|(?<=scores\s)|(?<=rating:\s)|(?<=Rating:\s)|(?<=score:\s)|(?<=Score:\s)"
            r"|(?<=Verdict:\s)|(?<=score\sof\s)|(?<=rating\sof\s)|(?<=give\sit\s)|(?<=gave\sit\s)|(?<=rated\sit\s)|(?<=got\s)|(?<=mark\sof\s))"
            r"(?:an?\s)?(?P<marks>\d{1,2})/(?P<most>5|10|20|100)(?![\w/]|[.,]\d)"
        ),
        _out_of_many,
        _SLASHED,
    ),
    Rule(
        "minute",
        re.compile(
            r"(?:(?<=\()|(?<=[,;]\s)|(?<=[a-zà-ÿ]\s))(?P<minute>[1-9]\d?|1[012]\d)(?:\+(?P<added>\d{1,2}))?['’′](?=[,;)]|\spen\b|\s\(|$)"
        ),
        _minute,
        _PRIME,
    ),
    Rule(
        "odds",
        re.compile(
            rf"(?:(?<=odds\sof\s)|(?<=odds\sat\s)){_PRICE}|{_PRICE}(?=[\s-](?:favou?rites?|odds|shots?|outsiders?|long\s?shot|against|on)\b)"
        ),
        lambda match: " to ".join(decimal(part) for part in match[0].split("/")),
        _SLASHED,
    ),
    Rule(
        "score",
        re.compile(rf"{BEGIN}(?P<a>\d{{1,2}})[-–](?P<b>\d{{1,2}})\s?\((?P<tie>\d{{1,2}})\)"),
        _score,
        _PAIR,
    ),
)
