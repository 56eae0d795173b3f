"""Who wrote a page, where only its text says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.text.html.tree import Element

_NAMED = re.compile(r"(?:^|[\s_-])(?:author|byline)", re.IGNORECASE)
_BY = re.compile(r"^(?:[^\W\d_][\w ]{0,24}\s)?by(?:\s*:\s*|\s+|$)", re.IGNORECASE)
_NAME = re.compile(
    r"[A-ZÀ-Þ][^\W\d]*\.?"
    r"(?:(?:,? |[-'’.])(?:[A-ZÀ-Þ][^\W\d]*\.?|and|und|et|y|&|d[aeiu]|de[lr]|l[ae]|van|von)){1,8}"
)
_AFTER = re.compile(r"\s+[-–—|•·/]\s+|,?\s+\d")
"""What sets a name off from the date behind it."""
_NO_NAME = re.compile(
    r"\b(?:authors?|all|more|posts?|view|follow|subscribe|sign in|log in|written|published)\b",
    re.IGNORECASE,
)
"""Words of links and labels that stand where names do."""
_TAGS = ("a", "address", "cite", "div", "em", "h3", "h4", "h5", "h6", "li", "p", "span", "strong")

_LONGEST = 60
"""Characters of a byline. More is a biography."""


def find_byline(root: Element) -> str | None:
    """Find the byline: an element called so, else a short line that starts with "By"."""
    called = (element for element in root.iter(*_TAGS) if _NAMED.search(_names(element)))
    return next(_bylines(called, said=False), None) or next(
        _bylines(root.iter("p", "span", "div", "li", "a"), said=True), None
    )


def _names(element: Element) -> str:
    return " ".join(element.get(key) or "" for key in ("class", "itemprop", "rel"))


def _bylines(elements: Iterator[Element], *, said: bool) -> Iterator[str]:
    """Names in the elements; with `said`, only where "by" stands before them."""
    for element in elements:
        text = _short_text(element)
        name = _BY.sub("", text)
        if said and name == text:
            continue
        name = _AFTER.split(name, maxsplit=1)[0]
        if _NAME.fullmatch(name) and not _NO_NAME.search(name):
            yield name


def _short_text(element: Element) -> str:
    """Words of an element; nothing where they are many, or few would be a name."""
    words: list[str] = []
    size = 0
    for text in element.itertext():
        size += len(text.strip())
        if size > _LONGEST:
            return ""
        words += text.split()
    return " ".join(words) if len(words) <= 8 else ""
