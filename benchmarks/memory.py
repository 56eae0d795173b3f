"""Peak memory of ten hours of audio against ten minutes.

With the tone engine, which speaks as long as a voice would in hardly any time: what is measured
is everything but the voice, whose memory does not depend on the article's length. What grows is the
script and the timeline; it is also shown against the peak with the default voice.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from measure import NARRATOR, Run, long_article, run

WORDS_A_MINUTE = 170
"""What the tone engine says in a minute of audio."""


def main() -> None:
    """Print the peaks and their ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        voice = _narrate(10, folder, "joe").peak / 1e6
        short = _narrate(10, folder, "tone").peak / 1e6
        long = _narrate(600, folder, "tone").peak / 1e6
    print(f"tone: 10 min {short:.0f} MB, 10 h {long:.0f} MB, ratio {long / short:.3f}")
    print(f"joe: 10 min {voice:.0f} MB; with what 10 h add {(voice + long - short) / voice:.3f}")


def _narrate(minutes: int, folder: Path, voice: str) -> Run:
    article = long_article(minutes * WORDS_A_MINUTE, folder)
    out = folder / f"{voice}-{minutes}.mp3"
    command = [*NARRATOR, "narrate", str(article), "-o", str(out), "--voice", voice]
    return run(command, NARRATOR_CACHE=str(folder / "cache"))


if __name__ == "__main__":
    main()
