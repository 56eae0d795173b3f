"""Speech that somebody waits for begins with a clause, not with a whole long sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from narrator.domain import Script, Utterance
from narrator.domain.script import spoken_words

_LONG = 50
"""Spoken characters of a sentence that is worth cutting: a Piper voice takes a quarter of a second
for as many."""

_LEAST = 16
"""Characters of a part. What is heard of the first one has to last until the second is there, and
fewer words than that sound cut off."""

_PAUSE = 0.12
"""Seconds of a comma's rest."""

_CUT = re.compile(r"[,;:\u2013\u2014](?=\s)")


def hasten(script: Script) -> Script:
    """Cut a script's first sentence behind its first clause, if it is long.

    The clause is spoken with the rise of its comma, so what is lost is little; what is won is the
    time that the rest of the sentence takes to speak.
    """
    first = script.utterances[0]
    parts = _halves(first) if len(first.spoken) > _LONG else None
    return script if parts is None else replace(script, utterances=(*parts, *script.utterances[1:]))


def _halves(sentence: Utterance) -> tuple[Utterance, Utterance] | None:
    """Cut a sentence at the first mark where both parts are said as they are in the whole."""
    for match in _CUT.finditer(sentence.text):
        end = match.end()
        cut = re.compile(r"\s*").match(sentence.text, end)
        start = cut.end() if cut else end
        if end < _LEAST or len(sentence.text) - start < _LEAST:
            continue
        head, tail = _part(sentence, 0, end), _part(sentence, start, len(sentence.text))
        if head and tail and f"{head.spoken} {tail.spoken}" == sentence.spoken:
            return replace(head, pause=_PAUSE), tail
    return None


def _part(sentence: Utterance, start: int, end: int) -> Utterance | None:
    """Give a stretch of a sentence; None where its words cannot be told from the others."""
    inside = tuple(
        replace(item, start=item.start - start, end=item.end - start)
        for item in sentence.replacements
        if start <= item.start and item.end <= end
    )
    said = list(sentence.text[start:end])
    for item in inside:
        said[item.start : item.end] = [item.spoken, *[""] * (item.end - item.start - 1)]
    spoken = " ".join("".join(said).split())
    before = 0 if start == 0 else len(spoken_words(sentence.spoken)) - len(spoken_words(spoken))
    after = before + len(spoken_words(spoken))
    if any(
        sound.first < edge < sound.last
        for sound in sentence.pronunciations
        for edge in (before, after)
    ):
        return None
    return replace(
        sentence,
        text=sentence.text[start:end],
        spoken=spoken,
        span=None,
        replacements=inside,
        pronunciations=tuple(
            replace(sound, first=sound.first - before, last=sound.last - before)
            for sound in sentence.pronunciations
            if before <= sound.first and sound.last <= after
        ),
    )
