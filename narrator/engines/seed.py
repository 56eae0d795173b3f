"""Another reading of the same text: what the networks draw by chance, drawn otherwise."""

from __future__ import annotations

from dataclasses import replace

from narrator.domain import Voice

_SEED = "seed"


def reseeded(voice: Voice, seed: int) -> Voice:
    """Give a voice that reads everything another way; seed 0 is its first way."""
    return replace(voice, settings={**voice.settings, _SEED: seed})


def seed_of(voice: Voice) -> int:
    """Say which of its ways a voice reads in."""
    return int(voice.settings.get(_SEED, 0))


def seed_mark(voice: Voice) -> str:
    """Give what a seed adds to an engine's fingerprint."""
    seed = seed_of(voice)
    return f" seed {seed}" if seed else ""
