"""Train the line classifier: `python -m narrator.text.residue.train DATA [--out FILE]`.

DATA is a gzipped file of JSON lines, one page each: `url`, and `lines`, each with its text `t` and
`keep` (true for the article's own, false for furniture, null for what nobody scores). Needs the
dependency group `train`. Prints what cross-validation by site says of the classifier (every line
judged by weights that saw no line of its site), then trains on all pages and writes `model.npz`.
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
from typing import Any
from urllib.parse import urlsplit

import lightgbm
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from narrator.text.plain import read_plain
from narrator.text.residue.features import HASHES, Floats, PageFeatures, page_features
from narrator.text.residue.judge import rows_for_trees
from narrator.text.residue.rules import match_rule
from narrator.text.residue.sift import CHARS_PER_LINE
from narrator.text.title import find_title

Labels = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]

_FOLDS = 5
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


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as the classifier sees it, and what its lines are."""

    site: str
    features: PageFeatures
    labels: Labels
    lengths: npt.NDArray[np.int64]
    copied: bool
    """Whether this is a copy without furniture, made to learn from."""


def main() -> int:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("model.npz"))
    args = parser.parse_args()
    pages = list(_pages(args.data))
    folds = _folds(pages)
    labels = np.concatenate([page.labels for page in pages])

    scores, words = _out_of_fold(folds, labels, _fit_words(pages, labels))
    starts = np.cumsum([0, *(len(page.labels) for page in pages)])
    rows = np.vstack(
        [
            rows_for_trees(page.features, scores[start : start + len(page.labels)])
            for page, start in zip(pages, starts, strict=False)
        ]
    )
    log_odds, trees = _out_of_fold(folds, labels, _fit_trees(rows, labels))

    lengths = np.concatenate([page.lengths for page in pages])
    copied = np.repeat([page.copied for page in pages], [len(page.labels) for page in pages])
    sys.stdout.write("pages as they are:\n")
    _report(log_odds[~copied], labels[~copied], lengths[~copied])
    sys.stdout.write("with clean copies:\n")
    _report(log_odds, labels, lengths)
    arrays: dict[str, Any] = _arrays(trees)
    np.savez_compressed(args.out, words=words.astype(np.float16), **arrays)
    return 0


def _pages(path: Path) -> Iterator[_Page]:
    """See each page as it is, and half of them once more as a careful reader would copy them.

    The copy has no furniture, no address, and ends anywhere: from pages alone the trees would
    learn that there is always furniture, and that the last lines are it.
    """
    chance = np.random.default_rng(_SEED)
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            site = urlsplit(row["url"] or "").netloc
            # What people paste often comes without its address.
            url = row["url"] if chance.random() < 0.8 else None
            yield _page(row["lines"], site, url, copied=False)
            clean = [line for line in row["lines"] if line["keep"] is not False]
            clean = clean[: int(len(clean) * chance.uniform(0.2, 1.2))]
            if clean and chance.random() < 0.5:
                yield _page(clean, site, None, copied=True)


def _page(rows: Sequence[dict[str, Any]], site: str, url: str | None, *, copied: bool) -> _Page:
    keeps = [{True: 0, False: 1, None: -1}[row["keep"]] for row in rows]
    lines = read_plain("\n".join(row["t"] for row in rows)).lines
    texts = [line.text for line in lines]
    rules = [match_rule(text) for text in texts]
    found = find_title(lines, furniture=match_rule, url=url)
    title = None if found is None else texts[found]
    return _Page(
        site=site,
        features=page_features(texts, rules, title=title, url=url),
        labels=np.array([keeps[line.number or 0] for line in lines], dtype=np.int8),
        lengths=np.array([len(text) for text in texts]),
        copied=copied,
    )


def _folds(pages: Sequence[_Page]) -> npt.NDArray[np.int64]:
    """Number of the fold of each line; a site's pages are all in one."""
    sites = sorted({page.site for page in pages})
    np.random.default_rng(_SEED).shuffle(sites)
    fold = {site: index % _FOLDS for index, site in enumerate(sites)}
    return np.repeat([fold[page.site] for page in pages], [len(page.labels) for page in pages])


# Shares of content lost at which cross-validation is reported.
_SHARES = (0.001, 0.002, 0.005, 0.008, 0.009, 0.01)

_Fit = Callable[[Mask], tuple[Any, Callable[[Mask], Floats]]]


def _out_of_fold(folds: npt.NDArray[np.int64], labels: Labels, fit: _Fit) -> tuple[Floats, Any]:
    """Judge every line by a fit that did not see its fold; and fit once more on all lines."""
    judged = np.zeros(len(labels), dtype=np.float32)
    for fold in range(_FOLDS):
        _, predict = fit((folds != fold) & (labels >= 0))
        judged[folds == fold] = predict(folds == fold)
    fitted, _ = fit(labels >= 0)
    return judged, fitted


def _fit_words(pages: Sequence[_Page], labels: Labels) -> _Fit:
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


def _fit_trees(rows: Floats, labels: Labels) -> _Fit:
    def fit(mask: Mask) -> tuple[lightgbm.Booster, Callable[[Mask], Floats]]:
        data = lightgbm.Dataset(rows[mask], labels[mask])
        forest = lightgbm.train(_TREES, data, _ROUNDS)
        return forest, lambda other: forest.predict(rows[other], raw_score=True)

    return fit


def _arrays(forest: lightgbm.Booster) -> dict[str, npt.NDArray[Any]]:
    """Write trees as flat arrays (see `model.Forest`)."""
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

    roots = [add(tree["tree_structure"], 0) for tree in forest.dump_model()["tree_info"]]
    feature, threshold, left, right, value = zip(*nodes, strict=True)
    return {
        "feature": np.array(feature, dtype=np.int16),
        "threshold": np.array(threshold, dtype=np.float32),
        "left": np.array(left, dtype=np.uint16),
        "right": np.array(right, dtype=np.uint16),
        "value": np.array(value, dtype=np.float32),
        "roots": np.array(roots, dtype=np.uint16),
        "depth": np.array(depth),
    }


def _report(log_odds: Floats, labels: Labels, lengths: npt.NDArray[np.int64]) -> None:
    """Print recall and precision of removing lines, at several shares of content lost."""
    scored = labels >= 0
    labels, lengths = labels[scored], lengths[scored]
    cost = log_odds[scored] - np.log(lengths + CHARS_PER_LINE)
    order = np.argsort(-cost)
    lost = np.cumsum(np.where(labels == 0, lengths, 0)[order]) / lengths[labels == 0].sum()
    dropped = np.cumsum(labels[order] == 1)
    for share in _SHARES:
        last = int(np.searchsorted(lost, share)) - 1
        sys.stdout.write(
            f"content lost {share:.1%}  drop recall {dropped[last] / dropped[-1]:.3f}"
            f"  drop precision {dropped[last] / (last + 1):.3f}"
            f"  log-odds less log-length over {cost[order][last]:.2f}\n"
        )


if __name__ == "__main__":
    sys.exit(main())
