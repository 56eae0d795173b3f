"""Written to spoken: numbers, dates, money and abbreviations as a newsreader would read them.

Each language is an ordered tuple of rules (`rules.py`); a lexicon comes before them. The spoken
form keeps the marks that shape a voice (stops, commas, questions, dashes) and nothing that an
engine would have to guess at: no digit and no symbol is left.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from narrator.domain import SpokenForm
from narrator.text.lexicon import Lexicon
from narrator.text.normalize import other
from narrator.text.normalize.lexical import lexicon_rules
from narrator.text.normalize.rules import Rule, apply_rules

__all__ = ["to_spoken", "verbalize"]

_MODULES = {
    "en": "english",
    "ko": "korean",
    "de": "european.german",
    "fr": "european.french",
    "es": "european.spanish",
}


def to_spoken(text: str, language: str = "en", *, lexicon: Lexicon | None = None) -> SpokenForm:
    """Say a text, and keep which written characters each spoken word stands for.

    Args:
        text: a sentence or more, as written; any text is fine.
        language: BCP 47 tag; only its primary subtag counts. A language without rules of its
            own has its whole numbers said if num2words knows it, and is else left as it is.
        lexicon: words that are said as it says, before any rule.

    Returns:
        The spoken form. Applying its replacements to `text` and making white space single gives
        `spoken` exactly.
    """
    primary = language.lower().replace("_", "-").partition("-")[0]
    first = lexicon_rules(lexicon, primary) if lexicon else ()
    return apply_rules(text, (*first, *rules_for(primary)))


def verbalize(text: str, language: str = "en") -> str:
    """Say a text: `to_spoken` without the map back to the written characters."""
    return to_spoken(text, language).spoken


@cache
def rules_for(language: str) -> tuple[Rule, ...]:
    """Give a language's rules in the order in which they are asked.

    Args:
        language: BCP 47 primary subtag.
    """
    if language not in _MODULES:
        return other.rules(language)
    module = import_module(f"narrator.text.normalize.{_MODULES[language]}")
    rules: tuple[Rule, ...] = module.RULES
    return rules
