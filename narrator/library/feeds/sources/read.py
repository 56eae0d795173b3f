"""Reads a source, whatever it is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from narrator.domain import ArticleError
from narrator.library.feeds.sources.entry import Entry, Listing
from narrator.library.feeds.sources.mail import is_mail, read_mail
from narrator.library.feeds.sources.saved import read_json
from narrator.library.feeds.sources.syndication import read_feed

_FILES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
"""Suffixes of the articles that a watched folder takes, besides .eml."""

_LARGEST = 10_000_000
"""Bytes of a file that a watched folder takes."""


def read_listing(data: bytes, url: str, *, now: datetime) -> Listing:
    """Read RSS, Atom, JSON Feed, a saved-for-later list in JSON, or an e-mail.

    Args:
        data: What the source gave.
        url: Where it was found, for relative links.
        now: The present: dates beyond it are not believed.

    Raises:
        ArticleError: It is none of these.
    """
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in {b"{", b"["}:
        return read_json(data, url, now)
    if head[:1] != b"<" and is_mail(data):
        entry = read_mail(data, now)
        return Listing("", (entry,) if entry else ())
    return read_feed(data, url, now)


def read_folder(folder: Path, *, now: datetime) -> Listing:
    """Read the articles and e-mails of a watched folder, the newest first.

    Raises:
        ArticleError: There is no such folder.
    """
    try:
        paths = sorted(folder.rglob("*"), key=lambda path: (-path.stat().st_mtime, str(path)))
    except OSError as error:
        raise ArticleError(
            f"the folder {folder} cannot be read ({error.strerror})", hint="check the path"
        ) from error
    entries = [_read_file(path, folder, now) for path in paths if _is_article(path)]
    return Listing(folder.name, tuple(entry for entry in entries if entry))


def _is_article(path: Path) -> bool:
    known = path.suffix.lower() in {*_FILES, ".eml"} and not path.name.startswith(".")
    return known and path.is_file() and path.stat().st_size <= _LARGEST


def _read_file(path: Path, folder: Path, now: datetime) -> Entry | None:
    try:
        data, changed = path.read_bytes(), path.stat().st_mtime
    except OSError:
        return None
    if path.suffix.lower() == ".eml":
        return read_mail(data, now)
    return Entry(
        guid=path.relative_to(folder).as_posix(),
        url="",
        title="",
        content=data.decode("utf-8", "replace"),
        kind=_FILES[path.suffix.lower()],
        published=datetime.fromtimestamp(int(changed), UTC),
    )
