"""What a source is, told from its bytes; names and media types lie too often."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from enum import StrEnum

from narrator.domain.errors import ArticleError, ErrorKind

_SAMPLE = 1 << 18
"""Bytes that are looked at. A page shows what it is in far less; a bound keeps 50 MB cheap."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the start of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Kind(StrEnum):
    """The sources that can be read."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    EPUB = "epub"
    PDF = "pdf"
    DOCX = "docx"


def detect_kind(data: bytes) -> Kind:
    """Tell what a source is from its content.

    Plain text is the answer in doubt: reading Markdown as text costs a few stray marks, reading
    text as Markdown loses its line breaks.

    Raises:
        ArticleError: The content is a known format that no reader here understands (another
            zip archive, a Word 97 or RTF file), or an archive that cannot be opened.
    """
    # Readers of PDF accept a header anywhere in the first 1024 bytes (ISO 32000-2, annex I).
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(b"PK\x03\x04"):
        return _archive_kind(data)
    if data.startswith((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")):
        raise ArticleError(
            "This is an old Word or RTF document",
            hint="save it as DOCX and try again",
            kind=ErrorKind.FORMAT,
        )
    text = _sample(data).lstrip("\ufeff \t\r\n\f\v\x00")
    if _ROOT.match(text):
        return Kind.HTML
    if _is_markdown(text):
        return Kind.MARKDOWN
    return Kind.HTML if _is_fragment(text) else Kind.TEXT


def _archive_kind(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ArticleError(
            "The archive is damaged",
            hint="download or export the document again",
            kind=ErrorKind.DAMAGED,
        ) from error
    if "META-INF/container.xml" in names:
        return Kind.EPUB
    if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return Kind.DOCX
    raise ArticleError(
        "This archive is neither an EPUB book nor a DOCX document",
        hint="unpack it and narrate the files in it",
        kind=ErrorKind.FORMAT,
    )


def _sample(data: bytes) -> str:
    """Decode the first bytes well enough to find ASCII markup in them."""
    head = data[:_SAMPLE]
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head.decode(encoding, errors="replace")
    if head[:1] == b"<" and head[1:2] == b"\0":
        return head.decode("utf-16-le", errors="replace")
    if head[:2] == b"\0<":
        return head.decode("utf-16-be", errors="replace")
    return head.decode("utf-8", errors="replace")


_SKIP = r"(?:\s+|<!--.{0,5000}?-->|<\?[^>]{0,500}>)*"
_ROOT = re.compile(
    _SKIP + r"<(?:!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(r"<\?xml\b", re.IGNORECASE)
_BLOCK_TAG = (
    r"(?:address|article|aside|blockquote|center|dd|details|div|dl|dt|fieldset|figcaption|figure"
    r"|footer|form|h[1-6]|header|hr|iframe|li|link|main|nav|ol|p|pre|script|section|style|table"
    r"|tbody|td|th|tr|ul)"
)
_OPENS = re.compile(
    _SKIP + rf"<(?:{_BLOCK_TAG}|a|b|br|em|font|i|img|small|span|strong)(?:\s[^<>]{{0,2000}})?/?>",
    re.IGNORECASE | re.DOTALL,
)
_CLOSES = re.compile(rf"</{_BLOCK_TAG}\s*>", re.IGNORECASE)
_SPARSE = 500
"""Characters a closing block tag may stand for, at most, in a fragment that opens with words.
A text about HTML names a tag now and then; a fragment closes one every paragraph."""


def _is_fragment(text: str) -> bool:
    """Whether this is a piece of HTML without its root."""
    if _XML.match(text):
        return True
    closes = len(_CLOSES.findall(text))
    if _OPENS.match(text):
        return closes >= 1
    return closes >= 3 and len(text) / closes <= _SPARSE


_STRONG = (
    re.compile(
        r"\A---[ \t]*\n(?:[\w-]{1,40}:.{0,500}\n|[ \t]+.{0,500}\n){1,60}(?:---|\.\.\.)[ \t]*\n"
    ),
    re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE),
    re.compile(r"^ {0,3}(```|~~~)", re.MULTILINE),
    re.compile(
        r"\[[^\[\]\n]{1,300}\]\((?:https?:|mailto:|\.{0,2}/|#|\w)[^()\s]{0,1000}[^()\n]{0,200}\)"
    ),
    re.compile(r"!\[[^\[\]\n]{0,300}\]\("),
    re.compile(r"^ {0,3}\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t:|-]*$", re.MULTILINE),
    re.compile(r"^ {0,3}\[[^\[\]\n]{1,100}\]:[ \t]+\S", re.MULTILINE),
)
"""Signs that hardly stand in plain text: front matter, ATX headings, fences, links, images,
table rules, link definitions."""

_WEAK = (
    re.compile(r"(?<![*\w])\*\*[^\s*][^*\n]{0,300}\*\*(?![*\w])"),
    re.compile(r"^[^\s#>|-].{0,200}\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE),
    re.compile(r"(?<![`\w])`[^`\n]{1,200}`(?![`\w])"),
    re.compile(r"^> \S", re.MULTILINE),
    re.compile(r"(?<![_\w])_[^\s_][^_\n]{0,300}_(?![_\w])"),
)
"""Signs that also stand in e-mail and chat: bold, underlined titles, back ticks, quotes."""


def _is_markdown(text: str) -> bool:
    """Whether marks of Markdown agree: two kinds of strong ones, or one with company."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    strong = [sum(1 for _ in sign.finditer(text)) for sign in _STRONG]
    kinds = sum(map(bool, strong))
    weak = sum(map(bool, (sign.search(text) for sign in _WEAK)))
    opens_with_heading = _STRONG[1].match(text) is not None
    return (
        kinds >= 2
        or max(strong) >= 2
        or (kinds == 1 and (weak >= 1 or opens_with_heading or bool(strong[0])))
    )
