"""From bytes to an element tree, whatever the bytes are."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from lxml import etree, html

from narrator.domain.errors import ArticleError, ErrorKind

Element: TypeAlias = Any
"""An lxml element; lxml ships no types."""

MAX_ELEMENTS = 30_000
"""Elements of a page up to which other libraries are asked about it: some of their steps take
quadratic time. Long articles have 5,000."""

_DECLARED = re.compile(
    rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_MOST_STREAMED = 100
"""Parts of a page that are put in their places; they nest, and must not nest without end."""

_WRAPPER = re.compile(
    r"</?(?:div|span|section|article|main|font|center|b|i|em|strong|blockquote|ul|ol|li|table"
    r"|tbody|tr|td|dl|dd|dt)\b[^<>]{0,4000}>",
    re.IGNORECASE,
)


def parse_page(source: str | bytes) -> Element:
    """Give the root element of a page or of a fragment of one.

    Raises:
        ArticleError: There is no element and no text in it.
    """
    text = source if isinstance(source, str) else decode_page(source)
    # Ends of the page are optional, and a theme that sets them too early would end it there.
    text = _ENDS.sub("", text.replace("\x00", "").lstrip("\ufeff"))
    root, cut = _parse(text, huge=False)
    if cut:
        # libxml2 stops at 256 open elements and at 10 MB in one text. No honest page gets there;
        # for the others the words are kept and their nesting is not.
        root, _ = _parse(_WRAPPER.sub("<p>", text), huge=True)
    if root is None:
        raise ArticleError(
            "The page is empty", hint="give a page that has text", kind=ErrorKind.EMPTY
        )
    _place_streamed(root)
    return root


def _parse(text: str, *, huge: bool) -> tuple[Element | None, bool]:
    """Parse, and tell whether a limit of the parser cut the page short."""
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=huge
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        root = None
    limit = etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return root, any(entry.type == limit for entry in parser.error_log)


def _place_streamed(root: Element) -> None:
    """Put parts that React streams behind the page (hidden, `S:1`) where they go (`B:1`)."""
    places = {
        template.get("id")[2:]: template
        for template in root.iter("template")
        if (template.get("id") or "").startswith("B:")
    }
    parts = [part for part in root.iter("div") if (part.get("id") or "").startswith("S:")]
    for part in parts[:_MOST_STREAMED]:
        if part.attrib.pop("hidden", None) is not None:
            place = places.get(part.get("id")[2:])
            if place is not None and part not in set(place.iterancestors()):
                place.addprevious(part)


def sum_up(sizes: Mapping[Element, int], root: Element) -> dict[Element, int]:
    """Give each element the sum of its own size and the sizes of the elements in it."""
    sums = dict(sizes)
    # A parent stands before its children, so that backwards each is complete when it is added.
    for element in reversed(list(root.iter())):
        size = sums.get(element)
        parent = element.getparent()
        if size and element is not root and parent is not None:
            sums[parent] = sums.get(parent, 0) + size
    return sums


def decode_page(data: bytes) -> str:
    """Decode by byte order mark, declaration, UTF-8 and likelihood, in this order."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def _encodings(data: bytes) -> Iterator[str]:
    if data[:1] == b"<" and data[1:2] == b"\0":
        yield "utf-16-le"
    if data[:2] == b"\0<":
        yield "utf-16-be"
    yield "utf-8"
    declared = _DECLARED.search(data[:8192])
    if declared:
        name = declared[1].decode("ascii").lower()
        # The web reads these as their supersets (WHATWG Encoding Standard, section 4.2).
        yield {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
               "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "gb2312": "gb18030",
               "shift_jis": "cp932"}.get(name, name)  # fmt: skip
        return
    from charset_normalizer import from_bytes

    best = from_bytes(data[:65536]).best()
    if best is not None:
        yield best.encoding
