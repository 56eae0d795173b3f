"""Files by key, in a folder or in an object store: what several machines share.

`open_blobs` takes a folder or a URL that obstore understands (`s3://bucket/prefix`, with the usual
`AWS_*` variables for credentials and endpoint). In a folder a blob is a plain file of that name.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from narrator.domain import Fault, InputError
from narrator.store.unfinished import Unfinished

CHUNK = 256 * 1024
"""Least bytes in a piece that `open` gives, but for the last."""

_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
"""Names that mean the same to every file system, URL and object store; no dot leads one, so that
what is unfinished or hidden in a folder is never taken for a blob."""

_NO_BUCKET = "NoSuchBucket"
"""S3's code for a bucket that is not there; obstore has no exception of its own for it."""


@dataclass(frozen=True, slots=True)
class Blob:
    """What is known of a blob without reading it."""

    key: str
    """Its name, with slashes between folders."""

    size: int
    """Length in bytes."""

    etag: str
    """Changes whenever the content does; quoted, as in HTTP."""

    modified: datetime
    """When it was put, with its time zone."""


@dataclass(frozen=True, slots=True)
class OpenBlob:
    """A blob being read. What it says belongs to the bytes it gives, whoever replaces it now."""

    blob: Blob
    """The whole blob."""

    start: int
    """First byte that is given."""

    end: int
    """One past the last byte that is given."""

    chunks: Iterator[bytes]
    """The bytes, in pieces."""


class Blobs:
    """A store of blobs, shared by any number of threads and processes.

    A blob appears whole or not at all; one that is put again is replaced in one moment. Every
    method raises Fault where the store cannot be reached, InputError for a key that is no key.
    """

    def __init__(self, store: Any, folder: Path | None = None) -> None:
        """Use an obstore store; `folder` is where it stands, if it is a folder."""
        self._store = store
        self._folder = folder

    def put(self, key: str, data: bytes) -> None:
        """Put bytes under `key`. On return they are on the disk.

        Raises:
            OutputError: The folder cannot be written or its disk is full.
        """
        if self._folder:
            with _whole(self._folder, key) as part:
                part.write_bytes(data)
            return
        with _reached(key):
            _obstore().put(self._store, _checked(key), data)

    def put_file(self, key: str, path: Path) -> None:
        """Put a file's content under `key` and take the file away. On return it is on the disk.

        Raises:
            OutputError: The folder cannot be written or its disk is full.
        """
        if self._folder:
            with _whole(self._folder, key) as part:
                shutil.move(path, part)
            return
        with _reached(key):
            _obstore().put(self._store, _checked(key), path)
        path.unlink()

    def head(self, key: str) -> Blob | None:
        """Say what is known of a blob; None where there is none."""
        with _reached(key):
            try:
                return _blob(_obstore().head(self._store, _checked(key)))
            except FileNotFoundError as error:
                _absent(error)
                return None

    def get(self, key: str) -> bytes | None:
        """Read a whole blob; None where there is none."""
        with _reached(key):
            try:
                return bytes(_obstore().get(self._store, _checked(key)).bytes())
            except FileNotFoundError as error:
                _absent(error)
                return None

    def open(self, key: str, start: int = 0, end: int | None = None) -> OpenBlob | None:
        """Read a blob, or the bytes from `start` up to but without `end`, piece by piece.

        Args:
            key: Name of the blob.
            start: First byte wanted; less than the blob's size, but for an empty blob.
            end: One past the last byte wanted; None, or more than there are, for all.

        Returns:
            The open blob; None where there is none.
        """
        wanted: dict[str, Any] = {}
        if end is not None:
            wanted["range"] = (start, end)
        elif start:
            wanted["range"] = {"offset": start}
        with _reached(key):
            try:
                found = _obstore().get(self._store, _checked(key), options=wanted)
            except FileNotFoundError as error:
                _absent(error)
                return None
            first, last = found.range
            return OpenBlob(_blob(found.meta), first, last, _chunks(found, key))

    def list(self, prefix: str) -> Iterator[Blob]:
        """Give every blob below a folder, `prefix`, in no certain order."""
        with _reached(prefix):
            for some in _obstore().list(self._store, _checked(prefix)):
                yield from (_blob(meta) for meta in some if _KEY.fullmatch(meta["path"]))

    def delete(self, key: str) -> None:
        """Take a blob away, if there is one."""
        with _reached(key):
            try:
                _obstore().delete(self._store, _checked(key))
            except FileNotFoundError as error:
                _absent(error)

    def delete_all(self, prefix: str) -> None:
        """Take away every blob below a folder, `prefix`, and the folder itself."""
        if self._folder:
            shutil.rmtree(self._folder / _checked(prefix), ignore_errors=True)
            return
        with _reached(prefix):
            _obstore().delete(self._store, [blob.key for blob in self.list(prefix)])

    def copy(self, source: str, target: str) -> None:
        """Put what is under `source` under `target` too.

        Raises:
            Fault: There is no such blob.
        """
        if self._folder:
            with (
                _reached(source),
                (self._folder / _checked(source)).open("rb") as original,
                _whole(self._folder, target) as part,
                part.open("wb") as file,
            ):
                shutil.copyfileobj(original, file)
            return
        with _reached(source):
            _obstore().copy(self._store, _checked(source), _checked(target))

    def clear_unfinished(self) -> None:
        """Remove what processes that were killed left half written.

        In an object store it is no file; the bucket's own rules remove it.
        """
        if self._folder:
            _unfinished(self._folder).clear()


