"""Spanish."""

from __future__ import annotations

import re

from narrator.text.normalize.european.build import build, last_rules
from narrator.text.normalize.european.tongue import Tongue, cardinal
from narrator.text.normalize.roman import roman_value
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import words

_DIGIT = re.compile(r"\d")
_UNITS = ("", *words("spanish", "unit_ranks"))
_TENS = ("", *words("spanish", "ten_ranks"))
_HUNDREDS = ("", *words("spanish", "hundred_ranks"))
_PARTS = {2: "medio", 3: "tercio"}
_PLAIN = str.maketrans("áéíóú", "aeiou")


def _cardinal(number: int) -> str:
    """Say a whole number; num2words leaves "uno" whole before "mil" and "millones"."""
    said = cardinal(number, "es")
    return said.replace("veintiuno m", "veintiún m").replace("uno m", "un m")


def _count(number: int, gender: str) -> str:
    said = _cardinal(number)
    if not gender:
        return said
    if gender == "f":
        millions, _, rest = said.rpartition("illones ")
        rest = rest.replace("cientos", "cientas").replace("quinientos", "quinientas")
        said = f"{millions}illones {rest}" if millions else rest
        return said[:-1] + "a" if said.endswith("uno") else said
    if said.endswith("veintiuno"):
        return said.removesuffix("uno") + "ún"
    return said[:-1] if said.endswith("uno") else said


def ordinal(number: int, ending: str = "o") -> str:
    """Say a rank, ending in "o", "a" or, before a noun, shortened ("primer", ending "")."""
    said = _ordinal(number)
    if ending == "a":
        return " ".join(f"{word[:-1]}a" for word in said.split())
    if not ending:
        shortened = said.replace("undécimo", "decimoprimero")
        return re.sub(r"(primer|tercer)o$", r"\1", shortened)
    return said


