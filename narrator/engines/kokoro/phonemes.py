"""Kokoro's alphabet: what espeak-ng says, in the signs that the network was trained on.

The correspondences are those of misaki 0.9.4, Kokoro's own grapheme-to-phoneme library
(https://github.com/hexgrad/misaki, Apache-2.0; `EspeakFallback` in espeak.py, and the end of
`G2P.__call__` in en.py): one sign for a diphthong or an affricate, `T` for a flap, `ᵊ` for a vowel
that is hardly there. Ours besides are signs that only people type (`ɝ`, `ʍ`, the other accent's
diphthong), and in American one r where espeak-ng says two ("curious"): misaki's dictionary, by
which the network was trained, has one in all but 147 of 90,201 words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_RUNS = {
    1: ";:,.!?",
    9: '—…"()“” \u0303ʣʥʦʨᵝꭧAI',
    31: "O",
    33: "Q",
    35: "ST",
    39: "W",
    41: "Yᵊabcdef",
    50: "hijklmnopqrstuvwxyzɑɐɒæ",
    75: "βɔɕç",
    80: "ɖðʤə",
    85: "ɚɛɜ",
    90: "ɟ",
    92: "ɡ",
    99: "ɥ",
    101: "ɨɪʝ",
    110: "ɯɰŋɳɲɴø",
    118: "ɸθœ",
    123: "ɹ",
    125: "ɾɻ",
    128: "ʁɽʂʃʈʧ",
    135: "ʊʋ",
    138: "ʌɣɤ",
    142: "χʎ",
    147: "ʒʔ",
    156: "ˈˌː",
    162: "ʰ",
    164: "ʲ",
    169: "↓",
    171: "→↗↘",
    177: "ᵻ",
}
"""Kokoro's signs, in runs of consecutive ids that start at the number (config.json of
hexgrad/Kokoro-82M)."""

IDS = {sign: first + place for first, run in _RUNS.items() for place, sign in enumerate(run)}
"""The id of each sign; 0 stands before the first of an utterance and after its last."""

KNOWN = frozenset(IDS) | frozenset("ɝɬʍ\u0329")
"""Signs that can be given: Kokoro's, and those of espeak-ng that have a counterpart there."""

_ALL = (
    ("ʔˌn\u0329", "tᵊn"),
    ("ʔn\u0329", "tᵊn"),
    ("ʔn", "tᵊn"),
    ("ʔ", "t"),
    ("aɪ", "I"),
    ("aʊ", "W"),
    ("dʒ", "ʤ"),
    ("eɪ", "A"),
    ("tʃ", "ʧ"),
    ("ɔɪ", "Y"),
    ("əl", "ᵊl"),
    ("ʲo", "jo"),
    ("ʲə", "jə"),
    ("ʲ", ""),
    ("ɝ", "ɜɹ"),
    ("ɚ", "əɹ"),
    ("r", "ɹ"),
    ("ɾ", "T"),
    ("ʍ", "w"),
    ("x", "k"),
    ("ç", "k"),
    ("ɐ", "ə"),
    ("ɬ", "l"),
    ("\u0303", ""),
)
"""What holds for every accent, longer before shorter."""

_AMERICAN = (
    ("oʊ", "O"),
    ("əʊ", "O"),
    ("e", "A"),
    ("o", "ɔ"),
    ("ɜːɹ", "ɜɹ"),
    ("ɜː", "ɜɹ"),
    ("ɪə", "iə"),
    ("ː", ""),
    ("ɹɹ", "ɹ"),
)

_BRITISH = (
    ("eə", "ɛː"),
    ("iə", "ɪə"),
    ("əʊ", "Q"),
    ("oʊ", "Q"),
    ("e", "A"),
    ("o", "ɔ"),
)

_SYLLABIC = re.compile("(\\S)\u0329")

_JOINED = re.compile(
    r"(?<!\S)(?:([ʌɒ]v|ɪn|[ɔɒ]n|fɹʌm|wɪð|fəɹ?|ðæt|w[ʌɒ]z)(ð[əɪ])|(w[ʌɒ]z|fəɹ|əv)(ən?)|(hə[zdv])(bɪn))"
    r"(?!\w)"
)
"""Two words that espeak-ng says as one ("in the", "was a", "had been")."""

_REDUCED = (
    (re.compile(r"ᵻ(?![dz](?!\w))"), "ə"),
    (re.compile(r"(?<!\S)ɛ(?=ks|ɡz)"), "ɪ"),
    (re.compile("ijə"), "iə"),
)
"""Weak vowels of American English: between, report; expect, example; media."""


def kokoro_signs(phonemes: Iterable[str], *, british: bool) -> list[str]:
    """Write what espeak-ng says in Kokoro's signs, leaving out what it has no sign for."""
    text = "".join(phonemes)
    for written, said in _ALL + (_BRITISH if british else _AMERICAN):
        text = text.replace(written, said)
    if not british:
        for found, said in _REDUCED:
            text = found.sub(said, text)
    text = _JOINED.sub(lambda both: " ".join(filter(None, both.groups())), text)
    return [sign for sign in _SYLLABIC.sub(r"ᵊ\1", text) if sign in IDS]


def split_long(signs: list[str], longest: int) -> Iterator[list[str]]:
    """Cut a very long sentence into parts as even as its clauses allow, else between two words.

    Args:
        signs: The sentence.
        longest: Most signs of a part.

    Yields:
        The parts; together they are the sentence.
    """
    while len(signs) > longest:
        parts = -(-len(signs) // longest)
        aim = len(signs) / parts
        spaces = [place for place in range(1, longest) if signs[place] == " "]
        clauses = [place for place in spaces if signs[place - 1] in ",:;"]
        far = [place for place in clauses if place > aim / 2]
        cut = min(far or spaces or [longest], key=lambda place: abs(place - aim))
        yield signs[:cut]
        signs = signs[cut:]
    yield signs
