"""How likely each line of a page is furniture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from narrator.text.residue.features import Floats, PageFeatures, page_features
from narrator.text.residue.model import Model, load_model

_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)

# The word score of a neighbour beyond the page's edges.
_NOBODY = -9.0


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
    the neighbours' scores and the shapes of the line and its surroundings.

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
    """What the trees see, shape (lines, features): shapes, word scores, neighbours' scores."""
    count = len(scores)
    padded = np.pad(scores, max(_NEIGHBOURS), constant_values=_NOBODY)
    near = [padded[max(_NEIGHBOURS) + step :][:count] for step in _NEIGHBOURS]
    return np.column_stack([page.values, scores, *near]).astype(np.float32)
