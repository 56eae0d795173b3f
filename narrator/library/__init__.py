"""The library: episodes and their states, and the durable work that makes them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.library.crew import Patience
    from narrator.library.library import FILES, ON_DEMAND, Library
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
    from narrator.library.supervisor import Supervisor
    from narrator.library.tools import Tools
    from narrator.library.worker import Worker

__all__ = [
    "FILES",
    "ON_DEMAND",
    "Cause",
    "Change",
    "Event",
    "Library",
    "Order",
    "Patience",
    "Place",
    "Priority",
    "Problem",
    "Progress",
    "Record",
    "State",
    "Supervisor",
    "Tools",
    "Webhook",
    "Worker",
]

_HOMES = {
    "FILES": "library",
    "ON_DEMAND": "library",
    "Library": "library",
    "Patience": "crew",
    "Place": "place",
    "Supervisor": "supervisor",
    "Tools": "tools",
    "Worker": "worker",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: who serves needs nothing of the workers."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'records')}"), name)
