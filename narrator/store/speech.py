"""The speech store: a folder of entries named by what they say and how it sounds."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from narrator.domain import Pronunciation, Speech
from narrator.files import put_whole
from narrator.store.entry import DamagedEntryError, pack, unpack

DEFAULT_LIMIT = 2 * 1024**3
"""Bytes the store may take: about 20 hours of speech."""

_TRIM_TO = 0.9
"""Trimming goes on to this share of the limit, so that it is not due again at the next entry."""

_LOOK_EVERY = 32
"""The folder is measured when this part of the limit was written since the last look: measuring
reads every file's size, which is too dear for each entry."""

_ABANDONED = 3600.0
"""Seconds after which an unfinished file belongs to a process that was killed."""


def speech_key(
    fingerprint: str, speed: float, spoken: str, pronunciations: Sequence[Pronunciation] = ()
) -> str:
    """Name the speech of an utterance: a SHA-256 in hex.

    Args:
        fingerprint: Everything about the engine and its voice that decides the sound.
        speed: Speaking rate, 1.0 for the voice's own.
        spoken: The utterance as said.
        pronunciations: Its words that are said otherwise than the voice would.
    """
    facts: list[object] = [fingerprint, speed, spoken]
    if pronunciations:
        facts.append([(item.first, item.last, item.ipa) for item in pronunciations])
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


class SpeechStore:
    """A bounded folder of speech, shared by any number of threads and processes.

    An entry appears whole or not at all, and one that was damaged later is taken as missing.
    When the folder outgrows its limit, what was used longest ago goes first. Between two looks
    at its size each process may exceed the limit by a thirty-second part of it.
    """

    def __init__(self, folder: Path, *, limit: int = DEFAULT_LIMIT) -> None:
        """Use `folder`, made at the first `put`, for at most `limit` bytes."""
        self._folder = folder
        self._limit = limit
        self._unmeasured = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> Speech | None:
        """Return the speech kept under `key`, or None where there is none that is whole."""
        path = self._path(key)
        try:
            speech = unpack(path.read_bytes())
            os.utime(path)
        except DamagedEntryError:
            path.unlink(missing_ok=True)
            return None
        except OSError:
            return None
        return speech

    def put(self, key: str, speech: Speech) -> None:
        """Keep `speech` under `key`.

        Raises:
            OutputError: The folder cannot be written or its disk is full.
        """
        data = pack(speech)
        put_whole(self._path(key), data)
        self._account(len(data))

    def size(self) -> int:
        """Return how many bytes the entries take."""
        return sum(stat.st_size for _, stat in self._entries())

    def trim(self) -> None:
        """Bring the folder under its limit, oldest use first; clear what was left unfinished.

        Called by whoever ends a run, since a short run writes too little to be measured.
        """
        with contextlib.suppress(OSError):
            for path in self._folder.glob("*/.*.part"):
                if time.time() - path.stat().st_mtime > _ABANDONED:
                    path.unlink(missing_ok=True)
        entries = list(self._entries())
        total = sum(stat.st_size for _, stat in entries)
        if total <= self._limit:
            return
        for path, stat in sorted(entries, key=lambda entry: entry[1].st_mtime_ns):
            path.unlink(missing_ok=True)
            total -= stat.st_size
            if total <= self._limit * _TRIM_TO:
                return

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.speech"

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self._folder.glob("*/*.speech"):
            # Another process may have trimmed it since it was listed.
            with contextlib.suppress(FileNotFoundError):
                yield path, path.stat()

    def _account(self, size: int) -> None:
        with self._lock:
            self._unmeasured += size
            due = self._unmeasured > self._limit // _LOOK_EVERY
            if due:
                self._unmeasured = 0
        if due:
            self.trim()
