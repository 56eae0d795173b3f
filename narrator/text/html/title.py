"""What a page's headline is, among all the places that name it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_SEPARATOR = re.compile(r"\s+(?:[|·•»›:]|::|-{1,2}|–|—|/)\s+|\s*\|\s*")
_WORDS = re.compile(r"[^\W_]+")

_ALIKE = 0.4
"""Word F1 with a title in the metadata from which a first-level heading is the headline; below it
the heading is the site's name or a slogan."""


def choose_title(
    headings: Sequence[str], named: Sequence[str], *, site: str | None, url: str | None
) -> str | None:
    """Choose the headline.

    Args:
        headings: First-level headings of the page, in order.
        named: Titles that the metadata gives, most trusted first.
        site: Name of the publication.
        url: Where the page stands; its host often is the site's name.
    """
    titles = [strip_site(title, site, url) for title in named if title.strip()]
    if not titles:
        return headings[0] if headings else None
    likest = max(
        ((max(_alike(heading, title) for title in titles), heading) for heading in headings),
        key=lambda pair: pair[0],
        default=(0.0, ""),
    )
    best = likest[1] if likest[0] >= _ALIKE else titles[0]
    return strip_site(best, site, url)


def strip_site(title: str, site: str | None, url: str | None) -> str:
    """Take the site's name off a title ("Headline | Site", "Site - Headline")."""
    title = " ".join(title.split())
    cuts = [match.span() for match in _SEPARATOR.finditer(title)]
    if not cuts:
        return title
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    names = {_fold(name) for name in (site or "", host, host.rsplit(".", 1)[0]) if name}
    while cuts and _is_site(title[cuts[-1][1] :], title[: cuts[-1][0]], names):
        title = title[: cuts.pop()[0]]
    if cuts and _fold(title[: cuts[0][0]]) in names:
        title = title[cuts[0][1] :]
    elif cuts and "|" in title[slice(*cuts[-1])]:
        # What a pipe sets off is a site or a rubric, unless it is the longer part.
        tail = title[cuts[-1][1] :]
        if len(tail) < 0.6 * len(title[: cuts[-1][0]]):
            title = title[: cuts[-1][0]]
    return title


def _is_site(tail: str, rest: str, names: set[str]) -> bool:
    folded = _fold(tail)
    if not folded or not rest.strip():
        return False
    return any(folded == name or (len(name) > 4 and name in folded) for name in names) or any(
        len(folded) > 4 and folded in name for name in names
    )


def _fold(text: str) -> str:
    return "".join(_WORDS.findall(text.casefold()))


def _alike(left: str, right: str) -> float:
    """F1 of the words two titles share."""
    a, b = set(_WORDS.findall(left.casefold())), set(_WORDS.findall(right.casefold()))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
