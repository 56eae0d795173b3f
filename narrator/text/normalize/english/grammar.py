"""The pieces that English rules are written with. All quantifiers are bounded."""

from __future__ import annotations

import re

from narrator.text.normalize.tables import alternatives, words

DIGIT = re.compile(r"\d")
"""What most rules need; texts without digits skip them at once."""

BEGIN = r"(?<!\w)(?<!\d[.,])(?<!\.(?=\.))"
"""No number begins inside a word or another number."""

END = r"(?!\w)(?![.,]\d)"
"""No number ends inside a word or another number."""

WHOLE = r"(?:\d{1,3}(?:,\d{3}){1,10}|\d{1,2}(?:,\d{2}){1,5},\d{3}|\d{1,36})"
"""A whole number with or without commas, Indian grouping included."""

NUMBER = rf"(?:{WHOLE}(?:\.\d{{1,20}})?|\.\d{{1,20}})"
"""A whole number or a decimal."""

COMMA_DECIMAL = r"\d{1,3},\d{1,2}(?!\d|,\d)"
"""A decimal as most of Europe writes it; a list ("1,2 and 3") where no amount is meant."""

CONTINENTAL = r"\d{1,3}(?:\.\d{3}){1,4},\d{1,2}(?!\d|,\d)"
"""A decimal with stops between its thousands, as most of Europe writes it."""

AMOUNT = rf"(?:{CONTINENTAL}|{COMMA_DECIMAL}|{NUMBER})"
"""A number where an amount is meant."""

SIGN = r"(?:(?<![\w)%°])[-−+±]|(?<![^\s(])–)?"
"""A sign, which is not the hyphen of a compound."""

DASH = r"\s?(?:-|–|—|−|‑|〜)\s?"
"""The dash of a range."""

_NOT_NOUNS = frozenset(words("english", "not_nouns"))
_DETERMINER = re.compile(
    r"(?:\b(?:an?|the|its|their|his|her|our|this|that|another)|['’]s)\s(?:[a-z\d]{1,12}-[a-z]{2,12}\.?,\s)?"
    rf"(?:(?:{alternatives(words('english', 'before_amount'))})\s)?$"
)
_SCALED = re.compile(r"\d\s?[A-Za-z]")
"""An amount with a magnitude; at the head of a headline it stands before its noun."""

_VOWEL = re.compile(r"[AEIOUY]")

SIGNS = {
    "-": "minus ",
    "−": "minus ",
    "–": "minus ",
    "+": "plus ",
    "±": "plus or minus ",
    "": "",
    None: "",
}
"""How a sign is said before its number."""


def spelled(letters: str) -> str:
    """Write letters so that an engine spells them.

    Letters that no word could be made of are spelled as they stand ("BBC"); the others need the
    stops ("A.I": a lone "A" would be read as the article, "AM" as the verb).
    """
    letters = letters.upper()
    return ".".join(letters) if _VOWEL.search(letters) else letters


def counts_noun(match: re.Match[str], *, heads: bool = True) -> bool:
    """Whether an amount stands before its noun, as in "a $5 million grant"; it is then singular.

    Args:
        match: The amount.
        heads: Whether it also does so at the head of the text, as in a headline.
    """
    rest = match.string[match.end() : match.end() + 24]
    if rest.startswith(("-a-", "-per-", "-plus")) or re.search(r"\d-[a-z]{2}", match[0]):
        return True
    before = match.string[max(0, match.start() - 20) : match.start()].lower()
    after = re.match(r"[\s-]([A-Za-z][A-Za-z\d]{1,19})\b", rest)
    heads = (
        heads
        and not match.string[: match.start()].strip(" \n\"“‘'")
        and _SCALED.search(match[0]) is not None
    )
    if after is None or not (heads or _DETERMINER.search(before)):
        return False
    return after[1].lower() not in _NOT_NOUNS and not after[1].endswith("ed")


def range_word(match: re.Match[str]) -> str:
    """Say the dash of a range: "between 5–6" is said with "and", any other with "to"."""
    near = match.string[max(0, match.start() - 9) : match.start()].lower()
    return " and " if near.rstrip("$€£¥₹ \n").endswith("between") else " to "


def final_stop(match: re.Match[str]) -> str:
    """Give back the stop of an abbreviation where it also ends the sentence."""
    rest = match.string[match.end() : match.end() + 9]
    return "." if match[0].endswith(".") and not rest.strip(" \n\t\"'”’)") else ""
