"""How much a text says for its length."""

from __future__ import annotations

import re

# A character of these scripts is a syllable or a word: Korean, Chinese and Japanese say in one
# what English says in two or three.
_DENSE = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def text_width(text: str) -> int:
    """Give a text's length in characters of a Latin script."""
    return len(text) if text.isascii() else len(text) + len(_DENSE.findall(text))
