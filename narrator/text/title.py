"""Which line of an article is its title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from urllib.parse import unquote, urlsplit

from narrator.text.byline import BYLINE
from narrator.text.draft import Line, LineKind
from narrator.text.width import text_width

# A title stands at the top: a page's menu and its date may come before it.
HEAD = 15

# Longer is a paragraph; the longest headlines of newspapers have some 25 words.
_LONGEST = 200

# One of the lines after a title is at least this long, or the text is a list or a poem.
_BODY = 100

# A name or a label may stand over a byline too; a headline says more.
_HEADLINE, _HEADLINE_WORDS = 15, 3

# Worth of standing over the byline, against 1 for standing twice and up to 2 for the URL.
_OVER_BYLINE = 0.5

_SITE = re.compile(r"\s[|·•»–—-]\s[^|·•»–—-]{2,40}$")
_LETTERS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Reduce a text to its letters and digits, in lower case, words single-spaced."""
    return _LETTERS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def same_title(text: str, title: str) -> bool:
    """Whether a line says the title again, perhaps with the site's name after it."""
    if len(text) > len(title) + 60:
        return False
    wanted = fold(title)
    return bool(wanted) and (fold(text) == wanted or fold(_SITE.sub("", text)) == wanted)


def find_title(
    lines: Sequence[Line], *, furniture: Callable[[str], str | None], url: str | None = None
) -> int | None:
    """Find the line that is the title for certain.

    A heading by markup, or a line near the top that looks like a heading and is spelled by the
    URL's last part, stands twice, stands over the byline or the date, or opens the text with a
    blank line after it.

    Args:
        lines: The article's lines, furniture and all.
        furniture: Names the rule that knows a text for page furniture, and so no title.
        url: Where the article stands on the web.

    Returns:
        Index into `lines`, or None if no line is certain (see `opening_title`).
    """
    head = [i for i, line in enumerate(lines[:HEAD]) if not furniture(line.text)]
    marked = [i for i in head if lines[i].kind is LineKind.HEADING]
    if marked:
        return min(marked, key=lambda i: lines[i].level)
    slug = set(slug_words(url))
    best, score = None, 0.0
    for index in filter(lambda i: _may_be_title(lines[i]), head):
        value = _likeness(lines[index].text, slug) + _repetition(lines, index)
        value += _OVER_BYLINE * _stands_over_byline(lines, index, furniture)
        if value > score:
            best, score = index, value
    if best is None and head and _may_be_title(lines[head[0]]):
        after = lines[head[0] + 1 : head[0] + 2]
        return head[0] if after and after[0].gap else None
    return best


def opening_title(lines: Sequence[Line]) -> int | None:
    """Find the line that is the title if the article's own lines begin with one.

    Args:
        lines: The article's lines without furniture.
    """
    if len(lines) < 2 or not _may_be_title(lines[0]):
        return None
    longest = max(text_width(line.text) for line in lines[1:4])
    return 0 if longest > max(_BODY, 1.5 * text_width(lines[0].text)) else None


def _may_be_title(line: Line) -> bool:
    text = line.text
    if line.kind is not None or not 2 < len(text) <= _LONGEST or text[-1] in ",;:":
        return False
    return any(map(str.isalpha, text)) and not (text[-1] == "." and text[-3:] != "...")


def _likeness(text: str, slug: set[str]) -> float:
    """Twice the share of the URL's words that the text has, if it is most of both."""
    words = set(fold(text).split())
    if len(slug) < 3 or len(words) < 3:
        return 0
    shared = len(words & slug)
    both = shared / len(slug | words)
    return 2 * both if shared >= 0.5 * min(len(slug), len(words)) and both > 0.3 else 0


def _repetition(lines: Sequence[Line], index: int) -> float:
    text = lines[index].text
    if len(text.split()) < 3:
        return 0
    return float(any(same_title(line.text, text) for line in lines[index + 1 : index + HEAD]))


def _stands_over_byline(
    lines: Sequence[Line], index: int, furniture: Callable[[str], str | None]
) -> bool:
    text = lines[index].text
    if text_width(text) < _HEADLINE or len(text.split()) < _HEADLINE_WORDS:
        return False
    return any(furniture(line.text) == BYLINE for line in lines[index + 1 : index + 2])


def slug_words(url: str | None) -> list[str]:
    """Words of the URL's most telling path segment."""
    if not url:
        return []
    segments = [unquote(part) for part in urlsplit(url).path.split("/")]
    slug = max(segments, key=lambda part: len(re.findall(r"[^\W\d_]+", part)), default="")
    return fold(re.sub(r"\.\w{2,5}$", "", slug)).split()
