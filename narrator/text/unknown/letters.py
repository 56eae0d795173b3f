"""How usual the letters of a word are in a language.

Voices spell out what their dictionary does not have by the language's rules. These fail on words
whose letters the language does not put together: "Krzyzewski", "Huawei". Three letters in a row
count as usual if ten or more dictionary words have them; `train.py` writes the table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

EDGE = "^"
"""Stands before and behind a word, where other letters are usual than within."""


def doubt(word: str, language: str) -> int:
    """Count the unusual groups of three letters in a word, its edges included.

    Args:
        word: one word, in any case; what is no letter in it parts it.
        language: BCP 47 primary subtag; one without a table leaves no doubt.
    """
    usual = _usual(language)
    if usual is None:
        return 0
    parts = "".join(char if char.isalpha() else " " for char in word.lower()).split()
    return sum(
        group[2] not in usual.get(group[:2], "") for part in parts for group in groups_of(part)
    )


def groups_of(word: str) -> list[str]:
    """Give every three neighbouring letters of a word with its edges."""
    edged = f"{EDGE}{word}{EDGE}"
    return [edged[index : index + 3] for index in range(len(edged) - 2)]


@cache
def _usual(language: str) -> Mapping[str, str] | None:
    """Read which letters follow which two; None for a language without a table."""
    source = resources.files(__package__).joinpath("letters.toml").read_text("utf-8")
    tables: dict[str, dict[str, str]] = tomllib.loads(source)
    return tables.get(language)
