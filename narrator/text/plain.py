"""Plain text to a draft: what its lines are, by the marks that people type."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from narrator.text.draft import Draft, Line, LineKind
from narrator.text.mail import mail_fields, mail_subject
from narrator.text.wrapping import ends_in_hyphen, wrap_width

# Layout hints, direction marks and control characters; a joiner stays where a script that needs
# it (or an emoji) stands before it.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|(?<![^\x00-\u024f])[\u200c\u200d]"
)
# Separators that end a line inside what "\n" ends.
_BREAKS = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")

_BULLET = re.compile(r"([•‣◦⁃∙●○■□▪▫◆◇❖➢➤►▶▸✓✔✗✘☐☑★☆·*+-]|–(?! .*[!?…]$))\s+(?=\S)")
_ORDINAL = re.compile(r"(\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?=\S)")
_QUOTE = re.compile(r"((?:>\s?)+)(?=\S)")
_FENCE = re.compile(r"(```+|~~~+)\s*([\w+#.-]*)$")
_UNDERLINE = re.compile(r"(={3,}|-{3,}|~{3,})$")
_CODE = re.compile(r"[{};=<>\[\]()$\\]|^(def|class|import|from|return|if|for|while|#|//|\w+:)\b")
_PIPE_RULE = re.compile(r"[\s|:+=-]+$")


@dataclass(frozen=True, slots=True)
class _Raw:
    """A line as typed, without its end and what cannot be seen."""

    text: str
    number: int
    gap: bool

    @property
    def body(self) -> str:
        return self.text.strip()

    @property
    def indent(self) -> int:
        expanded = self.text.expandtabs(4)
        return len(expanded) - len(expanded.lstrip())


def read_plain(source: str) -> Draft:
    r"""Read plain text: wrapped paragraphs joined, lists, quotes, code and tables told apart.

    Every character that can be seen is kept, in a line's text or label; but for the bars of a
    table drawn with "|", which are its layout as white space is.

    Args:
        source: Text with any line ends; `Line.number` counts its "\n".
    """
    raws = _raws(source)
    texts = [raw.text for raw in raws]
    head = len(mail_fields(texts))
    width = wrap_width(texts[head:], [raw.gap for raw in raws][head:])
    lines: list[Line] = []
    index = 0
    while index < len(raws):
        found, index = _group(raws, index) or _single(raws, index)
        lines.extend(found)
    joined = (*lines[:head], *_join(_mark_items(lines[head:]), raws, width))
    return Draft(joined, title=mail_subject(texts))


def _raws(source: str) -> list[_Raw]:
    raws = []
    gap = True
    for number, line in enumerate(source.split("\n")):
        seen = _INVISIBLE.sub("", line.removesuffix("\r"))
        for piece in _BREAKS.split(seen):
            if piece and not piece.isspace():
                raws.append(_Raw(piece.rstrip(), number, gap))
                gap = False
            else:
                gap = True
    return raws


def _group(raws: list[_Raw], start: int) -> tuple[list[Line], int] | None:
    """Read the code listing or the table that begins at `start`."""
    return _fenced(raws, start) or _indented(raws, start) or _table(raws, start)


def _fenced(raws: list[_Raw], start: int) -> tuple[list[Line], int] | None:
    first = raws[start]
    opened = _FENCE.match(first.body)
    if not opened:
        return None
    for end in range(start + 1, min(len(raws), start + 1000)):
        if raws[end].body == opened[1]:
            break
    else:
        return None
    code = _listing(raws[start + 1 : end], label=opened[2])
    fences = Line(opened[1], first.number, gap=first.gap), Line(opened[1], raws[end].number)
    return [fences[0], *code, fences[1]], end + 1


def _indented(raws: list[_Raw], start: int) -> tuple[list[Line], int] | None:
    """Read lines set off by a blank line and four spaces, if they look like code."""
    if not raws[start].gap or raws[start].indent < 4:
        return None
    end = start
    while end < len(raws) and raws[end].indent >= 4:
        end += 1
    listing = raws[start:end]
    coded = sum(bool(_CODE.search(raw.body)) and not raw.body.endswith(".") for raw in listing)
    if coded * 2 <= len(listing) or any(_BULLET.match(raw.body) for raw in listing):
        return None
    return _listing(listing), end


def _listing(raws: list[_Raw], label: str = "") -> list[Line]:
    if not raws:
        return []
    margin = min(raw.indent for raw in raws)
    rows: list[str] = []
    for raw in raws:
        rows += [""] * (raw.gap and bool(rows)) + [raw.text.expandtabs(4)[margin:]]
    span = raws[-1].number - raws[0].number + 1
    return [Line("\n".join(rows), raws[0].number, span, LineKind.CODE, label=label, gap=True)]


def _table(raws: list[_Raw], start: int) -> tuple[list[Line], int] | None:
    """Read two or more lines in a row with the same number of cells."""
    for split in (_tab_cells, _pipe_cells):
        count = len(split(raws[start].text))
        end = start
        rulers: list[Line] = []
        rows: list[str] = []
        while count > 1 and end < len(raws) and (end == start or not raws[end].gap):
            if split is _pipe_cells and rows and _PIPE_RULE.match(raws[end].body):
                rulers.append(Line(_single_spaced(raws[end].body), raws[end].number))
            elif len(cells := split(raws[end].text)) == count:
                rows.append("\t".join(cells))
            else:
                break
            end += 1
        if len(rows) > 1:
            first = raws[start]
            span = raws[end - 1].number - first.number + 1
            table = Line("\n".join(rows), first.number, span, LineKind.TABLE, gap=first.gap)
            return [table, *rulers], end
    return None


def _tab_cells(text: str) -> list[str]:
    return [_single_spaced(cell) for cell in text.strip(" ").split("\t")]


def _pipe_cells(text: str) -> list[str]:
    body = text.strip()
    return [_single_spaced(cell) for cell in body.removeprefix("|").removesuffix("|").split("|")]


def _single(raws: list[_Raw], index: int) -> tuple[list[Line], int]:
    raw = raws[index]
    if heading := _underlined(raws, index):
        return heading, index + 2
    for pattern, kind in ((_QUOTE, LineKind.QUOTE), (_BULLET, LineKind.ITEM)):
        if mark := pattern.match(raw.body):
            text = _single_spaced(raw.body[mark.end() :])
            level = 1 + raw.indent // 2 if kind is LineKind.ITEM else 0
            label = _single_spaced(mark[1])
            return [Line(text, raw.number, 1, kind, min(level, 6), label, raw.gap)], index + 1
    return [Line(_single_spaced(raw.body), raw.number, gap=raw.gap)], index + 1


def _underlined(raws: list[_Raw], index: int) -> list[Line] | None:
    """Read a heading with "====" or "----" under it."""
    if index + 1 == len(raws) or not raws[index].gap or raws[index + 1].gap:
        return None
    text, under = raws[index].body, raws[index + 1].body
    if not _UNDERLINE.match(under) or len(text) > 120 or not len(text) // 2 <= len(under):
        return None
    level = 1 if under[0] == "=" else 2
    heading = Line(_single_spaced(text), raws[index].number, 1, LineKind.HEADING, level, gap=True)
    return [heading, Line(under, raws[index + 1].number)]


def _mark_items(lines: list[Line]) -> list[Line]:
    """Make items of numbered lines that follow on each other ("1." then "2.")."""
    marks = [_ORDINAL.match(line.text) if line.kind is None else None for line in lines]
    steps = [
        bool(mark and after and _is_next(mark[1], after[1]))
        for mark, after in itertools.pairwise([*marks, None])
    ]
    marked = []
    for index, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        if mark and (steps[index] or (index > 0 and steps[index - 1])):
            marked.append(
                replace(
                    line, kind=LineKind.ITEM, text=line.text[mark.end() :], label=mark[1], level=1
                )
            )
        else:
            marked.append(line)
    return marked


def _is_next(mark: str, after: str) -> bool:
    one, two = mark.strip("().").lower(), after.strip("().").lower()
    if one.isdigit() and two.isdigit():
        return int(two) == int(one) + 1
    romans = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
    if one in romans[:-1] and two == romans[romans.index(one) + 1]:
        return True
    return len(one) == len(two) == 1 and ord(two) == ord(one) + 1


def _join(lines: list[Line], raws: list[_Raw], width: int | None) -> Iterator[Line]:
    """Join what was wrapped at `width` columns, and items with what hangs under them."""
    if width is None:
        yield from lines
        return
    typed = {raw.number: raw for raw in raws}
    whole: Line | None = None
    for line in lines:
        if whole is not None and _continues(whole, line, typed, width):
            whole = replace(
                whole,
                text=whole.text + _glue(whole.text, line.text) + line.text,
                label=whole.label + line.label,
                span=line.number - whole.number + 1,  # type: ignore[operator]
            )
            continue
        if whole is not None:
            yield whole
        whole = line
    if whole is not None:
        yield whole


def _continues(whole: Line, line: Line, typed: dict[int, _Raw], width: int) -> bool:
    """Whether `line` is `whole`'s text going on: its first word did not fit any more."""
    wraps = {None: (None,), LineKind.ITEM: (None,), LineKind.QUOTE: (LineKind.QUOTE,)}
    if line.gap or line.kind not in wraps.get(whole.kind, ()):
        return False
    assert whole.number is not None
    assert line.number is not None
    before, here = typed[whole.number + whole.span - 1], typed[line.number]
    if whole.kind is None and here.indent > before.indent + 1 and whole.span > 1:
        return False  # an indented first line begins a paragraph
    word = line.text.split(" ", 1)[0]
    return ends_in_hyphen(before.text, word) or len(before.text) + 1 + len(word) > width


def _glue(before: str, after: str) -> str:
    """Nothing after a hyphen inside a word, else a space."""
    return "" if ends_in_hyphen(before, after) else " "


def _single_spaced(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
