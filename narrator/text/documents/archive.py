"""Opening zip archives and XML that nobody vouches for."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any, TypeAlias

from lxml import etree

from narrator.domain.errors import ArticleError, ErrorKind

XmlElement: TypeAlias = Any
"""An lxml element; lxml ships no types."""

_MAX_ENTRIES = 20_000
_MAX_ENTRY = 40_000_000
"""Bytes of one text file in the archive. The longest novels have 4 MB."""
_MAX_TOTAL = 120_000_000
"""Bytes that are unpacked of one archive, so that a few kilobytes cannot fill the memory."""

_AGAIN = "download or export the document again"


class Archive:
    """A zip archive whose entries are read within bounds."""

    def __init__(self, data: bytes) -> None:
        """Open an archive.

        Raises:
            ArticleError: It is damaged or has too many entries.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise ArticleError(
                "The document is damaged", hint=_AGAIN, kind=ErrorKind.DAMAGED
            ) from error
        self._left = _MAX_TOTAL
        self.names = frozenset(self._zip.namelist())
        if len(self.names) > _MAX_ENTRIES:
            raise _too_large()

    def read(self, name: str) -> bytes | None:
        """Give an entry's bytes; None if there is no such entry.

        Raises:
            ArticleError: The entry is damaged, encrypted or too large.
        """
        if name not in self.names:
            return None
        bound = min(_MAX_ENTRY, self._left)
        try:
            with self._zip.open(name) as entry:
                data = entry.read(bound + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise ArticleError(
                "The document is damaged", hint=_AGAIN, kind=ErrorKind.DAMAGED
            ) from error
        except (RuntimeError, NotImplementedError) as error:
            raise ArticleError(
                "The document is encrypted or packed in an unknown way",
                hint="save it without a password",
                kind=ErrorKind.LOCKED,
            ) from error
        if len(data) > bound:
            raise _too_large()
        self._left -= len(data)
        return data

    def xml(self, name: str) -> XmlElement | None:
        """Give the root element of an XML entry; None if there is no such entry.

        Entities are not expanded and nothing is fetched.

        Raises:
            ArticleError: The entry is damaged or too large.
        """
        data = self.read(name)
        if data is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ArticleError(
                "The document is damaged", hint=_AGAIN, kind=ErrorKind.DAMAGED
            ) from error


def _too_large() -> ArticleError:
    return ArticleError(
        "The document unpacks to too much", hint="split it into parts", kind=ErrorKind.TOO_LARGE
    )
