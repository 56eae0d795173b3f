"""The voices folder: what is installed, kept so that nobody ever sees half of it.

    <name>.toml               the entry of an installed voice
    files/<sha256>/<name>     a file, once for all voices that need it
    partial/<sha256>          what has come of a file so far

An entry is written when all its files stand, and taken away before any of them. Who changes the
folder holds its lock; who reads it needs none.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from narrator.domain import OutputError, Voice, VoiceError, VoiceFile
from narrator.voices.entry import read_entry, write_entry

_NO_SPACE = "free some space, or name a folder elsewhere with NARRATOR_VOICES"
_NO_ACCESS = "name a folder you may write to with NARRATOR_VOICES"

_HINTS = {
    errno.ENOSPC: _NO_SPACE,
    errno.EDQUOT: _NO_SPACE,
    errno.EFBIG: _NO_SPACE,
    errno.EACCES: _NO_ACCESS,
    errno.EPERM: _NO_ACCESS,
    errno.EROFS: _NO_ACCESS,
}


@contextlib.contextmanager
def changing(folder: Path, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the folder's lock; whoever else changes the folder waits.

    The operating system frees the lock of a process that dies.

    Args:
        folder: The voices folder; made if need be.
        on_wait: Called once if another process holds the lock.

    Raises:
        OutputError: The folder cannot be written.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if on_wait:
                on_wait()
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what the operating system says while the folder is written into an OutputError."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"cannot write the voices folder {folder} ({reason})",
            hint=_HINTS.get(error.errno or 0, "name another folder with NARRATOR_VOICES"),
        ) from error


def file_place(folder: Path, file: VoiceFile) -> Path:
    """Say where an installed file stands."""
    return folder / "files" / file.sha256 / file.name


def partial_place(folder: Path, file: VoiceFile) -> Path:
    """Say where a file grows until it is whole; its folder is made."""
    with writing(folder):
        path = folder / "partial" / file.sha256
        path.parent.mkdir(exist_ok=True)
        return path


def put_in_place(part: Path, target: Path) -> None:
    """Give a whole file its name: its content is on the disk before the name is."""
    _sync(part)
    target.parent.mkdir(parents=True, exist_ok=True)
    part.replace(target)
    _sync(target.parent)


def put_voice(voice: Voice, folder: Path) -> None:
    """Write the entry of a voice whose files stand, whole or not at all.

    Raises:
        OutputError: It cannot be written.
    """
    _put_entry(voice.name, folder, write_entry(voice, folder))


def _put_entry(name: str, folder: Path, content: bytes) -> None:
    with writing(folder):
        part = folder / f".{secrets.token_hex(8)}.part"
        try:
            part.write_bytes(content)
            put_in_place(part, folder / f"{name}.toml")
        finally:
            part.unlink(missing_ok=True)


def read_entry_bytes(name: str, folder: Path) -> bytes | None:
    """Give the entry of a voice as it stands in the folder; None where there is none."""
    path = folder / f"{name}.toml"
    return path.read_bytes() if path.is_file() else None


def put_entry_back(name: str, folder: Path, content: bytes | None) -> None:
    """Undo what an installation that was cancelled made of an entry; files that came stay.

    Args:
        name: The voice's name.
        folder: The voices folder.
        content: What `read_entry_bytes` gave before.

    Raises:
        OutputError: The folder cannot be written.
    """
    if content is None:
        with writing(folder):
            (folder / f"{name}.toml").unlink(missing_ok=True)
    elif read_entry_bytes(name, folder) != content:
        _put_entry(name, folder, content)


def is_removable(voice: Voice, folder: Path) -> bool:
    """Tell whether `remove_voice` finds anything of a voice: its entry, or files that came."""
    entry = folder / f"{voice.name}.toml"
    if any(path.is_file() for path in (entry, *_begun(voice, folder))):
        return True
    came = {file.sha256 for file in voice.files if file_place(folder, file).is_file()}
    return bool(came) and not came.isdisjoint(path.name for path in _unused(folder))


def remove_voice(voice: Voice, folder: Path, *, on_wait: Callable[[], None] | None = None) -> int:
    """Take an installed voice away, or what there is of one, but no file that others need.

    Args:
        voice: Its entry.
        folder: The voices folder.
        on_wait: Called once if an installation has to end first; what it raises ends the removal.

    Returns:
        Bytes that were freed.

    Raises:
        VoiceError: Nothing of this voice is in this folder.
        OutputError: The folder cannot be written.
    """
    if not is_removable(voice, folder):
        raise VoiceError(
            f"the voice {voice.name!r} is not installed in {folder}",
            hint="'narrator voices list' tells what is; a voice of a package goes with its package",
        )
    with changing(folder, on_wait), writing(folder):
        (folder / f"{voice.name}.toml").unlink(missing_ok=True)
        return sum(map(_remove, [*_begun(voice, folder), *_unused(folder)]))


def _begun(voice: Voice, folder: Path) -> list[Path]:
    """Say where files of a voice grow."""
    return [folder / "partial" / file.sha256 for file in voice.files]


def _unused(folder: Path) -> list[Path]:
    """Give the folders of files that no entry names; one that cannot be read names them all."""
    used = {file.sha256 for path in folder.glob("*.toml") for file in read_entry(path).files}
    return [path for path in (folder / "files").glob("*") if path.name not in used]


def _remove(path: Path) -> int:
    files = [path] if path.is_file() else list(path.glob("*"))
    freed = sum(file.stat().st_size for file in files)
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    return freed


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
