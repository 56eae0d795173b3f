"""The lexicons of a run: the user's, then the one given for these articles."""

from __future__ import annotations

from pathlib import Path

from narrator.text.lexicon import Lexicon, load_lexicon, merge_lexicons


def read_lexicons(usual: Path | None, given: Path | None) -> Lexicon:
    """Lay the lexicon of the command line over the one of the settings.

    Raises:
        InputError: One of them cannot be read.
    """
    return merge_lexicons(*(load_lexicon(path) for path in (usual, given) if path))
