"""What every request shares."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import Request

from narrator.fetch import Access
from narrator.library import Library

if TYPE_CHECKING:
    from narrator.config import Settings
    from narrator.service.metrics import Metrics
    from narrator.service.security.keys import KeyStore
    from narrator.service.security.pace import Pace, Quota


@dataclass(frozen=True, slots=True)
class Service:
    """One service, from its start to its end."""

    settings: Settings
    """The settings."""

    library: Library
    """Where episodes are ordered and found."""

    keys: KeyStore | None
    """The API keys; None where only this machine is listened to and none are needed."""

    access: Access
    """What may be fetched besides the public internet."""

    pace: Pace
    """How often keys may ask."""

    quota: Quota
    """How much audio keys may have made."""

    metrics: Metrics
    """What is counted."""

    closing: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the service is told to end: who waits for something stops waiting."""


def get_service(request: Request) -> Service:
    """Give the state of the app that a request came to."""
    service: Service = request.app.state.narrator
    return service
