"""From an article's source to what is said: read, split into sentences, write as spoken.

The names are found on first use, so that a command that reads no article does not wait
for the libraries that read one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.text.html import Sites, load_sites
    from narrator.text.lexicon import Lexicon, load_lexicon
    from narrator.text.normalize import verbalize
    from narrator.text.read import read_article
    from narrator.text.reading import Reading
    from narrator.text.script import write_script
    from narrator.text.sentences import split_sentences

__all__ = [
    "Lexicon",
    "Reading",
    "Sites",
    "load_lexicon",
    "load_sites",
    "read_article",
    "split_sentences",
    "verbalize",
    "write_script",
]

_HOMES = {
    "Lexicon": "lexicon",
    "Reading": "reading",
    "Sites": "html",
    "load_lexicon": "lexicon",
    "load_sites": "html",
    "read_article": "read",
    "split_sentences": "sentences",
    "verbalize": "normalize",
    "write_script": "script",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
