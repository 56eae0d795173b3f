"""What the pages say, by language: one JSON file each in `texts/`, the same keys in all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

LANGUAGES = ("en", "de")
"""The languages there are texts in; the first where the browser asks for none of them."""


@cache
def texts(language: str) -> Mapping[str, str]:
    """Give the texts of one of `LANGUAGES`, by key."""
    folder = resources.files("narrator.service.web") / "texts"
    found: dict[str, str] = json.loads((folder / f"{language}.json").read_text("utf-8"))
    return found


def choose_language(chosen: str | None, accepted: str) -> str:
    """Choose a language.

    Args:
        chosen: What the listener chose, from a cookie or the address.
        accepted: The browser's `Accept-Language` (RFC 9110, section 12.5.4).
    """
    if chosen in LANGUAGES:
        return chosen
    wanted: list[tuple[float, str]] = []
    for item in accepted.split(","):
        tag, _, quality = item.partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        wanted.append((weight, tag.strip().lower().partition("-")[0]))
    for weight, language in sorted(wanted, key=lambda one: -one[0]):
        if weight > 0 and language in LANGUAGES:
            return language
    return LANGUAGES[0]
