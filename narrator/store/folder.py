"""A bounded folder of entries named by their content."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

from narrator.files import put_whole
from narrator.store.blobs import Blobs
from narrator.store.entry import DamagedEntryError, pack, unpack, unpack_head

DEFAULT_LIMIT = 2 * 1024**3
"""Bytes the store may take: about 18 hours of speech and of compressed audio made from it."""

_TRIM_TO = 0.9
"""Trimming goes on to this share of the limit, so that it is not due again at the next entry."""

_LOOK_EVERY = 32
"""The folder is measured when this part of the limit was written since the last look: measuring
reads every file's size, which is too dear for each entry."""

_ABANDONED = 3600.0
"""Seconds after which an unfinished file belongs to a process that was killed."""

_RECENT = 60.0
"""Seconds for which an entry that was used counts as just used, and need not be marked again."""

_T = TypeVar("_T")


class Folder:
    """A bounded folder of entries, shared by any number of threads and processes.

    An entry appears whole or not at all, and one that was damaged later is taken as missing.
    When the folder outgrows its limit, what was used longest ago goes first, whatever its kind.
    Between two looks at its size each process may exceed the limit by a thirty-second part of it.
    """

    def __init__(
        self, path: Path, *, limit: int = DEFAULT_LIMIT, shared: Blobs | None = None
    ) -> None:
        """Use the folder `path`, made at the first `write`, for at most `limit` bytes.

        Entries go to `shared` as well, and what is not in the folder is looked for there: so
        machines without a common folder find what any of them made. What is in `shared` is not
        bounded from here.
        """
        self._shared = shared
        self._path = path
        self._limit = limit
        self._unmeasured = 0
        self._lock = threading.Lock()

    def read(self, name: str) -> tuple[bytes, bytes] | None:
        """Return the head and the body of an entry, or None where there is none that is whole.

        Args:
            name: A key in hex and a kind, as in "0a1b.speech".
        """
        return self._open(name, unpack)

    def read_head(self, name: str) -> bytes | None:
        """Return the head of an entry, or None; the body is not looked at."""
        return self._open(name, unpack_head)

    def write(self, name: str, head: bytes, body: bytes) -> None:
        """Keep an entry.

        Raises:
            OutputError: The folder cannot be written or its disk is full.
        """
        data = pack(head, body)
        self._put(name, data)
        if self._shared is not None:
            self._shared.put(_key(name), data)

    def size(self) -> int:
        """Return how many bytes the entries take."""
        return sum(stat.st_size for _, stat in self._entries())

    def trim(self) -> None:
        """Bring the folder under its limit, oldest use first; clear what was left unfinished.

        Called by whoever ends a run, since a short run writes too little to be measured.
        """
        with contextlib.suppress(OSError):
            for path in self._path.glob("*/.*.part"):
                if time.time() - path.stat().st_mtime > _ABANDONED:
                    path.unlink(missing_ok=True)
        entries = list(self._entries())
        total = sum(stat.st_size for _, stat in entries)
        if total <= self._limit:
            return
        for path, stat in sorted(entries, key=lambda entry: entry[1].st_mtime_ns):
            path.unlink(missing_ok=True)
            total -= stat.st_size
            if total <= self._limit * _TRIM_TO:
                return

    def _open(self, name: str, read: Callable[[BinaryIO], _T]) -> _T | None:
        found = self._open_here(name, read)
        if found is None and self._shared is not None:
            data = self._shared.get(_key(name))
            if data is not None:
                self._put(name, data)
                found = self._open_here(name, read)
        return found

    def _put(self, name: str, data: bytes) -> None:
        put_whole(self._file(name), data)
        self._account(len(data))

    def _open_here(self, name: str, read: Callable[[BinaryIO], _T]) -> _T | None:
        path = self._file(name)
        try:
            with path.open("rb") as file:
                found = read(file)
                if time.time() - os.fstat(file.fileno()).st_mtime > _RECENT:
                    os.utime(path)
        except DamagedEntryError:
            path.unlink(missing_ok=True)
            return None
        except OSError:
            return None
        return found

    def _file(self, name: str) -> Path:
        return self._path / name[:2] / name

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self._path.glob("*/[!.]*"):
            # Another process may have trimmed it since it was listed.
            with contextlib.suppress(FileNotFoundError):
                yield path, path.stat()

    def _account(self, size: int) -> None:
        with self._lock:
            self._unmeasured += size
            due = self._unmeasured > self._limit // _LOOK_EVERY
            if due:
                self._unmeasured = 0
        if due:
            self.trim()


def _key(name: str) -> str:
    return f"speech/{name[:2]}/{name}"
