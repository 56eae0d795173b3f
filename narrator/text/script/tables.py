"""Say a table: row by row with its headers, or announced where that would take too long."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from narrator.domain import Block, Replacement, Role, SpokenForm
from narrator.text.reading import Tables
from narrator.text.script import pauses
from narrator.text.script.said import Said, Tongue, close, compose

MOST_CELLS = 60
"""A table with more cells below its header is announced and not read: at about 1.5 s a cell with
its header that is a minute and a half, and nobody keeps more figures than that in mind."""

_ANSWERS = {"yes": "✓✔☑✅", "no": "✗✘✕✖❌☒"}
"""Marks of a table that compares."""


def say_table(block: Block, offset: int, tongue: Tongue) -> Iterator[Said]:
    """Say a table whose rows are lines and whose cells are parted by tabs.

    Args:
        block: The table.
        offset: Where its text starts in `Article.text`.
        tongue: How its language is spoken.

    Yields:
        A table too large for the reading as one announcement with its columns; else its columns,
        then each row as "Year: 2020, Revenue: 5". The spans cover the whole table.
    """
    rows = block.text.split("\n")
    head = _cells(rows[0])
    headed = bool(head) and len(rows) > 1 and not any(map(_is_figure, head[1:] or head))
    if _is_announced(rows, tongue.reading.tables):
        phrase = tongue.phrases["large_table"]
        count = len(rows) - headed
        named = tongue.phrases["row"] if count == 1 else tongue.phrases["rows"].format(count)
        announcement = phrase.format(rows=named, columns=_listed(head)).rstrip(" :：")
        span = (offset, offset + len(block.text))
        form = tongue.instead(block.text, announcement)
        yield Said(form, Role.TABLE, pauses.PARAGRAPH, span)
        return
    for index, row in enumerate(rows):
        if headed and index == 0:
            form = tongue.instead(row, tongue.phrases["table"].format(_listed(head)))
        else:
            form = _row_form(row, rows[0].split("\t") if headed else (), tongue)
        rest = pauses.PARAGRAPH if index + 1 == len(rows) else pauses.ITEM
        yield Said(form, Role.TABLE, rest, (offset, offset + len(row)))
        offset += len(row) + 1


def _is_announced(rows: Sequence[str], how: Tables) -> bool:
    """Whether a table is named and not read."""
    large = sum(map(len, map(_cells, rows[1:]))) > MOST_CELLS
    return how is Tables.ANNOUNCED or (how is Tables.ROWS and large)


def _row_form(row: str, head: Sequence[str], tongue: Tongue) -> SpokenForm:
    """Say each cell of a row behind its header."""
    parts = []
    start = 0
    for header, cell in itertools.zip_longest(head, row.split("\t"), fillvalue=""):
        value = _value(cell.strip(), tongue)
        if value:
            said = tongue.form(f"{header.strip()}: {value}" if header.strip() else value)
            whole = (Replacement(0, len(cell), said.spoken),)
            parts.append((start, SpokenForm(cell, said.spoken, whole, said.pronunciations)))
        start += len(cell) + 1
    return compose(row, parts, close(", ".join(form.spoken for _, form in parts)))


def _value(cell: str, tongue: Tongue) -> str:
    """What a cell says: a mark is yes or no, a dash or any other sign nothing."""
    if any(map(str.isalnum, cell)):
        return cell
    answer = next((name for name, marks in _ANSWERS.items() if cell[:1] in marks), None)
    return tongue.phrases[answer] if answer and cell else ""


def _cells(row: str) -> list[str]:
    """The cells of a row that hold something."""
    return [cell.strip() for cell in row.split("\t") if cell.strip()]


def _listed(cells: Sequence[str]) -> str:
    """Cells as a sentence has them."""
    return ", ".join(cells)


def _is_figure(cell: str) -> bool:
    """Whether a cell holds a figure, as a header does not; a year heads many a column."""
    digits = sum(map(str.isdigit, cell))
    return digits * 2 > len(cell) and not (digits == 4 == len(cell))
