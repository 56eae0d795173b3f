"""Installs voices while the service runs, each in a process that can be ended at any moment."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING

from narrator.domain import NarratorError, Voice
from narrator.engines import is_installed
from narrator.installation import install_and_hear
from narrator.service.problems import ProblemError, from_error
from narrator.service.views import InstallationView
from narrator.voices import find_voice
from narrator.voices.folder import put_entry_back, read_entry_bytes
from narrator.voices.install import cost_of

if TYPE_CHECKING:
    from narrator.config import Settings

_log = logging.getLogger("narrator.service")

_UNDER_WAY = frozenset({"waiting", "bringing", "hearing"})

_GRACE = 3.0
"""Seconds that a process has to end by itself; native code may not hear that it should."""

_HINTS = {
    "voice-unreachable": "install it again, and it goes on where it stopped",
    "voice-damaged": "install it again; if that does not help, its publisher has changed the file",
}
"""What to do here, where the command line's advice does not help."""


@dataclass(slots=True, eq=False)
class _Job:
    """An installation that was asked for."""

    voice: Voice
    """The voice as it was."""

    entry: bytes | None
    """Its entry in the voices folder as it was; None where there was none."""

    seen: InstallationView
    """How far it is."""

    cancelled: bool = False
    """Whether nobody wants it any more."""

    process: SpawnProcess | None = None
    """Where it is done, once its turn has come."""

    future: Future[None] = field(default_factory=Future)
    """Its turn in the queue."""

    over: threading.Event = field(default_factory=threading.Event)
    """Set when nothing of it goes on any more."""

    def end(self) -> None:
        """Have it end wherever it is, and wait until it has."""
        if self.future.cancel():
            self.over.set()
        elif self.process:
            self.process.terminate()
            if not self.over.wait(_GRACE):
                self.process.kill()
        self.over.wait()


class Installer:
    """Installs one voice after the other. Each API process knows only its own installations."""

    def __init__(self, settings: Settings) -> None:
        """Install into the voices folder of the settings."""
        self._settings = settings
        self._jobs: dict[str, _Job] = {}
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="voices")

    def close(self) -> None:
        """End all installations; what was brought is not brought again by the next one."""
        with self._lock:
            jobs = list(self._jobs.values())
            for job in jobs:
                job.cancelled = True
        self._thread.shutdown(wait=False, cancel_futures=True)
        for job in jobs:
            job.end()

    def state(self, voice: Voice) -> InstallationView:
        """Tell how far the installation of a voice is."""
        with self._lock:
            job = self._jobs.get(voice.name)
        return job.seen if job else self._found(voice)

    def begin(self, voice: Voice) -> InstallationView:
        """Begin to install a voice, unless it is installed or being installed."""
        while True:
            with self._lock:
                job = self._jobs.get(voice.name)
                if job is None or (job.seen.state == "failed" and job.over.is_set()):
                    return self._begun(voice, after=job)
                if not job.cancelled and job.seen.state != "failed":
                    return job.seen
            job.over.wait()
            if job.cancelled:
                self._forget(job)

    def cancel(self, voice: Voice) -> InstallationView:
        """End the installation of a voice, and tell what is left: it, or parts to go on from.

        One that has just come to its end stays; one that failed is forgotten.
        """
        with self._lock:
            job = self._jobs.get(voice.name)
            if job:
                job.cancelled = True
        if job:
            job.end()
            self._forget(job)
        return self.state(find_voice(voice.name, self._settings.voices))

    def _begun(self, voice: Voice, *, after: _Job | None) -> InstallationView:
        found = self._found(voice)
        if after is None and found.state == "installed":
            return found
        entry = read_entry_bytes(voice.name, self._settings.voices)
        seen = found.model_copy(update={"state": "waiting"})
        job = self._jobs[voice.name] = _Job(voice, entry, seen)
        job.future = self._thread.submit(self._install, job)
        return job.seen

    def _found(self, voice: Voice) -> InstallationView:
        """Say what the disk says of a voice."""
        if is_installed(voice):
            return InstallationView(state="installed", done=voice.size or 0, size=voice.size)
        cost = cost_of(voice, self._settings.voices)
        here = cost.here + (voice.size - cost.size if voice.size else 0)
        return InstallationView(state="absent", done=here, size=voice.size)

    def _install(self, job: _Job) -> None:
        try:
            self._run(job)
        except Exception:
            _log.exception("the installation of a voice broke off")
            raise
        finally:
            self._settle(job)
            job.over.set()

    def _run(self, job: _Job) -> None:
        """Do it in a process: a model that crashes must not take the API down."""
        settings = self._settings
        spawn = multiprocessing.get_context("spawn")
        told, tell = spawn.Pipe(duplex=False)
        given = (job.voice, settings.voices, settings.cache, settings.threads, tell)
        with contextlib.closing(told):
            with contextlib.closing(tell), self._lock:
                if job.cancelled:
                    return
                job.process = spawn.Process(target=install_and_hear, args=given)
                job.process.start()
            self._note(job, "bringing", job.seen.done)
            self._follow(job, told)
            job.process.join()

    def _follow(self, job: _Job, told: Connection) -> None:
        """Note what the process tells until it says no more."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                state, what = told.recv()
                if isinstance(what, NarratorError):
                    self._fail(job, from_error(what))
                else:
                    self._note(job, state, what)

    def _settle(self, job: _Job) -> None:
        """Say what became of it, where its process had no last word."""
        if job.cancelled and job.seen.state != "installed":
            put_entry_back(job.voice.name, self._settings.voices, job.entry)
        elif job.seen.state == "hearing":
            self._fail(
                job,
                ProblemError(
                    500,
                    "it crashed when it was to speak",
                    hint="try again, and report it if it stays",
                    kind="voice-crashed",
                ),
            )
        elif job.seen.state in _UNDER_WAY:
            self._fail(
                job,
                ProblemError(
                    500,
                    "something unexpected went wrong",
                    hint="try again, and look into the service's log if it stays",
                    kind="unexpected",
                ),
            )
        if job.cancelled or job.seen.state == "installed":
            self._forget(job)

    def _fail(self, job: _Job, problem: ProblemError) -> None:
        kind = problem.kind or ""
        hint = _HINTS.get(kind, problem.hint)
        left = self._found(job.voice).done
        self._note(job, "failed", left, kind=kind, detail=problem.detail, hint=hint)

    def _note(self, job: _Job, state: str, done: int, **why: str) -> None:
        job.seen = InstallationView(state=state, done=done, size=job.voice.size, **why)

    def _forget(self, job: _Job) -> None:
        with self._lock:
            if self._jobs.get(job.voice.name) is job:
                del self._jobs[job.voice.name]
