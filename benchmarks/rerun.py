"""A run after one edited sentence against the first: an hour with the voice joe.

On a shared machine go by the processor time: the first run takes minutes, the others seconds.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from measure import NARRATOR, Run, long_article, run, show

WORDS = 10_000

EDITS = (12, 250, 431, 640, 988)
"""Numbers of the sentences that are edited, one a round."""


def main() -> None:
    """Print the ratios to the first run's time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        article = long_article(WORDS, folder)
        first = _narrate(article, folder)
        edited = [_edit_and_narrate(article, folder, number) for number in EDITS]
        same = [_narrate(article, folder) for _ in EDITS]
    for what, runs in ("after one edited sentence", edited), ("unchanged", same):
        show(f"{what} / first time, wall time", [r.seconds / first.seconds for r in runs])
        show(f"{what} / first time, processor time", [r.cpu / first.cpu for r in runs])


def _edit_and_narrate(article: Path, folder: Path, number: int) -> Run:
    text = article.read_text("utf-8")
    article.write_text(text.replace(f"number {number} slowly", f"number {number} quickly"), "utf-8")
    return _narrate(article, folder)


def _narrate(article: Path, folder: Path) -> Run:
    command = [*NARRATOR, "narrate", str(article), "-o", str(folder / "out.mp3"), "--voice", "joe"]
    return run(command, NARRATOR_CACHE=str(folder / "cache"))


if __name__ == "__main__":
    main()