def open_blobs(place: Path | str) -> Blobs:
    """Open the store at a folder, made if need be, or at a URL such as `s3://bucket/prefix`.

    Raises:
        InputError: There is no such kind of store, or its settings are incomplete.
        OutputError: The folder cannot be made.
    """
    from obstore.exceptions import BaseError
    from obstore.store import LocalStore, from_url

    if isinstance(place, str) and "://" in place:
        try:
            return Blobs(from_url(place))
        except (BaseError, ValueError) as error:
            raise InputError(
                f"cannot use the store {place} ({_first_line(error)})",
                hint="give a folder, or a URL like s3://bucket/prefix and the AWS_* variables",
            ) from error
    from narrator.files import writing

    folder = Path(place).absolute()
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return Blobs(LocalStore(folder), folder)


def _unfinished(folder: Path) -> Unfinished:
    return Unfinished(folder / ".unfinished")


def _whole(folder: Path, key: str) -> contextlib.AbstractContextManager[Path]:
    return _unfinished(folder).whole_file(folder / _checked(key))


def _obstore() -> Any:
    import obstore

    return obstore


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise InputError(f"{key!r} names no blob", hint="use letters, digits, dots and hyphens")
    return key


def _blob(meta: Any) -> Blob:
    etag = meta["e_tag"] or f'"{meta["size"]:x}-{meta["last_modified"].timestamp():x}"'
    return Blob(meta["path"], meta["size"], etag, meta["last_modified"])


def _chunks(found: Any, key: str) -> Iterator[bytes]:
    with _reached(key):
        for chunk in found.stream(min_chunk_size=CHUNK):
            yield bytes(chunk)


def _absent(error: FileNotFoundError) -> None:
    """Take a blob as missing, unless it is the whole bucket that is."""
    if _NO_BUCKET in str(error):
        raise error


@contextlib.contextmanager
def _reached(key: str) -> Iterator[None]:
    """Turn what obstore says into a Fault: trying again later may help."""
    from obstore.exceptions import BaseError

    try:
        yield
    except (BaseError, OSError) as error:
        if _NO_BUCKET in str(error):
            named = re.search(r"<BucketName>([^<]*)", str(error))
            raise Fault(
                f"there is no bucket {named[1] if named else 'for ' + key}",
                hint="make it, or correct NARRATOR_STORE",
            ) from error
        raise Fault(
            f"the store failed on {key} ({_first_line(error)})",
            hint="check that it can be reached, and try again",
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
