"""Booths: child processes that do what computes, or may crash or hang.

Reading a document, speaking and encoding go through native code that takes its process down with
it when it fails. In a booth it takes down one attempt at one task, and it is known which. A booth
does one task at a time, keeps its voices warm in between, and does not outlive its worker.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import logging
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection, Pipe
from typing import Any

from narrator.domain import Fault, NarratorError
from narrator.library.lifeline import end_with
from narrator.library.tools import Tools

_MAIN = "import sys; from narrator.library.booth import main; main(int(sys.argv[1]))"

_STARTUP = 120.0
"""Seconds a booth has to load what it works with, on a machine that is very busy."""

_MOMENT = 0.2
"""Seconds in which a process is gone that has begun to end."""

_DOING = {
    "fetch": "fetching the article",
    "prepare": "reading the article",
    "speak": "the engine",
    "join": "joining the episode",
    "convert": "encoding the episode",
}
"""What a task is called where it went wrong."""

_HINT = "it is tried again; if it fails for good, try another voice, and report it"


class HungError(Fault):
    """A task took so long that its process was killed."""


class CrashError(Fault):
    """A task took its process down with it."""


class Booths:
    """A fixed number of booths, shared by any number of threads."""

    def __init__(self, tools: Tools, count: int) -> None:
        """Have `count` booths; each starts when it is first needed."""
        # Linux ends a booth when the thread that started it ends, so one thread starts them all.
        self._nursery = ThreadPoolExecutor(1, thread_name_prefix="booths")
        self._all = [_Booth(tools, self._nursery) for _ in range(count)]
        self._free = list(self._all)
        self._line: list[tuple[int, int]] = []
        self._count = itertools.count()
        self._changed = threading.Condition()

    def run(self, task: str, *args: Any, seconds: float, place: int = 0) -> Any:
        """Do a task in a free booth, once there is one.

        Args:
            task: Name of a method of `narrator.library.bench.Bench`.
            args: Its arguments.
            seconds: How long it may take.
            place: Place in the line where no booth is free, the lowest first.

        Raises:
            HungError: It took longer; its process was killed.
            CrashError: Its process died.
            NarratorError: What the task raised.
        """
        booth = self._take(place)
        try:
            return booth.run(task, args, seconds)
        finally:
            with self._changed:
                self._free.append(booth)
                self._changed.notify_all()

    def _take(self, place: int) -> _Booth:
        with self._changed:
            ticket = (place, next(self._count))
            heapq.heappush(self._line, ticket)
            self._changed.wait_for(lambda: self._free and self._line[0] == ticket)
            heapq.heappop(self._line)
            self._changed.notify_all()
            # The one used last is the warmest.
            return self._free.pop()

    def warm(self, voice: str) -> None:
        """Start every booth and load a voice in it, without waiting."""
        for booth in self._all:
            threading.Thread(
                target=self._warm, args=(booth, voice), name="warm", daemon=True
            ).start()

    def _warm(self, booth: _Booth, voice: str) -> None:
        with contextlib.suppress(NarratorError):
            booth.run("warm", (voice,), 120)

    def close(self) -> None:
        """End every booth, with whatever it is doing."""
        for booth in self._all:
            booth.close()
        self._nursery.shutdown()


class _Booth:
    """A process that is replaced when it hung or crashed."""

    def __init__(self, tools: Tools, nursery: ThreadPoolExecutor) -> None:
        self._tools = tools
        self._nursery = nursery
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def run(self, task: str, args: tuple[Any, ...], seconds: float) -> Any:
        with self._lock:
            if self._child is None:
                self._child = self._nursery.submit(_Child, self._tools).result()
            try:
                # What it takes to start is not counted as the first task's.
                self._child.greet()
                done, result = self._child.ask(task, args, seconds)
            except (HungError, CrashError):
                self._child = None
                raise
        if not done:
            raise result
        return result

    def close(self) -> None:
        child = self._child
        if child is not None:
            child.end()


class _Child:
    """A booth's process and the line to it."""

    def __init__(self, tools: Tools) -> None:
        self._line, far = Pipe()
        self._greeted = False
        with far:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-c", _MAIN, str(far.fileno())],
                pass_fds=[far.fileno()],
                stdin=subprocess.DEVNULL,
            )
        self._line.send((os.getpid(), tools))

    def greet(self) -> None:
        """Wait until the process is ready."""
        if not self._greeted:
            self._receive("starting", _STARTUP)
            self._greeted = True

    def ask(self, task: str, args: tuple[Any, ...], seconds: float) -> Any:
        """Have a task done: give whether it succeeded, and its result or what it raised."""
        with contextlib.suppress(OSError):
            # Where the line is broken, receiving says so too.
            self._line.send((task, args))
        return self._receive(_DOING.get(task, task), seconds)

    def end(self) -> str:
        """Make sure that the process is gone, and say how it ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            # Who closed its end of the line is about to end; who hangs is not.
            self._process.wait(_MOMENT)
        self._process.kill()
        code = self._process.wait()
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def _receive(self, doing: str, seconds: float) -> Any:
        try:
            if self._line.poll(seconds):
                return self._line.recv()
        except (EOFError, OSError) as error:
            raise CrashError(f"{doing} crashed ({self.end()})", hint=_HINT) from error
        self.end()
        raise HungError(f"{doing} took more than {seconds:.0f} s", hint=_HINT)


def main(descriptor: int) -> None:
    """Be a booth: do what comes over the line until its other end is gone."""
    # Ctrl-C and a service manager's stop go to the worker, which lets booths finish.
    for sent in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sent, signal.SIG_IGN)
    line = Connection(descriptor)
    try:
        parent, tools = line.recv()
        if end_with(parent):
            _serve(line, tools)
    except (EOFError, OSError):
        return


def _serve(line: Connection, tools: Tools) -> None:
    from narrator.library.bench import Bench

    with Bench(tools) as bench:
        line.send("ready")
        while True:
            task, args = line.recv()
            try:
                answer = True, getattr(bench, task)(*args)
            except NarratorError as error:
                answer = False, error
            except Exception as error:
                logging.getLogger(__name__).exception("unexpected error in %s", task)
                answer = (
                    False,
                    Fault(
                        f"unexpected {type(error).__name__} ({error})",
                        hint="please report it, with what the worker's log shows",
                    ),
                )
            line.send(answer)
