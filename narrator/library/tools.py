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

    allow: tuple[str, ...] = ()
    """Hosts and networks that may be read besides the public internet."""
