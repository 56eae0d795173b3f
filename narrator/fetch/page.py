"""What a web address gave."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "application/pdf": "pdf",
    "application/epub+zip": "epub",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched document."""

    url: str
    """Where it was found in the end, after redirects."""

    content: bytes
    """The body, decompressed; empty where `unchanged`."""

    media_type: str = ""
    """Type by the server's word, in lower case and without parameters; empty where it says none."""

    charset: str | None = None
    """Encoding by the server's word."""

    etag: str | None = None
    """The server's version tag, to be given back at the next fetch."""

    last_modified: str | None = None
    """The server's date of change, to be given back at the next fetch."""

    unchanged: bool = False
    """Whether the server says that it is still what the tag or date of change named."""

    @property
    def kind(self) -> str | None:
        """What `read_article` calls it; None where the content tells better."""
        return _KINDS.get(self.media_type)

    @property
    def source(self) -> str | bytes:
        """The article as `read_article` takes it: text where only the server knows the encoding.

        UTF-8 proves itself; servers often promise Latin-1 for it.
        """
        textual = self.media_type.startswith("text/") or self.kind == "html"
        if self.charset is None or not textual or _is_utf8(self.content):
            return self.content
        if self.content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return self.content
        try:
            return self.content.decode(self.charset)
        except (LookupError, UnicodeError):
            return self.content


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
