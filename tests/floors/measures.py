"""How well the text room does on small corpora of our own, and the floors it must not fall below.

    python tests/floors/measures.py            # measure, compare with floors.toml
    python tests/floors/measures.py --raise    # and lift every floor that has been exceeded

`floors.toml` has a table a corpus and in it a floor a metric, `[name] metric = value`; higher is
always better. `--raise` writes what was measured, rounded down; it never lowers a floor, and writes
nothing while any measurement is under its own. To add a corpus, write a function that gives its
metrics, put it into `MEASURES` under its name, and call `--raise`.

The corpora were written for this folder. `pasted/*.txt` are pages as they come through a clipboard:
a line of the article begins with "+ ", one of furniture with "- ", the title with "= ".
`pages/*.html` have beside them what to find (title, text) and what never to say (furniture).
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from narrator.text import read_article

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
FLOORS = HERE / "floors.toml"

Metrics = dict[str, float]


def pasted() -> Metrics:
    """Lines of furniture dropped, and characters of the article kept, over all pasted pages."""
    dropped = furniture = kept = content = titles = 0
    paths = sorted((HERE / "pasted").glob("*.txt"))
    for path in paths:
        lines = path.read_text("utf-8").splitlines()
        article = read_article("\n".join(line[2:] for line in lines), kind="text")
        removed = {removal.line for removal in article.removed}
        titles += f"= {article.title}" in lines
        for number, line in enumerate(lines):
            furniture += line[0] == "-"
            dropped += line[0] == "-" and number in removed
            content += len(line) * (line[0] == "+")
            kept += len(line) * (line[0] == "+" and number not in removed)
    return {
        "drop_recall": dropped / furniture,
        "content_kept": kept / content,
        "titles": titles / len(paths),
    }


def pages() -> Metrics:
    """Word F1 of the articles in web pages, titles found, and furniture left out."""
    scores, titles, silent, furniture = [], 0, 0, 0
    paths = sorted((HERE / "pages").glob("*.html"))
    for path in paths:
        want = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
        article = read_article(path.read_bytes(), kind="html")
        scores.append(_word_f1(article.text, want["text"]))
        titles += article.title == want["title"]
        furniture += len(want["furniture"])
        silent += sum(phrase not in article.text for phrase in want["furniture"])
    return {
        "f1": sum(scores) / len(scores),
        "furniture_out": silent / furniture,
        "titles": titles / len(paths),
    }


def seeds() -> Metrics:
    """Characters of the sample articles' prose that are kept; they have little furniture."""
    kept = total = 0
    for path in sorted(SEEDS.glob("*.txt")):
        blocks = [block for section in read_article(path).sections for block in section.blocks]
        said = {f"{block.label} {block.text}".strip() for block in blocks}
        prose = [line for line in path.read_text("utf-8").splitlines() if len(line) >= 100]
        total += sum(map(len, prose))
        kept += sum(len(line) for line in prose if " ".join(line.split()) in said)
    return {"prose_kept": kept / total}


def _word_f1(got: str, want: str) -> float:
    ours, theirs = (Counter(re.findall(r"\w+", text.lower())) for text in (got, want))
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


MEASURES: Mapping[str, Callable[[], Metrics]] = {
    "pasted": pasted,
    "pages": pages,
    "seeds": seeds,
}


def read_floors() -> dict[str, Metrics]:
    """Give the floor of each metric by corpus."""
    return tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}


def raised(floors: Mapping[str, Metrics], found: Mapping[str, Metrics]) -> dict[str, Metrics]:
    """Lift floors to what was found; none is ever lowered.

    Raises:
        ValueError: a metric is under its floor, or is no longer measured.
    """
    under = [
        f"{name}.{metric} is {found.get(name, {}).get(metric, math.nan):.4f}, floor {floor:.3f}"
        for name, metrics in floors.items()
        for metric, floor in metrics.items()
        if not found.get(name, {}).get(metric, -math.inf) >= floor
    ]
    if under:
        raise ValueError("; ".join(under))
    return {
        name: {
            metric: max(math.floor(value * 1000) / 1000, floors.get(name, {}).get(metric, 0.0))
            for metric, value in metrics.items()
        }
        for name, metrics in found.items()
    }


def main() -> int:
    """Measure, compare, and raise if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raise", action="store_true", dest="lift", help="lift the floors")
    lift = parser.parse_args().lift
    floors = read_floors()
    found = {name: measure() for name, measure in MEASURES.items()}
    for name, metrics in found.items():
        for metric, value in metrics.items():
            floor = floors.get(name, {}).get(metric)
            sys.stdout.write(f"{name}.{metric} {value:.4f}, floor {floor}\n")
    try:
        higher = raised(floors, found)
    except ValueError as error:
        sys.stderr.write(f"under the floor: {error}\n")
        return 1
    if lift:
        FLOORS.write_text(_toml(higher), "utf-8")
    return 0


def _toml(floors: Mapping[str, Metrics]) -> str:
    tables = (
        "\n".join([f"[{name}]", *(f"{metric} = {value}" for metric, value in metrics.items())])
        for name, metrics in floors.items()
    )
    return "\n\n".join(tables) + "\n"


if __name__ == "__main__":
    sys.exit(main())
