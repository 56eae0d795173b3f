"""Letters with digits, brackets, dashes and every symbol that is left."""

from __future__ import annotations

import re
from collections.abc import Mapping

from narrator.text.normalize.english.grammar import BEGIN, DASH, DIGIT, NUMBER, counts_noun, spelled
from narrator.text.normalize.english.numbers import cardinal, decimal, digits, pair, plural, year
from narrator.text.normalize.plain import SMALL_DIGITS
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives, table

_SYMBOLS: Mapping[str, str] = table("english")["symbols"]


_SPREAD = re.compile(r"(?P<letter>[A-Z])(?P<first>\d{1,2})-(?P=letter)(?P<last>\d{1,2})")
"""From one to another of a kind ("Q1-Q3")."""

_PASSWORD = re.compile(r"(?P<letters>[a-z]{2,8})(?P<number>\d{4,8})(?<!00)")


def _mixed(match: re.Match[str]) -> str | None:
    if match[0].replace("-", "").isdecimal():
        return None
    password = _PASSWORD.fullmatch(match[0])
    if password:
        return f"{password['letters']} {digits(password['number'])}"
    era = re.fullmatch(
        r"(pre|post|mid|early|late|since)-?((?:1[1-9]|20)\d\d)", match[0], re.IGNORECASE
    )
    if era:
        return f"{era[1]} {year(int(era[2]))}"
    spread = _SPREAD.fullmatch(match[0])
    if spread and int(spread["last"]) > int(spread["first"]):
        first, last = cardinal(int(spread["first"])), cardinal(int(spread["last"]))
        return f"{spread['letter']} {first} to {spread['letter']} {last}"
    team = re.fullmatch(r"(\d{2,3})ers", match[0])
    if team:
        return f"{cardinal(int(team[1])).removesuffix('e')}ers"
    said = ""
    for piece in re.findall(r"[A-Za-z]+|\d+", match[0]):
        if piece == "s" and said and match[0][-2].isdecimal():
            said = plural(said.strip())
        else:
            # An engine reads a lone "A" as the article, but not where a hyphen binds it.
            said += f"{'-' if said[-1:] == 'A' else ' '}{_piece(piece)}"
    return said.strip()


def _serial(match: re.Match[str]) -> str | None:
    """Say a code of letters and numbers piece by piece; its hyphens are no ranges."""
    pieces = match[0].split("-")
    if not any(piece.isalpha() for piece in pieces):
        return None
    return "-".join(_piece(piece) for piece in pieces)


def _piece(text: str) -> str:
    if text.isdecimal():
        return _code(text)
    return spelled(text) if len(text) == 2 and text.isupper() else text


def _code(number: str) -> str:
    """Say the number in a name: 380 is "three eighty", 1080 "ten eighty", 2000 "two thousand"."""
    if number[0] == "0" or len(number) > 4:
        return digits(number)
    value = int(number)
    if len(number) < 3 or not value % 100:
        return cardinal(value)
    if len(number) == 4 and not value % 1000:
        return cardinal(value)
    return f"{cardinal(value // 100)} {pair(value % 100)}"


def _factor(match: re.Match[str]) -> str:
    """Say "16x": times what follows, or by its letter."""
    followed = re.match(r"\s[a-z]", match.string[match.end() : match.end() + 2])
    times = followed or (match.start() and "." in match["number"])
    return f"{decimal(match['number'])} {'times' if times else match['letter']}"


def _symbol(match: re.Match[str]) -> str:
    """Name what has a name; emoji and ornaments are silent."""
    return _SYMBOLS.get(match[0], " ")


def _either(match: re.Match[str]) -> str:
    first, second = match[0].split("/")
    return "and or" if first == "and" else f"{first} or {second}"


def _power_mark(match: re.Match[str]) -> str:
    return " squared" if match[0] == "²" else " cubed"


def _raised(match: re.Match[str]) -> str:
    return digits(str.translate(match[0], SMALL_DIGITS))


