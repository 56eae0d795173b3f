"""Korean numbers: Sino-Korean for amounts and dates, native Korean for hours, ages and counters."""

from __future__ import annotations

from narrator.text.normalize.plain import SMALL_DIGITS, VULGAR

_DIGITS = "영일이삼사오육칠팔구"
_SMALL = ("", "십", "백", "천")
_LARGE = ("", "만", "억", "조", "경", "해", "자", "양")
_NATIVE_ONES = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_NATIVE_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")


def sino(number: int) -> str:
    """Say a number in Sino-Korean: 13000 is "만삼천"."""
    if number == 0:
        return _DIGITS[0]
    if number >= 10 ** (4 * len(_LARGE)):
        return digits(str(number))
    groups = []
    for scale in _LARGE:
        number, group = divmod(number, 10_000)
        if group == 1 and scale == "만" and not number:
            groups.append(scale)
        elif group:
            groups.append(_below_ten_thousand(group) + scale)
    return "".join(reversed(groups))


def _below_ten_thousand(number: int) -> str:
    said = ""
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            said += ("" if digit == 1 and place else _DIGITS[digit]) + _SMALL[place]
    return said


def native(number: int) -> str:
    """Say a number before a native counter: 21 is "스물한"; from 40 up news says Sino-Korean."""
    if not 1 <= number <= 99:
        return sino(number)
    if number == 20:
        return "스무"
    return _NATIVE_TENS[number // 10] + _NATIVE_ONES[number % 10]


def digits(text: str) -> str:
    """Say each digit: "010" is "영일영"."""
    return "".join(_DIGITS[int(char)] for char in text if char.isdecimal())


def decimal(text: str) -> str:
    """Say a number as written: "1,234.5" is "천이백삼십사점오"."""
    whole, point, fraction = text.replace(",", "").partition(".")
    said = sino(int(whole or 0))
    return f"{said}점{digits(fraction)}" if point and fraction else said


def character(char: str) -> str:
    """Say a number of one character: "½" is "이분의 일", "₂" is "이"."""
    if char in VULGAR:
        top, bottom = VULGAR[char]
        return f"{sino(bottom)}분의 {sino(top)}"
    return digits(char.translate(SMALL_DIGITS))
