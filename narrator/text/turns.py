"""Turns of an interview: who speaks, apart from what is said."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from narrator.text.draft import Line, LineKind

_SHORT = re.compile(
    r"((?:[QAFRP]|Question|Answer|Frage|Antwort|Réponse|Pregunta|Respuesta) ?\d{0,2} ?[:.]) +(?=\S)"
    r"|((?:질문|답변|문|답|Q|A) ?\d{0,2} ?[:.]) *(?=\S)"
)
_NAME = re.compile(r"([A-ZÀ-Þ가-힣][\w.'’-]{0,20}(?: [A-ZÀ-Þ가-힣][\w.'’-]{0,20}){0,2}:) +(?=\S)")

# Two people take at least two turns each before this is a conversation and not a list of facts.
_MIN_TURNS = 4


def split_turns(lines: Sequence[Line]) -> list[Line]:
    """Move the speaker of each turn ("Q:", "INTERVIEWER:") from a line's text to its label.

    A name counts as a speaker in a conversation only: several labels, taking turns, and one of
    them asks questions or every one is in capitals.
    """
    marks = [_mark(line) for line in lines]
    speakers = _speakers(lines, marks)
    return [
        replace(line, text=line.text[len(mark) :].lstrip(), label=mark)
        if mark is not None and _who(mark) in speakers
        else line
        for line, mark in zip(lines, marks, strict=True)
    ]


def _mark(line: Line) -> str | None:
    if line.kind not in (None, LineKind.PARAGRAPH) or line.label:
        return None
    found = _SHORT.match(line.text) or _NAME.match(line.text)
    return next(filter(None, found.groups())) if found else None


def _who(mark: str) -> str:
    return re.sub(r"[\d\s:.]+$", "", mark)


def _speakers(lines: Sequence[Line], marks: Sequence[str | None]) -> set[str]:
    turns = [(_who(mark), line.text) for line, mark in zip(lines, marks, strict=True) if mark]
    counts = Counter(who for who, _ in turns)
    regular = {who for who, count in counts.items() if count > 1}
    taken = [(who, text) for who, text in turns if who in regular]
    if len(regular) < 2 or len(taken) < _MIN_TURNS:
        return set()
    swaps = sum(a[0] != b[0] for a, b in itertools.pairwise(taken))
    if swaps * 2 < len(taken) - 1:
        return set()
    asks = any(text.rstrip().endswith("?") for _, text in taken)
    capitals = all(who.isupper() for who in regular)
    return regular if asks or capitals else set()
