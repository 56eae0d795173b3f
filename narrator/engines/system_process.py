"""A child process that speaks, and what to do when it dies or hangs."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from narrator.domain import SynthesisError

ATTEMPTS = 3
"""Processes that may fail at one sentence before it counts as failed."""

START_DEADLINE = 30.0
"""Seconds for one to start: Python and a system's speech service on a busy machine."""

DEADLINE, DEADLINE_PER_CHARACTER = 20.0, 0.1
"""Seconds for a sentence: a thousand times what espeak-ng takes, as long as it is heard."""

PROGRAM = Path(__file__).with_name("system_child.py")
"""What the process runs."""


class ProcessFailed(Exception):
    """A process died, exceeded its deadline, or said that it cannot."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a process said."""

    pcm: npt.NDArray[np.int16]
    """Mono samples."""

    starts: list[tuple[int, int]]
    """(character, sample) of the words whose start is known."""


class SpeakingProcess:
    """A child process that speaks, used by one thread at a time and started when it must be."""

    def __init__(self, arguments: list[str]) -> None:
        """Know what to start: the program's `arguments`."""
        self._command = [sys.executable, "-P", str(PROGRAM), *arguments]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> dict[str, Any]:
        """Start it and give its greeting.

        Raises:
            ProcessFailed: It cannot be started, or cannot speak.
        """
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                start_new_session=True,  # Ctrl-C is for the parent, which ends it
            )
        except OSError as error:
            raise ProcessFailed(str(error)) from error
        with self._deadline(START_DEADLINE) as (_, answers):
            return _header(answers)

    def say(self, text: str, speed: float) -> Answer:
        """Have a sentence said, by a new process when one fails.

        Raises:
            SynthesisError: Several failed.
        """
        for attempt in itertools.count(1):
            try:
                return self._say(text, speed)
            except ProcessFailed as error:
                if attempt == ATTEMPTS:
                    raise SynthesisError(
                        f"the operating system's voice failed on {text!r}: {error}"
                    ) from error
        raise AssertionError

    def stop(self) -> None:
        """End the process, if it runs."""
        process, self._process = self._process, None
        if process:
            process.kill()
            with contextlib.suppress(OSError), process:
                pass  # closes the pipes and waits

    def _say(self, text: str, speed: float) -> Answer:
        if self._process is None:
            self.start()
        with self._deadline(DEADLINE + DEADLINE_PER_CHARACTER * len(text)) as (requests, answers):
            requests.write(json.dumps({"text": text, "speed": speed}).encode() + b"\n")
            requests.flush()
            header = _header(answers)
            pcm = np.frombuffer(_exactly(answers, header["bytes"]), np.int16)
            return Answer(pcm, [(character, sample) for character, sample in header["words"]])

    @contextlib.contextmanager
    def _deadline(self, seconds: float) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
        """Lend the pipes for some seconds; then the process is killed, which ends all reading.

        A process whose answer was not read to its end is of no more use, whatever the reason.
        """
        process = self._process
        assert process
        assert process.stdin
        assert process.stdout
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        try:
            yield process.stdin, process.stdout
        except BrokenPipeError as error:
            self.stop()
            raise ProcessFailed("its process died") from error
        except OSError as error:
            self.stop()
            raise ProcessFailed(str(error)) from error
        except BaseException:
            self.stop()
            raise
        finally:
            timer.cancel()


def _header(answers: IO[bytes]) -> dict[str, Any]:
    line = answers.readline()
    if not line.endswith(b"\n"):
        raise ProcessFailed("its process died")
    header: dict[str, Any] = json.loads(line)
    if "error" in header:
        raise ProcessFailed(header["error"])
    return header


def _exactly(answers: IO[bytes], size: int) -> bytes:
    data = answers.read(size)
    if len(data) < size:
        raise ProcessFailed("its process died")
    return data
