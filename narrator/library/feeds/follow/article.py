"""From an entry to the article that is ordered."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from narrator.domain import ArticleError
from narrator.fetch import Access, fetch
from narrator.library.feeds.follow.matching import count_words
from narrator.library.feeds.follow.records import Full, Rules, Source
from narrator.library.feeds.sources import Entry
from narrator.library.records import Origin
from narrator.text import read_article

_TEASER = 150
"""Words under which what a feed has is taken for a teaser."""

_CUT = re.compile(r"(\.\.\.|…|\[…\]|\[\.\.\.\]|read more|continue reading)\W*$", re.IGNORECASE)
"""How a text ends that goes on elsewhere."""


@dataclass(frozen=True, slots=True)
class Text:
    """An article as it will be narrated."""

    content: bytes
    """Its source."""

    kind: str
    """What the source is, as `read_article` calls it; empty to tell by the content."""

    @property
    def digest(self) -> str:
        """Tell it from another version."""
        return hashlib.sha256(self.content).hexdigest()[:32]


def get_text(entry: Entry, rules: Rules, access: Access) -> Text:
    """Give the article: what the source has of it, or the page where that is a teaser only.

    Raises:
        UnreachableError: The page's server did not answer, or not now.
        ArticleError: The page is not there, or must not be fetched.
    """
    if entry.url and _needs_page(entry, rules):
        page = fetch(entry.url, access=access)
        content = page.source.encode() if isinstance(page.source, str) else page.source
        if page.kind == "html" and (rules.select or rules.drop):
            content = apply_site_rules(content, rules)
        return Text(content, page.kind or "")
    return Text(_as_document(entry), entry.kind)


def apply_site_rules(page: bytes, rules: Rules) -> bytes:
    """Reduce a page to what the site's rules say is the article.

    Raises:
        ArticleError: A selector is none, or selects nothing.
    """
    from lxml import etree, html
    from lxml.cssselect import CSSSelector

    tree: Any = html.document_fromstring(page)
    try:
        chosen = CSSSelector(rules.select)(tree) if rules.select else [tree.body]
        dropped = CSSSelector(rules.drop)(tree) if rules.drop else []
    except (etree.XPathError, SyntaxError, ValueError) as error:
        raise ArticleError("a CSS selector cannot be understood", hint=str(error)) from error
    if not chosen:
        raise ArticleError(
            f"nothing on the page is {rules.select}", hint="correct the selector of the source"
        )
    for element in dropped:
        element.drop_tree()
    head = etree.tostring(tree.head, encoding="unicode") if tree.head is not None else ""
    parts = [etree.tostring(part, encoding="unicode", with_tail=False) for part in chosen]
    return f"<html>{head}<body><article>{''.join(parts)}</article></body></html>".encode()


def origin(entry: Entry, source: Source) -> Origin:
    """Tell which publication an entry is from, and of which day."""
    name = entry.site or source.title or (urlsplit(source.address).hostname or source.address)
    return Origin(name, entry.published.date() if entry.published else None)


def _needs_page(entry: Entry, rules: Rules) -> bool:
    if rules.full is not Full.AUTO:
        return rules.full is Full.ALWAYS
    text = re.sub(r"<[^<>]*>", " ", entry.content)
    return count_words(text) < _TEASER or _CUT.search(text) is not None


def _as_document(entry: Entry) -> bytes:
    """Give what the source has as a document that names its title and author."""
    import html

    if entry.kind != "html":
        return entry.content.encode()
    title = html.escape(entry.title)
    author = html.escape(entry.author, quote=True)
    day = entry.published.date().isoformat() if entry.published else ""
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="author" content="{author}">'
        f'<meta property="article:published_time" content="{day}"></head>'
        f"<body><article><h1>{title}</h1>{entry.content}</article></body></html>"
    ).encode()


def too_short(text: Text, entry: Entry, rules: Rules) -> str:
    """Say that an article has fewer words than the source's rules ask for; empty where it has not.

    Raises:
        ArticleError: It cannot be read or has nothing to say.
    """
    if not rules.words:
        return ""
    found = read_article(text.content, kind=text.kind or None, url=entry.url or None)
    words = count_words(found.text)
    return f"it has {words} words" if words < rules.words else ""
