"""Train the line classifier, or judge it: `python -m narrator.text.residue.train --help`.

DATA is a gzipped file of JSON lines, one page each: `url`, and `lines`, each with its text `t` and
`keep` (true for the article's own, false for furniture, null for what nobody scores). Needs the
dependency group `train`.

    train DATA --cross-validate     # what the whole filter does on sites it has not learned from
    train DATA [--out FILE]         # learn from all pages and write `model.npz`

Only weights of hashed words and thresholds of shapes are kept; none of the pages' words.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import lightgbm
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from narrator.text.plain import read_plain
from narrator.text.residue.features import HASHES, Floats, PageFeatures, page_features
from narrator.text.residue.judge import rows_for_trees
from narrator.text.residue.model import Forest, Model, model_arrays
from narrator.text.residue.rules import match_rule
from narrator.text.title import find_title

Row: TypeAlias = dict[str, Any]
Labels = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]

FOLDS = 5
_SEED = 3

# Small steps, few leaves, large leaves: 84,000 lines are only 780 pages, and a page's lines
# resemble each other so much that trees learn pages by heart if they may.
_TREES = {
    "objective": "binary",
    "num_leaves": 24,
    "min_data_in_leaf": 150,
    "feature_fraction": 0.2,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 20,
    "learning_rate": 0.05,
    "max_bin": 63,
    "num_threads": 1,
    "verbose": -1,
    "seed": _SEED,
}
_ROUNDS = 250

# What a line of a copy without furniture counts: enough for a clean text to be left alone, and not
# so much that pages lose recall.
_COPY = 0.3


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the classifier sees it, and what its lines are."""

    site: str
    features: PageFeatures
    labels: Labels
    copied: bool
    """Whether this is a copy without furniture."""


def main() -> int:
    """Train and write, or cross-validate and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("model.npz"))
    parser.add_argument("--cross-validate", action="store_true")
    args = parser.parse_args()
    rows = read_rows(args.data)
    if args.cross_validate:
        from narrator.text.residue.validate import cross_validate

        cross_validate(rows, sys.stdout)
        return 0
    arrays: dict[str, Any] = model_arrays(fit_model(list(see_pages(rows))))
    np.savez_compressed(args.out, **arrays)
    return 0


def read_rows(path: Path) -> list[Row]:
    """Read the pages."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        return [json.loads(row) for row in rows]


def fit_model(pages: Sequence[Page]) -> Model:
    """Learn from pages. The trees see word scores of words that did not learn from their page."""
    folds = fold_of_lines([page.site for page in pages], [len(page.labels) for page in pages])
    labels = np.concatenate([page.labels for page in pages])
    copied = np.repeat([page.copied for page in pages], [len(page.labels) for page in pages])
    scores, words = _out_of_fold(folds, (labels >= 0) & ~copied, _fit_words(pages, labels))
    starts = np.cumsum([0, *(len(page.labels) for page in pages)])
    table = np.vstack(
        [
            rows_for_trees(page.features, scores[start : start + len(page.labels)])
            for page, start in zip(pages, starts, strict=False)
        ]
    )
    weights = np.where(copied, _COPY, 1.0)
    return Model(words.astype(np.float16).astype(np.float32), _fit_trees(table, labels, weights))


def see_pages(rows: Sequence[Row]) -> Iterator[Page]:
    """See each page as it is, and half of them once more as a careful reader would copy them.

    The copy has no furniture, no address, and ends anywhere: from pages alone the trees would
    learn that there is always furniture, and that the last lines are it.
    """
    chance = np.random.default_rng(_SEED)
    for row in rows:
        site = site_of(row)
        # What people paste often comes without its address.
        url = row["url"] if chance.random() < 0.8 else None
        yield _page(row["lines"], site, url, copied=False)
        clean = [line for line in row["lines"] if line["keep"] is not False]
        clean = clean[: int(len(clean) * chance.uniform(0.2, 1.2))]
        if clean and chance.random() < 0.5:
            yield _page(clean, site, None, copied=True)


def site_of(row: Row) -> str:
    """Host name of a page; its number where it has no address."""
    return urlsplit(row["url"] or "").netloc or str(row["id"])


