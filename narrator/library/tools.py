"""What those who do the work are given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narrator.library.place import Place


@dataclass(frozen=True, slots=True)
class Tools:
    """What a worker and its booths work with."""

    place: Place
    """The library."""

    work: Path
    """Folder for files that are not whole yet; nobody else's."""

    threads: int = 1
    """Sentences that one booth synthesizes at once."""

    limit: int = 2 * 1024**3
    """Most bytes that spoken sentences may take in the cache."""

    voice: str = "joe"
    """Voice where none is named, for articles in its language."""

    voices: Path | None = None
    """Folder that voices are installed in; None for the default one."""

    lexicon: Path | None = None
    """File that says how words are spoken in every article."""

    sites: Path | None = None
    """File with rules for single web sites, beside our own."""

    allow: tuple[str, ...] = ()
    """Hosts and networks that may be read besides the public internet."""

    minutes: int = 600
    """Minutes of audio in 24 hours for an owner whose API keys have no figure of their own."""

    public_url: str = ""
    """Address the service is known by outside; empty where it is not told."""
