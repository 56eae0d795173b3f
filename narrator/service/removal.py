"""Removes voices while the service runs, unless somebody needs them."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, NoReturn

from narrator.casting import choose_quote_voice, choose_voice
from narrator.domain import Voice, VoiceError
from narrator.library import Record, State
from narrator.service.problems import ProblemError
from narrator.voices.folder import is_removable, remove_voice

if TYPE_CHECKING:
    from narrator.config import Settings
    from narrator.service.installer import Installer
    from narrator.service.state import Service

_NAME = re.compile(r"[a-z][a-z0-9_-]*")
"""The voices in a name, which may be a blend: "heart*0.7+bella*0.3"."""

_MOST = 1000
"""Episodes under way that are looked at; more than that nobody waits for."""


def may_be_removed(voice: Voice, settings: Settings) -> bool:
    """Tell whether a voice is one that can be removed, be it in use just now or not."""
    return not _is_usual(voice, settings) and is_removable(voice, settings.voices)


def remove(voice: Voice, service: Service, installer: Installer) -> None:
    """Take a voice off this machine, as `narrator voices remove` does; its installation ends.

    Raises:
        ProblemError: It is the usual voice, was not installed here, reads an episode that is under
            way, or another voice is being installed.
        OutputError: The voices folder cannot be written.
    """
    settings = service.settings
    if _is_usual(voice, settings):
        raise _kept(
            f"{voice.name} is the voice that reads where no other one is asked for",
            hint="name another one with NARRATOR_VOICE first",
        )
    if count := _readings(voice, service):
        raise _busy(
            f"{voice.name} is reading {count} episode{'s' * (count != 1)}",
            hint="remove it when they are done, or cancel them",
        )
    installer.cancel(voice)
    try:
        remove_voice(voice, settings.voices, on_wait=_wait)
    except VoiceError as error:
        raise _kept(
            f"{voice.name} was not installed here",
            hint="a voice that came with narrator or in a package goes with it",
        ) from error


def _readings(voice: Voice, service: Service) -> int:
    """Count the episodes under way that a voice reads."""
    states = (State.QUEUED, State.NARRATING)
    working = service.library.list(states=states, hidden=True, limit=_MOST)
    return sum(voice.name in _cast(record, service.settings) for record in working)


def _cast(record: Record, settings: Settings) -> set[str]:
    """Name the voices of an episode, as far as it can be told before its article is read."""
    order, names = record.order, ""
    with contextlib.suppress(VoiceError):
        names = order.voice or choose_voice(record.language, settings.voice, settings.voices)
        names += f" {choose_quote_voice(order.quote_voice, names, settings.voices) or ''}"
    return set(_NAME.findall(names))


def _is_usual(voice: Voice, settings: Settings) -> bool:
    return voice.name in _NAME.findall(settings.voice)


def _wait() -> NoReturn:
    raise _busy("another voice is being installed", hint="try again when that is done")


def _kept(detail: str, hint: str) -> ProblemError:
    return ProblemError(409, detail, hint=hint, kind="voice-kept")


def _busy(detail: str, hint: str) -> ProblemError:
    return ProblemError(409, detail, hint=hint, kind="voice-busy")
