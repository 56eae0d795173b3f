"""Whether a text was wrapped at a fixed column, as e-mail and old text files are."""

from __future__ import annotations

from collections.abc import Sequence

# Columns people wrap at: nobody wraps narrower, and a line longer than this is a whole paragraph.
_NARROWEST, _WIDEST = 40, 120

# A wrapped text may hold this share of longer lines (a URL, a table row).
_MAX_LONG = 0.02

# At least so many line ends must tell, and this share of them must be where the next word did not
# fit. Greedy wrapping gives all of them but for verses and addresses in between; the lines of a
# poem or of a list give under a third.
_MIN_BREAKS = 3
_MIN_FULL = 0.7

_ENDS = (".", "!", "?", ":", ";", '"', "”", "’", ")")


def wrap_width(lines: Sequence[str], gaps: Sequence[bool]) -> int | None:
    """Find the column a text was wrapped at.

    Args:
        lines: The lines that are not blank, with their indentation.
        gaps: Whether a blank line stands before each of them.

    Returns:
        The length of the longest wrapped line, or None if each line is a paragraph of its own.
    """
    lengths = [len(line) for line in lines]
    if sum(length > _WIDEST for length in lengths) > _MAX_LONG * len(lines):
        return None
    width = max((length for length in lengths if length <= _WIDEST), default=0)
    if width < _NARROWEST:
        return None
    pairs = [
        (line, after)
        for line, after, gap in zip(lines, lines[1:], gaps[1:], strict=False)
        if not gap and after.strip()[:1].isalnum()
    ]
    inside = [pair for pair in pairs if not pair[0].endswith(_ENDS)]
    full = sum(len(line) + 1 + len(after.split(None, 1)[0]) > width for line, after in inside)
    if len(inside) < _MIN_BREAKS or full < _MIN_FULL * len(inside):
        return None
    return width
