"""The sift: lines in, the article's lines and the receipt of the others out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from narrator.domain import Removal
from narrator.text.draft import Line, LineKind
from narrator.text.language import detect_language
from narrator.text.mail import mail_furniture
from narrator.text.residue.judge import judge
from narrator.text.residue.model import Model
from narrator.text.residue.places import entry_lines, menu_lines, set_off_sentences
from narrator.text.residue.rules import MENU, PAGE_FURNITURE, REPEATED_TITLE, match_rule
from narrator.text.title import same_title

# A line goes if its odds of being furniture outweigh what its loss would cost: as many points as
# it has characters, and these for being a line at all, so that headings and items are not cheap.
CHARS_PER_LINE = 20

# Log-odds a line must have above the log of its cost. From cross-validation by site: pages pasted
# as they are lose 0.94% of their content's characters at the first one.
_BAR = -4.52

# Who pastes blank lines along, or gives markup, has left most furniture behind; and the classifier
# learned from English pages. A blank line here and there is no sign of care.
_BAR_ORDERLY = -2.5
_BAR_FOREIGN = -1.5
_ORDERLY_GAPS = 0.1

# Where no rule knows a line and none has such log-odds, there is no furniture: of pages pasted as
# they are 99% have such a line, of their copies without furniture 11%.
_CERTAIN = 2.5

# A line this long is prose. It goes only from a page pasted as it is, where nine of ten long lines
# over the bar are furniture (comments, biographies, offers).
_PROSE = 120

# The classifier knows pages of prose with furniture around it. A text with fewer lines of prose
# is a poem, a list or a note; one with more lines is a book.
_MIN_PROSE, _MAX_LINES = 3, 5_000

# If more than this share of the text would go, the classifier does not understand the page. A
# story with its readers' comments can be a tenth of its page.
_MAX_SHARE = 0.9

ONE_LINE = "="
"""Begins an entry of `keep` that is not a rule's name but the text of a line."""

_NEVER = (LineKind.CODE, LineKind.TABLE)


@dataclass(frozen=True, slots=True)
class Sifted:
    """What the sift let pass and what it held back."""

    lines: tuple[Line, ...]
    """The article's own lines."""

    removed: tuple[Removal, ...]
    """The others, in source order."""

    places: tuple[int, ...]
    """Index of each of the others among all lines."""


def sift(
    lines: Sequence[Line],
    *,
    title: str | None,
    title_line: int | None = None,
    url: str | None = None,
    keep: Collection[str] = (),
    model: Model | None = None,
) -> Sifted:
    """Part an article's lines from page furniture.

    Args:
        lines: The page's lines. Those with a rule are left out by it.
        title: The title, whose repetitions go.
        title_line: Index of the line that is the title and stays.
        url: Where the article stands on the web.
        keep: Names of rules that are not applied (see `rule_names`), and lines that stay, each as
            `=` and its text.
        model: Other weights of the line classifier than ours.
    """
    own = [index for index, line in enumerate(lines) if not line.rule or line.rule in keep]
    at = None if title_line is None else own.index(title_line)
    judged = [lines[index] for index in own]
    found = _verdicts(judged, title=title, title_line=at, url=url, keep=keep, model=model)
    verdicts = dict(zip(own, found, strict=True))
    if title:
        twice = (i for i, line in enumerate(lines) if i not in verdicts)
        verdicts |= {i: REPEATED_TITLE for i in twice if same_title(lines[i].text, title)}
    kept: list[Line] = []
    removed: list[Removal] = []
    places: list[int] = []
    gap = False
    for index, line in enumerate(lines):
        rule = verdicts.get(index, line.rule)
        gap |= line.gap
        if rule is None or rule in keep or ONE_LINE + _as_written(line) in keep:
            kept.append(replace(line, gap=gap, rule=""))
            gap = False
        else:
            removed.append(Removal(_as_written(line), rule, line.number))
            places.append(index)
    return Sifted(tuple(kept), tuple(removed), tuple(places))


def _verdicts(
    lines: Sequence[Line],
    *,
    title: str | None,
    title_line: int | None,
    url: str | None,
    keep: Collection[str],
    model: Model | None,
) -> list[str | None]:
    """Give the rule that removes each line; None for the article's own."""
    words = [None if line.kind in _NEVER else match_rule(line.text) for line in lines]
    entries = entry_lines(lines, words)
    rules = _rules(lines, words, entries)
    prose = any(len(line.text) >= _PROSE for line in lines)
    verdicts = [
        REPEATED_TITLE if title and _repeats(lines, index, title, verse=not prose) else rule
        for index, rule in enumerate(rules)
    ]
    if PAGE_FURNITURE not in keep:
        spared = entries | set_off_sentences(lines)
        gone = np.flatnonzero(_furniture(lines, rules, title, url, model))
        for index in sorted(set(gone.tolist()) - spared):
            verdicts[index] = verdicts[index] or PAGE_FURNITURE
    if title_line is not None:
        verdicts[title_line] = None
    return verdicts


def _rules(
    lines: Sequence[Line], words: Sequence[str | None], entries: Collection[int]
) -> list[str | None]:
    """The rule that knows each line for furniture by its words and its place."""
    menu = menu_lines(lines, words)
    mail = mail_furniture([line.text for line in lines])
    return [
        mail.get(index) or (None if index in entries else rule) or (MENU if index in menu else None)
        for index, rule in enumerate(words)
    ]


def _repeats(lines: Sequence[Line], index: int, title: str, *, verse: bool) -> bool:
    """Whether the line says the title again, and does not run on as the lines of a poem do."""
    line = lines[index]
    if line.kind in _NEVER or line.text[-1:] in ",;" or not same_title(line.text, title):
        return False
    return not (verse and index + 1 < len(lines) and not lines[index + 1].gap)


def _furniture(
    lines: Sequence[Line],
    rules: Sequence[str | None],
    title: str | None,
    url: str | None,
    model: Model | None,
) -> npt.NDArray[np.bool_]:
    """Which lines the classifier takes for furniture; none if it does not know such texts."""
    lengths = np.array([len(line.text) for line in lines])
    none = np.zeros(len(lines), dtype=np.bool_)
    if np.count_nonzero(lengths >= _PROSE) < _MIN_PROSE or len(lines) > _MAX_LINES:
        return none
    log_odds = judge([line.text for line in lines], rules, title=title, url=url, model=model)
    if not any(rules) and log_odds.max() <= _CERTAIN:
        return none
    bar = _bar(lines)
    gone = log_odds - np.log(lengths + CHARS_PER_LINE) > bar
    gone &= [line.kind not in _NEVER for line in lines]
    if bar != _BAR:
        gone &= lengths < _PROSE
    too_much = lengths[gone].sum() > _MAX_SHARE * lengths.sum()
    return none if too_much else gone


def _bar(lines: Sequence[Line]) -> float:
    gaps = sum(line.gap for line in lines[1:])
    orderly = any(line.number is None for line in lines) or gaps > _ORDERLY_GAPS * len(lines)
    foreign = detect_language(" ".join(line.text for line in lines[:200])) != "en"
    if foreign:
        return _BAR_FOREIGN
    return _BAR_ORDERLY if orderly else _BAR


def _as_written(line: Line) -> str:
    return f"{line.label} {line.text}" if line.label else line.text
