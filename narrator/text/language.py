"""Which language an article is written in."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

# As much as decides: some thousand words settle it many times over.
_SAMPLE = 20_000

# Languages by the script they alone (of those we can tell) are written in. Han last: Japanese
# and Korean text has some of it too.
_SCRIPTS = (
    ("ko", "\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f"),
    ("ja", "\u3040-\u30ff"),
    ("ru", "\u0400-\u04ff"),
    ("el", "\u0370-\u03ff"),
    ("he", "\u0590-\u05ff"),
    ("ar", "\u0600-\u06ff"),
    ("hi", "\u0900-\u097f"),
    ("th", "\u0e00-\u0e7f"),
    ("zh", "\u4e00-\u9fff"),
)

# A script's language is the text's if this share of its letters is in that script: Korean news
# quotes English names, and Japanese text is kana for a third or more.
_SCRIPT_SHARE = 0.2

# A language other than the default must show so many of its stop words, and this share of them
# among the words; running text in any of them has 0.3 to 0.5, a list of names under 0.05.
_MIN_HITS = 4
_MIN_SHARE = 0.08

# And it must show clearly more of them than the default does: "as", "no" and "do" are words of
# several languages. A few words prove less than a page.
_LEAD = 1.5
_SHORT, _SHORT_LEAD = 30, 4

# Letters that stand alone are initials, grades and items of a list as often as words.
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?")


@cache
def stop_words() -> dict[str, frozenset[str]]:
    """Frequent closed-class words by language, in lower case."""
    table = tomllib.loads(files("narrator.text").joinpath("languages.toml").read_text("utf-8"))
    return {language: frozenset(words.split()) for language, words in table.items()}


def detect_language(text: str, default: str = "en") -> str:
    """Name the language of a text by its script and its most frequent words.

    Args:
        text: Any text; the first 20,000 characters count.
        default: What a text that does not tell is taken for.

    Returns:
        A BCP 47 primary language subtag. German, French, Spanish, Korean and English are told
        reliably; others by script ("ru" for all that is Cyrillic) or by stop words.
    """
    sample = text[:_SAMPLE].lower().replace("’", "'")
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return default
    for language, span in _SCRIPTS:
        if len(re.findall(f"[{span}]", sample)) > _SCRIPT_SHARE * letters:
            return language
    counts = Counter(_WORD.findall(sample))
    total = counts.total()
    scores = {
        language: sum(counts[word] for word in words) for language, words in stop_words().items()
    }
    best = max(scores, key=lambda language: (scores[language], language == default))
    lead = _SHORT_LEAD if total < _SHORT else _LEAD
    enough = max(_MIN_HITS, _MIN_SHARE * total, lead * scores.get(default, 0))
    return best if scores[best] >= enough else default
