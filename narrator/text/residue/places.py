"""Where lines stand on a page: what their words alone do not tell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from narrator.text.byline import BYLINE, byline_names
from narrator.text.draft import Line
from narrator.text.residue.rules import (
    MENU,
    ends_like_sentence,
    match_rule,
    reads_as_sentence,
)

# A byline or a date stands above the text, or below a sentence that sums it up; from the second
# sentence on it stands over a part of the text.
_STANDFIRST = 2

# A menu pasted with its page: so many labels in a row, of so few words.
_MIN_MENU, _MENU_WORDS = 3, 2

_DIGIT = re.compile(r"\d")


def entry_lines(lines: Sequence[Line], rules: Sequence[str | None]) -> set[int]:
    """Indices of dates, hours and names that stand over parts of the text, as in a diary.

    They stand between sentences. Where there are any, a date in front of the first sentence is
    one of them.

    Args:
        lines: The page's lines.
        rules: The rule that knows each line for furniture by its words.
    """
    sentences = [ends_like_sentence(line.text) for line in lines]
    before = list(itertools.accumulate(sentences))
    found = [
        index
        for index in range(1, len(lines) - 1)
        if rules[index] == BYLINE
        and sentences[index + 1]
        and match_rule(lines[index].text, edge=False) is None
    ]
    inside = [i for i in found if sentences[i - 1] and before[i - 1] >= _STANDFIRST]
    opening = [i for i in found if i not in inside and _is_date(lines[i].text)]
    return {*inside, *(i for i in opening if inside and i < inside[0])}


def _is_date(text: str) -> bool:
    return bool(_DIGIT.search(text)) and not byline_names(text)


def set_off_sentences(lines: Sequence[Line]) -> set[int]:
    """Indices of sentences that have a paragraph of their own.

    One that is too short to be a sentence for certain counts if it stands between others.
    """
    ends = [False, *(ends_like_sentence(line.text) for line in lines), True]
    gaps = [*(line.gap for line in lines), True]
    return {
        index
        for index, line in enumerate(lines)
        if ends[index + 1]
        and gaps[index]
        and gaps[index + 1]
        and (reads_as_sentence(line.text) or (ends[index] and ends[index + 2]))
    }


def menu_lines(lines: Sequence[Line], rules: Sequence[str | None]) -> range:
    """Indices of the labels a page opens with: up to a blank line, some of them a menu's words.

    Args:
        lines: The page's lines.
        rules: The rule that knows each line for furniture by its words.
    """
    end = next((index for index, line in enumerate(lines) if index and line.gap), 0)
    labels = all(
        rule or (line.kind is None and len(line.text.split()) <= _MENU_WORDS)
        for line, rule in zip(lines[:end], rules, strict=False)
    )
    spoken = any(ends_like_sentence(line.text) for line in lines[:end])
    is_menu = end >= _MIN_MENU and labels and not spoken and MENU in rules[:end]
    return range(end if is_menu else 0)
