"""The data files beside the code: words, units, currencies and abbreviations."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(language: str) -> dict[str, Any]:
    """Read the data of a language ("english" is read from `data/english.toml`)."""
    path = files("narrator.text.normalize") / "data" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def words(language: str, name: str) -> list[str]:
    """Read a list of words from the `[words]` of a language."""
    listed: str = table(language)["words"][name]
    return listed.split()


def alternatives(words: Iterable[str]) -> str:
    """Write a regular expression that matches any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
