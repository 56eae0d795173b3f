"""How espeak-ng, which pronounces for the voices, would say a word, and whether it knows it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from narrator.domain import SynthesisError, Voice

_CHILD = Path(__file__).with_name("pronounce_child.py")
_SWITCH = re.compile(r"\([a-z-]{2,12}\)")
"""Marks a word that is said by another language's rules: "(en)"."""

_PATIENCE = 60.0
"""Seconds for all words; 10,000 take about five."""


@dataclass(frozen=True, slots=True)
class Pronounced:
    """A word as a voice would say it."""

    word: str
    """The word as written."""

    ipa: str
    """Its sounds in the International Phonetic Alphabet; empty where there are none."""

    known: bool
    """Whether it stands in the dictionary; else it was spelled out by rules."""


def pronounce(words: Sequence[str], voice: Voice) -> list[Pronounced]:
    """Look words up as the voice would say them, each by itself.

    Args:
        words: The words.
        voice: Whose language decides.

    Raises:
        SynthesisError: espeak-ng does not start or does not have the voice's language.
    """
    language = str(voice.settings.get("espeak", voice.language.lower()))
    request = json.dumps({"languages": [language, language.partition("-")[0]], "words": [*words]})
    hint = "check that espeakng-loader is installed whole"
    try:
        done = subprocess.run(  # noqa: S603 - our own program, run by our own interpreter
            [sys.executable, str(_CHILD)],
            input=request.encode(),
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
        )
        answer = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise SynthesisError(f"espeak-ng cannot be asked for words ({error})", hint=hint) from error
    if "error" in answer:
        raise SynthesisError(f"espeak-ng cannot be asked for words ({answer['error']})", hint=hint)
    return [
        Pronounced(word, _SWITCH.sub("", ipa), known)
        for word, (ipa, known) in zip(words, answer["words"], strict=True)
    ]
