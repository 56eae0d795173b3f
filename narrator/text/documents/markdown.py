"""Reads Markdown (CommonMark with tables, strikethrough, footnotes' marks and front matter)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from markdown_it import MarkdownIt
from markdown_it.token import Token

from narrator.text.documents.notes import with_notes
from narrator.text.draft import Draft, Line, LineKind

_FRONT = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z][\w-]{0,40})[ \t]*:[ \t]*(.*)$")
_DAY = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,60}\]")
_NOTE = re.compile(r"^[ ]{0,3}\[\^[^\]\s]{1,60}\]:[ \t]*(.*)$")
_DEEP = re.compile(
    r"^((?:[ \t]*(?:>|[-*+](?=[ \t]))){20})(?:[ \t]*(?:>|[-*+](?=[ \t])))+", re.MULTILINE
)
"""Marks of quotes and items inside each other, the parser leaving out what is nested deeper."""
_MOST_BRACKETS = 1_000
"""Opening brackets of one paragraph that may be links. The parser takes time in the square of
their number; where there are more, they are no links."""
_LONGEST_PARAGRAPH = 100_000
"""Characters of a paragraph that may have marks."""


def read_markdown(source: str) -> Draft:
    """Read a Markdown document.

    Links are reduced to their words, images to their captions, notes stand under a heading of
    their own at the end.
    """
    text = source.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    about, text = _front_matter(text)
    text, notes = _take_notes(text)
    language = (about.get("lang") or about.get("language") or "")[:2].lower() or None
    told = [line for note in notes for line in _read(note)]
    return Draft(
        with_notes(_read(text), told, language),
        title=about.get("title") or None,
        byline=about.get("author") or about.get("authors") or about.get("byline") or None,
        published=_day(about.get("date", "")),
        language=language,
        site=about.get("site") or None,
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Split off a YAML header and give its plain fields."""
    header = _FRONT.match(text)
    if header is None:
        return {}, text
    fields: dict[str, str] = {}
    last = ""
    for row in header[1].split("\n"):
        found = _FIELD.match(row)
        if found:
            last = found[1].lower()
            fields[last] = _scalar(found[2])
        elif row.lstrip().startswith("- ") and last:
            item = _scalar(row.strip()[2:])
            fields[last] = f"{fields[last]}, {item}" if fields[last] else item
    return fields, text[header.end() :]


def _scalar(value: str) -> str:
    value = value.strip()
    if value[:1] == "[" and value[-1:] == "]":
        return ", ".join(_scalar(item) for item in value[1:-1].split(","))
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _day(text: str) -> date | None:
    found = _DAY.match(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _take_notes(text: str) -> tuple[str, list[str]]:
    """Take footnotes and their marks out of the text."""
    rest: list[str] = []
    notes: list[str] = []
    fenced = inside = False
    for row in text.split("\n"):
        fenced ^= row.lstrip().startswith(("```", "~~~"))
        note = None if fenced else _NOTE.match(row)
        if note is not None:
            notes.append(note[1])
            inside = True
        elif inside and row.startswith(("    ", "\t")):
            notes[-1] += f"\n{row.strip()}"
        else:
            inside = inside and not row.strip()
            rest.append(row if fenced else _NOTE_MARK.sub("", row))
    return "\n".join(rest), notes


def _read(text: str) -> list[Line]:
    """Give the lines of a text without notes or header."""
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 100})
    parser.enable(["table", "strikethrough"])
    text = _DEEP.sub(r"\1", text)
    text = "\n\n".join(_tamed(paragraph) for paragraph in re.split(r"\n[ \t]*\n", text))
    reader = _Reader()
    for token in parser.parse(text):
        reader.take(token)
    return reader.lines


def _tamed(paragraph: str) -> str:
    """Take out marks that are too many to mean anything."""
    if len(paragraph) > _LONGEST_PARAGRAPH:
        return re.sub(r"[\[\]*_`<>!\\]", " ", paragraph)
    return paragraph.replace("[", " ") if paragraph.count("[") > _MOST_BRACKETS else paragraph


@dataclass(slots=True)
class _Reader:
    """Walks the parser's tokens, knowing which lists and quotes are open."""

    lists: list[int | None] = field(default_factory=list)
    """Next number of each open list; None for bullets."""
    quotes: int = 0
    marker: str = ""
    """Marker that the next paragraph takes."""
    heading: int = 0
    rows: list[list[str]] | None = None
    """Cells of the open table."""
    lines: list[Line] = field(default_factory=list)

    def take(self, token: Token) -> None:
        """Read the next token."""
        if token.nesting == 1:
            self._open(token)
        elif token.nesting == -1:
            self._close(token)
        elif token.type == "inline":
            self._inline(token)
        elif token.type in ("fence", "code_block"):
            self._code(token)
        elif token.type == "html_block":
            self._html(token.content)

    def _open(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self.lists.append(None)
            case "ordered_list_open":
                self.lists.append(int(token.attrs.get("start", 1)))
            case "list_item_open":
                self._item()
            case "blockquote_open":
                self.quotes += 1
            case "heading_open":
                self.heading = int(token.tag[1])
            case "table_open":
                self.rows = []
            case "tr_open" if self.rows is not None:
                self.rows.append([])
            case _:
                pass

    def _close(self, token: Token) -> None:
        match token.type:
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "blockquote_close":
                self.quotes -= 1
            case "heading_close":
                self.heading = 0
            case "table_close":
                self._table()
            case _:
                pass

    def _item(self) -> None:
        number = self.lists[-1]
        self.marker = "•" if number is None else f"{number}."
        if number is not None:
            self.lists[-1] = number + 1

    def _inline(self, token: Token) -> None:
        children = token.children or []
        if self.rows is not None:
            self.rows[-1].append(" ".join(_words(children).split()))
            return
        for text in _words(children).split("\n"):
            clean = " ".join(text.split())
            if clean:
                self._add(clean)
        self._captions(children)

    def _add(self, text: str) -> None:
        if self.heading:
            self.lines.append(Line(text, kind=LineKind.HEADING, level=self.heading, gap=True))
        elif self.marker:
            level = len(self.lists)
            self.lines.append(
                Line(text, kind=LineKind.ITEM, level=level, label=self.marker, gap=True)
            )
            self.marker = ""
        else:
            kind = LineKind.QUOTE if self.quotes else LineKind.PARAGRAPH
            self.lines.append(Line(text, kind=kind, gap=True))

    def _captions(self, children: Sequence[Token]) -> None:
        for child in children:
            title = str(child.attrs.get("title", "")) if child.type == "image" else ""
            if title.strip():
                self.lines.append(Line(" ".join(title.split()), kind=LineKind.CAPTION, gap=True))

    def _table(self) -> None:
        rows = ["\t".join(cells) for cells in self.rows or () if any(cells)]
        self.rows = None
        if rows:
            self.lines.append(Line("\n".join(rows), kind=LineKind.TABLE, gap=True))

    def _code(self, token: Token) -> None:
        text = token.content.expandtabs(4).strip("\n")
        language = token.info.split()[0].strip("{}.") if token.info.split() else ""
        if text.strip():
            self.lines.append(Line(text, kind=LineKind.CODE, label=language, gap=True))

    def _html(self, content: str) -> None:
        from narrator.text.html import read_parts

        self.lines.extend(line for line, _ in read_parts(content))


def _words(children: Sequence[Token]) -> str:
    """Words of inline tokens; a hard break is a line break."""
    parts = []
    for child in children:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak" or (
            child.type == "html_inline" and re.match(r"<br\b", child.content)
        ):
            parts.append("\n")
    return "".join(parts)
