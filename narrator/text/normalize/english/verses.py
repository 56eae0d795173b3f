"""Chapters and verses of the Bible and the Quran."""

from __future__ import annotations

import re
from collections.abc import Mapping

from narrator.text.normalize.english.grammar import DIGIT
from narrator.text.normalize.english.numbers import cardinal
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives, table, words

_ABBREVIATIONS: Mapping[str, str] = table("english")["book_abbreviations"]
_BOOK = rf"(?P<book>{alternatives([*words('english', 'books'), *_ABBREVIATIONS])})\.?"
_NUMBERED = alternatives(words("english", "numbered_books"))
_SHORT = 99
_COUNTED = {"1": "First", "2": "Second", "3": "Third", "I": "First", "II": "Second", "III": "Third"}


def _verse(match: re.Match[str]) -> str:
    book = _ABBREVIATIONS.get(match["book"], match["book"])
    if match["count"]:
        book = f"{_COUNTED[match['count']]} {book}"
    said = f"{book} {cardinal(int(match['chapter']))}"
    if match["verse"]:
        # Two long numbers in a row would be heard as one.
        joint = " verse " if int(match["chapter"]) > _SHORT else " "
        said += f"{joint}{cardinal(int(match['verse']))}"
    if match["last"]:
        said += f" to {cardinal(int(match['last']))}"
    return said


RULES = (
    Rule(
        "verse",
        re.compile(
            rf"(?<!\w)(?:(?P<count>[123]|I{{1,3}})\s)?{_BOOK}\s(?P<chapter>\d{{1,3}})"
            r":(?P<verse>\d{1,3})[ab]?(?:[-–](?P<last>\d{1,3})[ab]?)?(?![\w:]|[.,]\d)"
        ),
        _verse,
        DIGIT,
    ),
    Rule(
        "psalm",
        re.compile(r"(?<!\w)Pss?\.\s(?=\d)"),
        lambda match: "Psalms " if match[0].startswith("Pss") else "Psalm ",
        DIGIT,
    ),
    Rule(
        "verse-book",
        re.compile(rf"(?<!\w)(?P<count>[123])\s(?P<book>{_NUMBERED})(?!\w)"),
        lambda match: f"{_COUNTED[match['count']]} {match['book']}",
        DIGIT,
    ),
)
"""Before the times of day, which are written alike: "John 3:16", "1 Kings"."""
