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
from narrator.library.tools import Tools

_MAIN = "import sys; from narrator.library.booth import main; main(int(sys.argv[1]))"

_GRACE = 5.0
"""Seconds a booth has to end once it is told to."""

_PDEATHSIG = 1
"""`prctl` option by which Linux ends a process together with the thread that started it."""


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
    def __init__(self, tools: Tools, nursery: ThreadPoolExecutor) -> None:
        self._tools = tools
        self._nursery = nursery
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    def run(self, task: str, args: tuple[Any, ...], seconds: float) -> Any:
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._nursery.submit(self._start).result()
            return self._ask(task, args, seconds)

    def close(self) -> None:
        process = self._process
        if process is not None:
            process.kill()
            process.wait(_GRACE)

    def _ask(self, task: str, args: tuple[Any, ...], seconds: float) -> Any:
        assert self._line is not None
        try:
            self._line.send((task, args))
            if not self._line.poll(seconds):
                self._end()
                raise HungError(
                    f"the engine did not finish within {seconds:.0f} s",
                    hint="try another voice, or report what it was saying",
                )
            done, result = self._line.recv()
        except (EOFError, OSError) as error:
            raise CrashError(
                f"the engine crashed ({self._end()})",
                hint="try another voice, or report what it was saying",
            ) from error
        if not done:
            raise result
        return result

    def _start(self) -> None:
        self._line, far = Pipe()
        with far:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-c", _MAIN, str(far.fileno())],
                pass_fds=[far.fileno()],
                stdin=subprocess.DEVNULL,
            )
        self._line.send((os.getpid(), self._tools))

    def _end(self) -> str:
        """Make sure that the process is gone, and say how it ended."""
        assert self._process is not None
        assert self._line is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            # What closed its end of the line may be a moment from its end.
            self._process.wait(0.5)
        self._process.kill()
        code = self._process.wait()
        self._line.close()
        self._process = None
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def main(descriptor: int) -> None:
    """Be a booth: do what comes over the line until its other end is gone."""
    # Ctrl-C and a service manager's stop go to the worker, which lets booths finish.
    for sent in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sent, signal.SIG_IGN)
    line = Connection(descriptor)
    try:
        parent, tools = line.recv()
        _die_with(parent)
        _serve(line, tools)
    except (EOFError, OSError):
        return


def _serve(line: Connection, tools: Tools) -> None:
    from narrator.library.bench import Bench

    with Bench(tools) as bench:
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


def _die_with(parent: int) -> None:
    """End this process when its parent does, even in the midst of native code."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise EOFError
