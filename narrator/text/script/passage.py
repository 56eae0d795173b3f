"""Say running text: its sentences, each cut at its clauses if it is too long for an engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from narrator.domain import Role
from narrator.text.script import pauses
from narrator.text.script.clauses import clause_spans
from narrator.text.script.dateline import Dateline
from narrator.text.script.said import Said, Tongue, compose
from narrator.text.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading or a block of prose."""

    text: str
    """The words as written."""

    offset: int
    """Where they start in `Article.text`."""

    role: Role
    """What they are to the listener."""

    tongue: Tongue
    """How their language is spoken."""

    def say(self, pause: float, *, start: int = 0) -> Iterator[Said]:
        """Say the sentences from `start` on, with `pause` seconds after the last."""
        spans = sentence_spans(self.text[start:], self.tongue.language)
        for index, (first, last) in enumerate(spans, 1):
            rest = pause if index == len(spans) else pauses.SENTENCE
            yield from self._say_sentence(start + first, start + last, rest)

    def say_dateline(self, dateline: Dateline) -> Said:
        """Say place and day as one sentence, the agency as the next."""
        parts = [
            (start, self.tongue.closed(self.text[start:end]))
            for start, end in filter(None, (dateline.place, dateline.agency))
        ]
        spoken = " ".join(form.spoken for _, form in parts)
        form = compose(self.text[: dateline.end], parts, spoken)
        span = (self.offset, self.offset + dateline.end)
        return Said(form, Role.DATELINE, pauses.DATELINE, span)

    def _say_sentence(self, start: int, end: int, pause: float) -> Iterator[Said]:
        """Say one sentence; only its last piece gets an end mark."""
        spans = clause_spans(self.text, start, end)
        for first, last in spans:
            ends = last == spans[-1][1]
            say = self.tongue.closed if ends else self.tongue.form
            form = say(self.text[first:last])
            span = (self.offset + first, self.offset + last)
            yield Said(form, self.role, pause if ends else pauses.CLAUSE, span)
