"""Where the service has a feed and the files it names.

A listener's token stands in the path, so that it reaches everything a podcast app fetches by the
addresses alone: apps send no headers, and many drop a query.
"""

from __future__ import annotations

from urllib.parse import quote


def feed_address(base: str, slug: str, token: str = "", page: int = 1) -> str:
    """Give the URL of a page of a feed.

    Args:
        base: Address of the service.
        slug: Name of the feed.
        token: A listener's token; empty for a public feed.
        page: Number of the page, from 1.
    """
    query = f"?page={page}" if page > 1 else ""
    return f"{_root(base, slug, token)}.xml{query}"


def file_address(base: str, slug: str, token: str, episode: str, name: str) -> str:
    """Give the URL of a file of an episode of a feed; arguments as of `feed_address`."""
    return f"{_root(base, slug, token)}/{quote(episode)}/{quote(name)}"


def _root(base: str, slug: str, token: str) -> str:
    middle = f"for/{quote(token, safe='')}/" if token else ""
    return f"{base.rstrip('/')}/feeds/{middle}{quote(slug)}"
