"""Decide whether an end mark ends a sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

from narrator.text.sentences.language import DOTTED, Language, punkt_ends
from narrator.text.sentences.seams import skip_space

LOOK = 40
"""Characters looked at on either side of a mark: no abbreviation and no first word is longer, and
a text without spaces costs no more than any other."""

_ADJUNCT_WORDS = 7
"""A sentence that opens with a preposition and has no more words than these lacks its verb yet."""

_MARKER_DIGITS = 3
"""Digits of the longest number that marks a list's item."""

_CHAINED = 4
"""Letters of the longest word that is an abbreviation by the one before it."""

_HALVES = frozenset({"am", "pm", "a.m", "p.m"})
"""The halves of the day, which a time zone or a day may follow."""

_SPACED_HALVES = frozenset({"a.", "p."})
"""How "a. m." begins, which Spanish writes with a space."""

_CLOSERS = ".,;:!?)]»”’\"'"
_OPENERS = "\"'“‘„«‹»(<[{¿¡—–-*•⁃‣◦▪▸●■"
_DOTTED_LETTERS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}")
_ELIDED = re.compile(r"(?:[ldnsjmct]|qu)['’](?=\w)")
"""What French sets before a word with an apostrophe: "l'art."."""

_DATE = re.compile(r"\d{2,4}(?:\.\d{1,2}){1,2}")
"""A day as Korean writes it, with a stop behind it: "2024.3.5."."""

_BRACKETED = 160
"""Characters. How far back a bracket may have been opened."""
_NUMBER = re.compile(r"[\d.,:/-]*\d")
_MEASURE = re.compile(r"(\d[\d.,:]*)([^\W\d].*)")
_FIRST_PERSON = frozenset({"i", "i'm", "i've", "i'd", "i'll", "i’m", "i’ve", "i’d", "i’ll"})
_ROMAN = re.compile(
    r"[IVX]|(?=[IVXLCDM]{2})M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})"
)
_VOWEL = re.compile(r"[aeiouyáéíóúäöüàèêâîôû\d]")


class Mark(NamedTuple):
    """An end mark and what stands around it."""

    run: str
    """The mark itself ("?!", ". . .")."""

    closers: str
    """Quotes, brackets and footnotes right behind it."""

    opening: str
    """The first characters of the sentence, at most up to the mark."""

    previous: str
    """The word before the one that bears the mark; empty at the sentence's start."""

    word: str
    """The word that bears the mark, without quotes and brackets before it."""

    glued: bool
    """Whether what follows stands right behind it, without white space."""

    follower: str
    """What follows, up to the next white space."""

    bracketed: bool
    """Whether a bracket is open here."""

    @property
    def lower(self) -> bool:
        """Whether what follows begins with a small letter; "iPhone" does not count."""
        head = self.follower.lstrip(_OPENERS)[:2]
        return head[:1].islower() and not head[1:].isupper()

    @property
    def first(self) -> bool:
        """Whether the word is the first of its sentence."""
        return not self.previous.strip(_OPENERS)


def look(text: str, start: int, match: re.Match[str], end: int) -> Mark:
    """Collect what stands around an end mark, up to `end`, of a sentence that began at `start`."""
    at = match.start()
    after = skip_space(text, end)
    before = text[max(start, at - LOOK) : at].split()
    following = text[after : after + LOOK].split(maxsplit=1)
    return Mark(
        run=match["run"],
        closers=text[match.end("run") : end],
        opening=text[start : min(start + 2 * LOOK, at)],
        previous=before[-2] if len(before) > 1 else "",
        word=before[-1].lstrip(_OPENERS) if before else "",
        glued=after == end,
        follower=following[0] if following else "",
        bracketed=_is_open(text, max(start, at - _BRACKETED), at),
    )


def _is_open(text: str, start: int, end: int) -> bool:
    """Whether more brackets are opened than closed in a stretch of text."""
    return any(
        text.count(opener, start, end) > text.count(closer, start, end)
        for opener, closer in ("()", "[]", "（）")
    )


def may_abbreviate(key: str, tables: Language) -> bool:
    """Tell whether a word in small letters is an abbreviation somewhere."""
    return key in tables.special or key.endswith(tables.compounds)


def ends_sentence(mark: Mark, tables: Language) -> bool:
    """Tell whether the sentence ends here.

    Args:
        mark: The end mark and what stands around it.
        tables: What is known of the language.
    """
    if mark.run[0] in "。！？｡" or not mark.follower:
        return True
    if mark.glued:
        return _ends_glued(mark, tables)
    return mark.follower[0] not in ",;:)]}%" and _ends_before_space(mark, tables)


def _ends_before_space(mark: Mark, tables: Language) -> bool:
    """Decide by the kind of mark; only a period may be part of a word."""
    if mark.run[-1] in "!?":
        return not mark.lower or _is_careless(mark, tables)
    if mark.run.count(".") > 1 or "…" in mark.run:
        return _ends_with_ellipsis(mark)
    if mark.closers and mark.lower:
        return False
    if mark.follower[0] in "¿¡":
        return True
    key = mark.word.lower()
    if tables.code == "fr":
        key = _ELIDED.sub("", key, count=1)
    if _is_word(key) and not _is_ordinal(mark, tables) and not may_abbreviate(key, tables):
        return _ends_with_word(mark, key, tables)
    return _ends_with_period(mark, tables)


def _is_word(key: str) -> bool:
    """Whether what bears the mark is a word and no initial; a syllable of Hangul is one."""
    return key.isalpha() and (len(key) > 1 or "가" <= key <= "힣")


