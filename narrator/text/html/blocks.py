"""From an element tree to its blocks of text, in order, each with what its markup says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from narrator.text.draft import Line, LineKind
from narrator.text.html.markup import (
    HEADINGS,
    LINES,
    LISTS,
    SILENT,
    data_table,
    is_note_mark,
    item_label,
    listing,
    without_credit,
)
from narrator.text.html.tree import Element


@dataclass(frozen=True, slots=True)
class PageBlock:
    """One line of a page and where it stands."""

    line: Line
    element: Element
    """The block element whose text it is."""

    linked: float
    """Share of its characters that stand in links, 0 to 1."""


@dataclass(slots=True)
class _Walk:
    """State of one pass over a tree."""

    blocks: list[PageBlock] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    gap: bool = False
    open: list[Element] = field(default_factory=list)
    marked: set[Element] = field(default_factory=set)
    """List items whose marker has been given to a line."""
    captions: int = 0
    """How many of the open elements are captions."""

    numbers: dict[Element, int] = field(default_factory=dict)
    """Number of the last item of each ordered list."""

    def push(self, element: Element) -> None:
        self.open.append(element)
        self.captions += _is_caption(element)

    def pop(self) -> None:
        self.captions -= _is_caption(self.open.pop())

    def text(self, text: str | None) -> None:
        if text:
            self.words.append(text)
            if self.links:
                self.linked += len(text.strip())

    def flush(self, *, gap: bool) -> None:
        text = " ".join("".join(self.words).split()) if self.words else ""
        if text and self.captions:
            text = without_credit(text)
        if text:
            element = self.open[-1]
            share = min(1.0, self.linked / len(text))
            before = self.blocks[-1] if self.blocks and not self.gap else None
            if before is not None and before.element is element and _wraps(before.line.text, text):
                self.blocks[-1] = _join(before, text, share)
            else:
                self.blocks.append(PageBlock(self._line(text), element, share))
            self.gap = False
        self.words.clear()
        self.linked = 0
        self.gap = self.gap or gap

    def _line(self, text: str) -> Line:
        for element in reversed(self.open):
            if element.tag in HEADINGS:
                level = int(element.tag[1])
                return Line(text, kind=LineKind.HEADING, level=level, gap=self.gap)
            if element.tag in ("figcaption", "caption"):
                return Line(text, kind=LineKind.CAPTION, gap=self.gap)
            if element.tag == "li":
                if element in self.marked:
                    break
                self.marked.add(element)
                level, label = self._depth(), self._label(element)
                return Line(text, kind=LineKind.ITEM, level=level, label=label, gap=self.gap)
        if _CAPTION.search(self.open[-1].get("class") or ""):
            return Line(text, kind=LineKind.CAPTION, gap=self.gap)
        quoted = any(element.tag == "blockquote" for element in self.open)
        kind = LineKind.QUOTE if quoted else LineKind.PARAGRAPH
        return Line(text, kind=kind, gap=self.gap)

    def _label(self, item: Element) -> str:
        parent = item.getparent()
        label, number = item_label(item, self.numbers.get(parent))
        if number is not None:
            self.numbers[parent] = number
        return label

    def _depth(self) -> int:
        return max(1, sum(element.tag in LISTS for element in self.open))


_CAPTION = re.compile(r"(?:^|[\s_-])caption(?:[\s_-]|$)", re.IGNORECASE)

_WRAPPED = 40
"""Characters a line has at least if it was broken because it was full."""


def _wraps(before: str, after: str) -> bool:
    """Whether a <br> stands where a line was full, as in text converted from a PDF or e-mail."""
    if len(before) >= _WRAPPED and before[-1].isalnum() and after[0].islower():
        return True
    long = len(before) >= 2 * _WRAPPED and len(after) >= _WRAPPED
    return long and ((before[-1].isalnum() and after[0].isdigit()) or before[-1] == ",")


def _join(before: PageBlock, text: str, linked: float) -> PageBlock:
    line = before.line
    size = len(line.text)
    share = (before.linked * size + linked * len(text)) / (size + len(text))
    return PageBlock(replace(line, text=f"{line.text} {text}"), before.element, share)


def page_blocks(root: Element) -> list[PageBlock]:
    """Give every line of text under `root`, in order."""
    walk = _Walk()
    walk.push(root)
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "end":
            _leave(walk, element)
        elif not _enter(walk, element):
            events.skip_subtree()
    walk.flush(gap=True)
    return walk.blocks


_WHOLE = {"pre": listing, "table": data_table}
"""Elements that are one line each, with breaks in it."""


def _enter(walk: _Walk, element: Element) -> bool:
    """Take in an element's start; False where its inside is not wanted."""
    tag = element.tag
    if tag in LINES:
        walk.flush(gap=True)
    elif tag == "br":
        _break(walk)
    if _unwanted(walk, element):
        return False
    line = _WHOLE[tag](element) if tag in _WHOLE else None
    if line is not None:
        walk.blocks.append(PageBlock(line, element, 0.0))
        return False
    if tag in LINES:
        walk.push(element)
    walk.links += tag == "a"
    walk.text(element.text)
    return True


def _leave(walk: _Walk, element: Element) -> None:
    tag = element.tag
    if tag in LINES:
        if walk.open[-1] is element:
            walk.flush(gap=True)
            walk.pop()
    elif tag == "a" and walk.links:
        walk.links -= 1
    walk.text(element.tail)


def _unwanted(walk: _Walk, element: Element) -> bool:
    tag = element.tag
    if tag in SILENT:
        # Accordions put the words of a heading into a button.
        return not (tag == "button" and walk.open[-1].tag in HEADINGS)
    if tag in ("sup", "a") and is_note_mark(element):
        return True
    return tag not in LINES and (_is_aside(element) or _is_credit(walk, element))


def _is_credit(walk: _Walk, element: Element) -> bool:
    """Whether an inline element of a caption says who took the picture."""
    name = element.get("class")
    return name is not None and walk.captions > 0 and bool(_CREDIT.search(name))


def _is_caption(element: Element) -> bool:
    if element.tag in ("figcaption", "caption"):
        return True
    name = element.get("class")
    return name is not None and _CAPTION.search(name) is not None


def _is_aside(element: Element) -> bool:
    """Whether an inline element is there for screen readers or for scripts alone."""
    name = element.get("class")
    return element.get("hidden") is not None or (name is not None and bool(_ASIDE.search(name)))


_CREDIT = re.compile(
    r"(?:^|[\s_-])(?:credits?|copyright|source|attribution|photographer|byline)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\b(?:sr-only|screen-reader-text|visually-?hidden|mw-editsection)\b")


def _break(walk: _Walk) -> None:
    """A <br>: a new line, but in a heading, which is one line by nature."""
    if walk.open[-1].tag in HEADINGS:
        walk.words.append(" ")
    else:
        walk.flush(gap=False)
