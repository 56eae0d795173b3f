"""What a paragraph's style makes of it in WordprocessingML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from narrator.text.documents.archive import XmlElement
from narrator.text.documents.wordml import W, value


class StyleKind(StrEnum):
    """What a style says a paragraph is."""

    BODY = "body"
    TITLE = "title"
    AUTHOR = "author"
    HEADING = "heading"
    QUOTE = "quote"
    CAPTION = "caption"
    CODE = "code"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Style:
    """A style as far as it matters to a reader."""

    kind: StyleKind = StyleKind.BODY
    level: int = 0
    """Depth of a heading, 1 to 6; else 0."""
    numbering: tuple[str, int] | None = None
    """Number list and level (from 0) that the style puts its paragraphs into."""


_NAMES = (
    (re.compile(r"^title$", re.IGNORECASE), StyleKind.TITLE),
    (re.compile(r"^(?:authors?|byline)$", re.IGNORECASE), StyleKind.AUTHOR),
    (re.compile(r"^(?:toc \d|table of figures|toc heading)", re.IGNORECASE), StyleKind.CONTENTS),
    (re.compile(r"quot|block ?text", re.IGNORECASE), StyleKind.QUOTE),
    (re.compile(r"caption", re.IGNORECASE), StyleKind.CAPTION),
    (re.compile(r"html preformatted|source ?code|^code\b|macro text|verbatim", re.IGNORECASE),
     StyleKind.CODE),
)  # fmt: skip
"""Word keeps its built-in styles' English names in the file whatever the user's language."""

_HEADING = re.compile(r"^heading (\d)$", re.IGNORECASE)
_MAX_PARENTS = 20


class Styles:
    """The styles of one document."""

    def __init__(self, root: XmlElement | None) -> None:
        """Read `styles.xml`; None where the document has none."""
        found = () if root is None else root.iter(f"{W}style")
        self._styles = {style.get(f"{W}styleId"): style for style in found}
        self._known: dict[str, Style] = {}

    def of(self, paragraph: XmlElement) -> Style:
        """Give the style of a paragraph, its own outline level included."""
        name = value(paragraph.find(f"{W}pPr/{W}pStyle"))
        style = self._known.get(name)
        if style is None:
            style = self._known[name] = self._read(name)
        outline = _outline(paragraph.find(f"{W}pPr/{W}outlineLvl"))
        if outline and style.kind is StyleKind.BODY:
            return Style(StyleKind.HEADING, outline, style.numbering)
        return style

    def _read(self, name: str) -> Style:
        """Follow `basedOn` up to the first style that says what it is."""
        kind, level, numbering = StyleKind.BODY, 0, None
        for _ in range(_MAX_PARENTS):
            style = self._styles.get(name)
            if style is None:
                break
            if kind is StyleKind.BODY:
                kind, level = _kind(style)
            if numbering is None:
                numbering = number_list(style)
            name = value(style.find(f"{W}basedOn"))
        return Style(kind, level, numbering)


def _kind(style: XmlElement) -> tuple[StyleKind, int]:
    name = value(style.find(f"{W}name"))
    heading = _HEADING.match(name)
    if heading:
        return StyleKind.HEADING, min(6, max(1, int(heading[1])))
    for pattern, kind in _NAMES:
        if pattern.search(name):
            return kind, 0
    outline = _outline(style.find(f"{W}pPr/{W}outlineLvl"))
    return (StyleKind.HEADING, outline) if outline else (StyleKind.BODY, 0)


def _outline(element: XmlElement | None) -> int:
    """Heading level 1 to 6; 0 for body text (which Word calls level 9)."""
    text = value(element)
    return min(6, int(text) + 1) if re.fullmatch(r"[0-8]", text) else 0


def number_list(element: XmlElement) -> tuple[str, int] | None:
    """The number list and level that a paragraph's or a style's properties name."""
    properties = element.find(f"{W}pPr/{W}numPr")
    if properties is None:
        return None
    level = value(properties.find(f"{W}ilvl"))
    name = value(properties.find(f"{W}numId"))
    return name, int(level) if re.fullmatch(r"[0-8]", level) else 0