def _ordinal(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    said = []
    if thousands:
        multiple = _cardinal(thousands).replace(" ", "") if thousands > 1 else ""
        said.append(f"{multiple}milésimo")
    said.append(_HUNDREDS[rest // 100])
    tens, units = divmod(rest % 100, 10)
    if tens == 1 and units in (1, 2):
        said.append(("undécimo", "duodécimo")[units - 1])
    elif tens in (1, 2) and units:
        said.append((_TENS[tens].translate(_PLAIN) + _UNITS[units]).replace("oo", "o"))
    else:
        said += [_TENS[tens], _UNITS[units]]
    return " ".join(word for word in said if word)


def _decimals(text: str, gender: str) -> str:
    """Say what follows the comma in pairs, a pair that starts with zero digit by digit.

    Three digits are a number of their own.
    """
    if len(text) == 3 and text[0] != "0":
        return _count(int(text), "m" if gender else "")
    pairs = [text[i : i + 2] for i in range(0, len(text), 2)]
    said = " ".join(
        _cardinal(int(pair)) if pair[0] != "0" else " ".join(_cardinal(int(char)) for char in pair)
        for pair in pairs
    )
    return said.removesuffix("o") if gender and said.endswith("uno") else said


def _fraction(top: int, bottom: int) -> str:
    name = _part(bottom)
    if not name:
        return f"{_cardinal(top)} sobre {_cardinal(bottom)}"
    return f"{_count(top, 'm')} {name}{'s' if top > 1 else ''}"


def _part(bottom: int) -> str:
    if bottom in _PARTS:
        return _PARTS[bottom]
    if 4 <= bottom <= 10 or (bottom < 1000 and not bottom % 100 and bottom):
        return ordinal(bottom)
    if 11 <= bottom < 100:
        stem = _cardinal(bottom).replace(" y ", "i").translate(_PLAIN)
        stem = stem.removesuffix("o") if stem.endswith("uno") else stem
        return stem.removesuffix("a") + "avo"
    for scale, word in ((1_000_000, "millonésimo"), (1000, "milésimo")):
        multiple, rest = divmod(bottom, scale)
        if multiple and not rest and multiple in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100):
            return (_cardinal(multiple) if multiple > 1 else "") + word
    return ""


def _mixed(whole: int, top: int, bottom: int, gender: str) -> str:
    if (top, bottom) == (1, 2):
        return f"{_count(whole, gender)} y {'media' if gender == 'f' else 'medio'}"
    return f"{_count(whole, gender)} y {_fraction(top, bottom)}"


def _date(day: int, month: str, year: str, _before: str) -> str:
    said = f"{_cardinal(day)} de {month}"
    if not year:
        return said
    link, _, number = year.rpartition(" ")
    return f"{said} {link or 'de'} {_cardinal(int(number))}"


def _clock(hour: int, minute: int, second: int | None, half: str) -> str:
    if second:
        return (
            f"{_count(hour, 'f')} {'hora' if hour == 1 else 'horas'} {_count(minute, 'm')} "
            f"{'minuto' if minute == 1 else 'minutos'} y {_count(second, 'm')} "
            f"{'segundo' if second == 1 else 'segundos'}"
        )
    said = _count(hour, "f")
    if minute:
        said += f" y {({15: 'cuarto', 30: 'media'}).get(minute) or _cardinal(minute)}"
    return f"{said} {_half_day(hour, half)}".strip()


def _half_day(hour: int, half: str) -> str:
    if half == "am":
        return "de la noche" if hour == 12 else "de la mañana"
    if half == "pm":
        return "del mediodía" if hour == 12 else "de la tarde" if hour < 8 else "de la noche"
    return ""


_SPANISH = Tongue("es", "spanish", _count, _decimals, _fraction, _mixed, _date, _clock, "m", "de ")


def _rank(match: re.Match[str]) -> str:
    number = int(re.sub(r"[.\s]", "", match["number"]))
    mark = match["mark"]
    ending = (
        "a"
        if mark in ("ª", "ra", "da", "ta", "va", "ma", "na")
        else ""
        if mark in ("ᵉʳ", "er")
        else "o"
    )
    return ordinal(number, ending)


def _year(match: re.Match[str]) -> str:
    return f"año {_cardinal(roman_value(match['roman']))}"


def _century(match: re.Match[str]) -> str:
    number = roman_value(match["roman"])
    return f"siglo {ordinal(number) if number < 10 else _cardinal(number)}"


def _ruler(match: re.Match[str]) -> str:
    number = roman_value(match["roman"])
    ending = "a" if match["name"].lower().endswith(("a", "isabel", "beatriz")) else "o"
    return f"{match['name']} {ordinal(number, ending) if number <= 10 else _cardinal(number)}"


def _edition(match: re.Match[str]) -> str | None:
    number = roman_value(match["roman"])
    if len(match["roman"]) == 1 and match["roman"] not in "IVX":
        return None
    article = match["article"]
    return f"{article} {ordinal(number, 'a' if article.lower() == 'la' else 'o')}"


def _edition_alone(match: re.Match[str]) -> str:
    return ordinal(roman_value(match["roman"]), "a" if match["f"] else "o")


def _one(match: re.Match[str]) -> str:
    """Say the article that "1" is before a noun."""
    noun = match.string[match.end() :].split(maxsplit=1)[0]
    return "una" if noun.rstrip(".,;:!?").endswith(("a", "ción", "sión", "dad")) else "un"


def _offset(match: re.Match[str]) -> str:
    said = f" {'más' if match['sign'] == '+' else 'menos'} {_cardinal(int(match['hours']))}"
    return f"{said} {_cardinal(int(match['minutes']))}" if match["minutes"] else said


def _free_phone(match: re.Match[str]) -> str:
    first = f"{_cardinal(int(match['first']))} {_cardinal(int(match['code']))}"
    pieces = re.findall(r"[^\W\d_]+|\d", match["rest"])
    return " ".join([first, *(_cardinal(int(p)) if p.isdecimal() else p for p in pieces)])


_ROMAN = r"(?P<roman>[IVXLCDM]{1,12})(?!\w)"
_I = re.IGNORECASE

RULES: tuple[Rule, ...] = (
    Rule("year-roman", re.compile(rf"(?<!\w)año\s{_ROMAN}", _I), _year),
    Rule("century", re.compile(rf"(?<!\w)siglo\s{_ROMAN}", _I), _century),
    Rule(
        "ruler",
        re.compile(
            r"(?<!\w)(?P<name>(?i:felipe|carlos|fernando|alfonso|isabel|maría|juan|luis|"
            r"enrique|francisco|juan carlos|benedicto|pablo|"
            r"juan pablo|pío|león|jorge|eduardo|napoleón))"
            rf"\s{_ROMAN}",
            _I,
        ),
        _ruler,
    ),
    Rule(
        "edition",
        re.compile(
            rf"(?<!\w)(?P<article>(?i:el|del|la))\s{_ROMAN}(?=\s[A-ZÁÉÍÓÚa-záéíóúñ][a-záéíóúñ]{{3,20}}\b)"
        ),
        _edition,
    ),
    Rule(
        "edition-alone",
        re.compile(
            rf"(?<!\w)(?P<article>){_ROMAN}(?=\s(?:(?P<f>República|Guerra|Internacional|Cumbre|Edición|edición|Bienal|Jornadas|Asamblea|Feria|Semana)"
            r"|aniversario|Aniversario|Congreso|Foro|Encuentro|Festival|Premio|Plan|Concilio|Torneo|Centenario|Salón|Simposio)\b)"
        ),
        _edition_alone,
    ),
    Rule(
        "century-short",
        re.compile(rf"(?<!\w)s\.\s{_ROMAN}"),
        _century,
    ),
    Rule(
        "half-half",
        re.compile(r"(?<![\w.,/-])50[/-]50(?![\w/-])"),
        lambda _: "cincuenta cincuenta",
        _DIGIT,
    ),
    Rule(
        "hour-short",
        re.compile(r"(?<![\w.,:])(?P<hour>1[0-2]|[1-9])\s?(?P<half>[ap])m(?!\w)", _I),
        lambda m: _clock(int(m["hour"]), 0, None, f"{m['half'].lower()}m"),
        _DIGIT,
    ),
    Rule(
        "zone-offset",
        re.compile(
            r"(?<=gmt|utc)(?P<sign>[-−+])(?P<hours>\d{1,2})(?::(?P<minutes>\d\d))?(?!\w)", _I
        ),
        _offset,
        _DIGIT,
    ),
    Rule(
        "free-phone",
        re.compile(
            r"(?<![\w-])(?P<first>[01])-(?P<code>8\d\d|900)(?P<rest>(?:-[^\W_]{1,12}){1,4})(?![\w-])"
        ),
        _free_phone,
        _DIGIT,
    ),
    Rule(
        "ordinal",
        re.compile(
            r"(?<![\w.,])(?P<number>\d{1,3}(?:[.   ]\d{3}){1,2}|\d{1,6})\.?"
            r"(?P<mark>[ºª°](?!\s?[CFKcfk]\b)|ᵉʳ)(?!\w)"
        ),
        _rank,
        _DIGIT,
    ),
    Rule(
        "ordinal-letters",
        re.compile(r"(?<![\w.,])(?P<number>\d{1,4})\.?(?P<mark>[rdtvmn][oa]|er)(?!\w)"),
        _rank,
        _DIGIT,
    ),
    *build(_SPANISH, lambda text: _cardinal(int(text))),
    Rule(
        "one",
        re.compile(
            r"(?<![\w.,/-])1(?=\s(?!(?:de|del|por|y|o|a|en|para|con|es|fue|al)\b)[a-záéíóúñ]{3,20}(?<!s)\b)"
        ),
        _one,
        _DIGIT,
    ),
    Rule(
        "counted",
        re.compile(
            r"(?<![\w.,])(?P<number>\d{1,3}\.\d\d1|\d{0,5}1|[2-9]\d\d)(?=\s(?:[a-záéíóúñ]{2,20}(?P<ending>as|os|(?<!mujer)es|eres))\b)"
        ),
        lambda m: _count(
            int(m["number"].replace(".", "")), "f" if m["ending"] in ("as", "eres") else "m"
        ),
        _DIGIT,
    ),
    *last_rules(_SPANISH),
)
