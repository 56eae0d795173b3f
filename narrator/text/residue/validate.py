"""What the whole filter does on sites its classifier has not learned from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TextIO

from narrator.text.plain import read_plain
from narrator.text.residue.model import Model
from narrator.text.residue.rules import match_rule
from narrator.text.residue.sift import sift
from narrator.text.residue.train import FOLDS, Row, fit_model, fold_of_lines, see_pages, site_of
from narrator.text.title import find_title


def cross_validate(rows: Sequence[Row], out: TextIO) -> None:
    """Report recall and precision of dropped lines, and the share of content characters lost.

    Rules, classifier and bars together sift each page, with weights learned from the other folds
    of sites alone.
    """
    sites = [site_of(row) for row in rows]
    folds = fold_of_lines(sites, [1] * len(rows))
    fold_of_site = dict(zip(sites, folds, strict=True))
    pages = list(see_pages(rows))
    total: Counter[str] = Counter()
    for fold in range(FOLDS):
        model = fit_model([page for page in pages if fold_of_site[page.site] != fold])
        tally: Counter[str] = Counter()
        for row in (row for row, own in zip(rows, folds, strict=True) if own == fold):
            tally += _tally(row, model)
        out.write(f"sites of fold {fold}: {_figures(tally)}\n")
        out.flush()
        total += tally
    out.write(f"all sites:       {_figures(total)}\n")


def _tally(row: Row, model: Model) -> Counter[str]:
    lines = read_plain("\n".join(line["t"] for line in row["lines"])).lines
    found = find_title(lines, furniture=match_rule, url=row["url"])
    title = None if found is None else lines[found].text
    sifted = sift(lines, title=title, title_line=found, url=row["url"], model=model)
    gone = {removal.line for removal in sifted.removed}
    tally: Counter[str] = Counter()
    for number, line in enumerate(row["lines"]):
        if line["keep"] is False:
            tally["dropped" if number in gone else "spoken"] += 1
        elif line["keep"]:
            tally["wrong"] += number in gone
            tally["lost"] += len(line["t"]) * (number in gone)
            tally["content"] += len(line["t"])
    return tally


def _figures(tally: Counter[str]) -> str:
    recall = tally["dropped"] / max(1, tally["dropped"] + tally["spoken"])
    precision = tally["dropped"] / max(1, tally["dropped"] + tally["wrong"])
    lost = tally["lost"] / max(1, tally["content"])
    return f"drop recall {recall:.3f}  drop precision {precision:.3f}  content lost {lost:.2%}"
