"""The vocabulary of podcast feeds, and elements written in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

NAMESPACES: Mapping[str, str] = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "psc": "http://podlove.org/simple-chapters",
}
"""Prefixes as every podcast tool writes them; some apps look for the prefix alone."""

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, even escaped (section 2.2)."""


def tag(name: str) -> str:
    """Give the full name of `prefix:name`, or of a name without prefix."""
    prefix, colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else name


def add(parent: Any, name: str, text: str = "", **attributes: str | int) -> Any:
    """Add an element; attributes that are empty are left out."""
    child = etree.SubElement(parent, tag(name))
    if text:
        child.text = clean(text)
    for key, value in attributes.items():
        if value != "":
            child.set(key.rstrip("_"), clean(str(value)))
    return child


def clean(text: str) -> str:
    """Take out the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)