SERIAL = Rule(
    "serial",
    re.compile(
        r"(?<![\w-])(?=[A-Za-z-]{0,12}\d)(?:[A-Za-z]{1,3}|\d{1,6})(?:-(?:[A-Za-z]{1,3}|\d{1,6})){3,8}(?![\w-])"
    ),
    _serial,
    re.compile(r"\w-\w{1,6}-"),
)
"""Number plates, part numbers and the like."""


IDENTITY = Rule(
    "identity",
    re.compile(
        r"(?:(?<=ending\sin\s)|(?<=ending\swith\s)|(?<=\bPIN\s)|(?<=code\s)|(?<=\bID\s)|(?<=\bID\s[-–]\s)|(?<=\bID-)|(?<=badge\snumber\s)"
        r"|(?<=serial\snumber\s))(?!\d{0,5}000)\d{3,8}(?![\w-]|[.,]\d)"
    ),
    lambda match: digits(match[0]),
    re.compile(r"\d{3}"),
)
"""Numbers that only name something."""


FACTOR = Rule(
    "factor",
    re.compile(rf"{BEGIN}(?P<number>{NUMBER})(?P<letter>[xX])(?!\w)"),
    _factor,
    DIGIT,
)

_MONTHS = alternatives(name.title() for name in table("english")["months"])
_RANGE_LEFT = re.compile(
    r"(?:(?<![A-Za-z\d.])\d[\w.%°'’]{0,6}|(?i:[ap]\.?m\.?)|\b(?:Mon|Tues?|Wed|Thu|Thurs|Fri|Sat|Sun|BC|BCE|noon|midnight)\.?)$"
)


