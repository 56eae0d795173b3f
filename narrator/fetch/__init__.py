"""From a web address to bytes, without ever reaching what the public cannot reach.

An address may come from anyone, so a page could point into our own network ("server-side request
forgery"). Names are resolved once, every address they give is checked, and the connection goes to
the checked address: on the first request and on every redirect.
"""

from narrator.fetch.access import Access
from narrator.fetch.fetch import (
    ARTICLE_TYPES,
    FEED_TYPES,
    IMAGE_TYPES,
    USER_AGENT,
    Limits,
    Refusal,
    fetch,
    send,
)
from narrator.fetch.page import Page

__all__ = [
    "ARTICLE_TYPES",
    "FEED_TYPES",
    "IMAGE_TYPES",
    "USER_AGENT",
    "Access",
    "Limits",
    "Page",
    "Refusal",
    "fetch",
    "send",
]
