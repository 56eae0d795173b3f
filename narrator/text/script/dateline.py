"""Find the dateline a news story opens with: place, day and agency."""

from __future__ import annotations

import re
from typing import NamedTuple

_PLACE = r"[^\W\d_][\w.'’-]*+(?:[ /][^\W\d_][\w.'’-]*+){0,3}"
_DAY = r"(?:[^\W\d_]{3,10}\.?\ \d{1,2}|\d{1,2}\.?(?:\ de)?\ [^\W\d_]{3,10}\.?)(?:,?\ \d{4})?"

_DATELINE = re.compile(
    rf"""(?P<place>{_PLACE}(?:,\ {_PLACE}(?!\ \d))?)
        (?:,\ (?P<day>{_DAY}))?
        (?:\ ?\((?P<agency>[^\W\d_][\w\ .,/&-]{{0,40}})\))?
        (?P<dash>\s*+\.?[-–—]{{1,2}})?
        :?(?=\s)""".replace(r"[ /]", r"[\ /]"),
    re.VERBOSE,
)
"""Seoul, Jan 14 (NationPress) ... / WASHINGTON (AP) — ... / Berlin, 3. März (dpa) - ..."""

_KOREAN = re.compile(
    r"\((?P<place>\w{1,10})=(?P<agency>\w{1,20})\)(?:[^=\n]{1,30}?기자\s*=)?(?=\s)"
)


class Dateline(NamedTuple):
    """Where a dateline's parts stand in the text it opens."""

    place: tuple[int, int]
    """Half-open range of place and day."""

    agency: tuple[int, int] | None
    """Half-open range of the agency's name, without brackets."""

    end: int
    """One past the dateline's last character."""


def find_dateline(text: str) -> Dateline | None:
    """Find the dateline at the start of a paragraph.

    A place counts as one only if a dash or a day with an agency shows it: "Apple (AAPL) rose" and
    "Paris, the capital" are no datelines.

    Args:
        text: The paragraph.

    Returns:
        Where its parts stand, or None where there is none.
    """
    match = _KOREAN.match(text)
    if match:
        return Dateline(match.span("place"), match.span("agency"), match.end())
    match = _DATELINE.match(text)
    if not match or match["place"][0].islower():
        return None
    shown = match["dash"] or match["agency"]
    if not (shown and (match["day"] or (match["dash"] and _is_shouted(match)))):
        return None
    end = match.end("day") if match["day"] else match.end("place")
    agency = match.span("agency") if match["agency"] else None
    return Dateline((match.start("place"), end), agency, match.end())


def _is_shouted(match: re.Match[str]) -> bool:
    """Whether agency or capitals set the place apart from a subject that a dash follows."""
    return bool(match["agency"]) or (match["place"].isupper() and len(match["place"]) > 2)
