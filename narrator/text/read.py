"""Read an article from whatever it comes in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.domain import Article, ArticleError, ErrorKind, Removal
from narrator.text.credits import find_credits
from narrator.text.detect import Kind, detect_kind
from narrator.text.draft import Draft, Line
from narrator.text.encoding import decode_text
from narrator.text.language import detect_language
from narrator.text.plain import read_plain
from narrator.text.residue import ONE_LINE, REPEATED_TITLE, match_rule, rule_names, sift
from narrator.text.sections import build_sections
from narrator.text.title import HEAD, find_title, opening_title, same_title

if TYPE_CHECKING:
    from narrator.text.html import Sites

# The Bible in English has 4.3 million characters, some 90 hours of speech. Five times that is no
# article, and what it costs would surprise whoever asked for it.
MAX_TEXT_BYTES = 20_000_000

# A book wrapped at 40 columns has fewer lines.
MAX_LINES = 500_000

# Books and documents hold pictures as well, which cost nothing.
MAX_FILE_BYTES = 250_000_000


def read_article(
    source: str | bytes | Path,
    *,
    kind: str | None = None,
    url: str | None = None,
    title: str | None = None,
    language: str | None = None,
    keep: Collection[str] = (),
    keep_all: bool = False,
    sites: Sites | None = None,
) -> Article:
    """Read an article: what it says, and a receipt of what must not be spoken.

    Args:
        source: The article itself as text, or as bytes of any format; a `Path` is a file.
        kind: "text", "html", "markdown", "epub", "pdf" or "docx"; None to tell by the content.
        url: Where the article stands on the web; it helps to find the title.
        title: The title, if the caller knows better than the source.
        language: BCP 47 primary language subtag; None to tell by metadata and words.
        keep: What must not be removed: names of residue rules (see `rule_names`), and single lines,
            each as `=` and the text it has in the receipt.
        keep_all: Whether to remove nothing at all.
        sites: Rules for single web sites (see `load_sites`); None for ours.

    Raises:
        ArticleError: if the source cannot be read, is too large, or has nothing to say.
    """
    # 1. Bytes of a known kind
    data = _load(source)
    known = _kind(data, kind)
    # 2. The source as lines
    draft = _draft(data, known, url, sites)
    if not draft.lines:
        raise ArticleError(
            "the article is empty", hint="give a source with some text in it", kind=ErrorKind.EMPTY
        )
    # 3. The article's own title, if the metadata or a line has it for certain
    rules = rule_names() if keep_all else _known_rules(keep)
    index = None if draft.title else _title_line(draft.lines, title, url, rules)
    own = draft.title or (None if index is None else draft.lines[index].text)
    # 4. Page furniture, and the title's repetitions
    sifted = sift(draft.lines, title=own or title, title_line=index, url=url, keep=rules)
    line, lines = _take_title(sifted.lines, own, certain=index is not None)
    removed = sifted.removed
    if title and line and line.text != title:
        removed = _with_title(removed, line)
    named = title or own or (line.text if line else None)
    # 5. Sections
    sections = build_sections(lines)
    if not sections and not named:
        raise _nothing_to_say(removed)
    byline, published = find_credits(draft.lines, sifted)
    sample = " ".join(line.text for line in sifted.lines[:200])
    return Article(
        title=named,
        sections=sections,
        byline=draft.byline or byline,
        published=draft.published or published,
        language=language or draft.language or detect_language(sample),
        url=url,
        site=draft.site,
        image=draft.image,
        removed=removed,
    )


def _load(source: str | bytes | Path) -> str | bytes:
    if isinstance(source, Path):
        return _read_file(source)
    if len(source) > (MAX_TEXT_BYTES if isinstance(source, str) else MAX_FILE_BYTES):
        raise _too_large(len(source))
    return source


def _read_file(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise _too_large(size)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ArticleError(f"{path} does not exist", hint="check the path") from error
    except IsADirectoryError as error:
        raise ArticleError(f"{path} is a directory", hint="name a file in it") from error
    except OSError as error:
        raise ArticleError(
            f"{path} cannot be read ({error.strerror})", hint="check its permissions"
        ) from error


def _too_large(size: int) -> ArticleError:
    return ArticleError(
        f"the source is too large for an article ({size / 1e6:.0f} MB)",
        hint=f"split it into parts of at most {MAX_TEXT_BYTES // 1_000_000} MB of text",
        kind=ErrorKind.TOO_LARGE,
    )


def _kind(data: str | bytes, kind: str | None) -> Kind:
    if kind is None:
        return detect_kind(data.encode("utf-8", "replace") if isinstance(data, str) else data)
    try:
        return Kind(kind)
    except ValueError as error:
        raise ArticleError(
            f"there is no kind of source called {kind!r}",
            hint=f"use one of {', '.join(Kind)}",
            kind=ErrorKind.FORMAT,
        ) from error


def _draft(data: str | bytes, kind: Kind, url: str | None, sites: Sites | None) -> Draft:
    if kind in (Kind.EPUB, Kind.PDF, Kind.DOCX):
        return _read_document(data, kind)
    if len(data) > MAX_TEXT_BYTES:
        raise _too_large(len(data))
    text = data if isinstance(data, str) else decode_text(data)
    if kind is Kind.HTML:
        from narrator.text.html import read_html

        return read_html(text, url=url, sites=sites)
    if kind is Kind.MARKDOWN:
        from narrator.text.documents import read_markdown

        return read_markdown(text)
    if text.count("\n") >= MAX_LINES:
        raise ArticleError(
            "the source has too many lines for an article",
            hint=f"split it into parts of at most {MAX_LINES} lines",
            kind=ErrorKind.TOO_LARGE,
        )
    return read_plain(text)


def _read_document(data: str | bytes, kind: Kind) -> Draft:
    from narrator.text.documents import read_docx, read_epub, read_pdf

    if isinstance(data, str):
        raise ArticleError(
            f"{kind} is not text", hint="give the file or its bytes", kind=ErrorKind.FORMAT
        )
    readers = {Kind.EPUB: read_epub, Kind.PDF: read_pdf, Kind.DOCX: read_docx}
    return readers[kind](data)


def _title_line(
    lines: Sequence[Line], title: str | None, url: str | None, keep: Collection[str]
) -> int | None:
    """Find the line that is the article's own title, which the caller may know."""
    places = [index for index, line in enumerate(lines) if not line.rule or line.rule in keep]
    own = [lines[index] for index in places]
    head = [] if title is None else [line.text for line in own[:HEAD]]
    known = (index for index, text in enumerate(head) if same_title(text, title or ""))
    found = next(known, find_title(own, furniture=match_rule, url=url))
    return None if found is None else places[found]


