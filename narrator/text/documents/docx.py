"""Reads DOCX documents (ECMA-376, WordprocessingML)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from narrator.domain.errors import ArticleError, ErrorKind
from narrator.text.documents.archive import Archive, XmlElement
from narrator.text.documents.notes import with_notes
from narrator.text.documents.numbering import Numbering
from narrator.text.documents.styles import StyleKind, Styles
from narrator.text.documents.wordml import REL, W, runs, value
from narrator.text.draft import Draft, Line, LineKind

_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"


def read_docx(data: bytes) -> Draft:
    """Read a document: headings, paragraphs, lists and tables, notes at the end.

    Deleted and hidden text, field codes and tables of contents are left out.

    Raises:
        ArticleError: It is damaged, encrypted, or has no text.
    """
    archive = Archive(data)
    path = _main_part(archive)
    folder = posixpath.dirname(path)
    body = archive.xml(path)
    if body is None:
        raise ArticleError(
            "The document has no text in it", hint="save it again as DOCX", kind=ErrorKind.EMPTY
        )
    reader = _Reader(
        Styles(archive.xml(f"{folder}/styles.xml")),
        Numbering(archive.xml(f"{folder}/numbering.xml")),
    )
    reader.read(body)
    if not reader.lines:
        raise ArticleError(
            "The document has no text in it",
            hint="pictures cannot be narrated",
            kind=ErrorKind.EMPTY,
        )
    core = archive.xml("docProps/core.xml")
    language = (_about(core, f"{_DC}language") or "")[:2].lower() or None
    return Draft(
        with_notes(reader.lines, _notes(archive, folder, reader.notes), language),
        title=reader.title or _about(core, f"{_DC}title"),
        byline=", ".join(reader.authors) or _about(core, f"{_DC}creator"),
        published=_day(_about(core, f"{_TERMS}created")),
        language=language,
    )


def _main_part(archive: Archive) -> str:
    """Path of the main document part, which relationships name."""
    relations = archive.xml("_rels/.rels")
    for relation in () if relations is None else relations.iter(f"{REL}Relationship"):
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return (relation.get("Target") or "").lstrip("/")
    return "word/document.xml"


def _about(core: XmlElement | None, name: str) -> str | None:
    text = None if core is None else core.findtext(name)
    return " ".join(text.split()) or None if text else None


def _day(text: str | None) -> date | None:
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", text or "")
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


@dataclass(slots=True)
class _Reader:
    """Collects the lines of a document in order."""

    styles: Styles
    numbering: Numbering
    lines: list[Line] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Notes in the order of their marks: part ("footnotes") and id."""
    title: str | None = None
    authors: list[str] = field(default_factory=list)
    """Who the document says wrote it, in paragraphs of their own."""

    def read(self, root: XmlElement) -> None:
        """Read the blocks under an element; each table is one line."""
        skip: set[XmlElement] = set()
        for element in root.iter(f"{W}p", f"{W}tbl", f"{W}sdt"):
            if not skip.isdisjoint(element.iterancestors()):
                continue
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                skip.add(element)
                self._table(element)
            elif _is_contents(element):
                skip.add(element)

    def _paragraph(self, paragraph: XmlElement) -> None:
        text = self._text(paragraph)
        style = self.styles.of(paragraph)
        item = self.numbering.item(paragraph, style)
        for row in text.split("\n"):
            clean = " ".join(row.split())
            if not clean or style.kind is StyleKind.CONTENTS:
                continue
            if style.kind is StyleKind.TITLE and self.title is None:
                self.title = clean
                continue
            if style.kind is StyleKind.AUTHOR:
                self.authors.append(clean)
                continue
            kind = {
                StyleKind.TITLE: LineKind.HEADING,
                StyleKind.HEADING: LineKind.HEADING,
                StyleKind.QUOTE: LineKind.QUOTE,
                StyleKind.CAPTION: LineKind.CAPTION,
                StyleKind.CODE: LineKind.CODE,
            }.get(style.kind, LineKind.PARAGRAPH)
            if kind is LineKind.HEADING:
                self.lines.append(Line(clean, kind=kind, level=max(1, style.level), gap=True))
            elif kind is LineKind.CODE:
                self._code(row.rstrip())
            elif item is not None:
                level, label = item
                self.lines.append(
                    Line(clean, kind=LineKind.ITEM, level=level, label=label, gap=True)
                )
                item = None
            else:
                self.lines.append(Line(clean, kind=kind, gap=True))

    def _code(self, row: str) -> None:
        """Add a row to the listing before it, or begin one."""
        if self.lines and self.lines[-1].kind is LineKind.CODE:
            row = f"{self.lines.pop().text}\n{row}"
        self.lines.append(Line(row, kind=LineKind.CODE, gap=True))

    def _table(self, table: XmlElement) -> None:
        rows = []
        for row in table.iterchildren(f"{W}tr"):
            cells = [" ".join(self._cell(cell).split()) for cell in row.iter(f"{W}tc")]
            if any(cells):
                rows.append("\t".join(cells))
        if rows:
            self.lines.append(Line("\n".join(rows), kind=LineKind.TABLE, gap=True))

    def _cell(self, cell: XmlElement) -> str:
        return " ".join(self._text(paragraph) for paragraph in cell.iter(f"{W}p"))

    def _text(self, paragraph: XmlElement) -> str:
        parts = []
        for part in runs(paragraph):
            if isinstance(part, str):
                parts.append(part)
            else:
                self.notes.append(part)
        return "".join(parts)


def _is_contents(block: XmlElement) -> bool:
    """Whether a structured block is a table of contents."""
    galleries = block.iterfind(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return any(value(gallery) == "Table of Contents" for gallery in galleries)


def _notes(archive: Archive, folder: str, marks: list[tuple[str, str]]) -> Iterator[Line]:
    """The notes whose marks stand in the text, in their order."""
    texts: dict[tuple[str, str], str] = {}
    for part in {part for part, _ in marks}:
        root = archive.xml(f"{folder}/{part}.xml")
        for note in () if root is None else root.iterchildren():
            words = "".join(
                piece if isinstance(piece, str) else ""
                for paragraph in note.iter(f"{W}p")
                for piece in (*runs(paragraph), " ")
            )
            texts[part, note.get(f"{W}id") or ""] = " ".join(words.split())
    for mark in dict.fromkeys(marks):
        if texts.get(mark):
            yield Line(texts[mark], kind=LineKind.PARAGRAPH, gap=True)
