"""`narrator doctor`."""

from __future__ import annotations

import functools
import os
import platform
import shutil
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.domain import NarratorError

if TYPE_CHECKING:
    from narrator.config import Settings

_ENOUGH = 1024**3
"""Free bytes below which the doctor warns: an hour of speech takes about 90 MB."""


def doctor() -> int:
    """Check that everything a narration needs works here, and say what does not."""
    from narrator.config import read_settings
    from narrator.engines import was_installed
    from narrator.voices import load_catalogue

    settings = read_settings()
    checks: dict[str, Callable[[Settings], str]] = {
        "narrator": _versions,
        "cache": lambda known: _folder(known.cache),
        "episodes": lambda known: _folder(known.home),
        "voices": lambda known: _folder(known.voices),
        "formats": _formats,
    }
    for voice in filter(was_installed, load_catalogue(settings.voices)):
        checks[f"voice {voice.name}"] = functools.partial(_voice, name=voice.name)
    failed = False
    for name, check in checks.items():
        try:
            print(f"ok    {name}: {check(settings)}", flush=True)
        except NarratorError as error:
            failed = True
            print(f"FAIL  {name}: {error}", flush=True)
    return 2 if failed else 0


def _versions(settings: Settings) -> str:
    return (
        f"{version('narrator')}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"{settings.threads} threads"
    )


def _folder(folder: Path) -> str:
    """Check that a folder, or the one it would be made in, can be written."""
    from narrator.files import writing

    made = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    with writing(folder), tempfile.TemporaryFile(dir=made) as file:
        file.write(b"narrator")
    free = shutil.disk_usage(made).free
    warning = "" if free > _ENOUGH else ", which is little"
    return f"{folder} can be written, {free / 1e9:.1f} GB free{warning}"


def _formats(settings: Settings) -> str:
    """Narrate one sentence into every format."""
    from narrator.domain import EpisodeFormat
    from narrator.pipeline import narrate
    from narrator.studio import Studio

    with (
        tempfile.TemporaryDirectory() as folder,
        Studio(settings.cache, keep_speech=False) as stage,
    ):
        for kind in EpisodeFormat:
            out = Path(folder) / f"sample.{kind}"
            narrate("A sample\n\nAll is well.", out, voice="tone", studio=stage)
    return ", ".join(EpisodeFormat)


def _voice(settings: Settings, name: str) -> str:
    """Let a voice say a few words."""
    from narrator.studio import Studio

    with Studio(settings.cache, voices=settings.voices, threads=1, keep_speech=False) as stage:
        speech = stage.engine(name).synthesize("One, two, three.")
    return f"said three words in {speech.duration:.1f} s of audio"
