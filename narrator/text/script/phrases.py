"""What narrator itself says, in the article's language."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources

_OTHERWISE = "en"
"""Announcements of languages without a table: they have to be said somehow."""


@functools.cache
def load_phrases(language: str) -> Mapping[str, str]:
    """Read the phrases of a language, or the English ones where there are none."""
    source = resources.files(__package__).joinpath("phrases.toml").read_text("utf-8")
    tables: dict[str, dict[str, str]] = tomllib.loads(source)
    return tables.get(language, tables[_OTHERWISE])


@functools.cache
def listing_names() -> Mapping[str, str]:
    """Read how the languages of code listings are said, by the short names fences bear."""
    names: dict[str, str] = tomllib.loads(
        resources.files(__package__).joinpath("listings.toml").read_text("utf-8")
    )
    return names