def _page(rows: Sequence[Row], site: str, url: str | None, *, copied: bool) -> Page:
    keeps = [{True: 0, False: 1, None: -1}[row["keep"]] for row in rows]
    lines = read_plain("\n".join(row["t"] for row in rows)).lines
    texts = [line.text for line in lines]
    rules = [match_rule(text) for text in texts]
    found = find_title(lines, furniture=match_rule, url=url)
    title = None if found is None else texts[found]
    return Page(
        site=site,
        features=page_features(texts, rules, title=title, url=url),
        labels=np.array([keeps[line.number or 0] for line in lines], dtype=np.int8),
        copied=copied,
    )


def fold_of_lines(sites: Sequence[str], counts: Sequence[int]) -> npt.NDArray[np.int64]:
    """Number of the fold of each line; a site's pages are all in one."""
    names = sorted(set(sites))
    np.random.default_rng(_SEED).shuffle(names)
    fold = {site: index % FOLDS for index, site in enumerate(names)}
    return np.repeat([fold[site] for site in sites], counts)


_Fit = Callable[[Mask], tuple[Any, Callable[[Mask], Floats]]]


def _out_of_fold(folds: npt.NDArray[np.int64], taught: Mask, fit: _Fit) -> tuple[Floats, Any]:
    """Judge every line by a fit that did not see its fold; and fit once more on all lines."""
    judged = np.zeros(len(taught), dtype=np.float32)
    for fold in range(FOLDS):
        _, predict = fit((folds != fold) & taught)
        judged[folds == fold] = predict(folds == fold)
    fitted, _ = fit(taught)
    return judged, fitted


def _fit_words(pages: Sequence[Page], labels: Labels) -> _Fit:
    """Logistic regression on hashed words, by L-BFGS."""
    rows = [hashes for page in pages for hashes in page.features.hashes]
    starts = np.cumsum([0, *map(len, rows)])
    values = np.concatenate([np.full(len(row), 1 / np.sqrt(max(1, len(row)))) for row in rows])
    table = csr_matrix((values, np.concatenate(rows), starts), shape=(len(rows), HASHES))

    def fit(mask: Mask) -> tuple[Floats, Callable[[Mask], Floats]]:
        seen, signs = table[mask], labels[mask] * 2.0 - 1

        def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
            margin = (seen @ weights[:-1] + weights[-1]) * signs
            slope = -signs / (1 + np.exp(margin))
            gradient = np.append(seen.T @ slope + weights[:-1], slope.sum())
            return np.logaddexp(0, -margin).sum() + weights[:-1] @ weights[:-1] / 2, gradient

        start = np.zeros(HASHES + 1)
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 40}).x
        return found.astype(np.float32), lambda other: table[other] @ found[:-1] + found[-1]

    return fit


def _fit_trees(rows: Floats, labels: Labels, weights: npt.NDArray[np.float64]) -> Forest:
    scored = labels >= 0
    data = lightgbm.Dataset(rows[scored], labels[scored], weight=weights[scored])
    booster = lightgbm.train(_TREES, data, _ROUNDS)
    return _forest(booster)


def _forest(booster: lightgbm.Booster) -> Forest:
    """Write trees as flat arrays."""
    nodes: list[tuple[int, float, int, int, float]] = []
    depth = 0

    def add(node: dict[str, Any], level: int) -> int:
        nonlocal depth
        depth = max(depth, level)
        index = len(nodes)
        nodes.append((0, 0.0, index, index, node.get("leaf_value", 0.0)))
        if "split_feature" in node:
            left = add(node["left_child"], level + 1)
            right = add(node["right_child"], level + 1)
            nodes[index] = (node["split_feature"], node["threshold"], left, right, 0.0)
        return index

    roots = [add(tree["tree_structure"], 0) for tree in booster.dump_model()["tree_info"]]
    feature, threshold, left, right, value = zip(*nodes, strict=True)
    return Forest(
        feature=np.array(feature, dtype=np.int32),
        threshold=np.array(threshold, dtype=np.float32),
        left=np.array(left, dtype=np.int32),
        right=np.array(right, dtype=np.int32),
        value=np.array(value, dtype=np.float32),
        roots=np.array(roots, dtype=np.int32),
        depth=depth,
    )


if __name__ == "__main__":
    sys.exit(main())
