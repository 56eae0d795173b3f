"""A lexicon as a rule: it comes before all others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from narrator.text.lexicon import Entry, Lexicon
from narrator.text.normalize.claims import Sounded
from narrator.text.normalize.rules import Rule

_ELIDED = {
    "d": "d",
    "l": "l",
    "j": "ʒ",
    "m": "m",
    "n": "n",
    "s": "s",
    "c": "s",
    "t": "t",
    "qu": "k",
}
"""What French sets before a vowel with an apostrophe, and its sound."""

_HARD = tuple("ptkfθ")
_HISSING = tuple("szʃʒ")
"""Last sounds that decide how an English "'s" is said."""


@lru_cache(maxsize=16)
def lexicon_rules(lexicon: Lexicon, language: str) -> tuple[Rule, ...]:
    """Write the rule that says a lexicon's words; none where it has none for the language."""
    exact = lexicon.words(language)
    if not exact:
        return ()
    any_case = {written: entry for written, entry in exact.items() if written == written.lower()}

    def speak(match: re.Match[str]) -> str | Sounded:
        written = " ".join(match["word"].split())
        entry = exact[written] if written in exact else any_case[written.lower()]
        return _say(entry, match, written)

    before, after = _fringes(language)
    words = _alternatives(exact, any_case)
    return (Rule("lexicon", re.compile(f"{before}(?P<word>{words}){after}"), speak),)


def _alternatives(words: Iterable[str], any_case: Collection[str]) -> str:
    """Match any of the words, the longest first.

    Where a word must begin is tested once for all of them, and not in each: only then does the
    engine skip at a glance those whose first letter is another, which is ten times as fast.
    """
    longest = sorted(words, key=len, reverse=True)
    plain = [word for word in longest if word[0].isalnum()]
    signs = [word for word in longest if not word[0].isalnum()]
    parts = [rf"(?<!\w)(?:{_branches(plain, any_case)})"] if plain else []
    return "|".join([*parts, _branches(signs, any_case)] if signs else parts)


def _branches(words: Iterable[str], any_case: Collection[str]) -> str:
    return "|".join(_pattern(word, any_case=word in any_case) for word in words)


def _fringes(language: str) -> tuple[str, str]:
    """What may hang on a word and be part of how it sounds: "d'", "-", "'s"."""
    before = r"(?P<hyphen>(?<=\w)-)?"
    after = r"(?P<own>['’]s(?!\w))?(?P<joined>-(?=\w))?"
    if language == "fr":
        before += rf"(?P<elided>(?<!\w)(?i:{'|'.join(_ELIDED)})['’])?"
        after = r"(?P<joined>-(?=\w))?"
    return before, after


def _say(entry: Entry, match: re.Match[str], written: str) -> str | Sounded:
    """Say a word; with its sounds given it stands by itself, hyphens beside it are spaces."""
    found = match.groupdict()
    own, elided = found.get("own") or "", found.get("elided") or ""
    if not entry.spoken:
        return ""
    if not entry.ipa:
        hyphens = ("-" if match["hyphen"] else "", "-" if match["joined"] else "")
        return f"{hyphens[0]}{elided}{entry.spoken}{own}{hyphens[1]}"
    spoken = written if entry.spoken == entry.written else entry.spoken
    ipa = _ELIDED.get(elided[:-1].lower(), "") + entry.ipa + (_ending(entry.ipa) if own else "")
    before, after = (" " if match["hyphen"] else "", " " if match["joined"] else "")
    return Sounded(f"{before}{elided}{spoken}{own}{after}", ipa)


def _ending(ipa: str) -> str:
    """How an English "'s" sounds behind a word."""
    if ipa.endswith(_HISSING):
        return "ɪz"
    return "s" if ipa.endswith(_HARD) else "z"


def _pattern(written: str, *, any_case: bool) -> str:
    """Match a word or phrase whole, over any white space between its words."""
    body = r"\s{1,9}".join(re.escape(part) for part in written.split())
    if any_case:
        body = f"(?i:{body})"
    return body + (r"(?!\w)" if written[-1].isalnum() else "")
