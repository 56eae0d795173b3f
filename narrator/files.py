"""Files that appear whole or not at all, and names that are safe to give them."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from narrator.domain import OutputError

_SLUG_LENGTH = 80
"""Longest file name stem in characters: with any suffix it stays far under the 255 bytes that
common file systems allow, also in scripts that take three bytes a character."""


def slug(text: str) -> str:
    """Make a file name stem: lower-case words joined by hyphens; "article" where none is left.

    Letters and digits of any script stay; accents are kept as they are written.
    """
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text.lower().replace("'", "")))
    name = "-".join(words).replace("_", "-").strip("-")
    if len(name) > _SLUG_LENGTH:
        name = name[: _SLUG_LENGTH + 1].rpartition("-")[0] or name[:_SLUG_LENGTH]
    return name or "article"


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary name beside `path`; rename it to `path` when the block ends well.

    The content is on the disk before the name is. If the block raises, the temporary file goes
    and whatever stood at `path` stays.

    Raises:
        OutputError: The folder cannot be made or written, or the disk is full.
    """
    part = path.parent / f".{secrets.token_hex(8)}.part{path.suffix}"
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
    try:
        with writing(path):
            yield part
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def put_whole(path: Path, data: bytes) -> None:
    """Write a file of a cache so that it appears whole or not at all, whoever else writes it.

    It is not forced to the disk: what a power cut tears can be told by its checksum and made
    again.

    Raises:
        OSError: The folder cannot be made or written, or the disk is full.
    """
    part = path.parent / f".{secrets.token_hex(8)}.part"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the operating system says while `path` is written into an OutputError."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            hint = "free some space or choose another place with -o"
        else:
            hint = "choose a place you can write to with -o"
        reason = error.strerror or str(error)
        raise OutputError(f"cannot write {path} ({reason})", hint=hint) from error
