"""What a language's abbreviations tell of the end of a sentence: NLTK's Punkt and our tables."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

DOTTED = "x.x"
"""The one type Punkt sees for any unlisted abbreviation of dotted letters ("J.M.", "Z.K.H."), as
it sees ##number## for any number."""


@dataclass(frozen=True, slots=True)
class Language:
    """The tables of one language, each entry in lower case and without its last period."""

    code: str
    """BCP 47 primary language subtag."""

    leading: frozenset[str] = frozenset()
    """Abbreviations that stand before what they belong to ("dr")."""

    trailing: frozenset[str] = frozenset()
    """Abbreviations that a capital behind them shows to end a sentence ("etc")."""

    either: frozenset[str] = frozenset()
    """Abbreviations for Punkt to decide on ("u.s")."""

    numbered: frozenset[str] = frozenset()
    """Words that are abbreviations only before a number, also a Roman one ("no", "vol")."""

    units: frozenset[str] = frozenset()
    """Words that are abbreviations only after a number ("ft")."""

    abbreviations: frozenset[str] = frozenset()
    """The first three together: abbreviations whatever stands around them."""

    special: frozenset[str] = frozenset()
    """All five together: any other word with a period ends its sentence, as in Punkt's default."""

    compounds: tuple[str, ...] = ()
    """Abbreviations that a longer word may end with ("str" in "hauptstr")."""

    starters: frozenset[str] = frozenset()
    """Frequent sentence starters."""

    hours: frozenset[str] = frozenset()
    """Words that stand behind "a.m." in the same sentence ("gmt", "monday")."""

    adjuncts: frozenset[str] = frozenset()
    """Words that open a sentence with when or where ("at")."""

    ordinals: bool = False
    """Whether a period after a number makes it an ordinal ("3. Oktober")."""


@functools.cache
def load_language(code: str) -> Language:
    """Read a language's tables; a language without any gets empty ones."""
    source = resources.files(__package__).joinpath("abbreviations.toml").read_text("utf-8")
    tables = dict(tomllib.loads(source).get(code, {}))
    ordinals = bool(tables.pop("ordinals", False))
    compounds = tuple(tables.pop("compounds", "").split())
    words = {name: frozenset(listed.split()) for name, listed in tables.items()}
    abbreviations = _union(words, "leading", "trailing", "either")
    return Language(
        code,
        abbreviations=abbreviations,
        special=abbreviations | _union(words, "numbered", "units"),
        compounds=compounds,
        ordinals=ordinals,
        **words,
    )


def _union(words: Mapping[str, frozenset[str]], *names: str) -> frozenset[str]:
    """The words of several tables, any of which may be missing."""
    return frozenset().union(*(words.get(name, frozenset()) for name in names))


@functools.lru_cache(maxsize=4096)
def punkt_ends(code: str, word: str, following: str) -> bool:
    """Ask Punkt whether a word with its period ends a sentence before the word that follows.

    Args:
        code: BCP 47 primary language subtag.
        word: The word with its period ("U.S.").
        following: The first word after it ("Government").

    Returns:
        Punkt's decision: its token annotation with our abbreviations, then the orthographic,
        sentence starter and initials heuristics (Kiss and Strunk 2006, sections 4.1 to 4.3).
    """
    return bool(_punkt(code).text_contains_sentbreak(f"{word} {following}"))


@functools.cache
def _punkt(code: str) -> PunktSentenceTokenizer:
    """Build Punkt with our parameters; importing NLTK takes about a second, so it comes late."""
    from nltk.tokenize.punkt import (
        _ORTHO_BEG_UC,
        _ORTHO_MID_LC,
        PunktParameters,
        PunktSentenceTokenizer,
    )

    language = load_language(code)
    parameters = PunktParameters()
    parameters.abbrev_types = {*language.abbreviations, DOTTED}
    parameters.sent_starters = set(language.starters)
    for word in language.starters:
        # Known in lower case: a capital shows a start, even after an initial ("you and I. Did").
        parameters.add_ortho_context(word, _ORTHO_MID_LC | _ORTHO_BEG_UC)
    return PunktSentenceTokenizer(parameters)
