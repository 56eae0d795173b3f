"""What a page says of itself: JSON-LD, Open Graph, meta elements and a few conventions."""

from __future__ import annotations

import copy
import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from narrator.text.draft import Draft, Line
from narrator.text.html.byline import find_byline
from narrator.text.html.title import choose_title
from narrator.text.html.tree import MAX_ELEMENTS, Element

_ARTICLES = ("Article", "BlogPosting", "Report", "Review")
"""How the names of schema.org types for articles end ("NewsArticle", "LiveBlogPosting")."""

_MAX_LINKED_DATA = 2_000_000
"""Characters of JSON-LD that are read; pages have some 10,000."""


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Title, byline and the like; None for what the page does not say."""

    title: str | None
    byline: str | None
    published: date | None
    language: str | None
    site: str | None
    image: str | None

    def draft(self, lines: tuple[Line, ...]) -> Draft:
        """Join with the lines of the article."""
        return Draft(
            lines,
            title=self.title,
            byline=self.byline,
            published=self.published,
            language=self.language,
            site=self.site,
            image=self.image,
        )


def read_metadata(root: Element, url: str | None) -> PageMetadata:
    """Read a page's metadata; `url` resolves relative addresses and tells the site's name."""
    metas = _metas(root)
    linked = _linked_data(root)
    site = metas.get("og:site_name") or _text(linked.get("publisher")) or None
    named = [
        _text(linked.get("headline")),
        metas.get("og:title", ""),
        _clean(root.findtext(".//title") or ""),
        metas.get("twitter:title", ""),
    ]
    headings = [_clean("".join(heading.itertext())) for heading in root.iter("h1")]
    image = metas.get("og:image") or _text(linked.get("image"), "url") or None
    return PageMetadata(
        title=choose_title([h for h in headings if h], named, site=site, url=url),
        byline=_byline(root, metas, linked),
        published=_published(root, metas, linked, url),
        language=_language(root, metas),
        site=site,
        image=_address(image, url),
    )


def page_address(root: Element) -> str | None:
    """Where the page says it stands, with its host."""
    links = (link for link in root.iter("link") if link.get("rel") == "canonical")
    named = [*(link.get("href") or "" for link in links), _metas(root).get("og:url", "")]
    return next((address for address in named if "://" in address), None)


def _clean(text: str) -> str:
    return " ".join(html.unescape(text).split())


def _metas(root: Element) -> dict[str, str]:
    """First value of each meta element, by lower-case name."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = _clean(meta.get("content") or "")
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _linked_data(root: Element) -> dict[str, Any]:
    """The JSON-LD object that describes the article, else an empty one."""
    for script in root.iter("script"):
        text = script.text or ""
        if script.get("type") != "application/ld+json" or len(text) > _MAX_LINKED_DATA:
            continue
        try:
            # Line breaks in strings are common and harmless.
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(data):
            kinds = _as_list(item.get("@type"))
            if any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in kinds):
                return item
    return {}


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """The objects at the top, in a list, in `@graph`, or that a page is about."""
    for item in _as_list(data):
        if isinstance(item, dict):
            yield item
            for inner in (*_as_list(item.get("@graph")), item.get("mainEntity")):
                if isinstance(inner, dict):
                    yield inner


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any, key: str = "name") -> str:
    """The words of a JSON-LD value: a string, an object with a name, or the first of a list."""
    first = _as_list(value)[0] if value else ""
    if isinstance(first, dict):
        first = first.get(key)
    return _clean(first) if isinstance(first, str) else ""


_ACCOUNT = re.compile(r"[a-z0-9._@-]+")
_BY = re.compile(r"^(?:written\s+)?by[\s:]+", re.IGNORECASE)


def _byline(root: Element, metas: dict[str, str], linked: dict[str, Any]) -> str | None:
    linked_names = [_text(author) for author in _as_list(linked.get("author"))]
    named = (metas.get(key, "") for key in ("author", "article:author", "parsely-author"))
    names = _names(linked_names) or _names(named)[:1] or _names([find_byline(root) or ""])
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else None


def _names(found: Iterable[str]) -> list[str]:
    """The names among what a page gives for its authors, each once."""
    names = dict.fromkeys(_BY.sub("", name).strip(" ,;|") for name in found)
    return [
        name
        for name in names
        if 1 < len(name) <= 100 and "/" not in name and not _ACCOUNT.fullmatch(name)
    ]


_DATE = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)")
_DATE_KEYS = (
    "article:published_time", "datepublished", "date", "dc.date", "dcterms.date", "pubdate",
    "publishdate", "parsely-pub-date", "sailthru.date",
)  # fmt: skip


def _published(
    root: Element, metas: dict[str, str], linked: dict[str, Any], url: str | None
) -> date | None:
    times = (time.get("datetime") or "" for time in root.iter("time"))
    metadata = (metas.get(key, "") for key in _DATE_KEYS)
    for text in (_text(linked.get("datePublished")), *metadata, *times):
        day = _day(text)
        if day is not None:
            return day
    return _day(_written_date(root, url))


def _day(text: str) -> date | None:
    found = _DATE.match(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _written_date(root: Element, url: str | None) -> str:
    """The date in the page's address or text, as YYYY-MM-DD; empty where there is none."""
    from htmldate import find_date

    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        return ""
    page = copy.copy(root)
    return find_date(page, extensive_search=False, original_date=True, url=url) or ""


def _language(root: Element, metas: dict[str, str]) -> str | None:
    tree = root.getroottree().getroot()
    tag = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    tag = tag or metas.get("content-language") or metas.get("og:locale") or ""
    primary = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", tag.strip())
    return primary[0].lower() if primary else None


def _address(image: str | None, url: str | None) -> str | None:
    if not image:
        return None
    try:
        address = urljoin(url or "", image)
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) else None
