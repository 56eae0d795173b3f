"""Which elements of a page are furniture, told from what they are called and what is in them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from narrator.text.draft import LineKind
from narrator.text.html.blocks import PageBlock
from narrator.text.html.markup import HEADINGS
from narrator.text.html.tree import Element, sum_up
from narrator.text.width import text_width

PROSE_LENGTH = 80
"""Characters from which a line of few links is prose: menus, labels and bylines are shorter."""

_MOST = 0.25
"""Share of the page's prose that furniture never has. A name that claims more of the page is a
layout ("has-sidebar", a form around everything). Of 0.15, 0.25 and 0.4, this lost least."""

_SMALL = 100
"""Characters up to which a doubtful name is believed."""


@dataclass(frozen=True, slots=True)
class _Names:
    tags: frozenset[str]
    roles: frozenset[str]
    always: frozenset[str]
    small: frozenset[str]


@cache
def _names() -> _Names:
    data = resources.files(__package__).joinpath("furniture.toml").read_text(encoding="utf-8")
    table = tomllib.loads(data)
    return _Names(**{field: frozenset(table[field]) for field in _Names.__dataclass_fields__})


def is_prose(block: PageBlock) -> bool:
    """Whether a line is running text of some length, or a table or listing."""
    long = text_width(block.line.text) >= PROSE_LENGTH and block.linked < 0.5
    return long and block.line.kind not in (LineKind.HEADING, LineKind.CAPTION)


class Furniture:
    """Tells an element's lines from the article's, for one page."""

    def __init__(self, blocks: Iterable[PageBlock], root: Element) -> None:
        """Weigh every element by the lines in it."""
        chars: Counter[Element] = Counter()
        linked: Counter[Element] = Counter()
        prose: Counter[Element] = Counter()
        for block in blocks:
            size = len(block.line.text)
            chars[block.element] += size
            linked[block.element] += round(size * block.linked)
            if is_prose(block):
                prose[block.element] += size
        self._chars, self._linked, self._prose = (
            sum_up(sizes, root) for sizes in (chars, linked, prose)
        )
        self._total = sum(prose.values())
        self._known: dict[Element, bool] = {}

    def holds(self, element: Element) -> bool:
        """Whether `element` is furniture or stands in some."""
        path = []
        verdict = False
        for part in (element, *element.iterancestors()):
            known = self._known.get(part)
            if known is not None:
                verdict = known
                break
            path.append(part)
        for part in reversed(path):
            verdict = verdict or self._is(part)
            self._known[part] = verdict
        return verdict

    def _is(self, element: Element) -> bool:
        if element.tag in HEADINGS or element.tag in ("html", "body"):
            return False
        if self._prose.get(element, 0) > _MOST * self._total:
            return False
        names = _names()
        if is_hidden(element) or element.tag in names.tags or element.get("role") in names.roles:
            return True
        words = _words(element)
        if words & names.always:
            return True
        size = self._chars.get(element, 0)
        little = size < _SMALL or self._linked.get(element, 0) > 0.5 * size
        return little and not self._prose.get(element) and bool(words & names.small)


_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_hidden(element: Element) -> bool:
    """Whether an element says that it is not shown."""
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "") is not None
    )


_WORD = re.compile(r"[a-z]+|[A-Z](?:[A-Z]*(?![a-z])|[a-z]+)")


def _words(element: Element) -> set[str]:
    """Words of class names and id; utility classes with variants ("md:hidden") say nothing."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    return {
        word.lower()
        for name in names
        if len(name) <= 100 and not (":" in name or "[" in name)
        for word in _WORD.findall(name)
    }
