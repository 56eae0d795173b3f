"""A lexicon as a rule: it comes before all others."""

from __future__ import annotations

import re
from functools import lru_cache

from narrator.text.lexicon import Lexicon
from narrator.text.normalize.rules import Rule


@lru_cache(maxsize=16)
def lexicon_rules(lexicon: Lexicon, language: str) -> tuple[Rule, ...]:
    """Write the rule that says a lexicon's words; none where it has none for the language."""
    exact = lexicon.words(language)
    if not exact:
        return ()
    any_case = {written: spoken for written, spoken in exact.items() if written == written.lower()}

    def speak(match: re.Match[str]) -> str:
        written = " ".join(match[0].split())
        return exact[written] if written in exact else any_case[written.lower()]

    patterns = (
        _pattern(written, any_case=written in any_case)
        for written in sorted(exact, key=len, reverse=True)
    )
    return (Rule("lexicon", re.compile("|".join(patterns)), speak),)


def _pattern(written: str, *, any_case: bool) -> str:
    """Match a word or phrase whole, over any white space between its words."""
    body = r"\s{1,9}".join(re.escape(part) for part in written.split())
    if any_case:
        body = f"(?i:{body})"
    before = r"(?<!\w)" if written[0].isalnum() else ""
    after = r"(?!\w)" if written[-1].isalnum() else ""
    return f"{before}{body}{after}"
