"""The classifier's weights: hashed words and boosted trees, evaluated with numpy alone."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

# Lines that walk the trees together: a few megabytes at a time, however long the page.
_TOGETHER = 256


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """A sum of decision trees. Leaves point at themselves, so that every walk is equally long."""

    feature: npt.NDArray[np.int32]
    """Feature each node asks for, shape (nodes,)."""

    threshold: Floats
    """A value up to it goes left, shape (nodes,)."""

    left: npt.NDArray[np.int32]
    """Node on the left, shape (nodes,)."""

    right: npt.NDArray[np.int32]
    """Node on the right, shape (nodes,)."""

    value: Floats
    """What a leaf adds to the log-odds, shape (nodes,)."""

    roots: npt.NDArray[np.int32]
    """First node of each tree, shape (trees,)."""

    depth: int
    """Steps from a root to the farthest leaf."""

    def log_odds(self, rows: Floats) -> Floats:
        """Add up the trees' values for rows of shape (lines, features); shape (lines,)."""
        starts = range(0, len(rows), _TOGETHER)
        return np.concatenate([self._walk(rows[start : start + _TOGETHER]) for start in starts])

    def _walk(self, rows: Floats) -> Floats:
        nodes = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        line = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            low = rows[line, self.feature[nodes]] <= self.threshold[nodes]
            nodes = np.where(low, self.left[nodes], self.right[nodes])
        total: Floats = self.value[nodes].sum(axis=1, dtype=np.float32)
        return total


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The line classifier's weights."""

    words: Floats
    """Weight of each hashed word or phrase, then the bias; shape (hashes + 1,)."""

    trees: Forest
    """Weighs the words' score and the shapes of the line and its surroundings."""


@cache
def load_model() -> Model:
    """Load the classifier's weights."""
    data = files("narrator.text.residue").joinpath("model.npz").read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        trees = Forest(
            feature=arrays["feature"].astype(np.int32),
            threshold=arrays["threshold"],
            left=arrays["left"].astype(np.int32),
            right=arrays["right"].astype(np.int32),
            value=arrays["value"],
            roots=arrays["roots"].astype(np.int32),
            depth=int(arrays["depth"]),
        )
        return Model(arrays["words"].astype(np.float32), trees)


def model_arrays(model: Model) -> dict[str, npt.NDArray[np.generic]]:
    """Give a model's weights as they are stored, as small as they may be."""
    trees = model.trees
    return {
        "words": model.words.astype(np.float16),
        "feature": trees.feature.astype(np.int16),
        "threshold": trees.threshold,
        "left": trees.left.astype(np.uint16),
        "right": trees.right.astype(np.uint16),
        "value": trees.value,
        "roots": trees.roots.astype(np.uint16),
        "depth": np.array(trees.depth),
    }
