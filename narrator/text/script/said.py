"""What is said, before it knows its section: one item an utterance."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from narrator.domain import Pronunciation, Replacement, Role, SpokenForm, spoken_words
from narrator.text.lexicon import Lexicon
from narrator.text.normalize import to_spoken
from narrator.text.reading import Reading

_END_MARKS = ".!?…。！？｡:;,："
_CLOSING = frozenset({"Pe", "Pf", "Pi", "Ps", "Zs"})
"""Unicode categories of what may stand behind an end mark: brackets, quotes of any language (what
opens one in French closes one in Danish), spaces."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and how it is said."""

    form: SpokenForm
    """The sentence as written and as said."""

    role: Role
    """What it is to the listener."""

    pause: float
    """Meant silence after it, in seconds."""

    span: tuple[int, int] | None = None
    """Half-open character range in `Article.text`; None for what does not stand there."""

    def hushed(self) -> Said:
        """The same in silence: its text stays with the sentence before it."""
        return replace(self, form=compose(self.form.text, [], ""))

    @property
    def audible(self) -> bool:
        """Whether there is anything for a voice to say."""
        return any(map(str.isalnum, self.form.spoken))


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one article's language is spoken."""

    language: str
    """BCP 47 primary language subtag."""

    phrases: Mapping[str, str]
    """What narrator itself says in it."""

    lexicon: Lexicon | None
    """Words with a spoken form or sounds of their own."""

    reading: Reading = field(default_factory=Reading)
    """How what was made for the eye is said in it."""

    def form(self, text: str) -> SpokenForm:
        """Say a text."""
        return to_spoken(text, self.language, lexicon=self.lexicon)

    def introduced(self, said: Said, label: str) -> Said:
        """Say an item behind its label in one breath ("one: Wash the rice.").

        On its own, a word as short as a label is clipped or drawled by many a voice.
        """
        text, changes = said.form.text, list(said.form.replacements)
        if changes and changes[0].start == 0:
            first = changes.pop(0)
        else:
            end = min([len(text.split(maxsplit=1)[0]), *(item.start for item in changes[:1])])
            first = Replacement(0, end, text[:end])
        lead = f"{self.form(label).spoken}: "
        first = replace(first, spoken=lead + first.spoken)
        sounds = shift(said.form.pronunciations, len(spoken_words(lead)))
        form = SpokenForm(text, lead + said.form.spoken, (first, *changes), sounds)
        return replace(said, form=form)

    def closed(self, text: str) -> SpokenForm:
        """Say a text as a sentence: with an end mark, so that the voice falls."""
        form = self.form(text)
        return replace(form, spoken=close(form.spoken))

    def instead(self, text: str, announcement: str) -> SpokenForm:
        """Say an announcement in place of a text."""
        form = self.form(announcement)
        spoken = close(form.spoken)
        whole = (Replacement(0, len(text), spoken),)
        return SpokenForm(text, spoken, whole, form.pronunciations)


def close(spoken: str) -> str:
    """Give a spoken text an end mark if it has none."""
    last = next((char for char in reversed(spoken) if not _closes(char)), "")
    return spoken if not last or last in _END_MARKS else f"{spoken}."


def _closes(char: str) -> bool:
    """Whether a character may stand between an end mark and the sentence's end."""
    return char in "\"'" or unicodedata.category(char) in _CLOSING


def compose(text: str, parts: list[tuple[int, SpokenForm]], spoken: str) -> SpokenForm:
    """Join the forms of parts of a text; what stands between them is not said.

    Args:
        text: The whole as written.
        parts: Where each part starts in the text, and its form; in order.
        spoken: The whole as said: the words of the parts, in order.
    """
    replacements: list[Replacement] = []
    pronunciations: list[Pronunciation] = []
    done = heard = 0
    for start, part in parts:
        replacements += _silence(text, done, start)
        replacements += [
            replace(item, start=start + item.start, end=start + item.end)
            for item in part.replacements
        ]
        pronunciations += shift(part.pronunciations, heard)
        done = start + len(part.text)
        heard += len(spoken_words(part.spoken))
    replacements += _silence(text, done, len(text))
    return SpokenForm(text, spoken, tuple(replacements), tuple(pronunciations))


def shift(sounds: tuple[Pronunciation, ...], words: int) -> tuple[Pronunciation, ...]:
    """Move pronunciations behind as many words."""
    return tuple(replace(item, first=item.first + words, last=item.last + words) for item in sounds)


def _silence(text: str, start: int, end: int) -> list[Replacement]:
    """Replace what is not white space in a range by nothing."""
    piece = text[start:end]
    first = end - len(piece.lstrip())
    last = start + len(piece.rstrip())
    return [Replacement(first, last, "")] if first < last else []
