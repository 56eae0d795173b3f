"""Installs voices while the service runs: files in a thread, the first words in a process."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from narrator.audition import hear
from narrator.domain import NarratorError, Voice, VoiceFile
from narrator.engines import is_installed
from narrator.service.views import InstallationView
from narrator.voices import find_voice
from narrator.voices.catalogue import load_known
from narrator.voices.install import install_voice

if TYPE_CHECKING:
    from narrator.config import Settings

_UNDER_WAY = frozenset({"bringing", "hearing"})


class Installer:
    """Installs one voice after the other. Each API process knows only its own installations."""

    def __init__(self, settings: Settings) -> None:
        """Install into the voices folder of the settings."""
        self._settings = settings
        self._states: dict[str, InstallationView] = {}
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="voices")

    def close(self) -> None:
        """Begin nothing more; what is being brought goes on at the next installation."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def state(self, voice: Voice) -> InstallationView:
        """Tell how far the installation of a voice is."""
        with self._lock:
            known = self._states.get(voice.name)
        if known is not None and known.state != "installed":
            return known
        voice = find_voice(voice.name, self._settings.voices)
        state = "installed" if is_installed(voice) else "absent"
        return InstallationView(state=state, size=voice.size)

    def begin(self, voice: Voice) -> InstallationView:
        """Begin to install a voice, unless it is installed or being installed."""
        current = self.state(voice)
        with self._lock:
            known = self._states.get(voice.name)
            if current.state == "installed" or (known and known.state in _UNDER_WAY):
                return known if known and known.state in _UNDER_WAY else current
            begun = InstallationView(state="bringing", size=voice.size)
            self._states[voice.name] = begun
        self._thread.submit(self._install, voice)
        return begun

    def _install(self, voice: Voice) -> None:
        counts: dict[str, int] = {}

        def report(file: VoiceFile, count: int) -> None:
            counts[file.sha256] = count
            self._set(voice, "bringing", sum(counts.values()))

        try:
            # What narrator knows of a voice's sources is newer than an earlier installation.
            known = {entry.name: entry for entry in load_known()}.get(voice.name, voice)
            brought = install_voice(known, self._settings.voices, on_bytes=report)
            self._set(voice, "hearing", sum(counts.values()))
            self._hear(brought)
        except NarratorError as error:
            self._set(voice, "failed", detail=error.message, hint=error.hint)
        except BrokenProcessPool:
            self._set(voice, "failed", detail="it crashed when it was to speak")
        except Exception:
            self._set(voice, "failed", detail="something unexpected went wrong")
            raise
        else:
            self._set(voice, "installed", sum(counts.values()))

    def _hear(self, voice: Voice) -> None:
        """Let it speak in a process of its own: a model that crashes must not take the API down."""
        settings = self._settings
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=spawn) as pool:
            pool.submit(hear, voice, settings.voices, settings.cache, settings.threads).result()

    def _set(
        self, voice: Voice, state: str, done: int = 0, *, detail: str = "", hint: str = ""
    ) -> None:
        seen = InstallationView(state=state, done=done, size=voice.size, detail=detail, hint=hint)
        with self._lock:
            self._states[voice.name] = seen
