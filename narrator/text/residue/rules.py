"""The named rules: lines that are page furniture whatever stands around them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from narrator.text.byline import BYLINE, byline_names
from narrator.text.mail import MAIL_HEAD, MAIL_SIGNATURE
from narrator.text.places import PLACES

REPEATED_TITLE = "repeated-title"
SEPARATOR = "separator"
PAGE_FURNITURE = "page-furniture"

_ABOUT = {
    REPEATED_TITLE: "says the title again",
    SEPARATOR: "lines drawn with marks: rulers, underlines, fences",
    MAIL_HEAD: "who wrote an e-mail, to whom and when",
    MAIL_SIGNATURE: "what stands below the words of an e-mail",
    PAGE_FURNITURE: "what the line classifier takes for page furniture",
}

# A longer line is a paragraph and says more than any phrase.
_LONGEST = 300

_NOTHING = "(?!)"

# Menus and labels have no full stop ("Home."), and few words in lower case or none.
_SENTENCE_END = re.compile(r"""(?<![.…])[.!?]["'”’»)]*$""")
_LABEL_WORDS = 4
MENU = "related-link"

_PLAIN = str.maketrans("‘’‚‛“”„–—−‐‑\u00a0", "''''\"\"\"----- ")
_EDGE = " \t*•·|«»‹›<>[]→←↑↓▶►▸▼▲+#~_:=…✓✔↗⤴-"


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    about: str
    labels: re.Pattern[str]
    """What is furniture unless it reads as a sentence."""
    sentences: re.Pattern[str]
    """What is furniture even as a sentence."""
    edges: re.Pattern[str]
    """What is furniture at the head and the foot of a page."""


@cache
def _rules() -> tuple[_Rule, ...]:
    table = tomllib.loads(files("narrator.text.residue").joinpath("rules.toml").read_text("utf-8"))
    fragments = table.pop("fragments")
    return tuple(_rule(name, entry, fragments) for name, entry in table.items())


def _rule(name: str, entry: Mapping[str, Any], fragments: Mapping[str, str]) -> _Rule:
    patterns = entry["patterns"]
    sentences = entry.get("sentences", []) if entry.get("labels") else patterns
    every = (patterns, sentences, entry.get("edges", []))
    return _Rule(name, entry["about"], *(_compile(some, fragments) for some in every))


def _compile(patterns: list[str], fragments: Mapping[str, str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns) or _NOTHING
    while "[[" in joined:
        joined = re.sub(r"\[\[(\w+)\]\]", lambda name: fragments[name[1]], joined)
    return re.compile(joined)


def rule_names() -> dict[str, str]:
    """Every rule that can remove a line, with what it removes."""
    return {rule.name: rule.about for rule in _rules()} | _ABOUT | PLACES


def match_rule(text: str, *, edge: bool = True) -> str | None:
    """Name the rule that knows a line for furniture by its words alone.

    Args:
        text: The line.
        edge: Whether it stands at the head or the foot of a page, where bylines and bare dates do.
    """
    if not any(map(str.isalnum, text)):
        return SEPARATOR
    if len(text) > _LONGEST:
        return None
    if edge and byline_names(text):
        return BYLINE
    folded, sentence = _fold(text), reads_as_sentence(text)
    for rule in _rules():
        patterns = [rule.sentences]
        patterns += [rule.labels] * (not sentence) + [rule.edges] * edge
        if any(pattern.fullmatch(folded) for pattern in patterns):
            return rule.name
    return None


def ends_like_sentence(text: str) -> bool:
    """Whether a full stop, a question mark or an exclamation mark ends the text."""
    return _SENTENCE_END.search(text) is not None


def reads_as_sentence(text: str) -> bool:
    """Whether a line ends like a sentence and is one word, or several that are not all names."""
    words = text.split()
    if not ends_like_sentence(text):
        return False
    lower = sum(word[:1].islower() for word in words)
    return len(words) == 1 or (len(words) > _LABEL_WORDS and lower * 2 > len(words))


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN).lower().replace("...", "…")
    sign = plain.strip().startswith("-")
    stripped = " ".join(plain.strip(_EDGE).removesuffix(".").split())
    return "-" + stripped if sign else stripped
