"""Write `letters.toml` from word lists: which letters are usual together.

    python -m narrator.text.unknown.train en=WORDS de=WORDS ...

A word list has one word a line (Debian's wamerican, wngerman, wfrench and wspanish were used).
Capitalised words are left out but for German, so that names are not what is usual.
"""

from __future__ import annotations

import collections
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from narrator.text.unknown.letters import groups_of

USUAL = 10
"""Words that must have three letters in a row; with fewer, loanwords and typos count as usual."""

_SHORTEST = 3


def main() -> None:
    """Write the table for the lists on the command line."""
    lines = ["# Letters that follow two others in ten words or more, by `train.py`."]
    for argument in sys.argv[1:]:
        language, _, path = argument.partition("=")
        words = Path(path).read_text("utf-8").splitlines()
        lines += ["", f"[{language}]", *_rows(_words(words, nouns=language == "de"))]
    Path(__file__).with_name("letters.toml").write_text("\n".join(lines) + "\n", "utf-8")


def _words(lines: Iterable[str], *, nouns: bool) -> Iterator[str]:
    for line in lines:
        word = line.strip()
        if len(word) >= _SHORTEST and word.isalpha() and (nouns or word.islower()):
            yield word.lower()


def _rows(words: Iterable[str]) -> Iterator[str]:
    counts = collections.Counter(group for word in words for group in set(groups_of(word)))
    following: dict[str, str] = {}
    for group in sorted(group for group, count in counts.items() if count >= USUAL):
        following[group[:2]] = following.get(group[:2], "") + group[2]
    yield from (f'"{two}" = "{letters}"' for two, letters in following.items())


if __name__ == "__main__":
    main()
