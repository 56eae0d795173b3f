"""Who wrote an article and when, where only lines of its head say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from narrator.domain import Removal
from narrator.text.byline import byline_names, written_day
from narrator.text.draft import Line
from narrator.text.mail import MAIL_HEAD, mail_author

# A line this long is prose: the head of the page ends behind the second of them, because a
# standfirst may stand above the byline.
_PROSE = 120
_MOST_PROSE = 2


def find_credits(
    lines: Sequence[Line], removed: Sequence[Removal]
) -> tuple[str | None, date | None]:
    """Find the byline and the day of publication in what was removed from a page's head.

    Args:
        lines: All lines of the page.
        removed: Its receipt; only lines with a number are looked at.
    """
    prose = [line.number for line in lines if len(line.text) >= _PROSE]
    end = prose[:_MOST_PROSE][-1] if prose else None
    head = [
        removal
        for removal in removed
        if removal.line is not None and (end is None or removal.line < end)
    ]
    texts = [removal.text for removal in head if removal.rule == "byline-furniture"]
    mail = [removal.text for removal in head if removal.rule == MAIL_HEAD]
    names = mail_author(mail) or next(filter(None, map(byline_names, texts)), None)
    return names, next(filter(None, map(written_day, mail + texts)), None)
