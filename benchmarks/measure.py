"""Runs whole commands and says what they took."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

NARRATOR = (sys.executable, "-m", "narrator")
"""The command line of this checkout."""


_NOUNS = ("river", "market", "engine", "teacher", "winter", "garden", "signal", "letter", "window")
_VERBS = ("follows", "carries", "answers", "repairs", "watches", "forgets", "measures")


@dataclass(frozen=True, slots=True)
class Run:
    """What one command took."""

    seconds: float
    """Wall-clock time."""

    cpu: float
    """Processor time of the command and the processes it started, in seconds."""

    peak: int
    """Largest resident set of the command's own process, in bytes."""


def run(command: Sequence[str], **environment: str) -> Run:
    """Run a command to its end; what it prints is shown only if it fails.

    Raises:
        subprocess.CalledProcessError: It did not exit with 0.
    """
    started = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env=os.environ | environment
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            sys.stderr.write(output.read().decode(errors="replace"))
            raise subprocess.CalledProcessError(process.returncode, command)
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(seconds, usage.ru_utime + usage.ru_stime, _peak(usage) * unit)


def _peak(usage: resource.struct_rusage) -> int:
    return usage.ru_maxrss


def side_by_side(rounds: int, first: Callable[[], Run], second: Callable[[], Run]) -> list[float]:
    """Run two commands in turn; return the ratio of their times, first to second, a round.

    In turn, because the speed of a shared machine drifts: only what ran next to each other can
    be compared.
    """
    return [first().seconds / second().seconds for _ in range(rounds)]


def show(what: str, ratios: Sequence[float]) -> None:
    """Print the median of some ratios and the range they lie in."""
    print(
        f"{what}: {statistics.median(ratios):.3f} "
        f"({min(ratios):.3f} to {max(ratios):.3f}, {len(ratios)} rounds)"
    )


def long_article(words: int, folder: Path) -> Path:
    """Write an article of about so many words in sections of 400; no two sentences are alike."""
    path = folder / f"article-{words}.txt"
    with path.open("w", encoding="utf-8") as file:
        file.write("A long article made of many sentences\n\n")
        for number in range(words // 10):
            if number % 40 == 0:
                file.write(f"\n\nPart {number // 40 + 1} of the article\n\n")
            noun, verb = _NOUNS[number % len(_NOUNS)], _VERBS[number % len(_VERBS)]
            other = _NOUNS[number // 10 % len(_NOUNS)]
            file.write(f"The {noun} number {number} slowly {verb} the other old {other}. ")
    return path
