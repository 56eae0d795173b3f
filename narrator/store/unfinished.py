"""Files that are being written, told from those whose writer was killed by a lock it held."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from narrator.files import whole_file, writing

_LOCK = ".lock"


class Unfinished:
    """A folder for files that are not whole yet, shared by any number of threads and processes.

    Each file has a lock beside it, which its writer holds. The operating system lets go of it when
    the writer's process ends, however it ends.
    """

    def __init__(self, folder: Path) -> None:
        """Use a folder on the file system that the files shall stand on; made when needed."""
        self._folder = folder

    @contextlib.contextmanager
    def whole_file(self, path: Path) -> Iterator[Path]:
        """Give a temporary name; rename it to `path` when the block ends well.

        Raises:
            OutputError: As of `narrator.files.whole_file`.
        """
        part = self._folder / secrets.token_hex(8)
        with writing(path), self._held(part), whole_file(path, part):
            yield part

    def clear(self) -> None:
        """Remove the files that nobody is writing any more."""
        for lock in self._folder.glob(f"*{_LOCK}"):
            with contextlib.suppress(Timeout, OSError), FileLock(lock, timeout=0):
                lock.with_suffix("").unlink(missing_ok=True)
                lock.unlink()

    @contextlib.contextmanager
    def _held(self, part: Path) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = part.with_suffix(_LOCK)
        with FileLock(lock):
            try:
                yield
            finally:
                lock.unlink(missing_ok=True)
