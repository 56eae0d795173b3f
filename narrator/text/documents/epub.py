"""Reads EPUB 2 and 3 books (EPUB 3.3, W3C Recommendation)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

from narrator.domain.errors import ArticleError, ErrorKind
from narrator.text.documents.archive import Archive, XmlElement
from narrator.text.documents.notes import with_notes
from narrator.text.draft import Draft, Line, LineKind
from narrator.text.html import read_parts

_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_ENCRYPTION = "{http://www.w3.org/2001/04/xmlenc#}"

_SKIPPED = frozenset(
    ("colophon", "copyright-page", "cover", "half-title-page", "halftitlepage", "imprint", "index",
     "landmarks", "loi", "lot", "page-list", "title-page", "titlepage", "toc")
)  # fmt: skip
"""Parts that are not read aloud: EPUB 3 structural semantics and EPUB 2 guide types."""

_NOTES = frozenset(
    ("doc-endnote", "doc-endnotes", "doc-footnote", "endnote", "endnotes", "footnote", "footnotes",
     "notes", "rearnote", "rearnotes")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Part:
    """One document of the spine."""

    name: str
    kinds: frozenset[str]
    label: str
    """What the table of contents calls it; empty where it does not."""


def read_epub(data: bytes) -> Draft:
    """Read a book: its parts in spine order, each under its heading, notes at the end.

    Raises:
        ArticleError: It is damaged, protected, or has no text.
    """
    archive = Archive(data)
    path, package = _package(archive)
    _refuse_protected(archive)
    meta = package.find(f"{_OPF}metadata")
    language = (_about(meta, "language") or "")[:2].lower() or None
    lines: list[Line] = []
    notes: list[Line] = []
    for part in _spine(archive, package, posixpath.dirname(path)):
        if not part.kinds & _SKIPPED:
            text, apart = _read_part(archive, part)
            lines += text
            notes += apart
    if not lines:
        raise ArticleError(
            "The book has no text",
            hint="a book of pictures cannot be narrated",
            kind=ErrorKind.EMPTY,
        )
    names = [] if meta is None else [_clean(item) for item in meta.iter(f"{_DC}creator")]
    return Draft(
        with_notes(lines, notes, language),
        title=_about(meta, "title"),
        byline=", ".join(filter(None, names)) or None,
        published=_day(_about(meta, "date") or ""),
        language=language,
        site=_about(meta, "publisher"),
    )


def _package(archive: Archive) -> tuple[str, XmlElement]:
    """Give the path and the root of the package document."""
    container = archive.xml("META-INF/container.xml")
    root = None if container is None else container.find(f".//{_CONTAINER}rootfile")
    path = "" if root is None else root.get("full-path") or ""
    package = archive.xml(path)
    if package is None:
        raise ArticleError(
            "The book has no package document",
            hint="download or export the book again",
            kind=ErrorKind.DAMAGED,
        )
    return path, package


def _refuse_protected(archive: Archive) -> None:
    """Raise if the text itself is encrypted; fonts often are, and do not matter."""
    encryption = archive.xml("META-INF/encryption.xml")
    if encryption is None:
        return
    for reference in encryption.iter(f"{_ENCRYPTION}CipherReference"):
        if (reference.get("URI") or "").lower().endswith((".xhtml", ".html", ".htm", ".xml")):
            raise ArticleError(
                "The book is protected (DRM)",
                hint="give a copy without protection",
                kind=ErrorKind.LOCKED,
            )


def _about(meta: XmlElement | None, name: str) -> str | None:
    found = None if meta is None else meta.find(f"{_DC}{name}")
    return None if found is None else _clean(found) or None


def _clean(element: XmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _day(text: str) -> date | None:
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _spine(archive: Archive, package: XmlElement, folder: str) -> Iterator[_Part]:
    """Give the parts in reading order."""
    items = {item.get("id"): item for item in package.iter(f"{_OPF}item")}
    guide = {
        _name(folder, item.get("href")): item.get("type") or ""
        for item in package.iter(f"{_OPF}reference")
    }
    spine = package.find(f"{_OPF}spine")
    labels = _labels(archive, items, folder, None if spine is None else spine.get("toc"))
    seen = set()
    for reference in package.iter(f"{_OPF}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "html" not in (item.get("media-type") or ""):
            continue
        name = _name(folder, item.get("href"))
        if name in seen:
            continue
        seen.add(name)
        kinds = {guide.get(name, "").lower()}
        kinds |= {"toc"} if "nav" in (item.get("properties") or "").split() else set()
        kinds |= {"notes"} if reference.get("linear") == "no" else set()
        yield _Part(name, frozenset(kinds), labels.get(name, ""))


def _name(folder: str, href: str | None) -> str:
    """Path in the archive of an address in a document that lies in `folder`."""
    path = unquote((href or "").split("#")[0])
    return posixpath.normpath(posixpath.join(folder, path)) if path else ""


def _labels(
    archive: Archive, items: dict[str | None, XmlElement], folder: str, ncx: str | None
) -> dict[str, str]:
    """What the table of contents calls each document: its first entry that points there."""
    nav = next((i for i in items.values() if "nav" in (i.get("properties") or "").split()), None)
    toc = nav if nav is not None else items.get(ncx)
    if toc is None:
        return {}
    name = _name(folder, toc.get("href"))
    try:
        tree = archive.xml(name)
    except ArticleError:
        return {}
    labels: dict[str, str] = {}
    for label, target in () if tree is None else _entries(tree):
        labels.setdefault(_name(posixpath.dirname(name), target), label)
    return labels


def _entries(tree: XmlElement) -> Iterator[tuple[str, str | None]]:
    """Labels and addresses of a navigation document (EPUB 3) or an NCX (EPUB 2)."""
    for link in tree.iter("{http://www.w3.org/1999/xhtml}a"):
        yield _clean(link), link.get("href")
    for point in tree.iter(f"{_NCX}navPoint"):
        label, content = point.find(f"{_NCX}navLabel"), point.find(f"{_NCX}content")
        if label is not None and content is not None:
            yield _clean(label), content.get("src")


def _read_part(archive: Archive, part: _Part) -> tuple[list[Line], list[Line]]:
    """Give a document's lines of text and of notes."""
    data = archive.read(part.name)
    if not data or not data.strip():
        return [], []
    text: list[Line] = []
    notes: list[Line] = []
    for line, kinds in read_parts(data):
        if kinds & _SKIPPED:
            continue
        apart = kinds & _NOTES or part.kinds & _NOTES
        (notes if apart else text).append(line)
    if text and part.label and not any(line.kind is LineKind.HEADING for line in text[:3]):
        text.insert(0, Line(part.label, kind=LineKind.HEADING, level=1, gap=True))
    return text, notes
