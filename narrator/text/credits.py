"""Who wrote an article and when, where only lines of its head say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from narrator.text.byline import BYLINE, byline_names, written_day
from narrator.text.draft import Line
from narrator.text.mail import MAIL_HEAD, mail_author
from narrator.text.places import OUTSIDE_ARTICLE, PAGE_FRAME
from narrator.text.residue import Sifted

# A line this long is prose: the head of the page ends behind the second of them, because a
# standfirst may stand above the byline.
_PROSE = 120
_MOST_PROSE = 2

# Rules whose lines may be a byline or a date.
_CREDITED = (BYLINE, PAGE_FRAME, OUTSIDE_ARTICLE)


def find_credits(lines: Sequence[Line], sifted: Sifted) -> tuple[str | None, date | None]:
    """Find the byline and the day of publication in what was removed from a page's head.

    Args:
        lines: All lines of the page.
        sifted: What of them was removed.
    """
    prose = [i for i, line in enumerate(lines) if len(line.text) >= _PROSE and not line.rule]
    end = prose[:_MOST_PROSE][-1] if prose else len(lines)
    head = [
        removal for removal, place in zip(sifted.removed, sifted.places, strict=True) if place < end
    ]
    texts = [removal.text for removal in head if removal.rule in _CREDITED]
    mail = [removal.text for removal in head if removal.rule == MAIL_HEAD]
    names = mail_author(mail) or next(filter(None, map(byline_names, texts)), None)
    return names, next(filter(None, map(written_day, mail + texts)), None)
