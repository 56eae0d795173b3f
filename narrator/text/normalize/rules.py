"""What a rule is, and how rules make a spoken form of a written text.

Every rule reads the whole written text, so that it can look around its match, and claims the
characters it speaks for. A character belongs to the first rule that claims it: the order of the
rules is their priority. What nobody claims is spoken as it stands. The claims are the map from
the spoken words back to the written ones.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from narrator.domain import Pronunciation, Replacement, SpokenForm, spoken_words
from narrator.text.normalize.claims import Claim, Sounded
from narrator.text.normalize.plain import plain


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of writing something, and how it is said."""

    name: str
    """What the rule speaks ("money")."""

    pattern: re.Pattern[str]
    """Where it may apply. Quantifiers are bounded, so that time grows with the text only."""

    speak: Callable[[re.Match[str]], str | Sounded | None]
    """What is said for a match; None where the rule does not apply after all."""

    needs: re.Pattern[str] | None = None
    """A cheap test: a text in which this is not found cannot have a match."""


def apply_rules(text: str, rules: Iterable[Rule]) -> SpokenForm:
    """Say a text by rules.

    Args:
        text: the text as written.
        rules: the rules, first ones first served.

    Returns:
        The spoken form. Spoken words are set apart from letters and digits beside them.
    """
    bare = plain(text)
    if bare is None:
        return _spoken_form(text, _claims(text, rules))
    claims = _claims(bare.text, rules)
    claims = sorted([*claims, *bare.unspoken(claims)], key=lambda claim: claim.start)
    return _spoken_form(text, bare.written(claims))


def _claims(text: str, rules: Iterable[Rule]) -> list[Claim]:
    claimed = bytearray(len(text))
    found: dict[re.Pattern[str], bool] = {}
    claims: list[Claim] = []
    for rule in rules:
        if rule.needs is not None:
            if rule.needs not in found:
                found[rule.needs] = rule.needs.search(text) is not None
            if not found[rule.needs]:
                continue
        for claim in _matches(rule, text, claimed):
            claimed[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
            claims.append(claim)
    return sorted(claims, key=lambda claim: claim.start)


def _matches(rule: Rule, text: str, claimed: bytearray) -> Iterator[Claim]:
    """Find what a rule says, looking again behind characters that others have claimed."""
    position = 0
    while match := rule.pattern.search(text, position):
        start, end = match.span()
        taken = claimed.find(1, start, end)
        if taken >= 0:
            position = claimed.find(0, taken)
            if position < 0:
                return
            continue
        position = max(end, start + 1)
        spoken = rule.speak(match) if end > start else None
        if isinstance(spoken, Sounded):
            yield Claim(start, end, spoken.spoken, spoken.ipa)
        elif spoken is not None:
            yield Claim(start, end, spoken)


def _spoken_form(text: str, claims: list[Claim]) -> SpokenForm:
    parts: list[str] = []
    replacements: list[Replacement] = []
    sounds: list[tuple[int, Claim]] = []
    last = ""
    position = length = 0
    for index, claim in enumerate(claims):
        between = text[position : claim.start]
        parts.append(between)
        last = between[-1:] or last
        touching = index + 1 < len(claims) and claims[index + 1].start == claim.end
        after = "" if touching else text[claim.end : claim.end + 1]
        spoken = _set_apart(claim.spoken, last, after)
        if claim.ipa:
            sounds.append((length + len(between), claim))
        parts.append(spoken)
        length += len(between) + len(spoken)
        last = spoken[-1:] or last
        replacements.append(Replacement(claim.start, claim.end, spoken))
        position = claim.end
    parts.append(text[position:])
    whole = "".join(parts)
    form = SpokenForm(text, " ".join(whole.split()), tuple(replacements))
    return replace(form, pronunciations=tuple(_pronunciations(whole, sounds))) if sounds else form


def _pronunciations(whole: str, sounds: list[tuple[int, Claim]]) -> Iterator[Pronunciation]:
    """Find the words whose sounds are given, by where these begin in the whole spoken text.

    Where they share a word with what stands beside them, the voice says all of it its way.
    """
    heard = [word for word in _WORD.finditer(whole) if any(map(str.isalnum, word[0]))]
    ends = [word.end() for word in heard]
    for start, claim in sounds:
        meant = spoken_words(claim.spoken)
        first = bisect.bisect_right(ends, start)
        last = first + len(meant)
        said = [_bare(word[0]) for word in heard[first:last]]
        if meant and said == list(map(_bare, meant)):
            yield Pronunciation(first, last, claim.ipa)


def _bare(word: str) -> str:
    """A word without the marks around it."""
    return _MARKS.sub("", word)


_WORD = re.compile(r"\S+")
_MARKS = re.compile(r"^\W+|\W+$")


def _set_apart(spoken: str, before: str, after: str) -> str:
    """Put a space where a spoken word would run into a written or spoken one."""
    if not spoken:
        return spoken
    if _would_join(before, spoken[0]):
        spoken = " " + spoken
    if _would_join(spoken[-1], after):
        spoken += " "
    return spoken


def _would_join(left: str, right: str) -> bool:
    """Whether two characters would make one word; in Korean, particles are meant to."""
    return (
        left.isalnum() and right.isalnum() and not ("가" <= left <= "힣" and "가" <= right <= "힣")
    )
