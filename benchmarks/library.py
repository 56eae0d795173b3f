"""What the library adds to the work: the same articles with `tone`, in one process and in workers.

It prints ratios of processor time, and the difference for each utterance: accepting, queueing,
noting every step in the database, handing blocks to other processes, putting files in place.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from narrator.library import Library, Order, Place, State
from narrator.pipeline import narrate
from narrator.studio import Studio

ARTICLES = 8
SENTENCES = 40


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        articles = [article(number) for number in range(ARTICLES)]
        plain = in_process(articles[1:], folder / "plain", warm=articles[0])
        worked, waited = in_library(articles[1:], folder / "worked", warm=articles[0])
    utterances = (ARTICLES - 1) * (SENTENCES + 1)
    print(f"library / one process, processor time: {worked / plain:.2f}")
    print(f"more for each utterance: {(worked - plain) / utterances * 1000:.2f} ms")
    print(f"to accept an order: {waited * 1000:.1f} ms")


def article(number: int) -> bytes:
    """Write an article of some four minutes that no other one shares a sentence with."""
    lines = [
        f"Sentence {count} of story {number} says that its words go on and on, as they should."
        for count in range(SENTENCES)
    ]
    paragraphs = [" ".join(lines[start : start + 4]) for start in range(0, SENTENCES, 4)]
    return "\n\n".join([f"Story {number}", *paragraphs]).encode()


def in_process(articles: list[bytes], folder: Path, *, warm: bytes) -> float:
    """Narrate with the pipeline alone; give processor seconds."""
    with Studio(folder / "cache", threads=1) as studio:
        narrate(warm, folder / "warm.mp3", voice="tone", captions=True, studio=studio)
        started = time.process_time()
        for number, text in enumerate(articles):
            out = folder / f"{number}.mp3"
            narrate(text, out, voice="tone", captions=True, studio=studio)
        return time.process_time() - started


def in_library(articles: list[bytes], folder: Path, *, warm: bytes) -> tuple[float, float]:
    """Narrate in a worker; give processor seconds of all its processes, and seconds to accept."""
    place = Place(folder / "out", folder / "cache")
    with contextlib.closing(Library(place)) as library:
        settings = {
            "NARRATOR_HOME": str(place.home),
            "NARRATOR_CACHE": str(place.cache),
            "NARRATOR_THREADS": "2",
            "NARRATOR_VOICE": "tone",
        }
        worker = subprocess.Popen(
            [sys.executable, "-m", "narrator", "worker"],
            env=os.environ | settings,
            stderr=subprocess.DEVNULL,
        )
        try:
            finish(library, [warm])
            before = processor_time(worker.pid)
            accepted = finish(library, articles)
            return processor_time(worker.pid) - before, accepted / len(articles)
        finally:
            worker.terminate()
            worker.wait()


def finish(library: Library, articles: list[bytes]) -> float:
    """Order episodes and wait for them; give the seconds until all were accepted."""
    started = time.perf_counter()
    for text in articles:
        library.submit(Order(source=text, voice="tone"))
    accepted = time.perf_counter() - started
    while library.counts()[State.QUEUED] + library.counts()[State.NARRATING]:
        time.sleep(0.2)
    return accepted


def processor_time(process: int) -> float:
    """Give the processor seconds of a process and those it started, while they run."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if process in {int(stat.parent.name), int(fields[1])}:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
