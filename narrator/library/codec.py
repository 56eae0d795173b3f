"""The library's values as JSON and back: any of our dataclasses, by their annotations."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

Value = TypeVar("Value")


def encode(value: Any) -> str:
    """Write a value as JSON."""
    return msgspec.json.encode(value).decode()


def decode(text: str | bytes, kind: type[Value]) -> Value:
    """Read a value of a kind from JSON.

    Raises:
        ValueError: It is not JSON, or not of that kind.
    """
    return msgspec.json.decode(text, type=kind)


def plain(value: Any) -> Any:
    """Turn a value into dicts, lists, texts and numbers."""
    return msgspec.to_builtins(value)


def rebuild(value: Any, kind: type[Value]) -> Value:
    """Make a value of a kind from what `plain` gave.

    Raises:
        ValueError: It is not of that kind.
    """
    return msgspec.convert(value, kind)
