"""The marks of list items in WordprocessingML, which are counted and not written."""

from __future__ import annotations

from narrator.text.documents.archive import XmlElement
from narrator.text.documents.styles import Style, StyleKind, number_list
from narrator.text.documents.wordml import W, value


class Numbering:
    """Counts the items of one document's lists."""

    def __init__(self, root: XmlElement | None) -> None:
        """Read `numbering.xml`; None where the document has none."""
        self._formats: dict[tuple[str, int], tuple[str, int]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if root is None:
            return
        abstract = {a.get(f"{W}abstractNumId"): a for a in root.iter(f"{W}abstractNum")}
        for number in root.iter(f"{W}num"):
            list_ = abstract.get(value(number.find(f"{W}abstractNumId")))
            for level in () if list_ is None else list_.iterchildren(f"{W}lvl"):
                depth = _integer(level.get(f"{W}ilvl"), 0)
                start = _integer(value(level.find(f"{W}start")), 1)
                form = value(level.find(f"{W}numFmt"))
                self._formats[number.get(f"{W}numId") or "", depth] = form, start

    def item(self, paragraph: XmlElement, style: Style) -> tuple[int, str] | None:
        """Give nesting (from 1) and mark of a list item and count it; None for no item."""
        place = number_list(paragraph) or style.numbering
        if place is None or place[0] in ("", "0") or style.kind is not StyleKind.BODY:
            return None
        name, depth = place
        form, start = self._formats.get(place, ("bullet", 1))
        if form == "none":
            return None
        if form == "bullet":
            return depth + 1, "•"
        count = self._counts.get(place, start - 1) + 1
        self._counts[place] = count
        for deeper in range(depth + 1, 9):
            self._counts.pop((name, deeper), None)
        return depth + 1, f"{_written(count, form)}."


def _written(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    return str(count)


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else default
