"""Inputs that mean harm: each shape is made as large as it is asked to be."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping

Maker = Callable[[int], bytes]
"""Makes an input of about so many bytes."""

CONTAINER = (
    b'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    b'<rootfile full-path="b.opf"/></rootfiles></container>'
)
PACKAGE = (
    b'<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest>'
    b'<item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>'
    b'<spine><itemref idref="c"/></spine></package>'
)
WORDML = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
    ) + b"]>"
)  # fmt: skip
"""Nine entities, each ten times the one before."""


def again(piece: str, before: str = "", after: str = "") -> Maker:
    """Repeat a piece."""

    def make(size: int) -> bytes:
        count = size // len(piece.encode()) + 1
        return (before + piece * count + after).encode()

    return make


def nested(tag: str, inside: str = "words") -> Maker:
    """Open an element over and over, then close all."""

    def make(size: int) -> bytes:
        count = size // (2 * len(tag) + 5)
        return (f"<html><body>{f'<{tag}>' * count}{inside}{f'</{tag}>' * count}").encode()

    return make


def packed(files: Mapping[str, bytes]) -> bytes:
    """Pack files into a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def epub(chapter: bytes) -> bytes:
    """Pack one chapter as a book."""
    files = {"META-INF/container.xml": CONTAINER, "b.opf": PACKAGE, "c.xhtml": chapter}
    return packed(files)


def docx(body: bytes) -> bytes:
    """Pack a body as a Word document."""
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": body})


def linked_data(size: int) -> bytes:
    """Nest JSON-LD."""
    count = size // 2
    return f"<script type='application/ld+json'>{'[' * count}{']' * count}</script>x".encode()


def stream_parts(size: int) -> bytes:
    """Refer from place to place as a streaming page does."""
    count = size // 60
    parts = (f"<template id=B:{i}></template><div hidden id=S:{i}>w</div>" for i in range(count))
    return "".join(parts).encode()


def pdf(size: int) -> bytes:
    """Write a page that shows a text over and over."""
    row = b"BT /F1 9 Tf 20 700 Td (one word and one more) Tj ET\n"
    stream = row * (size // len(row))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % pair for pair in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"


TEXTS = {
    "one line of words": again("and the boat went on "),
    "one line of a letter": again("a"),
    "one line of spaces": again(" ", "a", "a"),
    "short lines": again("a b\n"),
    "empty lines": again("\n", "a", "a"),
    "paragraphs": again("The ferry left the harbour before the sun was up. " * 4 + "\n"),
    "stops": again("."),
    "initials": again("A. "),
    "names": again("By A "),
    "byline": again("Ann Harker, ", "By "),
    "dates": again("jan 1, 2020 "),
    "numbers": again("1,"),
    "hyphens": again("well-\n"),
    "brackets": again("("),
    "quotes": again('"'),
    "quoted lines": again("> > > > a\n"),
    "bullets": again("- a\n"),
    "numbered": again("1. a\n2. b\n"),
    "table bars": again("| a | b |\n"),
    "bars": again("|"),
    "tabs": again("a\tb\n"),
    "underlines": again("title\n=====\n\n"),
    "fences": again("```\n"),
    "turns": again("Q: why?\nA: because\n"),
    "mail": again("From: a\nSubject: b\n"),
    "menu": again("Home > News > "),
    "credits": again("photo / "),
    "emoji": again("👩‍👩‍👧 "),
    "accents": again("e\u0301\u0302"),
    "unseen": again("\u200b\u200d\ufeff"),
    "controls": again("\x85\u2028\x0b"),
    "addresses": again("https://a.b/c?d=e "),
    "korean": again("관련 기사 "),
    "same heading": again("The same heading\n\n" + "words and more words. " * 6 + "\n\n"),
}
PAGES = {
    **{f"nested {tag}": nested(tag) for tag in ("div", "span", "ul><li", "blockquote", "b", "a")},
    "nested tables": nested("table><tr><td"),
    "nested unknown": nested("x-y"),
    "open paragraphs": again("<p>word"),
    "links": again("<a href=x>word</a> "),
    "breaks": again("word<br>"),
    "note marks": again("<sup><a href='#n'>1</a></sup>"),
    "items": again("<li>word", "<ol>"),
    "rows": again("<tr><td>a<td>b", "<table>"),
    "headings": again("<h1>The same words</h1>"),
    "captions": again("<figure><figcaption>A boat. Photo: </figcaption></figure>"),
    "copies": again("<div><p>" + "The same words again and again. " * 4 + "</p></div>"),
    "metas": again("<meta name=author content=a>"),
    "long attribute": again("a ", "<p class='", "'>words"),
    "attributes": again("a='b' ", "<p ", ">words"),
    "references": again("&amp;&#9829;&nbsp;"),
    "open tags": again("<"),
    "comment": again("<!-- "),
    "script": again("<script>"),
    "declared": again("<!DOCTYPE html>"),
    "times": again("<time datetime='2020-01-01'>"),
    "styles": again("<p style='display:none' class='nav menu'>word</p>"),
    "linked data": linked_data,
    "stream parts": stream_parts,
    "json": lambda size: json.dumps({"a": "b" * size}).join(("<script>", "</script>")).encode(),
}
MARKDOWN = {
    "quotes in quotes": again("> "),
    "open brackets": again("["),
    "links": again("[a](b) "),
    "open links": again("[a]("),
    "emphasis": again("*a **b "),
    "ticks": again("`a``b"),
    "items in items": lambda size: b"".join(
        b" " * 2 * (i % 400) + b"- a\n" for i in range(size // 400)
    ),
    "tables": again("| a | b |\n|---|---|\n| c | d |\n\n"),
    "tags": again("<b><i>"),
    "notes": again("a[^1]\n\n[^1]: b\n\n"),
    "images": again("![a](b) "),
    "escapes": again("\\*"),
}
FILES = {
    "book: entities": lambda size: epub(
        BOMB + b"<html><body><p>&j;</p></body></html>" + b" " * (size // 100)
    ),
    "book: zeros": lambda size: epub(b"\0" * size * 100),
    "book: nested": lambda size: epub(nested("div")(size)),
    "book: words": lambda size: epub(again("<p>and the boat went on</p>", "<html><body>")(size)),
    "book: entries": lambda size: packed(dict.fromkeys(map(str, range(size // 120)), b"")),
    "word: entities": lambda size: docx(
        BOMB
        + b"<w:document %b><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
        % WORDML
        + b" " * (size // 100)
    ),
    "word: zeros": lambda size: docx(b"\0" * size * 100),
    "word: paragraphs": lambda size: docx(
        b"<w:document %b><w:body>%b</w:body></w:document>"
        % (WORDML, b"<w:p><w:r><w:t>word</w:t></w:r></w:p>" * (size // 38))
    ),
    "word: nested": lambda size: docx(
        b"<w:document %b><w:body>%b</w:body></w:document>"
        % (WORDML, b"<w:sdt>" * (size // 15) + b"</w:sdt>" * (size // 15))
    ),
    "paper: words": pdf,
    "paper: not one": again("obj ", "%PDF-1.7\n"),
}
SHAPES: Mapping[str, Mapping[str, Maker]] = {
    "text": TEXTS, "html": PAGES, "markdown": MARKDOWN, "file": FILES,
}  # fmt: skip
"""Shapes by kind; the kind of a file is told by its content."""
