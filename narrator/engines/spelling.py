"""From a spoken text to what espeak-ng says: for the engines whose networks take phonemes."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any

from narrator.engines.alignment import SILENT
from narrator.engines.espeak_text import speakable

_PAUSE = re.compile(r"\s*(?:\.{2,}|…|—|--)\s*")
"""What a reader pauses at, but Piper runs the words together."""

_ABBREVIATION = re.compile(r"(?:\w\.)+|[A-Z]\w{1,3}\.")
"""A word whose full stop ends no sentence ("U.S.", "Mr."): an utterance is one sentence."""

_BLOCK = re.compile(r"\[\[(.*?)\]\]")


def sentences_of(voice: Any, spoken: str, known: Container[str]) -> list[list[str]]:
    """Give the phonemes of an utterance, sentence by sentence, each with an end mark.

    Args:
        voice: The `piper.PiperVoice` that phonemizes.
        spoken: The utterance; `[[...]]` holds phonemes.
        known: The signs that the network knows; others are left out.
    """
    text = _PAUSE.sub(", ", " ".join(speakable(spoken)))
    text = _BLOCK.sub(lambda block: block[all(sign in known for sign in block[1]) ^ 1], text)
    sentences = [
        [phoneme for phoneme in sentence if phoneme in known] for sentence in voice.phonemize(text)
    ]
    if all(map(_ABBREVIATION.fullmatch, _inner_stops(spoken))):
        sentences = _joined(sentences)
    if sentences and sentences[-1] and sentences[-1][-1] not in SILENT:
        sentences[-1].append(".")
    return [sentence for sentence in sentences if audible(sentence)]


def audible(phonemes: list[str]) -> bool:
    """Tell whether there is anything to hear in it."""
    return any(phoneme not in SILENT for phoneme in phonemes)


def _inner_stops(spoken: str) -> list[str]:
    """Words before the last one that end with a full stop."""
    words = (word.strip("\"'“”‘’()[]") for word in spoken.split()[:-1])
    return [word for word in words if word.endswith(".")]


def _joined(sentences: list[list[str]]) -> list[list[str]]:
    """Take back the sentence ends that stand for the full stop of an abbreviation."""
    joined: list[list[str]] = []
    for sentence in sentences:
        if joined and joined[-1][-1:] == ["."]:
            joined[-1][-1:] = [" ", *sentence]
        else:
            joined.append(sentence)
    return joined
