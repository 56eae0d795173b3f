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

# A line that is shorter than this share of the column ends for another reason.
_MIN_LENGTH = 0.5

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
    inside = [
        (line, after)
        for line, after, gap in zip(lines, lines[1:], gaps[1:], strict=False)
        if not gap
        and _may_go_on(line, after)
        and (_may_be_full(line, width) or ends_in_hyphen(line, after))
    ]
    full = sum(
        ends_in_hyphen(line, after) or len(line) + 1 + len(_first_word(after)) > width
        for line, after in inside
    )
    if len(inside) < _MIN_BREAKS or full < _MIN_FULL * len(inside):
        return None
    return width


def ends_in_hyphen(line: str, after: str) -> bool:
    """Whether a word was divided at the end of `line`."""
    return len(line) > 1 and line[-1] == "-" and line[-2].isalpha() and after[:1].islower()


def _may_be_full(line: str, width: int) -> bool:
    """Whether a line is long enough to have been wrapped, as a greeting or a name is not."""
    return len(line) >= _MIN_LENGTH * width and not line.endswith(_ENDS)


def _may_go_on(line: str, after: str) -> bool:
    """Whether `after` may be the same paragraph's: both are quoted, or neither is."""
    quoted = line.lstrip().startswith(">")
    if quoted != after.lstrip().startswith(">"):
        return False
    return after.lstrip(" >")[:1].isalnum()


def _first_word(line: str) -> str:
    return next(iter(line.lstrip(" >").split(None, 1)), "")
