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

_HINTS = {
    errno.ENOSPC: "free some space, or write somewhere else with -o",
    errno.EDQUOT: "free some of your quota's space, or write somewhere else with -o",
    errno.EFBIG: "no space for a file this large; write somewhere else with -o",
    errno.EACCES: "choose a folder you may write to with -o",
    errno.EPERM: "choose a folder you may write to with -o",
    errno.EROFS: "choose a folder you may write to with -o",
    errno.EEXIST: "a file is in the way; choose another folder with -o",
    errno.ENOTDIR: "choose a folder with -o",
    errno.EISDIR: "a folder of that name is in the way; choose another name with -o",
    errno.ENAMETOOLONG: "choose a shorter name with -o",
}

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
def whole_file(path: Path, part: Path | None = None) -> Iterator[Path]:
    """Give a temporary name; rename it to `path` when the block ends well.

    The content is on the disk before the name is (fsync, then rename). When the block raises,
    whatever it raises, the temporary file goes and whatever stood at `path` stays.

    Args:
        path: Where the file shall stand; its folder is made if need be.
        part: The temporary name, on the same file system; None for one beside `path`.

    Raises:
        OutputError: The file cannot be written: no permission, no space, a folder in the way.
    """
    # Short and of fixed length, so that any name the file system takes for `path` can be written.
    part = part or path.parent / f".{secrets.token_hex(8)}.part{path.suffix}"
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.touch(exist_ok=False)
        try:
            yield part
            _sync(part)
            part.replace(path)
            _sync(path.parent)
        finally:
            part.unlink(missing_ok=True)


def put_whole(path: Path, data: bytes) -> None:
    """Write a file of the cache so that it appears whole or not at all, whoever else writes it.

    It is not forced to the disk: what a power cut tears can be told by its checksum and made
    again.

    Raises:
        OutputError: The folder cannot be made or written, or the disk is full.
    """
    part = path.parent / f".{secrets.token_hex(8)}.part"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot write the cache folder {path.parent} ({error.strerror})",
            hint="free some space there, or name another folder with NARRATOR_CACHE",
        ) from error


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the operating system says while `path` is written into an OutputError."""
    try:
        yield
    except OSError as error:
        hint = _HINTS.get(error.errno or 0, "check the folder and the disk")
        reason = error.strerror or str(error)
        raise OutputError(f"cannot write {path} ({reason})", hint=hint) from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
