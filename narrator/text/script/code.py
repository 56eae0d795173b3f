"""Say a code listing: announced, line by line, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from narrator.domain import Block, Role, SpokenForm
from narrator.text.reading import Code
from narrator.text.script import pauses
from narrator.text.script.clauses import clause_spans
from narrator.text.script.phrases import listing_names
from narrator.text.script.said import Said, Tongue, compose


def say_code(block: Block, offset: int, tongue: Tongue) -> Iterator[Said]:
    """Say a listing as the reading asks.

    Args:
        block: The listing; its label is its language.
        offset: Where its text starts in `Article.text`.
        tongue: How the article's language is spoken.

    Yields:
        What is said, in order; the spans cover the whole listing.
    """
    if tongue.reading.code is Code.READ:
        yield from _lines(block.text, offset, tongue)
        return
    announced = tongue.reading.code is Code.ANNOUNCED
    form = _announcement(block, tongue) if announced else compose(block.text, [], "")
    yield Said(form, Role.CODE, pauses.PARAGRAPH, (offset, offset + len(block.text)))


def _announcement(block: Block, tongue: Tongue) -> SpokenForm:
    count = len(block.text.splitlines())
    lines = tongue.phrases["line"] if count == 1 else tongue.phrases["lines"].format(count)
    language = listing_names().get(block.label.lower(), block.label)
    phrase = tongue.phrases["code_in" if language else "code"]
    return tongue.instead(block.text, phrase.format(lines=lines, language=language))


def _lines(text: str, offset: int, tongue: Tongue) -> Iterator[Said]:
    start = 0
    for line in text.splitlines(keepends=True):
        for first, last in clause_spans(text, start, start + len(line)):
            rest = pauses.PARAGRAPH if not text[last:].strip() else pauses.SENTENCE
            span = (offset + first, offset + last)
            yield Said(tongue.closed(text[first:last]), Role.CODE, rest, span)
        start += len(line)
