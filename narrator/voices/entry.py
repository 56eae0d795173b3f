"""A voice's entry: the TOML file that says what it is and where its files come from."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from narrator.domain import FilePart, Voice, VoiceError, VoiceFile

NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
"""What a voice may be called: it names a file, and stands on command lines."""

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,200}")
"""What a voice's file may be called: it can never lead out of its folder."""


def read_entry(path: Path) -> Voice:
    """Read a voice's entry. Its name is the file's.

    Files that stand beside the entry get an absolute path.

    Raises:
        VoiceError: The entry is not as it should be.
    """
    try:
        facts: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        files = tuple(_file(item, path.parent) for item in facts.pop("files", ()))
        return _checked(Voice(name=path.stem, files=files, **facts))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise VoiceError(
            f"the voice's entry {path} cannot be read: {error}",
            hint="correct the file or take it away",
        ) from error


def write_entry(voice: Voice, folder: Path) -> bytes:
    """Give the content of a voice's entry that is to stand in `folder`, as its files do."""
    facts = {key: value for key, value in _facts(voice).items() if key != "name"}
    if voice.files:
        facts["files"] = [_relative(file, folder) for file in facts["files"]]
    return tomli_w.dumps(facts).encode()


def _file(facts: Mapping[str, Any], folder: Path) -> VoiceFile:
    parts = tuple(FilePart(**part) for part in facts.get("parts", ()))
    file = VoiceFile(**{**facts, "parts": parts})
    if not _FILE_NAME.fullmatch(file.name):
        raise ValueError(f"{file.name!r} is no file name")
    if file.path and not file.package:
        return dataclasses.replace(file, path=str(folder / file.path))
    return file


def _checked(voice: Voice) -> Voice:
    """Refuse what no later stage could make sense of."""
    if not NAME.fullmatch(voice.name):
        raise ValueError(f"{voice.name!r} is no voice's name")
    for field in dataclasses.fields(Voice):
        value = getattr(voice, field.name)
        if field.type == "str" and not isinstance(value, str):
            raise TypeError(f"{field.name} must be a text")
    if not isinstance(voice.sample_rate, int) or not isinstance(voice.commercial, bool):
        raise TypeError("sample_rate must be a whole number, commercial true or false")
    said = voice.descriptions
    if not isinstance(said, dict) or not all(isinstance(text, str) for text in said.values()):
        raise TypeError("descriptions must be a table of texts")
    return voice


def _facts(value: Any) -> dict[str, Any]:
    """Give the fields that say something other than their default."""
    facts = {}
    for field in dataclasses.fields(value):
        item = getattr(value, field.name)
        if item != field.default and item not in ((), {}):
            facts[field.name] = [*map(_facts, item)] if isinstance(item, tuple) else item
    return facts


def _relative(facts: dict[str, Any], folder: Path) -> dict[str, Any]:
    if "package" in facts or "path" not in facts:
        return facts
    return facts | {"path": Path(facts["path"]).relative_to(folder).as_posix()}
