"""The named rules: lines that are page furniture whatever stands around them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

REPEATED_TITLE = "repeated-title"
SEPARATOR = "separator"
PAGE_FURNITURE = "page-furniture"

_ABOUT = {
    REPEATED_TITLE: "says the title again",
    SEPARATOR: "lines drawn with marks: rulers, underlines, fences",
    PAGE_FURNITURE: "what the line classifier takes for page furniture",
}

# A longer line is a paragraph and says more than any phrase.
_LONGEST = 300

_PLAIN = str.maketrans("‘’‚‛“”„–—−‐‑\u00a0", "''''\"\"\"----- ")
_EDGE = " \t*•·|«»‹›<>[]→←↑↓▶►▸▼▲+#~_:=…✓✔↗⤴-"


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    about: str
    pattern: re.Pattern[str]


@cache
def _rules() -> tuple[_Rule, ...]:
    table = tomllib.loads(files("narrator.text.residue").joinpath("rules.toml").read_text("utf-8"))
    fragments = table.pop("fragments")
    return tuple(
        _Rule(name, entry["about"], _compile(entry["patterns"], fragments))
        for name, entry in table.items()
    )


def _compile(patterns: list[str], fragments: Mapping[str, str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    while "[[" in joined:
        joined = re.sub(r"\[\[(\w+)\]\]", lambda name: fragments[name[1]], joined)
    return re.compile(joined)


def rule_names() -> dict[str, str]:
    """Every rule that can remove a line, with what it removes."""
    return {rule.name: rule.about for rule in _rules()} | _ABOUT


def match_rule(text: str) -> str | None:
    """Name the rule that knows a line for furniture by its words alone."""
    if not any(map(str.isalnum, text)):
        return SEPARATOR
    if len(text) > _LONGEST:
        return None
    folded = _fold(text)
    return next((rule.name for rule in _rules() if rule.pattern.fullmatch(folded)), None)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN).lower()
    sign = plain.strip().startswith("-")
    stripped = " ".join(plain.strip(_EDGE).removesuffix(".").split())
    return "-" + stripped if sign else stripped