def _through(match: re.Match[str]) -> str | None:
    """Say the dash between two things that were spoken for one by one."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    if len(match[0]) > 1 and _MONTH_NEXT.match(match.string, match.end()):
        return " to " if _MONTH_DAY.search(before) else None
    if len(match[0]) > 1 or match[0] == "—":
        return " to " if _RANGE_LEFT.search(before) else None
    unit = _MEASURE_LEFT.search(before)
    known = unit is not None and unit[1] in _UNITS
    return " to " if known or _RANGE_LEFT.search(before) or _MONTH_LEFT.search(before) else None


_MONTH_LEFT = re.compile(rf"\b(?:{_MONTHS})\.?$")
_MONTH_NEXT = re.compile(rf"(?:{_MONTHS})\b")
_MONTH_DAY = re.compile(rf"\b(?:{_MONTHS})\.?\s\d{{1,2}}$|\d\s(?:{_MONTHS})$")
_MEASURE_LEFT = re.compile(r"\d\s?([A-Za-z°µ%]{1,5})$")
_UNITS = frozenset(table("english")["units"])


_RAISED = re.compile("[²³¹⁰⁴-⁹₀-₉]")
_SLASH = re.compile("/")
_OR = re.compile(
    r"(?<![\w/])(?:and/or|(?:s?he|his|him)/(?:s?he|hers?|him))(?![\w/])", re.IGNORECASE
)

MIXED = Rule(
    "letters-digits",
    re.compile(
        BEGIN + r"(?=[A-Za-z]{0,12}-?\d)(?=[\d-]{0,12}[A-Za-z])"
        r"[A-Za-z\d]{1,16}(?:-[A-Za-z]{0,4}\d[A-Za-z\d]{0,8}){0,3}(?!\w|[.,]\d)"
    ),
    _mixed,
    DIGIT,
)

DECIMAL_NAME = Rule(
    "letters-decimal",
    re.compile(
        r"(?<![\w.])(?P<letters>[A-Z][A-Za-z]{0,7})-?(?P<number>\d{1,3}\.\d{1,2})(?!\w|\.\w)(?P<more>-(?=\w))?"
    ),
    lambda match: f"{match['letters']} {decimal(match['number'])}{' ' if match['more'] else ''}",
    DIGIT,
)
"""Names with a decimal: "PM2.5", "GPT-3.5"."""

LINEAGE = Rule(
    "lineage",
    re.compile(
        r"(?<![\w.])(?!NO|VOL)(?P<letters>[A-Z]{1,3})(?P<number>(?:\.\d{1,3}){1,4})(?!\w|\.\w)"
    ),
    lambda match: " point ".join(
        [match["letters"], *(decimal(part) for part in match["number"][1:].split("."))]
    ),
    DIGIT,
)
"""Strains and clauses: "BA.2.86", "B.1.1.7"."""

_OPERATORS = {
    "&&": "and", "==": "equals", "===": "equals", "!=": "is not equal to",
    "<=": "is at most", ">=": "is at least", "->": "to", "-->": "to", "=>": "to",
}  # fmt: skip


def _stars(match: re.Match[str]) -> str:
    """Say a rating; stars without empty ones tell no scale."""
    full = match["full"] or ""
    said = decimal(match["number"] or str(len(full)))
    if match["half"]:
        said += " and a half"
    if match["empty"]:
        return f"{said} out of {cardinal(len(full + match['empty']))} stars"
    return f"{said} {'star' if said == 'one' or counts_noun(match) else 'stars'}"


def _either_measure(match: re.Match[str]) -> str | None:
    """Say the slash between two ways to measure a thing ("180C/350F")."""
    near = match.string[max(0, match.start() - 12) : match.start()]
    measured = _MEASURED.search(near.removesuffix(" fan").removesuffix(" Fan"))
    return " or " if measured else None


def _a_time(match: re.Match[str]) -> str | None:
    """Say "2 cups/day" and "3 rooms/team": so many a day, per team."""
    if not _COUNTED.search(match.string[max(0, match.start() - 40) : match.start()]):
        return None
    if match["each"]:
        return " per "
    return " an " if match["time"] == "hour" else " a "


def _loose_grade(match: re.Match[str]) -> str:
    return f"{match['grade']} minus"


_EACH = "person|head|child|adult|player|team|room|household|serving|copy|piece"
_MEASURED = re.compile(r"[\d½¼¾⅓⅔⅛]\s?(?:°\s?)?[A-Za-z]{1,6}\.?$")
_COUNTED = re.compile(r"\d\S{0,8}\s(?:[a-z-]{2,15}\s)?[a-z-]{2,15}$")

RATING = Rule(
    "rating",
    re.compile(
        rf"{BEGIN}(?P<number>\d(?:\.\d)?)\s?[★⭐](?![★⭐☆])"
        r"|(?P<full>(?=[★⭐][★⭐☆½])[★⭐]{1,10})(?P<half>½)?(?P<empty>☆{0,9})"
    ),
    _stars,
    re.compile("[★⭐]"),
)

RULES = (
    Rule(
        "operator",
        re.compile(rf"(?<![^\w\s)\]])(?:{'|'.join(_OPERATORS)})(?![^\w\s(\[\"'])"),
        lambda match: f" {_OPERATORS[match[0]]} ",
        re.compile("&&|==|!=|[<>]=|->|=>"),
    ),
    Rule("menu", re.compile(r"(?<=[a-z])\s>\s(?=[A-Z])"), lambda _: ", ", re.compile(">")),
    Rule("tag", re.compile(r"<(?=/?[a-z])|(?<=[\w\"/])>"), lambda _: " ", re.compile("[<>]")),
    Rule(
        "through",
        re.compile(
            rf"(?<=[\w.%°'’]){DASH}(?=['’$€£¥₹]?\d|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun|noon|midnight)\b|AD\s\d|(?:{_MONTHS})\b)"
        ),
        _through,
        re.compile(r"[-–—−]"),
    ),
    Rule("or", _OR, _either, _SLASH),
    Rule(
        "or-measure",
        re.compile(r"(?<=[A-Za-z.])/(?=[\d½¼¾⅓⅔⅛]|[Gg]as\s(?:mark\s)?\d)"),
        _either_measure,
        _SLASH,
    ),
    Rule(
        "a-time",
        re.compile(
            rf"(?<=[a-z])\s?/\s?(?=(?:(?P<time>hour|day|night|week|month|year|minute|second|min|sec)|(?P<each>{_EACH}))\b)"
        ),
        _a_time,
        _SLASH,
    ),
    Rule(
        "more-than",
        re.compile(r"(?<!\S)[<>](?=[$€£¥₹]?\d)"),
        lambda match: "more than " if match[0] == ">" else "less than ",
        re.compile("[<>]"),
    ),
    Rule(
        "short-time",
        re.compile(r"(?<=[a-z]/)(?:min|sec)(?!\w)|(?<=[a-z]\s/\s)(?:min|sec)(?!\w)"),
        lambda match: {"min": "minute", "sec": "second"}[match[0]],
        _SLASH,
    ),
    Rule(
        "grade",
        re.compile(
            r"(?<![\w-])(?P<grade>[A-D]{1,3}|Baa|Ba|Aa)[-−](?=[.,;:!?)\]]|$|\s(?!and\b|or\b|to\b|&|\d))"
        ),
        _loose_grade,
    ),
    Rule(
        "slash-letters",
        re.compile(r"(?<=[A-Z])(?<![a-z][A-Z])\s?/\s?(?=[A-Z](?![a-z]))"),
        lambda _: " ",
        _SLASH,
    ),
    Rule("sections", re.compile(r"§§\s?"), lambda _: "sections ", re.compile("§§")),
    Rule(
        "heart",
        re.compile(r"(?<=\w\s)[❤♥]\ufe0f?(?=\s\w)"),
        lambda _: "heart",
        re.compile("[❤♥]"),
    ),
    Rule("column", re.compile(r"\s\|\s"), lambda _: ", ", re.compile(r"\|")),
    Rule(
        "to-ratio",
        re.compile(r"(?<=[A-Za-z])/(?=[A-Za-z]{2,12}\sratios?\b)"),
        lambda _: " to ",
        _SLASH,
    ),
    Rule("through-letters", re.compile(r"(?<=[A-Z]\d)–(?=[A-Z]\d)"), lambda _: " to ", DIGIT),
    Rule("subsection", re.compile(r"(?<=\d)\((?=\d{1,2}\))"), lambda _: ", ", DIGIT),
    Rule("point-any", re.compile(r"(?<=\d)\.(?=[xX*](?!\w))"), lambda _: " point ", DIGIT),
    Rule("slash", re.compile(r"(?<=\w)/(?=\w)"), lambda _: " slash ", _SLASH),
    Rule("times", re.compile(r"(?<=\d)\s?[*×]\s?(?=\d)"), lambda _: " times ", re.compile("[*×]")),
    Rule(
        "power-mark", re.compile(r"(?<=[A-Za-zΑ-Ωα-ω)])[²³](?!\w)"), _power_mark, re.compile("[²³]")
    ),
    Rule(
        "note-mark",
        re.compile(r"(?<=[^\W²³¹⁰-₉]|[.,;:!?\"”’])[¹²³⁰-⁹]{1,3}(?!\w)"),
        lambda _: "",
        _RAISED,
    ),
    Rule("raised", re.compile(r"[²³¹⁰⁴-⁹₀-₉]{1,40}"), _raised, _RAISED),
    Rule(
        "greek",
        re.compile(r"(?<![^\W\d_])[Α-Ωα-ωµ](?![^\W\d_a-zA-Z²³¹⁰-⁹₀-₉])"),
        lambda match: _SYMBOLS.get(match[0]),
        re.compile("[Α-Ωα-ωµ]"),
    ),
    Rule("symbol", re.compile(r"[^\w\s.,;:?!'’‘\"“”«»‹›„()\[\]{}\-–—…]"), _symbol),
)
