"""Names in a script: what stands with a capital where none is due, or in unusual letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from narrator.domain import Role, Script, Utterance, spoken_words
from narrator.text.normalize.tables import table
from narrator.text.unknown.letters import doubt

_CAPITAL_MEANS_NAME = frozenset({"en", "fr", "es", "it", "pt", "nl"})
"""Languages that write other words small within a sentence."""

_HEADS = frozenset({Role.TITLE, Role.HEADING, Role.BYLINE})
"""Where other words bear capitals too."""

_FOREIGN = 3
"""Unusual groups of letters from which a word is listed whatever its case says."""

_SHORTEST = 4
"""Letters from which a word written small is looked at: "if" and "ok" are rare sights too."""

_CALENDAR = {
    "en": frozenset({*table("english")["months"].values(), *table("english")["weekdays"].values()})
}
"""Words with a capital that are no names."""

_EDGES = re.compile(r"^[^\w]+|(?:['’]s)?[^\w]*$")


@dataclass(frozen=True, slots=True)
class Name:
    """A word that a voice may not know."""

    word: str
    """The word as it is said, without marks."""

    count: int
    """How often it is said."""

    sentence: str
    """The first sentence with it, as written."""

    doubt: int
    """How many groups of its letters are unusual in the language."""


def find_names(script: Script) -> list[Name]:
    """List the words whose pronunciation is in doubt, most doubtful first, then most frequent.

    A word with given sounds, or that is also written small, or spelled in capitals, is in none.

    Args:
        script: the script, with what lexicons have already settled.
    """
    small: set[str] = set()
    found: dict[str, Name] = {}
    for utterance in script.utterances:
        for word, proven in _words(utterance, script.language):
            if not word[0].isupper():
                small.add(word.lower())
                if len(word) < _SHORTEST or doubt(word, script.language) < _FOREIGN:
                    continue
            _count(found, word, utterance, script.language, proven=proven)
    names = [
        name
        for name in found.values()
        if name.doubt and (name.word.islower() or name.word.lower() not in small)
    ]
    return sorted(names, key=lambda name: (-name.doubt, -name.count, name.word))


def _count(
    found: dict[str, Name], word: str, utterance: Utterance, language: str, *, proven: bool
) -> None:
    unusual = doubt(word, language)
    before = found.get(word)
    if before is None and not proven and unusual < _FOREIGN:
        return
    text = before.sentence if before else " ".join(utterance.text.split())
    found[word] = Name(word, (before.count if before else 0) + 1, text, unusual)


def _words(utterance: Utterance, language: str) -> Iterator[tuple[str, bool]]:
    """Give the words a voice has to know, and whether a capital shows that one is a name."""
    given = {
        index for sound in utterance.pronunciations for index in range(sound.first, sound.last)
    }
    means_name = language in _CAPITAL_MEANS_NAME and utterance.role not in _HEADS
    opens = True
    for index, whole in enumerate(spoken_words(utterance.spoken)):
        word = _EDGES.sub("", whole)
        known = index in given or word in _CALENDAR.get(language, ())
        if len(word) > 1 and not known and not _is_spelled(word):
            yield word, means_name and not opens
        opens = whole.rstrip("\"'”’»)")[-1:] in set(".!?:…") or whole[:1] in set('"“«„‘')


def _is_spelled(word: str) -> bool:
    """Whether a word is letters to be spelled, has a stop or figure in it, or is no word."""
    return word.isupper() or not word.replace("-", "").replace("'", "").replace("’", "").isalpha()
