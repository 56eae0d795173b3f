"""Numbers as American English says them, without "and" and without hyphens.

num2words says the same words at 90 to 200 microseconds a number, which is most of a sentence's
time; this says them in one.
"""

from __future__ import annotations

import re

from narrator.text.normalize.english.grammar import COMMA_DECIMAL, CONTINENTAL
from narrator.text.normalize.tables import words

_ONES = words("english", "ones")
_TENS = words("english", "tens")
_SCALES = ("", *words("english", "scales"))
_LARGEST = 10 ** (3 * len(_SCALES))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_COMMA_DECIMAL = re.compile(COMMA_DECIMAL)
_CONTINENTAL = re.compile(CONTINENTAL)
_HUNDREDTHS = re.compile(r"[1-9]\.(?:0[1-9]|[1-9]0)$")
_PLURALS = {"x": "es", "s": "es"}


def cardinal(number: int) -> str:
    """Say a whole number: 1234 is "one thousand two hundred thirty four"."""
    if number < 0:
        return f"minus {cardinal(-number)}"
    if number < 1000:
        return _below_thousand(number)
    if number >= _LARGEST:
        return digits(str(number))
    groups = []
    for scale in _SCALES:
        number, group = divmod(number, 1000)
        if group:
            groups.append(f"{_below_thousand(group)} {scale}".rstrip())
    return " ".join(reversed(groups))


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    said = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        said.append(_TENS[rest // 10])
        rest %= 10
    if rest or not said:
        said.append(_ONES[rest])
    return " ".join(said)


def ordinal(number: int) -> str:
    """Say a rank: 21 is "twenty first"."""
    *head, last = cardinal(number).split()
    if last in _ORDINALS:
        last = _ORDINALS[last]
    elif last.endswith("y"):
        last = f"{last[:-1]}ieth"
    else:
        last += "th"
    return " ".join([*head, last])


def year(number: int) -> str:
    """Say a year: 1984 is "nineteen eighty four", 1905 "nineteen oh five", 2005 as a cardinal."""
    century, rest = divmod(number, 100)
    if not 1000 <= number <= 9999 or (century % 10 == 0 and rest < 10):
        if 100 <= number < 1000 and rest:
            return f"{cardinal(century)} {pair(rest)}"
        return cardinal(number)
    return f"{cardinal(century)} {pair(rest) if rest else 'hundred'}"


def pair(number: int) -> str:
    """Say two digits of a longer number: 5 is "oh five", 84 is "eighty four"."""
    return f"oh {_ONES[number]}" if number < 10 else cardinal(number)


def digits(text: str) -> str:
    """Say each digit: "051" is "zero five one"."""
    return " ".join(_ONES[int(char)] for char in text if char.isdecimal())


def decimal(text: str) -> str:
    """Say a number as written, with commas and a point: "1,234.50", ".5"."""
    whole, point, fraction = point_decimal(text).partition(".")
    said = [integer(whole)] if whole else []
    if point and fraction:
        said += ["point", digits(fraction)]
    return " ".join(said)


def quantity(text: str) -> str:
    """Say how much: as `decimal`, but with the "oh" of speech in hundredths (2.05, 8.40)."""
    said = decimal(text)
    return said.replace("zero", "oh") if _HUNDREDTHS.search(text) else said


def point_decimal(text: str) -> str:
    """Write a number with a point and without commas: "1,234.5" is "1234.5", "2,5" is "2.5"."""
    if _CONTINENTAL.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _COMMA_DECIMAL.fullmatch(text):
        return text.replace(",", ".")
    return text.replace(",", "")


def integer(text: str) -> str:
    """Say digits as a number; those with a leading zero one by one."""
    if len(text) > 1 and text[0] == "0":
        return f"oh {digits(text[1:])}" if len(text) == 2 and text != "00" else digits(text)
    return cardinal(int(text)) if text.isdecimal() else text


def plural(said: str) -> str:
    """Put the last word in the plural: "nineteen eighty" becomes "nineteen eighties"."""
    if said in ("one hundred", "one thousand", "one million"):
        said = said.removeprefix("one ")
    if said.endswith("y"):
        return f"{said[:-1]}ies"
    return said + _PLURALS.get(said[-1], "s")


def fraction(top: int, bottom: int) -> str:
    """Say a fraction: 3/4 is "three quarters", 1/2 "one half"."""
    if bottom == 2:
        name = "half" if top == 1 else "halves"
    elif bottom in (0, 1):
        return f"{cardinal(top)} over {cardinal(bottom)}"
    else:
        name = "quarter" if bottom == 4 else ordinal(bottom)
        name = name if top == 1 else f"{name}s"
    return f"{cardinal(top)} {name}"


def mixed(whole: int, top: int, bottom: int) -> str:
    """Say a whole number and a fraction: 1 1/2 is "one and a half", 0 3/4 "three quarters"."""
    said = fraction(top, bottom)
    return f"{cardinal(whole)} and {said.replace('one ', 'a ', 1)}" if whole else said
