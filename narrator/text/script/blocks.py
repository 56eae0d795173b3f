"""How each kind of block is said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.domain import Block, BlockKind, Role
from narrator.text.reading import Figures
from narrator.text.script import pauses
from narrator.text.script.code import say_code
from narrator.text.script.dateline import find_dateline
from narrator.text.script.passage import Passage
from narrator.text.script.said import Said, Tongue, compose
from narrator.text.script.tables import say_table

_TURNS = {
    "question": {"q", "question", "frage", "f", "pregunta", "p", "질문", "문"},
    "answer": {"a", "answer", "antwort", "réponse", "r", "respuesta", "답변", "답"},
}
"""What an interview's turns are marked with, where it is not the speaker's name."""

_VOWEL = re.compile(r"[AEIOUYÀ-ÆÈ-ÏÒ-ÖØ-Ý]")


def say_block(
    block: Block, offset: int, tongue: Tongue, *, opens: bool, leads: bool = False
) -> Iterator[Said]:
    """Say a block.

    Args:
        block: The block.
        offset: Where its text starts in `Article.text`.
        tongue: How its language is spoken.
        opens: Whether it is the first of its section, where a dateline may stand.
        leads: Whether a list follows it.

    Yields:
        What is said, in order; the last has the pause that follows the block.
    """
    if not block.text.strip():
        return
    if block.kind is BlockKind.CODE:
        yield from say_code(block, offset, tongue)
        return
    if block.kind is BlockKind.CAPTION and tongue.reading.figures is Figures.SKIPPED:
        yield _skipped(block, offset, Role.CAPTION)
        return
    if block.kind is BlockKind.TABLE:
        yield from say_table(block, offset, tongue)
        return
    role = Role(block.kind.value)
    label = _label(block, tongue)
    if label and role is not Role.ITEM:
        yield Said(tongue.closed(label), role, pauses.LABEL)
    passage = Passage(block.text, offset, role, tongue)
    dateline = find_dateline(block.text) if opens and role is Role.PARAGRAPH else None
    if dateline:
        yield passage.say_dateline(dateline)
    said = passage.say(_pause(block, leads=leads), start=dateline.end if dateline else 0)
    if label and role is Role.ITEM:
        yield tongue.introduced(next(said), label)
    yield from said


def _pause(block: Block, *, leads: bool) -> float:
    """The pause that follows a block of prose."""
    if not any(map(str.isalnum, block.text)):
        return pauses.BREAK
    introduces = leads and block.text.rstrip().endswith((":", "："))
    return pauses.ITEM if introduces or block.kind is BlockKind.ITEM else pauses.PARAGRAPH


def _label(block: Block, tongue: Tongue) -> str:
    """What is said before a block: an item's number, who speaks, that it is a caption."""
    if block.kind is BlockKind.CAPTION:
        return tongue.phrases["caption"] if tongue.reading.figures is Figures.MARKED else ""
    label = block.label.strip(" \t.:()[]-–—")
    if not any(map(str.isalnum, label)):
        return ""
    if block.kind is BlockKind.ITEM:
        return label.upper() if len(label) == 1 else label
    mark = label.rstrip("0123456789")
    for phrase, marks in _TURNS.items():
        if mark.strip().lower() in marks:
            return f"{tongue.phrases[phrase]} {label[len(mark) :]}".strip()
    return _name(label)


def _name(label: str) -> str:
    """Say a speaker in capitals as a name ("ADA QUELL" is Ada Quell), an acronym as it stands."""
    if not label.isupper():
        return label
    return " ".join(word.title() if _is_name(word) else word for word in label.split())


def _is_name(word: str) -> bool:
    """Whether a word in capitals is a name or shortens one ("DR."), and not letters ("BBC")."""
    return word.endswith(".") or (len(word) > 2 and _VOWEL.search(word) is not None)


def _skipped(block: Block, offset: int, role: Role) -> Said:
    """Say nothing of a block."""
    form = compose(block.text, [], "")
    return Said(form, role, pauses.PARAGRAPH, (offset, offset + len(block.text)))
