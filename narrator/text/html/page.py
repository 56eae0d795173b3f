"""Reads a web page."""

from __future__ import annotations

from narrator.domain.errors import ArticleError, ErrorKind
from narrator.text.draft import Draft, Line
from narrator.text.html.blocks import page_blocks
from narrator.text.html.body import judge_blocks
from narrator.text.html.metadata import page_address, read_metadata
from narrator.text.html.sites import Sites, load_sites
from narrator.text.html.tree import Element, parse_page


def read_html(source: str | bytes, *, url: str | None = None, sites: Sites | None = None) -> Draft:
    """Read a web page, or a fragment of one: all its lines, the article's without a rule.

    Args:
        source: The page. Bytes are decoded by byte order mark, declaration and likelihood.
        url: Where it stands, which helps to tell its links and its date.
        sites: Rules for single sites; None for ours.

    Raises:
        ArticleError: The page has no text that could be an article.
    """
    root = parse_page(source)
    about = read_metadata(root, url)
    site = (sites or load_sites()).of(url or page_address(root))
    blocks = judge_blocks(root, url, site)
    if all(block.line.rule for block in blocks):
        raise ArticleError(
            "No article was found in the page",
            hint="copy the text of the article and narrate that; "
            "pages that are built by scripts have no text in their source",
            kind=ErrorKind.NO_ARTICLE,
        )
    return about.draft(tuple(block.line for block in blocks))


def read_parts(source: str | bytes) -> list[tuple[Line, frozenset[str]]]:
    """Read a page that is all text, as the chapters of a book are.

    Returns:
        Every line, with the semantic types (`epub:type`, `role`) of the elements around it.
    """
    try:
        root = parse_page(source)
    except ArticleError:
        return []
    return [(block.line, _types(block.element)) for block in page_blocks(root)]


def _types(element: Element) -> frozenset[str]:
    parts = (element, *element.iterancestors())
    names = " ".join(f"{part.get('epub:type') or ''} {part.get('role') or ''}" for part in parts)
    return frozenset(names.lower().split())
