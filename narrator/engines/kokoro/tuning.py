"""Chooses how Kokoro is computed on this machine, by measuring.

Which of integers and float32 is faster depends on the processor: on one with AVX-512 VNNI integers
took a third of the time, on others float32 was reported to win. The choice is kept for the machine
that measured it, since several may share a cache.
"""

from __future__ import annotations

import hashlib
import platform
import time
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from narrator.domain import Voice
from narrator.engines.engine import Trial
from narrator.files import put_whole

SENTENCE = "The best of the lot went for one hundred dollars."
"""What is spoken to measure."""

ROUNDS = 2
"""Times each way is measured, turn by turn; the faster one counts, since others may be at work."""


class Arithmetic(StrEnum):
    """What the network computes in."""

    INT8 = "int8"
    FLOAT32 = "float32"


def chosen_arithmetic(cache: Path) -> Arithmetic:
    """Say what was chosen for this machine; integers where nothing was."""
    try:
        return Arithmetic(_place(cache).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return Arithmetic.INT8


def tune(voice: Voice, *, cache: Path) -> tuple[Trial, ...]:
    """Measure each way of computing a voice and keep the fastest for this machine.

    Raises:
        VoiceError: The voice cannot be loaded.
        OutputError: The cache cannot be written.
    """
    from narrator.engines.kokoro.engine import load

    engines = {
        way: load(
            replace(voice, settings={**voice.settings, "arithmetic": way.value}),
            cache=cache,
            threads=1,
        )
        for way in Arithmetic
    }
    factors: dict[Arithmetic, float] = {}
    for _ in range(ROUNDS):
        for way, engine in engines.items():
            started = time.process_time()
            seconds = engine.synthesize(SENTENCE).duration
            factor = (time.process_time() - started) / seconds
            factors[way] = min(factor, factors.get(way, factor))
    best = min(factors, key=factors.__getitem__)
    put_whole(_place(cache), best.value.encode())
    return tuple(
        Trial(way.value, round(factor, 3), chosen=way is best) for way, factor in factors.items()
    )


def _place(cache: Path) -> Path:
    machine = f"{platform.node()} {platform.machine()} {platform.processor()}"
    return cache / "kokoro" / f"tuned-{hashlib.sha256(machine.encode()).hexdigest()[:16]}"
