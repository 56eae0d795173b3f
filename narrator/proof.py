"""Proof-hearing: what was spoken is recognised back and laid beside what was meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from narrator.domain import Script, Utterance
from narrator.hearing import LANGUAGE, Recognizer
from narrator.studio import Studio
from narrator.text import verbalize

WRONG = 0.25
"""Share of the letters that differ from which on a sentence counts as wrong. Less is the
recognizer's own: it spells names its way."""

SHORTEST = 16
"""Letters from which on a sentence is judged: one word by itself is often heard as another, and so
is a byline of two names."""

SEEDS = (1, 2)
"""Other readings that are tried of a sentence that came back wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that came back wrong."""

    text: str
    """The sentence as written."""

    spoken: str
    """What was to be said."""

    heard: str
    """What was heard, the first time."""

    error: float
    """Share of the letters that differ, 0 to 1."""

    mended: bool
    """Whether another reading came back right, and is the one in the episode."""


class Proofreader:
    """Hears a script before it is joined, and has what came back wrong read another way."""

    def __init__(self, hear: Recognizer) -> None:
        """Hear with a recognizer."""
        self._hear = hear

    def proof(self, script: Script, studio: Studio, *, speed: float = 1.0) -> tuple[Finding, ...]:
        """Speak a script, hear it, and choose better readings where there are any.

        Args:
            script: What is said.
            studio: Where; from then on it reads what was wrong in the way that came back best.
            speed: As for `Studio.speak`.

        Returns:
            What came back wrong, in order; nothing where the recognizer does not know the language.
        """
        if script.language != LANGUAGE:
            return ()
        return tuple(self._findings(script, studio, speed))

    def _findings(self, script: Script, studio: Studio, speed: float) -> Iterator[Finding]:
        takes = studio.speak(script.utterances, speed=speed)
        for utterance, take in zip(script.utterances, takes, strict=True):
            if len(letters(utterance.spoken)) < SHORTEST:
                continue
            heard = self._hear(take.speech)
            error = letter_errors(utterance.spoken, heard)
            if error >= WRONG:
                yield self._mend(studio, utterance, speed, (error, heard))

    def _mend(
        self,
        studio: Studio,
        utterance: Utterance,
        speed: float,
        first: tuple[float, str],
    ) -> Finding:
        """Have a sentence read in other ways; keep the best."""
        best = first
        for seed in SEEDS:
            studio.readings[utterance] = seed
            for take in studio.speak((utterance,), speed=speed):
                heard = self._hear(take.speech)
                error = letter_errors(utterance.spoken, heard)
            if error < best[0]:
                best, chosen = (error, heard), seed
            if error < WRONG:
                break
        if best is first:
            del studio.readings[utterance]
        else:
            studio.readings[utterance] = chosen
        error, heard = first
        return Finding(
            utterance.text, utterance.spoken, heard, round(error, 3), mended=best[0] < WRONG
        )


def letters(text: str) -> str:
    """Give the letters of what is said, without case, marks and spaces."""
    plain = unicodedata.normalize("NFKD", verbalize(text, LANGUAGE)).lower()
    return re.sub(r"[^a-z]", "", plain)


def letter_errors(spoken: str, heard: str) -> float:
    """Say how much of what was said is not in what was heard, or the other way round, 0 to 1."""
    meant, found = letters(spoken), letters(heard)
    pairs = SequenceMatcher(None, meant, found, autojunk=False).get_matching_blocks()
    same = sum(pair.size for pair in pairs)
    return 1 - same / max(len(meant), len(found), 1)
