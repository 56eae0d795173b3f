"""Which voices there are: those that narrator knows, and those that were installed or added.

The known entries stand in `voices/` of a checkout and inside the package of an installation. The
voices folder holds an entry for each voice that was installed or added: it says where its files
stand, and what they hash to.
"""

from __future__ import annotations

import dataclasses
import difflib
import os
from functools import cache
from pathlib import Path

import platformdirs

from narrator.domain import Voice, VoiceError
from narrator.voices.blend import blend_voices, is_blend
from narrator.voices.entry import read_entry

SYSTEM_ENGINE = "system"
"""Engine of the voices that are the last resort: instant, and robotic."""

TEST_ENGINE = "tone"
"""Engine that speaks no language."""


def default_folder() -> Path:
    """Where voices are installed where nothing else is said: `NARRATOR_VOICES`, or user data."""
    named = os.environ.get("NARRATOR_VOICES")
    return Path(named) if named else platformdirs.user_data_path("narrator") / "voices"


def load_catalogue(folder: Path | None = None) -> tuple[Voice, ...]:
    """Read every entry, in alphabetical order of names.

    Args:
        folder: The voices folder; None for the default one.

    Returns:
        A voice that is installed comes with its files as they stand in the folder.

    Raises:
        VoiceError: An entry is not as it should be.
    """
    voices = {voice.name: voice for voice in load_known()}
    for path in sorted((folder or default_folder()).glob("*.toml")):
        installed = read_entry(path)
        known = voices.get(installed.name)
        voices[installed.name] = _merged(known, installed) if known else installed
    return tuple(voices[name] for name in sorted(voices))


def find_voice(name: str, folder: Path | None = None) -> Voice:
    """Find a voice by its name.

    Args:
        name: What `--voice` takes; also a blend of voices ("heart*0.7+bella*0.3").
        folder: The voices folder; None for the default one.

    Raises:
        VoiceError: There is none; the hint names the closest and all that exist.
    """
    if is_blend(name):
        return blend_voices(name, lambda part: find_voice(part, folder))
    voices = {voice.name: voice for voice in load_catalogue(folder)}
    if name in voices:
        return voices[name]
    close = difflib.get_close_matches(name.lower(), voices, n=1)
    meant = f"did you mean {close[0]!r}? " if close else ""
    raise VoiceError(
        f"there is no voice {name!r}", hint=f"{meant}there are {', '.join(sorted(voices))}"
    )


def suggest_voices(language: str, folder: Path | None = None) -> tuple[Voice, ...]:
    """Name the voices that speak a language, the one to try first in front.

    Voices for commercial use come before the others, those whose training started from nothing
    else before those where that could matter, and the operating system's own at the end.

    Args:
        language: BCP 47 tag; the accent decides only the order.
        folder: The voices folder; None for the default one.

    Raises:
        VoiceError: An entry is not as it should be.
    """
    primary = language.partition("-")[0].lower()

    def order(voice: Voice) -> tuple[object, ...]:
        return (
            voice.engine == SYSTEM_ENGINE,
            not voice.commercial,
            voice.language.lower() != language.lower() and "-" in language,
            bool(voice.base),
            voice.rank,
            voice.name,
        )

    speaking = (
        voice
        for voice in load_catalogue(folder)
        if voice.engine != TEST_ENGINE and voice.language.partition("-")[0].lower() == primary
    )
    return tuple(sorted(speaking, key=order))


@cache
def load_known() -> tuple[Voice, ...]:
    """Read the entries that ship with narrator.

    Raises:
        VoiceError: An entry is not as it should be.
    """
    return tuple(map(read_entry, _known_folder().glob("*.toml")))


def _known_folder() -> Path:
    packaged = Path(__file__).parents[1] / "_catalogue"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "voices"


def _merged(known: Voice, installed: Voice) -> Voice:
    """Take what narrator knows by now, and the files and measurements of this machine."""
    return dataclasses.replace(
        known,
        files=installed.files,
        real_time_factor=installed.real_time_factor or known.real_time_factor,
        measured_with="" if installed.real_time_factor else known.measured_with,
        loudness=known.loudness if installed.loudness is None else installed.loudness,
    )
