"""Where a sentence must end although no end mark says so: lists, rules, stamps, smileys, links."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BLANK_LINE = re.compile(r"\n[^\S\n]*+\n\s*+")
_BULLET = re.compile(r"[•⁃‣◦▪▸●■□✓✔➤]")
_RULE = re.compile(r"[=*~_#+]{3,}+|-{4,}+")
_STAMP = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\b\.?| Uhr\b)?"
)
_MARKER = re.compile(r"[.)](?:(?<=\d.)|(?<=\b[a-h].))\)?+(?=\s)")
_SMILEY = re.compile(r"(?:[:;=]['’]?[-o^]?[)(\]\[DPpOo/\\|3*]++|<3+|\^_*\^)(?!\S)")
_LABEL = re.compile(r"(?:\d{1,3}|[a-h])\Z")
_LINK = re.compile(r"(?:://|www\.)\S++|@[^\s<>@]++>")
_LINK_START = re.compile(r"https?://|www\.")

_SPACE = re.compile(r"\s*+")


def seams(text: str) -> list[int]:
    """Find where a new piece begins whatever the end marks say.

    Args:
        text: Any text.

    Returns:
        Offsets in order, without doubles, from 0 to `len(text)`.
    """
    found = {0, len(text)}
    if "\n" in text:
        found.update(match.end() for match in _BLANK_LINE.finditer(text))
    if not text.isascii():
        found.update(match.start() for match in _BULLET.finditer(text))
    for signs, find in _FINDERS:
        if any(sign in text for sign in signs):
            found.update(find(text))
    return sorted(found)


def _around_rules(text: str) -> Iterator[int]:
    """Both edges of a drawn line."""
    for match in _RULE.finditer(text):
        start, end = match.span()
        if _opens_word(text, start) and not text[end : end + 1].strip():
            yield from (start, end)


def _around_stamps(text: str) -> Iterator[int]:
    """Both edges of a date with its time, but for the front one in "sent on 1/2/2020 10:30"."""
    for match in _STAMP.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()].split()
        if _opens_word(text, match.start()):
            yield match.end()
            if not (before and (before[-1].islower() or before[-1].endswith(","))):
                yield match.start()


def _list_items(text: str) -> Iterator[int]:
    """Starts of list items that count up ("1. ... 2. ..."); a marker alone proves nothing."""
    runs: dict[tuple[bool, str], list[int]] = {}
    for match in _MARKER.finditer(text):
        found = _LABEL.search(text, max(0, match.start() - 3), match.start())
        if not (found and _opens_word(text, found.start())):
            continue
        start, label, mark = found.start(), found[0], match[0]
        run = runs.setdefault((label.isdigit(), mark), [])
        value = int(label) if label.isdigit() else ord(label) - ord("a") + 1
        if value == 1:
            yield from run[:] if len(run) > 1 else ()
            run[:] = [start] if ")" in mark or _opens_list(text, start) else []
        elif run and value == len(run) + 1:
            run.append(start)
    for run in runs.values():
        yield from run if len(run) > 1 else ()


def _after_links(text: str) -> Iterator[int]:
    """Ends of addresses that a capital, a number or another address follows."""
    for match in _LINK.finditer(text):
        after = skip_space(text, match.end())
        whole = after > match.end() and (match[0][-1] in "/>." or match[0][-1].isalnum())
        if whole and (_begins(text, after) or _LINK_START.match(text, after)):
            yield after


def _after_smileys(text: str) -> Iterator[int]:
    """Ends of smileys that stand where an end mark would, or behind one."""
    for match in _SMILEY.finditer(text):
        start, end = match.span()
        if start and text[start - 1].isspace():
            behind_mark = text[max(0, start - 3) : start].rstrip()[-1:] in set(".!?…")
            if behind_mark or _begins(text, skip_space(text, end)):
                yield end


def skip_space(text: str, index: int) -> int:
    """Offset of the first character from `index` on that is not white space."""
    match = _SPACE.match(text, index)
    return match.end() if match else index


def _opens_word(text: str, index: int) -> bool:
    """Whether white space, a bullet or nothing stands before `index`."""
    return index == 0 or text[index - 1].isspace() or bool(_BULLET.match(text, index - 1))


def _opens_list(text: str, index: int) -> bool:
    """Whether a list may begin at `index`: at the start of the text or a line, behind a colon."""
    before = text[max(0, index - 4) : index]
    return not before.strip(" ") or before.rstrip(" ")[-1] in ":\n" or bool(_BULLET.search(before))


def _begins(text: str, index: int) -> bool:
    """Whether a capital or a digit stands at `index`."""
    return text[index : index + 1].isupper() or text[index : index + 1].isdigit()


_FINDERS = (
    (("=", "*", "~", "_", "#", "+", "---"), _around_rules),
    ((":",), _around_stamps),
    (("1.", "1)", "a.", "a)"), _list_items),
    (("://", "www.", "@"), _after_links),
    ((":", ";", "=", "<3", "^"), _after_smileys),
)
"""What finds seams, each behind signs without which there are none: to look for a sign is a hundred
times faster than to search."""
