"""What a page says of its episode to those who show a link to it: chats, and readers of oEmbed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from narrator.library import Record
from narrator.service.present import embed_address, links
from narrator.service.state import Service


@dataclass(frozen=True, slots=True)
class Card:
    """An episode as Open Graph has it (ogp.me); all addresses are absolute."""

    title: str
    """Its title."""

    site: str
    """The publication; empty if that is not known."""

    image: str
    """Its cover."""

    audio: str
    """Its audio, as MP3."""

    oembed: str
    """Where oEmbed describes its player."""


def card_of(service: Service, record: Record, base: str) -> Card:
    """Describe an episode that is ready, at a service that is reached at `base`."""
    base = base.rstrip("/")
    found = links(service, record)
    return Card(
        title=record.title,
        site=record.site or "",
        image=base + found["cover"],
        audio=base + found["mp3"],
        oembed=oembed_address(base, embed_address(service, record.id)),
    )


def oembed_address(base: str, path: str) -> str:
    """Give the address where oEmbed describes the player that is at a path of the service."""
    base = base.rstrip("/")
    return f"{base}/oembed?format=json&url={quote(base + path, safe='')}"
