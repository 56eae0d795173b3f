"""What a service needs to do its work, and whether it is there."""

from __future__ import annotations

import secrets
import shutil

from narrator.domain import NarratorError
from narrator.engines.files import locate
from narrator.service.state import Service
from narrator.voices import find_voice

_LEAST = 200 * 1000**2
"""Free bytes under which new orders would soon fail."""


def missing(service: Service) -> list[str]:
    """Say in a sentence each what is missing; nothing where all is there."""
    checks = (_database, _workers, _disk, _voice)
    return [found for check in checks for found in [check(service)] if found]


def _database(service: Service) -> str:
    try:
        service.library.get(secrets.token_hex(8))
    except NarratorError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever a database driver raises
        return f"the database does not answer ({type(error).__name__})"
    return ""


def _workers(service: Service) -> str:
    try:
        there = service.library.workers()
    except Exception:  # noqa: BLE001 - the database's own check says why
        return ""
    return "" if there else "no worker is running (`narrator worker` starts one)"


def _disk(service: Service) -> str:
    home = service.settings.home.absolute()
    made = next(path for path in (home, *home.parents) if path.exists())
    free = shutil.disk_usage(made).free
    return f"only {free / 1e6:.0f} MB are free at {home}" if free < _LEAST else ""


def _voice(service: Service) -> str:
    try:
        voice = find_voice(service.settings.voice, service.settings.voices)
        for file in voice.files:
            locate(file, voice=voice.name)
    except NarratorError as error:
        return str(error)
    return ""
