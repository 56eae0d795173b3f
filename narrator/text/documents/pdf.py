"""Reads PDF files that have a text layer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from narrator.domain.errors import ArticleError, ErrorKind
from narrator.text.documents.columns import in_reading_order
from narrator.text.documents.glyphs import PdfLine, page_lines
from narrator.text.documents.notes import with_notes
from narrator.text.documents.paragraphs import build_lines
from narrator.text.documents.running import part_running
from narrator.text.draft import Draft, Line
from narrator.text.places import RUNNING_HEAD

if TYPE_CHECKING:
    import pypdfium2

_MAX_PAGES = 5_000
_MAX_CHARS = 5_000_000
"""Characters of all pages. The longest books have three million, which take about a minute."""

_NAMELESS = re.compile(
    r"^(?:untitled|microsoft word\b.*|.*\.(?:docx?|dvi|indd|pdf|tex|rtf|odt|pages|qxd)|[\W\d_]*)$",
    re.IGNORECASE,
)
"""Titles that a program wrote and no author."""


def read_pdf(data: bytes) -> Draft:
    """Read a PDF: columns in reading order, hyphenated words joined, footnotes at the end.

    Headings are told by the size and weight of their type. Running heads and page numbers stand
    behind everything else, with the rule that leaves them out.

    Raises:
        ArticleError: It is damaged, locked, too long, or has no text layer.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error) from error
    try:
        pages = list(_pages(document))
        about = document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error) from error
    finally:
        document.close()
    if not any(pages):
        raise ArticleError(
            "The PDF has no text layer, only pictures of pages",
            hint="run it through text recognition (OCR) first",
            kind=ErrorKind.SCANNED,
        )
    parted, running = part_running(pages)
    text, notes = build_lines([in_reading_order(page) for page in parted])
    edges = (Line(line.text, gap=True, rule=RUNNING_HEAD) for line in running)
    title = " ".join(about.get("Title", "").split())
    return Draft(
        (*with_notes(text, notes, None), *edges),
        title=None if _NAMELESS.match(title) else title,
        byline=" ".join(about.get("Author", "").split()) or None,
        published=_day(about.get("CreationDate", "")),
    )


def _unreadable(error: Exception) -> ArticleError:
    if "password" in str(error).lower():
        return ArticleError(
            "The PDF is locked", hint="save it without a password", kind=ErrorKind.LOCKED
        )
    return ArticleError(
        "The PDF is damaged", hint="download or export it again", kind=ErrorKind.DAMAGED
    )


def _pages(document: pypdfium2.PdfDocument) -> Iterator[list[PdfLine]]:
    """Give the lines of each page, in the order of the file."""
    count = len(document)
    if count > _MAX_PAGES:
        raise ArticleError(
            f"The PDF has {count} pages", hint=f"split it at {_MAX_PAGES}", kind=ErrorKind.TOO_LARGE
        )
    chars = 0
    for number in range(count):
        page = document[number]
        lines = page_lines(page)
        page.close()
        chars += sum(len(line.text) for line in lines)
        if chars > _MAX_CHARS:
            raise ArticleError(
                "The PDF has too much text", hint="split it into parts", kind=ErrorKind.TOO_LARGE
            )
        yield lines


def _day(text: str) -> date | None:
    """Date of a PDF date string (ISO 32000-2, 7.9.4): D:YYYYMMDD..."""
    found = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
