"""What single elements of a page say: marks of items, listings, tables, marks of notes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import resources

from lxml import etree

from narrator.text.draft import Line, LineKind
from narrator.text.html.tree import Element

_TAGS = tomllib.loads(
    resources.files(__package__).joinpath("tags.toml").read_text(encoding="utf-8")
)
LINES = frozenset(_TAGS["lines"])
"""Elements whose edges end a line."""
SILENT = frozenset(_TAGS["silent"])
"""Elements that hold no words of the article."""
HEADINGS = frozenset(_TAGS["headings"])
LISTS = frozenset(_TAGS["lists"])


def is_note_mark(element: Element) -> bool:
    """Whether a <sup> or <a> only refers to a note."""
    if element.tag == "a":
        kind = element.get("epub:type") or element.get("role") or ""
        return kind in ("noteref", "doc-noteref")
    words = "".join(element.itertext()).strip()
    return len(words) <= 6 and any("#" in (a.get("href") or "") for a in element.iter("a"))


def item_label(item: Element, before: int | None) -> tuple[str, int | None]:
    """Give the marker a browser would draw before a list item, and its number.

    Args:
        item: The <li>.
        before: Number of the item before it in the list; None for the first.
    """
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "•", None
    number = _integer(item.get("value"))
    if number is None:
        start = _integer(parent.get("start"))
        number = before + 1 if before is not None else 1 if start is None else start
    return f"{number}.", number


def _integer(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else None


_LANGUAGE = re.compile(r"(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s*)([\w+#.-]{1,20})")


_ROWS = ("br", "div", "p", "li", "tr")


def listing(element: Element) -> Line | None:
    """Give a <pre> as a code listing, line breaks kept."""
    text = "".join(_typed(element)).replace("\xa0", " ").expandtabs(4)
    rows = [row.rstrip() for row in text.splitlines()]
    text = "\n".join(rows).strip("\n")
    if not text.strip():
        return None
    near = [element, *element.iter("code"), *element.iterancestors("div", "figure")][:4]
    names = (_LANGUAGE.search(part.get("class") or "") for part in near)
    label = next((name[1] for name in names if name), "")
    return Line(text, kind=LineKind.CODE, label=label, gap=True)


def _typed(element: Element) -> Iterator[str]:
    """Text of a <pre>; what is set on a line of its own by markup ends with a line break."""
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            yield part.text or ""
            continue
        if part.tag in _ROWS:
            yield "\n"
        if part is not element:
            yield part.tail or ""


def data_table(element: Element) -> Line | None:
    """Give a table of data as rows of cells; None for one that only lays out a page."""
    if any(True for _ in element.iter("form", "ul", "ol", "h1", "h2", "h3", "iframe")):
        return None
    if sum(1 for _ in element.iter("table")) > 1:
        return None
    rows = []
    for row in element.iter("tr"):
        cells = [" ".join(" ".join(cell.itertext()).split()) for cell in row.iter("td", "th")]
        if any(cells):
            rows.append(cells)
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return None
    text = "\n".join("\t".join(cells) for cells in rows)
    return Line(text, kind=LineKind.TABLE, gap=True)


_PHOTO = re.compile(
    r"(?:(?<=[.!?…)\]\"'”’])|(?<=[^\W_])(?= ?[(\[|]))[\s|–—-]*[(\[]?"
    r"(?:(?:photo(?:graph|grapher|graphy)?|image|picture|illustration|foto|bild|crédit(?: photo)?"
    r"|credit|imagen|fotografía|사진)s?(?: credit| source)?\s?(?::|/|=|©|\bby\b|\bvon\b)|©) ?"
    r"(?:[^.!?]|(?<=\b\w)\.){2,60}[.)\]]{0,2}$",
    re.IGNORECASE,
)


def without_credit(caption: str) -> str:
    """Take the credit off a caption's end ("The pond at dusk. Photo: Ann Harker")."""
    return _PHOTO.sub("", caption).rstrip()
