"""Peak memory of ten hours of audio against ten minutes.

With the tone engine, which speaks as long as a voice would in hardly any time: what is measured
is everything but the voice, whose memory does not depend on the article's length.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from measure import NARRATOR, Run, long_article, run

WORDS_A_MINUTE = 170
"""What the tone engine says in a minute of audio."""


def main() -> None:
    """Print both peaks and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        short, long = (_narrate(minutes, folder) for minutes in (10, 600))
    print(f"peak memory: 10 min {short.peak / 1e6:.0f} MB, 10 h {long.peak / 1e6:.0f} MB")
    print(f"10 h / 10 min: {long.peak / short.peak:.3f}")


def _narrate(minutes: int, folder: Path) -> Run:
    article = long_article(minutes * WORDS_A_MINUTE, folder)
    out = folder / f"{minutes}.mp3"
    command = [*NARRATOR, "narrate", str(article), "-o", str(out), "--voice", "tone"]
    return run(command, NARRATOR_CACHE=str(folder / "cache"))


if __name__ == "__main__":
    main()
