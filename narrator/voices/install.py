"""Installs voices: what it would cost, then the files, checked, then the entry."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from narrator.domain import OutputError, Voice, VoiceDamagedError, VoiceError, VoiceFile
from narrator.voices.blend import is_blend
from narrator.voices.download import Downloader
from narrator.voices.folder import changing, file_place, partial_place, put_in_place, put_voice
from narrator.voices.folder import writing as writing_to
from narrator.voices.source import OnBytes, Source, choose_source

_SPARE = 16 << 20
"""Bytes that are left free on the disk: entries, and whatever else is being written."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What an installation takes before it is begun."""

    size: int
    """Bytes to be brought, as far as they are known."""

    here: int
    """Bytes of them that are there already, from an installation that was interrupted."""

    unknown: int
    """Files whose size nobody has published."""


def cost_of(voice: Voice, folder: Path) -> Cost:
    """Say what installing a voice into a folder takes."""
    wanted = [file for file in voice.files if not _stands(folder, file)]
    partial = [folder / "partial" / file.sha256 for file in wanted]
    return Cost(
        size=sum(file.size or 0 for file in wanted),
        here=sum(path.stat().st_size for path in partial if path.is_file()),
        unknown=sum(file.size is None for file in wanted),
    )


def install_voice(
    voice: Voice,
    folder: Path,
    *,
    source: str | None = None,
    on_bytes: Callable[[VoiceFile, int], None] | None = None,
    on_wait: Callable[[], None] | None = None,
) -> Voice:
    """Install a voice; what is there already is not brought again.

    Nothing is used before its SHA-256 was found right. When this fails, what was brought stays,
    and the next call goes on from there.

    Args:
        voice: Its entry.
        folder: The voices folder.
        source: A mirror's address, or a folder with the files; None for where the entry says.
        on_bytes: Called with a file and how many of its bytes are there.
        on_wait: Called once if another installation has to end first.

    Returns:
        The voice as it is installed.

    Raises:
        VoiceUnreachableError: A file cannot be had.
        VoiceDamagedError: A file is another one than the entry means.
        VoiceError: The source is none, or the voice a blend of others.
        OutputError: The folder cannot be written, or the disk is full.
    """
    if is_blend(voice.name):
        raise VoiceError(
            f"{voice.name} is a blend of voices", hint="install each of them by its own name"
        )
    with changing(folder, on_wait), Downloader() as downloader:
        # 1. Is there room?
        _check_space(voice, folder)
        # 2. The files, each checked before it gets its name.
        origin = choose_source(source, downloader)
        for file in voice.files:
            report = _reporting(file, on_bytes)
            if _stands(folder, file) and _hash(file_place(folder, file)) == file.sha256:
                report(file_place(folder, file).stat().st_size)
            else:
                _bring(file, folder, origin, report)
        # 3. The entry, by which the voice is installed.
        installed = dataclasses.replace(
            voice, files=tuple(_installed(file, folder) for file in voice.files)
        )
        put_voice(installed, folder)
    return installed


def _bring(file: VoiceFile, folder: Path, source: Source, on_bytes: OnBytes) -> None:
    part = partial_place(folder, file)
    if file.path == str(file_place(folder, file)):
        # It is damaged, or nobody would ask for it: it is no source of itself.
        file = dataclasses.replace(file, path="")
    with writing_to(folder):
        source.bring(file, part, on_bytes)
        found = _hash(part)
        if found != file.sha256:
            part.unlink()
            raise VoiceDamagedError(
                f"{file.name} is not the file that was meant: its SHA-256 is {found}, "
                f"not {file.sha256}",
                hint="try again, or take another mirror with --from",
            )
        put_in_place(part, file_place(folder, file))


def _check_space(voice: Voice, folder: Path) -> None:
    cost = cost_of(voice, folder)
    with writing_to(folder):
        free = shutil.disk_usage(folder).free
    missing = cost.size - cost.here
    if missing and missing + _SPARE > free:
        raise OutputError(
            f"the voice {voice.name!r} takes {missing / 1e6:,.0f} MB, and {folder} has "
            f"{free / 1e6:,.0f} MB free",
            hint="free some space, or name a folder elsewhere with NARRATOR_VOICES",
        )


def _reporting(file: VoiceFile, on_bytes: Callable[[VoiceFile, int], None] | None) -> OnBytes:
    def report(count: int) -> None:
        if on_bytes:
            on_bytes(file, count)

    return report


def _installed(file: VoiceFile, folder: Path) -> VoiceFile:
    path = file_place(folder, file)
    return dataclasses.replace(file, size=path.stat().st_size, package="", path=str(path))


def _stands(folder: Path, file: VoiceFile) -> bool:
    path = file_place(folder, file)
    return path.is_file() and file.size in {None, path.stat().st_size}


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
