"""Who reads: a voice for the article's language, and a second one that fits it."""

from __future__ import annotations

from pathlib import Path

from narrator.domain import VoiceError
from narrator.engines import is_installed
from narrator.voices import find_voice, suggest_voices

DEFAULT_VOICE = "joe"
"""The voice that is installed with narrator. It speaks English."""

AUTO = "auto"
"""In place of the quote voice's name: one that fits the reader."""


def choose_voice(language: str, usual: str = DEFAULT_VOICE, folder: Path | None = None) -> str:
    """Name an installed voice for a language: the usual one where it fits, else the best.

    A voice that is not for commercial use is taken only as the usual one.

    Args:
        language: The article's language.
        usual: The voice to take if it is installed and speaks that language.
        folder: The voices folder; None for the default one.

    Raises:
        VoiceError: There is no such usual voice, or no installed one speaks the language.
    """
    speaking = suggest_voices(language, folder)
    favourite = find_voice(usual, folder)
    if favourite.language.split("-")[0] == language and is_installed(favourite):
        return usual
    fitting = [voice.name for voice in speaking if voice.commercial and is_installed(voice)]
    if fitting:
        return DEFAULT_VOICE if DEFAULT_VOICE in fitting else fitting[0]
    if speaking:
        raise VoiceError(
            f"no voice is installed that speaks the article's language ({language})",
            hint=f"narrator voices install {speaking[0].name}",
        )
    raise VoiceError(
        f"none of the voices speaks the article's language ({language})",
        hint="name one with --voice all the same; `narrator voices` lists them",
    )


def choose_quote_voice(wanted: str | None, reader: str, folder: Path | None = None) -> str | None:
    """Name the voice for quotes: the one wanted, or for `AUTO` one that fits the reader.

    It fits if it speaks the same language by the same engine, so that both sound as if in one room,
    is installed and for commercial use. One of the other gender comes first, since it is told apart
    at once, then one of the same accent, then the better one.

    Args:
        wanted: A voice's name, `AUTO`, or None for no second voice.
        reader: The voice that reads the rest.
        folder: The voices folder; None for the default one.

    Raises:
        VoiceError: There is no such reader, or no installed voice fits it.
    """
    if wanted != AUTO:
        return wanted
    first = find_voice(reader, folder)
    fitting = [
        voice
        for voice in suggest_voices(first.language, folder)
        if voice.engine == first.engine and voice.commercial and voice.name not in reader
    ]
    fitting.sort(key=lambda voice: voice.gender == first.gender)
    installed = [voice.name for voice in fitting if is_installed(voice)]
    if installed:
        return installed[0]
    raise VoiceError(
        f"no installed voice fits {reader!r} as a second one",
        hint=f"narrator voices install {fitting[0].name}"
        if fitting
        else "name one with --quote-voice; `narrator voices` lists them",
    )
