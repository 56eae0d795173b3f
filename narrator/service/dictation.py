"""What was said into a microphone, as words: in a process of its own, like all that may crash."""

from __future__ import annotations

import io
from functools import cache

from narrator.domain import InputError, NarratorError, Speech
from narrator.hearing import Recognizer, load_recognizer

MAX_SECONDS = 20.0
"""Longest recording that is heard: a word or a name takes two."""


def hear(recording: bytes) -> str | NarratorError:
    """Say what is heard in a recording; an error is returned, for it crosses a process.

    Args:
        recording: A WAV file of at most `MAX_SECONDS`.
    """
    try:
        speech = _read(recording)
        return _recognizer()(speech).strip()
    except NarratorError as error:
        return error


@cache
def _recognizer() -> Recognizer:
    return load_recognizer(threads=1)


def _read(recording: bytes) -> Speech:
    """Read a recording as mono.

    Raises:
        InputError: It is no WAV file, empty, or too long.
    """
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(recording)) as file:
            if file.format != "WAV" or not 0 < file.frames <= MAX_SECONDS * file.samplerate:
                raise InputError(
                    "the recording is no WAV file of a few seconds",
                    hint=f"send at most {MAX_SECONDS:.0f} seconds as WAV",
                )
            samples = file.read(dtype="int16", always_2d=True)
            return Speech(samples[:, 0].copy(), file.samplerate, ())
    except soundfile.LibsndfileError as error:
        raise InputError("the recording cannot be read", hint="send it as WAV") from error
