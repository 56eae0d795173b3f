"""The voice catalogue: one TOML file a voice.

A file holds the fields of `narrator.domain.Voice` but the name, which is the file's own; each of
the voice's files is a table of the array `files`. The entries stand in `voices/` of a checkout
and inside the package of an installation.
"""

from __future__ import annotations

import difflib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from narrator.domain import Voice, VoiceError, VoiceFile


@cache
def load_catalogue() -> tuple[Voice, ...]:
    """Read every entry of the catalogue, in alphabetical order of names.

    Raises:
        VoiceError: An entry is not as it should be.
    """
    voices = map(_read, _folder().glob("*.toml"))
    return tuple(sorted(voices, key=lambda voice: voice.name))


def find_voice(name: str) -> Voice:
    """Find a voice by its name.

    Raises:
        VoiceError: There is none; the hint names the closest and all that exist.
    """
    voices = {voice.name: voice for voice in load_catalogue()}
    if name in voices:
        return voices[name]
    close = difflib.get_close_matches(name.lower(), voices, n=1)
    meant = f"did you mean {close[0]!r}? " if close else ""
    raise VoiceError(
        f"there is no voice {name!r}", hint=f"{meant}there are {', '.join(sorted(voices))}"
    )


def _folder() -> Path:
    packaged = Path(__file__).with_name("_catalogue")
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "voices"


def _read(path: Path) -> Voice:
    try:
        entry: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        files = tuple(VoiceFile(**file) for file in entry.pop("files", ()))
        return Voice(name=path.stem, files=files, **entry)
    except (OSError, ValueError, TypeError) as error:
        raise VoiceError(
            f"the catalogue entry {path} cannot be read: {error}",
            hint="correct the file or take it away",
        ) from error
