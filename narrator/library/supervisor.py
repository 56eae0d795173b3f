"""Starts workers beside a service, and another one for each that dies."""

from __future__ import annotations

import itertools
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

PARENT = "NARRATOR_PARENT"
"""Variable that tells a worker after whose end it is to end."""

COMMAND = (sys.executable, "-m", "narrator", "worker")
"""What a worker is started with."""

_REFUSED = 2
"""Exit code of a worker that cannot work here, however often it is started."""

_FIRST, _LONGEST = 0.1, 30.0
"""Seconds before a dead worker's successor starts: the first time, and at most."""

_WELL = 30.0
"""Seconds after which a worker counts as having started well."""

_ASKED = 3
"""Times a worker is asked to end before it is made to, which it may be at any moment: one that
still starts can miss a signal."""

_log = logging.getLogger(__name__)


class Supervisor:
    """Keeps a number of workers running for as long as it is open; a context manager."""

    def __init__(
        self,
        count: int,
        *,
        command: Sequence[str] = COMMAND,
        environment: Mapping[str, str] | None = None,
        on_refusal: Callable[[], None] = lambda: None,
        patience: float = 5.0,
    ) -> None:
        """Keep `count` workers running.

        Args:
            count: How many.
            command: What a worker is started with.
            environment: Variables for the workers besides our own.
            on_refusal: Called from another thread when a worker says that it cannot work here (it
                has said why); it is not started again.
            patience: Seconds that a worker has to end, each time it is asked to.
        """
        self._command = tuple(command)
        self._environment = {**os.environ, PARENT: str(os.getpid()), **(environment or {})}
        self._on_refusal = on_refusal
        self._patience = patience
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        # Linux ends a worker when the thread that started it ends, so each has its own.
        self._threads = [
            threading.Thread(target=self._keep, args=(number,), name=f"worker-{number}")
            for number in range(count)
        ]

    def __enter__(self) -> Self:
        """Start the workers."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the workers; what they have not finished is done when others start."""
        with self._lock:
            self._stopping.set()
        for asked in itertools.count():
            self._end(subprocess.Popen.terminate if asked < _ASKED else subprocess.Popen.kill)
            deadline = time.monotonic() + self._patience
            for thread in self._threads:
                thread.join(max(0.0, deadline - time.monotonic()))
            if not any(thread.is_alive() for thread in self._threads):
                return

    def _end(self, how: Callable[[subprocess.Popen[bytes]], None]) -> None:
        with self._lock:
            for process in self._running.values():
                how(process)

    def processes(self) -> tuple[int, ...]:
        """Give the process ids of the workers that run now."""
        with self._lock:
            return tuple(process.pid for process in self._running.values())

    def _keep(self, number: int) -> None:
        pause = _FIRST
        while True:
            started = time.monotonic()
            code = self._run(number)
            if self._stopping.is_set():
                return
            if code == _REFUSED:
                self._on_refusal()
                return
            if time.monotonic() - started > _WELL:
                pause = _FIRST
            _log.warning("a worker ended with %s; another starts in %.1f s", code, pause)
            if self._stopping.wait(pause):
                return
            pause = min(_LONGEST, pause * 2)

    def _run(self, number: int) -> int:
        """Run a worker to its end, and give its exit code."""
        with self._lock:
            if self._stopping.is_set():
                return 0
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._command, env=self._environment, stdin=subprocess.DEVNULL
            )
            self._running[number] = process
        code = process.wait()
        with self._lock:
            del self._running[number]
        return code