def _take_title(
    lines: Sequence[Line], own: str | None, *, certain: bool
) -> tuple[Line | None, Sequence[Line]]:
    """Part the line that says the title from the others; the opening line if there is no title."""
    index = None
    if certain:
        index = next(i for i, line in enumerate(lines) if line.text == own)
    elif own is None:
        index = opening_title(lines)
    if index is None:
        return None, lines
    return lines[index], [*lines[:index], *lines[index + 1 :]]


def _with_title(removed: tuple[Removal, ...], line: Line) -> tuple[Removal, ...]:
    """Put a title that the caller has replaced on the receipt, in source order."""
    title = Removal(line.text, REPEATED_TITLE, line.number)
    return tuple(sorted((title, *removed), key=lambda removal: removal.line or 0))


def _known_rules(keep: Collection[str]) -> Collection[str]:
    names = {name for name in keep if not name.startswith(ONE_LINE)}
    unknown = sorted(names - set(rule_names()))
    if unknown:
        raise ArticleError(
            f"there is no residue rule called {', '.join(unknown)}",
            hint=f"the rules are {', '.join(rule_names())}; a line is named by = and its text",
        )
    return frozenset(keep)


def _nothing_to_say(removed: tuple[Removal, ...]) -> ArticleError:
    rules = ", ".join(dict.fromkeys(removal.rule for removal in removed))
    return ArticleError(
        f"the article has nothing to say but page furniture ({rules})",
        hint="keep it with --keep-all if it is meant",
        kind=ErrorKind.NO_ARTICLE,
    )
