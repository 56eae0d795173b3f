"""German."""

from __future__ import annotations

import re

from narrator.text.normalize.european.build import build, last_rules
from narrator.text.normalize.european.tongue import Tongue, cardinal
from narrator.text.normalize.roman import roman_value
from narrator.text.normalize.rules import Rule

_STEMS = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
_WEAK = frozenset({"am", "vom", "zum", "im", "beim", "dem", "den", "des", "bis", "seit", "ab"})
_ARTICLES = frozenset({"der", "die", "das"})
_DATIVE_CASE = frozenset(
    {
        "in",
        "aus",
        "nach",
        "seit",
        "von",
        "vor",
        "mit",
        "zu",
        "bei",
        "ab",
        "während",
        "ende",
        "mitte",
    }
)
"""What makes a dative, or a genitive, of the "der" behind it: "in der zweiten Runde"."""

_SENTENCE = re.compile(
    r"\s(?:Das|Es|Er|Sie|Wir|Ich|Und|Aber|Dann|Da|Dies|Diese|Was|Wer|Wie|Mehr|Nicht|Ja|Nein|Wenn|Weil)\b"
)
"""What begins a sentence behind a number that was one of its own: "28. Das war im Mai."."""

_NOUN = re.compile(r"\s([A-ZÄÖÜ][\wäöüß-]{1,24})")
_ENDINGS = {
    **dict.fromkeys(("Jahrhundert", "Jh", "Jhd", "Mal", "Kapitel", "Spiel", "Tor", "Jahr"), "es"),
    **dict.fromkeys(
        (
            "Klasse", "Halbzeit", "Bundesliga", "Liga", "Auflage", "Aufl", "Minute", "Runde",
            "Etappe", "Folge", "Staffel", "Ausgabe", "Woche", "Etage", "Internationale", "Republik",
        ),
        "e",
    ),
}  # fmt: skip
"""Endings of a rank without an article, by the gender of what it counts."""


def _count(number: int, gender: str) -> str:
    said = cardinal(number, "de")
    if gender and number % 100 == 1:
        return said.removesuffix("eins") + ("eine" if gender == "f" else "ein")
    return said


def ordinal(number: int, before: str, ending: str = "") -> str:
    """Say a rank with the ending that the word before it asks for: "am ersten", "erster"."""
    word = before.lower()
    ending = ending or ("en" if word in _WEAK else "e" if word in _ARTICLES else "er")
    head, last = divmod(number, 100)
    if not number:
        return f"nullt{ending}"
    if last in _STEMS:
        stem = (_count(head * 100, "") if head else "") + _STEMS[last]
    else:
        said = cardinal(number, "de").lower().removesuffix("en" if number % 1_000_000 == 0 else " ")
        stem = said.replace(" ", "") + ("t" if 0 < last < 20 else "st")
    return stem + ending


def _fraction(top: int, bottom: int) -> str:
    if bottom == 2:
        return "ein halb" if top == 1 else f"{cardinal(top, 'de')} halbe"
    stem = ordinal(bottom, "").removesuffix("er")
    return f"{_count(top, 'n')} {stem}el"


def _mixed(whole: int, top: int, bottom: int, _gender: str) -> str:
    return f"{_count(whole, 'n')} {_fraction(top, bottom)}"


def _year(text: str) -> str:
    number = int(text)
    if 1100 <= number < 2000:
        century, rest = divmod(number, 100)
        return f"{cardinal(century, 'de')}hundert{cardinal(rest, 'de') if rest else ''}"
    return cardinal(number, "de")


def _date(day: int, month: str, year: str, before: str) -> str:
    return f"{ordinal(day, before)} {month} {_year(year) if year else ''}".strip()


def _clock(hour: int, minute: int, second: int | None, _half: str) -> str:
    said = f"{_count(hour, 'n')} Uhr"
    if second is not None:
        minutes = "Minute" if minute == 1 else "Minuten"
        seconds = "Sekunde" if second == 1 else "Sekunden"
        return f"{said} {_count(minute, 'f')} {minutes} {_count(second, 'f')} {seconds}"
    return f"{said} {cardinal(minute, 'de')}" if minute else said


def _digits(text: str, _gender: str) -> str:
    return " ".join(cardinal(int(char), "de") for char in text)


