"""Words in capitals: said as words, spelled, or merely loud."""

from __future__ import annotations

import re

from narrator.text.normalize.english.grammar import spelled
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import table

_TABLE = table("english")["acronyms"]
_SPELLED = frozenset(_TABLE["spelled"].split())
_SAID = frozenset(_TABLE["said"].split())
_LOUD = frozenset(_TABLE["loud"].split())
_KNOWN = _SPELLED | _SAID | _LOUD
_NAME_BEFORE = re.compile(r"(?<!\w)([A-Z]{3,20})\s$")
_NAME_BEHIND = re.compile(r"\s([A-Z]{3,20})(?!\w)")
_NO_VOWEL = re.compile(r"[^AEIOUY]+")
_LONGEST_HEADLINE = 400
"""Characters. A headline is short; longer text in capitals is read as it stands."""


def _capitals(match: re.Match[str]) -> str | None:
    word = match["word"]
    if word in _SPELLED and not (word in _LOUD and _in_headline(match)):
        return _letters(match)
    if word in _SAID:
        return word.capitalize()
    if word in _LOUD and _in_name(match):
        return word.capitalize()
    if word in _LOUD or _in_headline(match):
        return None if _NO_VOWEL.fullmatch(word) else word.lower()
    return word.capitalize() if _is_shouted_name(match) else None


def _is_shouted_name(match: re.Match[str]) -> bool:
    """Whether a word is too long for letters, or goes on with a name ("NEW YORK")."""
    word = match["word"]
    if word in _NAME_OPENERS:
        return _NAME_BEHIND.match(match.string, match.end()) is not None
    if _NO_VOWEL.fullmatch(word) or _CLUSTER.search(word):
        return False
    before = _NAME_BEFORE.search(match.string[max(0, match.start() - 20) : match.start()])
    goes_on = before is not None and before[1] in _NAME_OPENERS
    return len(word) >= _LONGEST_LETTERS or (goes_on and len(word) > 3)


_LONGEST_LETTERS = 7
"""Letters from which a word in capitals is no acronym that anybody would spell."""

_CLUSTER = re.compile(r"[^AEIOUY]{5}")
_NAME_OPENERS = frozenset({"NEW", "SAN", "SANTA", "LOS", "LAS", "EL", "SAINT", "FORT", "PORT"})


def _letters(match: re.Match[str]) -> str | None:
    """Spell; before an apostrophe as it stands, for "U.K's" would be read "dot K's"."""
    after = match.string[match.end() : match.end() + 1]
    return None if after in ("'", "’") else spelled(match["word"])


def _in_headline(match: re.Match[str]) -> bool:
    text = match.string
    return len(text) <= _LONGEST_HEADLINE and text.isupper() and " " in text.strip()


def _in_name(match: re.Match[str]) -> bool:
    """Whether a loud word belongs to a name in capitals ("NEW YORK"), as in a dateline."""
    before = _NAME_BEFORE.search(match.string[max(0, match.start() - 20) : match.start()])
    after = _NAME_BEHIND.match(match.string, match.end())
    named = (found[1] for found in (before, after) if found)
    return not _in_headline(match) and any(word not in _KNOWN for word in named)


def _plural(match: re.Match[str]) -> str | None:
    """Say the plural of letters; an engine makes a word of "IPOs" and drops the "s" of "SSDs"."""
    word = match["word"]
    if word in _SPELLED or (len(word) > 2 and _NO_VOWEL.fullmatch(word)):
        return f"{'.'.join(word)}'s"
    return None


RULES = (
    Rule("acronym-plural", re.compile(r"(?<![\w.])(?P<word>[A-Z]{2,6})s(?!\w)"), _plural),
    Rule("acronym", re.compile(r"(?<![\w.@#])(?P<word>[A-Z]{2,20})(?![\w])"), _capitals),
    Rule(
        "letter-a",
        re.compile(
            r"(?<=(?i:roup|plan|amin|itis|erie|rade|lass|type|gory|team|sion|ague|ibit|ndix|enza|"
            r"evel|tion|part|nnex|lock|gate|inal|oint|pany))\sA(?![\w.'’-])"
        ),
        lambda _: "-A",
        re.compile(r"\sA(?!\w)"),
    ),
    Rule(
        "headline-article",
        re.compile(r"(?<![\w.'’&-])A(?=\s[A-Z\d\"“‘])"),
        lambda match: "a" if _in_headline(match) else None,
    ),
)
