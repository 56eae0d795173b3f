"""Korean: its rules in the order in which they are asked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from narrator.text.normalize import silent
from narrator.text.normalize.korean import news
from narrator.text.normalize.korean.numbers import character, decimal, digits, native, sino
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives, table

_TABLES = table("korean")
_CURRENCIES: Mapping[str, str] = _TABLES["currencies"]
_UNITS: Mapping[str, str] = _TABLES["units"]
_PER: Mapping[str, str] = _TABLES["per"]
_COUNTERS = _TABLES["counters"]["native"].split()
_LETTERS: Mapping[str, str] = _TABLES["letters"]
_DOMAINS: Mapping[str, str] = _TABLES["domains"]
_SYMBOLS: Mapping[str, str] = _TABLES["symbols"]

_DIGIT = re.compile(r"\d")
_BEGIN = r"(?<![\d])(?<!\d[.,])"
_WHOLE = r"(?:\d{1,3}(?:,\d{3}){1,8}(?!\d)|\d{1,32}(?!\d))"
_NUMBER = rf"(?:{_WHOLE}(?:\.\d{{1,20}}(?!\d))?)"
_SIGN = r"(?P<sign>(?<![\w)])[-−+])?"
_SIGNS = {"-": "마이너스 ", "−": "마이너스 ", "+": "플러스 ", None: ""}
_DASH = r"\s?[~〜～∼–-]\s?"
_LARGE = r"(?P<large>[십백천만억조경]{1,3})?"
_NATIVE_LIMIT = 40


def month(number: int) -> str:
    """Say a month; June and October drop a sound."""
    return {6: "유", 10: "시"}.get(number, sino(number)) + "월"


def _date(match: re.Match[str]) -> str | None:
    parts = [int(match[name]) for name in ("a", "b", "c")]
    year, first, second = parts if len(match["a"]) == 4 else (parts[2], parts[0], parts[1])
    if first > 12:
        first, second = second, first
    if not (1 <= first <= 12 and 1 <= second <= 31):
        return None
    return f"{sino(year)}년 {month(first)} {sino(second)}일"


def _month(match: re.Match[str]) -> str | None:
    number = int(match["month"])
    gap = "" if match["next"] is None else " "
    return month(number) + gap if 1 <= number <= 12 else None


def _clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    second = int(match["second"] or 0)
    if hour > 24 or minute > 59:
        return None
    said = f"{_hour(hour, spoken_half=bool(match['half']))}시"
    said += f" {sino(minute)}분" if minute else ""
    return f"{match['half'] or ''} {said}" + (f" {sino(second)}초" if second else "")


def _hour(hour: int, *, spoken_half: bool) -> str:
    """Say an hour: native on the twelve-hour clock, Sino-Korean beyond."""
    return native(hour) if 1 <= hour <= 12 or (spoken_half and hour) else sino(hour)


def _money(match: re.Match[str]) -> str:
    large = match["large"] or ""
    return (
        f"{_SIGNS[match['sign']]}{_amount(match['number'], large)}{_CURRENCIES[match['currency']]}"
    )


def _amount(number: str, large: str) -> str:
    return f"{decimal(number)}{large}"


def _fraction(match: re.Match[str]) -> str:
    whole = f"{sino(int(match['whole']))}{match['and']} " if match["whole"] else ""
    top = ("루트 " if match["root"] else "") + sino(int(match["top"]))
    bottom = ("루트 " if match["root2"] else "") + sino(int(match["bottom"]))
    return f"{_SIGNS[match['sign']]}{whole}{bottom}분의 {top}{_particle(top, match['particle'])}"


def _particle(word: str, written: str | None) -> str:
    """Choose the particle that fits the sound the spoken word ends with."""
    if not written:
        return ""
    closed = (ord(word[-1]) - 0xAC00) % 28 > 0
    first, second = next(pair for pair in _PARTICLES if written in pair)
    return first if closed else second


_PARTICLES = (("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"))


def _measure(match: re.Match[str]) -> str:
    rate = f" 퍼 {_PER[match['per']]}" if match["per"] else ""
    unit = _UNITS[match["unit"]]
    large = match["large"] or ""
    if match["second"]:
        return f"{decimal(match['number'])}에서 {decimal(match['second'])} {unit}{rate}"
    number = match["number"]
    said = _slashed(number) if "/" in number else _amount(number, large)
    return f"{_SIGNS[match['sign']]}{said} {unit}{rate}"


def _slashed(text: str) -> str:
    whole, _, part = text.rpartition("과") if "과" in text else text.rpartition("와")
    top, bottom = part.split("/")
    said = f"{sino(int(bottom))}분의 {sino(int(top))}"
    return (
        f"{sino(int(whole))}{'와' if _open(sino(int(whole))) else '과'} {said}" if whole else said
    )


def _open(word: str) -> bool:
    return (ord(word[-1]) - 0xAC00) % 28 == 0


def _counted(match: re.Match[str]) -> str | None:
    number = int(match["number"].replace(",", ""))
    counter = match["counter"].strip()
    before = match.string[max(0, match.start() - 2) : match.start()].rstrip()
    reign = counter == "대" and _OFFICE.match(match.string, match.end())
    if before.endswith("제") or reign or (counter == "대" and number >= 10 and not number % 10):
        return f"{sino(number)}{counter}"
    if counter == "시" and match.string[match.end() : match.end() + 1] == "즌":
        return None
    if counter == "번째" and number == 1:
        return "첫번째"
    return (native(number) if number < _NATIVE_LIMIT else sino(number)) + counter


_OFFICE = re.compile(r"\s(?:대통령|국회|총선|대선|국왕|황제|총리|회장|왕|임금|사장|총장|의장|기념)")
"""What is counted by terms, which are Sino-Korean: "17대 대통령"."""


def _phone(match: re.Match[str]) -> str:
    groups = re.findall(r"\+?\d+", match[0])
    return " ".join(f"국가번호 {digits(g)}" if g[0] == "+" else digits(g) for g in groups)


def _average(match: re.Match[str]) -> str:
    """Say a batting average: ".305" is "삼할 영푼 오리", without what is nought."""
    part = match["part"] or match["base"]
    said = [f"{sino(int(d))}{unit}" for d, unit in zip(part, "할푼리", strict=True) if d != "0"]
    return " ".join(said) or "영"


def _range(match: re.Match[str]) -> str:
    first, second = match["first"], match["second"]
    falls = float(first.replace(",", "")) > float(second.replace(",", ""))
    return f"{decimal(first)}{' 대 ' if falls else '에서 '}{decimal(second)}"


def _address(match: re.Match[str]) -> str:
    said = []
    *names, last = match["host"].split(".")
    if match["user"]:
        said += [_name(match["user"]), "골뱅이"]
    for index, label in enumerate(names):
        said.append("닷" if index else "")
        said.append(_name(label) if len(label) > 2 else _spell(label))
    said += ["닷", _DOMAINS.get(last.lower()) or _spell(last)]
    return " ".join(word for word in said if word)


def _name(text: str) -> str:
    return re.sub(r"\d+", lambda match: digits(match[0]), text).replace(".", " 닷 ")


def _spell(text: str) -> str:
    return "".join(_LETTERS.get(char.lower(), char) for char in text)


def _file(match: re.Match[str]) -> str:
    return f"{_name(match['name'])} 닷 {_spell(match['kind'])}"


def _number(match: re.Match[str]) -> str:
    return f"{_SIGNS[match['sign']]}{decimal(match['number'])}{match['large'] or ''}"


_UNIT = rf"(?P<unit>{alternatives(_UNITS)})(?![A-Za-z0-9²³])"
_CURRENCY = rf"(?P<currency>{alternatives(_CURRENCIES)})"
_FRACTION = r"(?:\d{1,4}[과와])?\d{1,4}/\d{1,4}"
_HALF = r"(?P<half>오전|오후|새벽|아침|낮|저녁|밤)?"

RULES: tuple[Rule, ...] = (
    *silent.RULES,
    *news.RULES,
    Rule(
        "address",
        re.compile(
            r"(?<![\w.@])(?:https?://(?:www\.)?|www\.)?(?:(?P<user>[\w.+-]{1,64})@)?"
            r"(?P<host>(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,10})(?![A-Za-z0-9@])(?:/[^\s]{0,2000})?",
            re.ASCII,
        ),
        _address,
        re.compile(r"\w\.\w"),
    ),
    Rule(
        "file",
        re.compile(r"(?<![\w.])(?P<name>[\w-]{1,80})\.(?P<kind>[A-Za-z]{2,4})(?![A-Za-z])"),
        _file,
        re.compile(r"\w\.\w"),
    ),
    Rule(
        "card",
        re.compile(r"(?<![\d-])\d{4}-\d{4}-\d{4}-\d{4}(?![\d-])"),
        lambda match: "신용카드 " + " ".join(map(digits, match[0].split("-"))),
        _DIGIT,
    ),
    Rule(
        "average",
        re.compile(r"(?<=타율\s)0?\.(?P<part>\d{3})(?!\d)|(?<=출루율\s)0?\.(?P<base>\d{3})(?!\d)"),
        _average,
        _DIGIT,
    ),
    Rule(
        "service-phone",
        re.compile(r"(?<![\d.,-])1[5-8]\d\d-\d{4}(?![\d-])"),
        _phone,
        _DIGIT,
    ),
    Rule(
        "postcode",
        re.compile(r"(?<![\d.,-])0\d{4}(?!\d|[.,-]\d)"),
        lambda match: digits(match[0]),
        _DIGIT,
    ),
    Rule(
        "listed",
        re.compile(r"(?<=\d)·(?=\d)"),
        lambda _: " ",
        re.compile("·"),
    ),
    Rule(
        "digits-last",
        re.compile(r"(?<=자리\s)\d{4}(?!\d)"),
        lambda match: digits(match[0]),
        _DIGIT,
    ),
    Rule(
        "phone",
        re.compile(
            r"(?<![\d.,])(?:\+\d{1,3}[\s-])?(?:\(\d{2,4}\)[\s-]?|\d{2,4}[-.])\d{3,4}[-.]\d{3,4}(?![\d-])"
        ),
        _phone,
        _DIGIT,
    ),
    Rule(
        "date",
        re.compile(
            r"(?<![\d.])(?P<a>\d{4}|\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4}|\d{1,2})(?![\d/-]|\.\d)"
        ),
        _date,
        _DIGIT,
    ),
    Rule(
        "month", re.compile(rf"{_BEGIN}(?P<month>\d{{1,2}})월(?P<next>\s?(?=\d))?"), _month, _DIGIT
    ),
    Rule(
        "weekday-range",
        re.compile(
            r"(?:(?<=일)|(?<=월))\((?P<a>[월화수목금토일])[~〜～-](?P<b>[월화수목금토일])\)"
        ),
        lambda match: f" {match['a']}요일부터 {match['b']}요일",
    ),
    Rule(
        "weekday",
        re.compile(r"(?<=일)\s?\((?P<day>[월화수목금토일])\)"),
        lambda match: f" {match['day']}요일",
    ),
    Rule(
        "clock",
        re.compile(
            rf"{_HALF}\s?(?<![\d:])(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?![\d:])"
        ),
        _clock,
        _DIGIT,
    ),
    Rule(
        "hour",
        re.compile(rf"{_HALF}\s?{_BEGIN}(?P<hour>\d{{1,2}})시(?![간즌리장])"),
        lambda match: (
            f"{match['half'] or ''} {_hour(int(match['hour']), spoken_half=bool(match['half']))}시"
        ),
        _DIGIT,
    ),
    Rule("noon", re.compile(r"^정오$"), lambda _: "열두시"),
    Rule("midnight", re.compile(r"^자정$"), lambda _: "영시"),
    Rule(
        "money",
        re.compile(rf"{_SIGN}{_CURRENCY}\s?(?P<number>{_NUMBER}){_LARGE}"),
        _money,
        _DIGIT,
    ),
    Rule(
        "money-after",
        re.compile(rf"{_SIGN}{_BEGIN}(?P<number>{_NUMBER}){_LARGE}\s?{_CURRENCY}(?![A-Za-z])"),
        _money,
        _DIGIT,
    ),
    Rule(
        "measure",
        re.compile(
            rf"{_SIGN}{_BEGIN}(?P<number>{_FRACTION}|{_NUMBER})(?:{_DASH}(?P<second>{_NUMBER}))?{_LARGE}\s?{_UNIT}"
            rf"(?:/(?P<per>{alternatives(_PER)})(?![A-Za-z]))?"
        ),
        _measure,
        _DIGIT,
    ),
    Rule(
        "fraction",
        re.compile(
            rf"{_SIGN}{_BEGIN}(?:(?P<whole>\d{{1,4}})(?P<and>[과와]))?(?P<root>√)?(?P<top>\d{{1,4}})/"
            r"(?P<root2>√)?(?P<bottom>\d{1,4})(?!\d|/)(?P<particle>[은는이가을를](?![가-힣]))?"
        ),
        _fraction,
        _DIGIT,
    ),
    Rule(
        "counted",
        re.compile(
            rf"{_BEGIN}(?P<number>{_WHOLE})(?P<counter>\s?(?:{alternatives(_COUNTERS)}))(?![월러])"
        ),
        _counted,
        _DIGIT,
    ),
    Rule(
        "through",
        re.compile(r"(?:(?<=[일월년시분대])|(?<=\))|(?<=\d))\s?[~〜～∼]\s?(?=\d|오전|오후|밤)"),
        lambda _: "부터 ",
        re.compile("[~〜～∼]"),
    ),
    Rule(
        "range",
        re.compile(rf"{_BEGIN}(?P<first>{_NUMBER})\s?[–-]\s?(?P<second>{_NUMBER})"),
        _range,
        _DIGIT,
    ),
    Rule("number", re.compile(rf"{_SIGN}{_BEGIN}(?P<number>{_NUMBER}){_LARGE}"), _number, _DIGIT),
    Rule("left-over", re.compile(r"\d+"), lambda match: digits(match[0]), _DIGIT),
    Rule("small", re.compile("[¼-¾⅐-⅒⅓-⅞²³¹⁰⁴-⁹₀-₉]"), lambda match: character(match[0])),
    Rule("bracket", re.compile(r"\s?\((?=\w)|(?<=\w)\)\s?(?=\w)"), lambda _: ", "),
    Rule(
        "symbol",
        re.compile(r"[^\w\s.,;:?!'’‘\"“”()\-–—…·「」『』〈〉《》]|_"),
        lambda match: f" {_SYMBOLS.get(match[0], '')} ",
    ),
)
