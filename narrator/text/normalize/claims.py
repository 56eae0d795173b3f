"""What rules claim of a text: stretches of it, with what is said for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sounded:
    """Words whose sounds are given."""

    spoken: str
    """The words, for captions and for voices that take no phonemes."""

    ipa: str
    """How they sound, in the International Phonetic Alphabet; a space between words."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of text that one rule speaks for."""

    start: int
    """Its first character."""

    end: int
    """One past its last character."""

    spoken: str
    """What is said for it; empty where nothing is."""

    ipa: str = ""
    """How that sounds; empty where the voice decides."""
