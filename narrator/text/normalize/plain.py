"""Letters and digits in disguise: full width, mathematical, circled, ligatures, square units.

Rules read plain characters. A disguised one is replaced by what it stands for (Unicode's NFKC)
where that changes its looks only: superscripts, fractions, signs and Korean letters keep theirs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from narrator.text.normalize.claims import Claim

_DISGUISED = re.compile(
    "[\uff01-\uff5e"  # full width
    "\U0001d400-\U0001d7ff"  # mathematical letters and digits
    "\u2460-\u24ff\u2776-\u2793"  # circled and in brackets
    "\ufb00-\ufb06"  # ligatures
    "\u2160-\u217f"  # Roman numerals
    "\u3380-\u33df"  # square units
    "]"
)
SMALL_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
"""What raised and lowered digits stand for."""

VULGAR = {
    char: (int(parts[0]), int(parts[1]))
    for char in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
    if (parts := unicodedata.normalize("NFKC", char).split("⁄"))
}
"""Fractions of one character: top and bottom."""

_DINGBATS = range(0x2776, 0x2794)
"""Circled digits without a compatible character: one to ten, three times."""

_ENCLOSING = re.compile(r"^\((.{1,3})\)$|^(\d{1,2})\.$")
_KEPT = frozenset(VULGAR) | frozenset("²³¹⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉")
_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without disguises, and where its characters were written."""

    text: str
    origins: tuple[int, ...]
    """For every character the written one that it stands for."""

    changed: frozenset[int]
    """Which characters were disguised."""

    def unspoken(self, claims: list[Claim]) -> list[Claim]:
        """Claim what was disguised and no claim, in order, speaks for: by its plain letters."""
        missing: list[Claim] = []
        edges = [0, *(edge for claim in claims for edge in (claim.start, claim.end))]
        edges.append(len(self.text))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            missing += (
                Claim(*token.span(), token[0])
                for token in _TOKEN.finditer(self.text, start, end)
                if not self.changed.isdisjoint(range(*token.span()))
            )
        return missing

    def written(self, claims: Iterable[Claim]) -> list[Claim]:
        """Move claims on the plain text, in order, to the written one.

        Claims that share a written character become one.
        """
        moved: list[Claim] = []
        for claim in claims:
            start, end = self.origins[claim.start], self.origins[claim.end - 1] + 1
            spoken, ipa = claim.spoken, claim.ipa
            if moved and start < moved[-1].end:
                before = moved.pop()
                start, spoken, ipa = before.start, f"{before.spoken} {spoken}", ""
            moved.append(Claim(start, end, spoken, ipa))
        return moved


def plain(text: str) -> Plain | None:
    """Take the disguises off; None where there are none."""
    if text.isascii() or not any(map(_disguised, text)):
        return None
    characters: list[str] = []
    origins: list[int] = []
    changed: list[int] = []
    for index, char in enumerate(text):
        bare = _bare(char) if _disguised(char) else char
        if bare != char:
            changed += range(len(characters), len(characters) + len(bare))
        characters += bare
        origins += [index] * len(bare)
    return Plain("".join(characters), tuple(origins), frozenset(changed))


def _disguised(char: str) -> bool:
    if char < "\u00bc" or char in _KEPT:
        return False
    return _DISGUISED.match(char) is not None or unicodedata.category(char) in ("No", "Nl")


def _bare(char: str) -> str:
    if ord(char) in _DINGBATS:
        return str((ord(char) - _DINGBATS.start) % 10 + 1)
    bare = unicodedata.normalize("NFKC", char)
    if enclosed := _ENCLOSING.match(bare):
        return enclosed[1] or enclosed[2]
    value = unicodedata.numeric(char, 0.5)
    return str(int(value)) if bare == char and value.is_integer() else bare
