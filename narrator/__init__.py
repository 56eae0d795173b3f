"""Narrator turns an article into audio that people want to listen to.

An article goes in, a script is written, voices speak it, one timeline comes out::

    from pathlib import Path
    import narrator

    episode = narrator.narrate(Path("seeds/nationpress-korea-defection.txt"), Path("episode.mp3"))
    print(episode.duration, [chapter.title for chapter in episode.timeline.chapters])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.pipeline import narrate
    from narrator.text import read_article, write_script

__all__ = ["narrate", "read_article", "write_script"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: the command line must start at once."""
    if name == "narrate":
        from narrator.pipeline import narrate

        return narrate
    if name in __all__:
        from narrator import text

        return getattr(text, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
