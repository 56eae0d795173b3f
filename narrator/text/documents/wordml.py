"""The words in WordprocessingML."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from narrator.text.documents.archive import XmlElement

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_WRITTEN = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_SKIPPED = frozenset(
    (f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}rPr", f"{W}pPr", f"{W}txbxContent",
     f"{_MC}Fallback")
)  # fmt: skip
"""What is no text of this paragraph: deletions, field codes, properties; a text box's paragraphs
are read on their own, and its fallback says the same again."""


def value(element: XmlElement | None) -> str:
    """The `w:val` of an element; empty where there is none."""
    return "" if element is None else element.get(f"{W}val") or ""


def runs(paragraph: XmlElement) -> Iterator[str | tuple[str, str]]:
    """Give a paragraph's text, and for each note mark the part and the id of the note."""
    if any(True for _ in paragraph.iterancestors(f"{_MC}Fallback")):
        return
    events = etree.iterwalk(paragraph, events=("start",))
    for _, element in events:
        tag = element.tag
        if tag in _SKIPPED or (tag == f"{W}r" and _is_hidden(element)):
            events.skip_subtree()
        elif tag == f"{W}t":
            yield element.text or ""
        elif tag in _WRITTEN:
            yield _WRITTEN[tag]
        elif tag in _NOTES:
            yield _NOTES[tag], element.get(f"{W}id") or ""


def _is_hidden(run: XmlElement) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and value(vanish) not in ("0", "false")
