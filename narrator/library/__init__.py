"""The library: episodes and their states, and the durable work that makes them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.library.library import FILES, Library
    from narrator.library.place import Place
    from narrator.library.records import (
        Cause,
        Change,
        Event,
        Order,
        Priority,
        Problem,
        Progress,
        Record,
        State,
        Webhook,
    )

__all__ = [
    "FILES",
    "Cause",
    "Change",
    "Event",
    "Library",
    "Order",
    "Place",
    "Priority",
    "Problem",
    "Progress",
    "Record",
    "State",
    "Webhook",
]

_HOMES = {
    "FILES": "library",
    "Library": "library",
    "Place": "place",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: who serves needs nothing of the workers."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'records')}"), name)
