"""A second run after one edited sentence, against the first: half an hour with the voice joe."""

from __future__ import annotations

import tempfile
from pathlib import Path

from measure import NARRATOR, Run, long_article, run

WORDS = 5000


def main() -> None:
    """Print the ratio of the second run's time to the first's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        article = long_article(WORDS, folder)
        first = _narrate(article, folder)
        text = article.read_text("utf-8")
        article.write_text(text.replace("number 250 slowly", "number 250 quickly"), "utf-8")
        edited = _narrate(article, folder)
        same = _narrate(article, folder)
    print(f"after one edited sentence / first time: {edited.seconds / first.seconds:.3f}")
    print(f"unchanged / first time: {same.seconds / first.seconds:.3f}")


def _narrate(article: Path, folder: Path) -> Run:
    command = [*NARRATOR, "narrate", str(article), "-o", str(folder / "out.mp3"), "--voice", "joe"]
    return run(command, NARRATOR_CACHE=str(folder / "cache"))


if __name__ == "__main__":
    main()
