"""From what was typed on the command line to the articles that are meant."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrator.domain import ArticleError

SUFFIXES = frozenset(
    {".docx", ".epub", ".htm", ".html", ".markdown", ".md", ".pdf", ".text", ".txt", ".xhtml"}
)
"""Which files of a folder are articles. A file that is named is read whatever its suffix."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
"""An address, of whatever scheme: the fetch says which ones it reads."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A page on the web."""

    url: str
    """Its http or https address."""


@dataclass(frozen=True, slots=True)
class Named:
    """An article as the command line names it."""

    label: str
    """What to call it in messages."""

    source: Path | bytes | WebAddress
    """A file, what was piped in, or a page that is still to be fetched."""


def find_articles(arguments: list[str]) -> list[Named]:
    """Return the articles of all arguments; a folder stands for the articles in it, by name.

    Raises:
        ArticleError: A path does not exist, or a folder has no article in it.
    """
    return [named for argument in arguments for named in _find(argument)]


def open_source(named: Named, allow: Sequence[str]) -> tuple[Path | bytes | str, str | None]:
    """Give an article's source and where it stands on the web; a web page is fetched now.

    Args:
        named: What `find_articles` gave.
        allow: Hosts and networks that may be read besides the public internet.

    Raises:
        ArticleError: It cannot be fetched.
    """
    if isinstance(named.source, WebAddress):
        from narrator.fetch import Access, fetch

        page = fetch(named.source.url, access=Access.of(allow))
        return page.source, page.url
    return named.source, None


def _find(argument: str) -> Iterator[Named]:
    if _ADDRESS.match(argument):
        yield Named(argument, WebAddress(argument))
        return
    path = Path(argument)
    if argument == "-":
        yield Named("standard input", sys.stdin.buffer.read())
    elif path.is_dir():
        yield from _articles_in(path)
    elif path.exists():
        yield Named(argument, path)
    else:
        raise ArticleError(f"there is no file {argument}", hint="check the path")


def _articles_in(folder: Path) -> Iterator[Named]:
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    if not files:
        raise ArticleError(
            f"there is no article in the folder {folder}",
            hint=f"narrator reads {', '.join(sorted(SUFFIXES))}",
        )
    for path in files:
        yield Named(str(path), path)