def _ends_glued(mark: Mark, tables: Language) -> bool:
    """Without a space behind the mark: someone forgot it, or it is a name, number or address."""
    last, first = mark.word[-1:], mark.follower[0]
    if not set("/@.").isdisjoint(mark.word):
        return False
    if "가" <= last <= "힣":
        return "가" <= first <= "힣" and not mark.closers
    if mark.run[0] in "!?":
        return first.isupper()
    head = mark.follower.rstrip(",;:.!?").lower()
    return last.islower() and first.isupper() and head in tables.starters


def _ends_with_ellipsis(mark: Mark) -> bool:
    """A capital begins a sentence, but for the one word that always has one."""
    bracketed = not mark.word and mark.closers[:1] in ("]", ")")
    goes_on = mark.lower or mark.follower.lower() in _FIRST_PERSON
    return not (goes_on or bracketed)


def _is_careless(mark: Mark, tables: Language) -> bool:
    """Whether a small letter behind "!" or "?" is careless, not the rest of a quote or a name."""
    named = mark.word[:1].isupper() and (mark.run[0] == "!" or not mark.first)
    return tables.code == "en" and not mark.closers and not named


def _ends_with_period(mark: Mark, tables: Language) -> bool:
    """Tell abbreviations, initials, ordinals and list numbers from the ends of sentences."""
    key, previous = mark.word.lower(), mark.previous
    if tables.code == "fr":
        key = _ELIDED.sub("", key, count=1)
    if _NUMBER.fullmatch(key) or _is_ordinal(mark, tables):
        return _ends_with_number(mark, tables)
    measure = _MEASURE.fullmatch(key)
    if measure:
        previous, key = measure.groups()
    key = next((part for part in tables.compounds if key.endswith(part)), key)
    digit = mark.follower.lstrip(_OPENERS)[:1].isdigit()
    if key in tables.numbered and (digit or _is_roman(mark, key, tables)):
        return False
    if key in tables.units and _is_amount(previous, tables):
        return not (mark.lower or digit or _is_adjunct(mark, tables))
    if key in tables.abbreviations or len(key) == 1 or _DOTTED_LETTERS.fullmatch(key):
        return not (mark.lower or digit) and _ends_with_abbreviation(mark, key, tables)
    return _ends_with_word(mark, key, tables)


def _ends_with_word(mark: Mark, key: str, tables: Language) -> bool:
    """A small letter behind a word is careless in English, else proof of an abbreviation."""
    careless = tables.code == "en" and _VOWEL.search(key) and not _is_chained(mark, tables)
    return not mark.lower or bool(careless and not (mark.bracketed and not mark.closers))


def _ends_with_number(mark: Mark, tables: Language) -> bool:
    """A number with a period is a list's marker, an ordinal or a sentence's last word."""
    if (mark.first or mark.previous.endswith(":")) and len(mark.word) <= _MARKER_DIGITS:
        return False
    if tables.code == "ko" and _DATE.fullmatch(mark.word):
        return False
    if tables.ordinals and (len(mark.word) <= 2 or _is_ordinal(mark, tables)):
        return not mark.lower and mark.follower.lstrip(_OPENERS).lower() in tables.starters
    return not mark.lower or (tables.code == "en" and len(mark.word) > 3)


def _is_ordinal(mark: Mark, tables: Language) -> bool:
    """Whether a Roman numeral with its period is a rank ("nach dem II. Weltkrieg")."""
    return tables.ordinals and len(mark.word) > 1 and _ROMAN.fullmatch(mark.word) is not None


def _ends_with_abbreviation(mark: Mark, key: str, tables: Language) -> bool:
    """Tell whether an abbreviation or an initial before a capital ends its sentence, too."""
    follower = mark.follower.lstrip(_OPENERS)
    if key in tables.hours and mark.word.isupper():
        return True
    if key in tables.leading or mark.first or mark.follower[0] == "(":
        return False
    if key == "m" and mark.previous.lower() in _SPACED_HALVES:
        return not _is_adjunct(mark, tables)
    if key in _HALVES and re.split(r"\W", follower, maxsplit=1)[0].lower() in tables.hours:
        return False
    if key in tables.trailing or follower.rstrip(".").lower() in tables.leading:
        return follower.lower() in tables.starters or not _is_adjunct(mark, tables)
    listed = key in tables.abbreviations or len(key) == 1
    return punkt_ends(tables.code, f"{mark.word if listed else DOTTED}.", follower)


def _is_roman(mark: Mark, key: str, tables: Language) -> bool:
    """Whether a Roman numeral follows; "I" is one where no sentence can end ("Art. I")."""
    follower = mark.follower.lstrip(_OPENERS).rstrip(_CLOSERS)
    if follower == "I":
        return mark.word[0].isupper() and key not in tables.starters
    return _ROMAN.fullmatch(follower) is not None


def _is_chained(mark: Mark, tables: Language) -> bool:
    """Whether a short word goes on with the abbreviation before it ("nem. con.", "op. cit.")."""
    before = mark.previous.lstrip(_OPENERS).lower()
    short = mark.word.islower() and len(mark.word) <= _CHAINED
    return short and before[-1:] == "." and before[:-1] in tables.abbreviations


def _is_amount(word: str, tables: Language) -> bool:
    """Whether a unit may stand behind a word: a number, or another unit ("6 fl. oz.")."""
    return _NUMBER.fullmatch(word) is not None or word.rstrip(".").lower() in tables.units


def _is_adjunct(mark: Mark, tables: Language) -> bool:
    """Whether all there is so far is when or where ("At 5 a.m. Mr. Smith ...")."""
    words = mark.opening.split(maxsplit=_ADJUNCT_WORDS)
    return len(words) <= _ADJUNCT_WORDS and words[0].lstrip(_OPENERS).lower() in tables.adjuncts
