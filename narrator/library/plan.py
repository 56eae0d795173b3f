"""What a revision is made from, once its article is read.

It is kept beside the revision's files, so that every step of the work, and every other format
later, starts from the same script.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from narrator.domain import Article, Script
from narrator.library.job import Block
from narrator.manifest import Source

PLAN = "plan.json"
"""Name of the blob."""

BOOK = "book.epub"
"""Name of the book that reads itself."""

_START = (1, 120)
"""Spoken characters of the first blocks. Somebody may wait for the first sound, so the first block
is a single utterance, mostly the title; while that is heard there is time for a few sentences."""

_CHARACTERS = 300
"""Spoken characters of a block: twenty seconds of audio, two of computing with a Piper voice."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An article, and what is said of it."""

    article: Article
    """What it says."""

    script: Script
    """What is said."""

    source: Source
    """What it was read from."""

    speed: float
    """Speaking rate, 1.0 for the voice's own."""


def blocks(script: Script) -> Iterator[Block]:
    """Share a script out into blocks of whole utterances."""
    limits = itertools.chain(_START, itertools.repeat(_CHARACTERS))
    limit = next(limits)
    first, count, characters = 0, 0, 0
    for index, utterance in enumerate(script.utterances):
        size = len(utterance.spoken)
        if count and characters + size > limit:
            yield Block(first, count, characters)
            limit = next(limits)
            first, count, characters = index, 0, 0
        count, characters = count + 1, characters + size
    if count:
        yield Block(first, count, characters)
