"""A lexicon as a rule: it comes before all others."""

from __future__ import annotations

import re
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

    words = "|".join(
        _pattern(written, any_case=written in any_case)
        for written in sorted(exact, key=len, reverse=True)
    )
    before, after = _fringes(language)
    return (Rule("lexicon", re.compile(f"{before}(?P<word>{words}){after}"), speak),)


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
    before = r"(?<!\w)" if written[0].isalnum() else ""
    after = r"(?!\w)" if written[-1].isalnum() else ""
    return f"{before}{body}{after}"
