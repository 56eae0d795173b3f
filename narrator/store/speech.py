"""Spoken utterances, named by what they say and how it sounds.

The sound is FLAC because that is lossless and costs next to nothing: it encodes at over 2,000
times real time and halves the size of speech.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from narrator.domain import Pronunciation, Speech, Word, Words
from narrator.store.folder import Folder


@dataclass(frozen=True, slots=True, eq=False)
class SpeechFacts:
    """What is known of a kept speech without reading its sound."""

    samples: int
    """Length in samples."""

    sample_rate: int
    """Samples a second, in Hz."""

    words: Words
    """As in `Speech`."""

    energies: npt.NDArray[np.float64]
    """As in `Speech`."""


def speech_key(
    fingerprint: str, speed: float, spoken: str, pronunciations: Sequence[Pronunciation] = ()
) -> str:
    """Name the speech of an utterance: a SHA-256 in hex.

    Args:
        fingerprint: Everything about the engine and its voice that decides the sound.
        speed: Speaking rate, 1.0 for the voice's own.
        spoken: The utterance as said.
        pronunciations: Its words that are said otherwise than the voice would.
    """
    facts: list[object] = [fingerprint, speed, spoken]
    if pronunciations:
        facts.append([(item.first, item.last, item.ipa) for item in pronunciations])
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


class SpeechStore:
    """Speech in a folder; what is kept, for how long and for whom, see `Folder`."""

    def __init__(self, folder: Folder) -> None:
        """Keep speech in `folder`, beside whatever else is there."""
        self._folder = folder

    def get(self, key: str) -> Speech | None:
        """Return the speech kept under `key`, or None where there is none that is whole."""
        import soundfile

        entry = self._folder.read(_name(key))
        if entry is None:
            return None
        facts = _facts(entry[0])
        pcm, _ = soundfile.read(io.BytesIO(entry[1]), dtype="int16")
        return Speech(pcm, facts.sample_rate, facts.words, facts.energies)

    def facts(self, key: str) -> SpeechFacts | None:
        """Return what is known of the speech kept under `key`, or None; its sound is not read."""
        head = self._folder.read_head(_name(key))
        return None if head is None else _facts(head)

    def put(self, key: str, speech: Speech) -> None:
        """Keep `speech` under `key`.

        Raises:
            OutputError: The folder cannot be written or its disk is full.
        """
        import soundfile

        facts = {
            "samples": len(speech.pcm),
            "sample_rate": speech.sample_rate,
            "words": [[word.text, word.start, word.end] for word in speech.words],
            "energies": speech.energies.tolist(),
        }
        sound = io.BytesIO()
        soundfile.write(sound, speech.pcm, speech.sample_rate, format="FLAC", subtype="PCM_16")
        head = json.dumps(facts, ensure_ascii=False).encode()
        self._folder.write(_name(key), head, sound.getvalue())


def _name(key: str) -> str:
    return f"{key}.speech"


def _facts(head: bytes) -> SpeechFacts:
    known = json.loads(head)
    return SpeechFacts(
        known["samples"],
        known["sample_rate"],
        Words(Word(*word) for word in known["words"]),
        np.asarray(known["energies"], dtype=np.float64),
    )