def _rank(match: re.Match[str]) -> str | None:
    """Say "3." as a rank, unless the stop ends a sentence rather than a heading or an item."""
    if not match.start() and _SENTENCE.match(match.string, match.end()):
        return f"{cardinal(int(match['number']), 'de')}."
    in_sentence = len(match.string.split()) > 2
    ends_sentence = in_sentence and (match.end() == len(match.string) or len(match["number"]) > 3)
    if ends_sentence and match[0].endswith("."):
        return None
    return _ranked(int(match["number"]), match, match.end())


def _ranked(number: int, match: re.Match[str], noun_at: int) -> str:
    """Say a rank in the case and gender that the words around it ask for."""
    before = match.string[max(0, match.start() - 24) : match.start()].lower().split()
    word = before[-1] if before else ""
    if word == "der" and len(before) > 1 and before[-2] in _DATIVE_CASE:
        return ordinal(number, "", "en")
    noun = _NOUN.match(match.string, noun_at)
    if noun and word not in _WEAK | _ARTICLES:
        ending = _ENDINGS.get(noun[1]) or _ENDINGS.get(noun[1][-8:].title(), "")
        return ordinal(number, word, ending)
    return ordinal(number, word)


def _first_of_two(match: re.Match[str]) -> str:
    return f"{_ranked(int(match['number']), match, match.end('last'))} bis "


def _roman_rank(match: re.Match[str]) -> str:
    return _ranked(roman_value(match["roman"]), match, match.end()).capitalize()


def _ruler(match: re.Match[str]) -> str:
    """Say "XIV." behind a name, in the name's gender and the case that the words before ask for."""
    number = roman_value(match["roman"])
    *before, name = match.string[max(0, match.start() - 40) : match.start()].split()
    if name.lower() in _WEAK | _ARTICLES:
        return ordinal(number, name)
    female = name in _QUEENS
    if name.endswith("s") and not name.endswith(("us", "as", "is", "es")):
        article = "der" if female else "des"
    elif before and before[-1].lower() in _DATIVE:
        article = "der" if female else "dem"
    else:
        return f"{'die' if female else 'der'} {ordinal(number, 'der').capitalize()}"
    return f"{article} {ordinal(number, 'des').capitalize()}"


_DATIVE = frozenset({"von", "mit", "bei", "unter", "nach", "zu", "seit"})
_QUEENS = frozenset(
    {"Elisabeth", "Elizabeth", "Katharina", "Margrethe", "Isabella", "Maria", "Christina", "Anna"}
)
_ONE_LARGE = {"Mio.": "Million", "Mrd.": "Milliarde"}

_GERMAN = Tongue("de", "german", _count, _digits, _fraction, _mixed, _date, _clock, "f", "")


def _month(number: int) -> str:
    names = list(dict.fromkeys(_GERMAN.table["months"].values()))
    return str(names[number - 1])


def _short_date(match: re.Match[str]) -> str | None:
    day = int(match["day"])
    if not 1 <= day <= 31:
        return None
    before = match.string[max(0, match.start() - 12) : match.start()].split()
    return _date(day, _month(int(match["month"])), "", before[-1] if before else "")


