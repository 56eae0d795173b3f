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
`sentences/*.txt` have one sentence a line. `spoken/*.toml` have written sentences and how they are
said, by language; written by hand and from the ear, not from what the rules give.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import accumulate
from pathlib import Path

from narrator.text import read_article, split_sentences, verbalize

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


def sentences() -> Metrics:
    """F1 of sentence boundaries over texts whose sentences stand in a row, and texts unchanged."""
    hits = ours = theirs = same = 0
    paths = sorted((HERE / "sentences").glob("*.txt"))
    for path in paths:
        want = path.read_text("utf-8").splitlines()
        got = split_sentences(" ".join(want), path.suffixes[0][1:])
        found, meant = _ends(got), _ends(want)
        hits += len(found & meant)
        ours += len(found)
        theirs += len(meant)
        same += " ".join(got) == " ".join(want)
    return {"boundary_f1": 2 * hits / (ours + theirs), "unchanged": same / len(paths)}


def _ends(pieces: list[str]) -> set[int]:
    """Where sentences end but the last, in characters that are not white space."""
    lengths = (len("".join(piece.split())) for piece in pieces[:-1])
    return set(accumulate(lengths))


def spoken() -> Metrics:
    """Sentences said as written down, by language, and those without an unspoken digit or sign."""
    metrics: Metrics = {}
    clean = total = 0
    for path in sorted((HERE / "spoken").glob("*.toml")):
        cases = tomllib.loads(path.read_text("utf-8"))
        said = {written: verbalize(written, path.stem) for written in cases}
        right = sum(_heard(said[written]) == _heard(spoken) for written, spoken in cases.items())
        metrics[path.stem] = right / len(cases)
        clean += sum(re.search(r"[\d$€£₩%°]", text) is None for text in said.values())
        total += len(cases)
    return metrics | {"nothing_unspoken": clean / total}


def _heard(text: str) -> str:
    """What can be heard of a spoken text: its letters, in one case and without marks."""
    return "".join(filter(str.isalnum, text.lower()))


def _word_f1(got: str, want: str) -> float:
    ours, theirs = (Counter(re.findall(r"\w+", text.lower())) for text in (got, want))
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


MEASURES: Mapping[str, Callable[[], Metrics]] = {
    "pasted": pasted,
    "pages": pages,
    "seeds": seeds,
    "sentences": sentences,
    "spoken": spoken,
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
