"""What hostile input costs: `python benchmarks/fuzz.py [--size KB] [--changed N] [--script]`.

1. Every shape of `hostile.py` is read at a size and at a quarter of it, each in a process of its
   own that may take 60 s of CPU and 1.5 GB. Its cost must grow with its size, not with its square.
2. Sound sources (the seeds, small documents) are read with a few bytes changed, cut and doubled.

Anything but an article or an `ArticleError` is a failure. Prints the number of inputs, the worst
time and memory by byte and every input over its bound; exit code 1 if there is one.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from hostile import SHAPES, docx, epub, pdf

SEEDS = Path(__file__).parents[1] / "seeds"

SECONDS, MEMORY = 60, 1_500_000_000
"""Most that one input may take; what is over is stopped."""

PER_MB = 15.0
"""Seconds of CPU for a megabyte, on one core of 2020 or later: a page is 0.1 MB."""

GROWTH = 2.6
"""Most by which the time may grow for each doubling of the size; a square makes it 4."""

LEAST = 0.4
"""Seconds below which growth is noise."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one input took."""

    seconds: float
    peak: int
    """Bytes of memory over what the process had before."""

    fault: str = ""
    """What went wrong; empty if it was read or refused."""


def main() -> int:
    """Try everything and report."""
    parser = argparse.ArgumentParser(description=__doc__.split(":")[0])
    parser.add_argument("--size", type=int, default=1000, help="kilobytes of each shape")
    parser.add_argument("--changed", type=int, default=1000, help="changed copies of sound sources")
    parser.add_argument("--script", action="store_true", help="write the script too")
    parser.add_argument("--only", default="", help="shapes whose name holds this")
    args = parser.parse_args()
    _warm_up()
    over = [*_shapes(args.size * 1000, args.only, script=args.script)]
    if not args.only:
        over += _changed(args.changed, script=args.script)
    print("\n".join(over) or "nothing over its bound")
    return int(bool(over))


def _shapes(size: int, only: str, *, script: bool) -> Iterator[str]:
    tried, slowest, heaviest = 0, (0.0, ""), (0.0, "")
    for kind, shapes in SHAPES.items():
        for name, make in ((n, m) for n, m in shapes.items() if only in f"{kind}: {n}"):
            label = f"{kind}: {name}"
            small, large = (make(part) for part in (size // 4, size))
            before, cost = (_cost(data, kind, script=script) for data in (small, large))
            tried += 2
            if sys.stderr.isatty():
                print(f"{label}: {cost.seconds:.2f} s", file=sys.stderr)
            megabytes = max(len(large), size) / 1e6
            slowest = max(slowest, (cost.seconds / megabytes, label))
            heaviest = max(heaviest, (cost.peak / 1e6 / megabytes, label))
            growth = (cost.seconds / max(before.seconds, 1e-3)) ** 0.5
            steep = cost.seconds > LEAST and growth > GROWTH
            if before.fault or cost.fault or steep or cost.seconds > PER_MB * megabytes:
                yield (
                    f"over: {label}: {cost.seconds:.1f} s, x{growth:.1f} each doubling, "
                    f"{cost.peak / 1e6:.0f} MB {before.fault or cost.fault}"
                )
    print(f"shapes: {tried} inputs of up to {size / 1e6:.2g} MB")
    print(f"  slowest  {slowest[0]:.2f} s/MB ({slowest[1]})")
    print(f"  heaviest {heaviest[0]:.0f} bytes/byte ({heaviest[1]})")


def _cost(data: bytes, kind: str, *, script: bool) -> Cost:
    """Read an input in a process of its own."""
    forks = multiprocessing.get_context("fork")
    ours, theirs = forks.Pipe(duplex=False)
    child = forks.Process(target=_child, args=(data, kind, script, theirs))
    child.start()
    theirs.close()
    try:
        found: Cost = ours.recv()
    except EOFError:
        child.join()
        late = child.exitcode == -signal.SIGXCPU
        found = Cost(SECONDS, 0, "out of time" if late else f"ended with {child.exitcode}")
    child.join()
    return found


def _child(data: bytes, kind: str, script: bool, answer: Connection) -> None:  # noqa: FBT001 - multiprocessing passes arguments by place
    before = resource.getrusage(resource.RUSAGE_SELF)
    used = int(before.ru_utime + before.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (used + SECONDS, used + SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY + before.ru_maxrss * 1024,) * 2)
    fault = _fault(data, kind, script=script)
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    answer.send(Cost(seconds, (after.ru_maxrss - before.ru_maxrss) * 1024, fault))


def _warm_up() -> None:
    """Load what is loaded on first use."""
    from narrator.text import read_article

    for kind, source in (("text", _sound()[0]), ("html", b"<p>" + b"words " * 50)):
        read_article(source, kind=kind)


def _fault(data: bytes, kind: str, *, script: bool) -> str:
    from narrator.domain import ArticleError
    from narrator.text import read_article, write_script

    try:
        article = read_article(data, kind=None if kind == "file" else kind)
        if script:
            write_script(article, voice="joe")
    except ArticleError as error:
        return "" if error.hint else f"no hint: {error}"
    except (Exception, MemoryError) as error:  # noqa: BLE001 - whatever it is, it is a finding
        return repr(error)[:200]
    return ""


def _changed(count: int, *, script: bool) -> list[str]:
    """Read sound sources with a few bytes changed."""
    sound = _sound()
    faults, worst = [], (0.0, 0)
    for seed in range(count):
        chance = np.random.default_rng(seed)
        data = _damage(sound[seed % len(sound)], chance)
        start = time.process_time()
        fault = _fault(data, "file", script=script)
        worst = max(worst, ((time.process_time() - start), seed))
        if fault:
            faults.append(f"over: changed copy {seed}: {fault}")
    print(f"changed copies: {count} inputs; slowest {worst[0]:.2f} s (number {worst[1]})")
    return faults


def _sound() -> list[bytes]:
    seeds = [path.read_bytes() for path in sorted(SEEDS.iterdir()) if path.name != "README.md"]
    page = next(path.read_bytes() for path in SEEDS.glob("*.html"))
    words = b"<w:p><w:r><w:t>The ferry left before the sun was up.</w:t></w:r></w:p>" * 3
    word = docx(
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b"<w:body>" + words + b"</w:body></w:document>"
    )
    return [*seeds, epub(page), word, pdf(2000)]


def _damage(data: bytes, chance: np.random.Generator) -> bytes:
    """Change, cut or double a few stretches."""
    for _ in range(chance.integers(1, 4)):
        at, size = int(chance.integers(len(data) + 1)), int(chance.integers(1, 40))
        way = chance.integers(3)
        if way == 0:
            data = data[:at] + chance.bytes(size) + data[at + size :]
        elif way == 1:
            data = data[:at] + data[at + size :]
        else:
            data = data[:at] + data[at : at + size] * 20 + data[at:]
    return data


if __name__ == "__main__":
    sys.exit(main())
