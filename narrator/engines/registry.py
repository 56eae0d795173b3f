"""Finds the engine that speaks a voice."""

from __future__ import annotations

import os
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from narrator.domain import NarratorError, Voice, VoiceError
from narrator.engines.check import CheckedEngine
from narrator.engines.engine import Engine, Trial
from narrator.engines.files import verify_files
from narrator.engines.level import level_gain

GROUP = "narrator.engines"
"""Entry point group by which a package offers an engine."""


TUNERS = "narrator.tuners"
"""Entry point group of the engines that can compute in several ways: callables
`tune(voice: Voice, *, cache: Path) -> tuple[Trial, ...]`."""


def engine_names() -> tuple[str, ...]:
    """Name the installed engines, in alphabetical order."""
    return tuple(sorted({entry.name for entry in entry_points(group=GROUP)}))


def load_engine(voice: Voice, *, cache: Path, threads: int | None = None) -> Engine:
    """Load the engine of a voice, ready to speak.

    Args:
        voice: An entry of the catalogue.
        cache: Folder, made when it is needed, where engines keep what they prepared.
        threads: How many cores it may use; all that this process may run on by default.

    Returns:
        An engine whose every result is checked (`narrator.engines.check_speech`), of a voice
        whose files were (`narrator.engines.verify_files`), at the level of all voices
        (`narrator.engines.level`).

    Raises:
        VoiceError: No such engine is installed, or it cannot load the voice.
        OutputError: The cache cannot be written.
    """
    entry = _entry(voice)
    verify_files(voice, cache=cache)
    try:
        engine = entry.load()(voice, cache=cache, threads=threads or _cores())
    except NarratorError:
        raise
    except Exception as error:
        raise VoiceError(
            f"the voice {voice.name!r} cannot be loaded: {error}",
            hint=f"check that its engine {voice.engine!r} is installed whole",
        ) from error
    return CheckedEngine(engine, gain=level_gain(voice))


def tune_engine(voice: Voice, *, cache: Path) -> tuple[Trial, ...]:
    """Have the engine of a voice measure its ways of computing, and keep the fastest.

    Returns:
        What was measured; nothing where the engine has one way only.

    Raises:
        VoiceError: The voice cannot be loaded.
        OutputError: The cache cannot be written.
    """
    tuners = entry_points(group=TUNERS, name=voice.engine)
    if not tuners:
        return ()
    verify_files(voice, cache=cache)
    trials: tuple[Trial, ...] = next(iter(tuners)).load()(voice, cache=cache)
    return trials


def _entry(voice: Voice) -> EntryPoint:
    found = entry_points(group=GROUP, name=voice.engine)
    if not found:
        raise VoiceError(
            f"the voice {voice.name!r} needs the engine {voice.engine!r}, which is not installed",
            hint=f"install the package that brings it; there are {', '.join(engine_names())}",
        )
    return next(iter(found))


def _cores() -> int:
    """Cores that this process may run on, which a container or `taskset` may have cut down."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