RULES: tuple[Rule, ...] = (
    Rule(
        "half-more",
        re.compile(r"(?<!\w)(?P<whole>\d{1,3})\s?½"),
        lambda m: f"{_count(int(m['whole']), 'n')}einhalb",
        re.compile("½"),
    ),
    Rule(
        "one-large",
        re.compile(r"(?<![\w.,])1\s(?P<scale>Mio\.|Mrd\.|Million|Milliarde|Billion)(?!\w)"),
        lambda m: f"eine {_ONE_LARGE.get(m['scale'], m['scale'])}",
        re.compile(r"\d"),
    ),
    Rule(
        "percent-adjective",
        re.compile(r"(?<=\d)\s?%(?P<ending>ige?[mnrs]?)(?!\w)"),
        lambda m: f" prozent{m['ending']}",
        re.compile("%ig"),
    ),
    Rule(
        "measure-compound",
        re.compile(r"(?<=\d)-(?P<unit>m|km|cm|mm|kg|g|t|l|ha|kW|MW|GB)-(?=[A-ZÄÖÜ])"),
        lambda m: f"-{_GERMAN.table['units'][m['unit']][0]}-",
        re.compile(r"\d-"),
    ),
    Rule(
        "century-of",
        re.compile(r"(?<=[ds]es\s\d\d\.\s)(?:Jahrhundert(?!\w)|Jh\.|Jhd\.)"),
        lambda _: "Jahrhunderts",
        re.compile("Jh|Jahrh"),
    ),
    Rule("gender", re.compile(r"(?<=[a-zäöüß])[*:_](?=in(?:nen)?(?!\w))"), lambda _: "-"),
    *build(_GERMAN, _year),
    Rule(
        "date-short",
        re.compile(
            r"(?<![\w.,])(?P<day>\d{1,2})\.(?:\s(?=\d{1,2}\.\s[a-zäöü]))?(?P<month>0?[1-9]|1[0-2])(?:\.(?!\d)|(?![\d.,]))"
        ),
        _short_date,
        re.compile(r"\d\.\s?\d"),
    ),
    Rule(
        "month-year",
        re.compile(r"(?<![\w.,-])(?P<year>[12]\d{3})-(?P<month>0[1-9]|1[0-2])(?![\w-])"),
        lambda m: f"{_month(int(m['month']))} {_year(m['year'])}",
        re.compile(r"\d-\d"),
    ),
    Rule(
        "weekday",
        re.compile(r"(?<!\w)(?P<day>Mo|Di|Mi|Do|Fr|Sa|So)\.(?=,?\s\d)"),
        lambda m: _GERMAN.table["days"][m["day"]],
        re.compile(r"[a-zor]\."),
    ),
    Rule(
        "ordinal-span",
        re.compile(r"(?<![\w.,])(?P<number>\d{1,3})\.\s?[-–]\s?(?=(?P<last>\d{1,3}\.)\s[A-ZÄÖÜ])"),
        _first_of_two,
        re.compile(r"\d\."),
    ),
    Rule(
        "roman-rank",
        re.compile(
            r"(?<!\w)(?P<roman>[IVX]{1,5})\.(?=\s(?:Weltkrieg|Jahrhundert|Jh|Republik|Akt|Korps|Internationale|Bundesliga"
            r"|Zivilsenat|Strafsenat|Senat|Parteitag|Olympi|Sinfonie|Buch|Teil)\w{0,6})"
        ),
        _roman_rank,
    ),
    Rule(
        "postcode",
        re.compile(r"(?:(?<=,\s)|(?<=\bD-)|(?<=\bin\s))\d{5}(?=\s[A-ZÄÖÜ][a-zäöüß])"),
        lambda m: " ".join(cardinal(int(char), "de") for char in m[0]),
        re.compile(r"\d{5}"),
    ),
    Rule(
        "street",
        re.compile(r"(?<!\w)(?P<name>[A-ZÄÖÜ][a-zäöüß]{1,30})str\.(?=\s\d|,)"),
        lambda m: f"{m['name']}straße",
        re.compile(r"str\."),
    ),
    Rule(
        "ordinal",
        re.compile(
            r"(?<![\w.,])(?P<number>\d{1,7})(?:\.(?=\s(?:[A-ZÄÖÜ]|bis\b|und\b|oder\b)|$)|(?:(?<=\bam\s\d\d)|(?<=\bam\s\d)|(?<=\bder\s\d)|(?<=\bdie\s\d)|(?<=\bder\s\d\d))\.(?=,\s)|te[mnrs]?(?!\w))"
        ),
        _rank,
        re.compile(r"\d"),
    ),
    Rule(
        "years",
        re.compile(
            r"(?<![\w.,-])(?P<first>1[1-9]\d\d|20\d\d)\s?[-–]\s?(?P<second>1[1-9]\d\d|20\d\d)(?![\w-])"
        ),
        lambda m: f"{_year(m['first'])} bis {_year(m['second'])}",
        re.compile(r"\d"),
    ),
    Rule(
        "decade",
        re.compile(r"(?<![\w.,])(?P<number>(?:1[1-9]|20)?\d0)(?P<ending>ern?)(?!\w)"),
        lambda m: _year(m["number"]) + m["ending"],
        re.compile(r"\d"),
    ),
    Rule(
        "ruler",
        re.compile(r"(?<=[a-zäöü]\s)(?P<roman>[IVX]{2,6})\.(?=\s|,|$)"),
        _ruler,
    ),
    Rule(
        "year",
        re.compile(r"(?:(?<=[\w(,.*†]\s)|(?<=\())(?P<year>1[1-9]\d\d)(?!\w|[.,]\d|\s?[%€$])"),
        lambda m: _year(m["year"]),
        re.compile(r"\d"),
    ),
    *last_rules(_GERMAN),
)
