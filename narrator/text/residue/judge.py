"""How likely each line of a page is furniture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from narrator.text.residue.features import Floats, PageFeatures, page_features, window_mean
from narrator.text.residue.model import Model, load_model

_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)

# The word score of a neighbour beyond the page's edges.
_NOBODY = -9.0

# Furniture stands in runs, a menu of ten lines or comments of hundreds: the mean score this many
# lines around tells which run a line is in. One line's score counts up to the largest.
_WINDOWS = (2, 5, 12, 30)
_LARGEST = 8.0


def judge(
    texts: Sequence[str],
    rules: Sequence[str | None],
    *,
    title: str | None,
    url: str | None = None,
    model: Model | None = None,
) -> Floats:
    """Give each line's log-odds of being page furniture, shape (lines,).

    A logistic regression scores the line's words and phrases; boosted trees weigh that score,
    the scores near and far around it, and the shapes of the line and its surroundings.

    Args:
        texts: The page's lines, not empty.
        rules: The named rule that knows each line for furniture.
        title: The title, as far as it is known.
        url: Where the page stands on the web.
        model: Other weights than ours.
    """
    model = model or load_model()
    page = page_features(texts, rules, title=title, url=url)
    scores = np.array(
        [
            model.words[-1] + model.words[hashes].sum() / np.sqrt(max(1, len(hashes)))
            for hashes in page.hashes
        ],
        dtype=np.float32,
    )
    return model.trees.log_odds(rows_for_trees(page, scores))


def rows_for_trees(page: PageFeatures, scores: Floats) -> Floats:
    """What the trees see, shape (lines, features): shapes, word scores, surroundings' scores."""
    reach = max(_NEIGHBOURS)
    padded = np.pad(scores, reach, constant_values=_NOBODY)
    near = [padded[reach + step :][: len(scores)] for step in _NEIGHBOURS]
    capped = np.clip(scores, -_LARGEST, _LARGEST)
    wide = [window_mean(capped, window) for window in _WINDOWS]
    return np.column_stack((page.values, scores, *near, *wide)).astype(np.float32)
