"""Read an article from whatever it comes in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from narrator.domain import Article, ArticleError, Removal
from narrator.text.detect import Kind, detect_kind
from narrator.text.draft import Draft, Line
from narrator.text.encoding import decode_text
from narrator.text.language import detect_language
from narrator.text.plain import read_plain
from narrator.text.residue import match_rule, rule_names, sift
from narrator.text.sections import build_sections
from narrator.text.title import find_title, opening_title

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
) -> Article:
    """Read an article: what it says, and a receipt of what must not be spoken.

    Args:
        source: The article itself as text, or as bytes of any format; a `Path` is a file.
        kind: "text", "html", "markdown", "epub", "pdf" or "docx"; None to tell by the content.
        url: Where the article stands on the web; it helps to find the title.
        title: The title, if the caller knows better than the source.
        language: BCP 47 primary language subtag; None to tell by metadata and words.
        keep: Names of residue rules that must not remove anything (see `rule_names`).
        keep_all: Whether to remove nothing at all.

    Raises:
        ArticleError: if the source cannot be read, is too large, or has nothing to say.
    """
    # 1. Bytes of a known kind
    data = _load(source)
    known = _kind(data, kind)
    # 2. The source as lines
    draft = _draft(data, known, url)
    if not draft.lines:
        raise ArticleError("the article is empty", hint="give a source with some text in it")
    # 3. The title, if a line is it for certain
    index = None
    if not (title or draft.title):
        index = find_title(draft.lines, furniture=match_rule, url=url)
    named = title or draft.title or _text(draft.lines, index)
    # 4. Page furniture, and the title's repetitions
    rules = rule_names() if keep_all else _known_rules(keep)
    sifted = sift(draft.lines, title=named, title_line=index, url=url, keep=rules)
    named, lines = _without_title(sifted.lines, named, certain=index is not None)
    # 5. Sections
    sections = build_sections(lines)
    if not sections and not named:
        raise _nothing_to_say(sifted.removed)
    sample = " ".join(line.text for line in sifted.lines[:200])
    return Article(
        title=named,
        sections=sections,
        byline=draft.byline,
        published=draft.published,
        language=language or draft.language or detect_language(sample),
        url=url,
        site=draft.site,
        image=draft.image,
        removed=sifted.removed,
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
    )


def _kind(data: str | bytes, kind: str | None) -> Kind:
    if kind is None:
        return detect_kind(data.encode("utf-8", "replace") if isinstance(data, str) else data)
    try:
        return Kind(kind)
    except ValueError as error:
        raise ArticleError(
            f"there is no kind of source called {kind!r}", hint=f"use one of {', '.join(Kind)}"
        ) from error


def _draft(data: str | bytes, kind: Kind, url: str | None) -> Draft:
    if kind in (Kind.EPUB, Kind.PDF, Kind.DOCX):
        return _read_document(data, kind)
    if len(data) > MAX_TEXT_BYTES:
        raise _too_large(len(data))
    text = data if isinstance(data, str) else decode_text(data)
    if kind is Kind.HTML:
        from narrator.text.html import read_html

        return read_html(text, url=url)
    if kind is Kind.MARKDOWN:
        from narrator.text.documents import read_markdown

        return read_markdown(text)
    if text.count("\n") >= MAX_LINES:
        raise ArticleError(
            "the source has too many lines for an article",
            hint=f"split it into parts of at most {MAX_LINES} lines",
        )
    return read_plain(text)


def _read_document(data: str | bytes, kind: Kind) -> Draft:
    from narrator.text.documents import read_docx, read_epub, read_pdf

    if isinstance(data, str):
        raise ArticleError(f"{kind} is not text", hint="give the file or its bytes")
    readers = {Kind.EPUB: read_epub, Kind.PDF: read_pdf, Kind.DOCX: read_docx}
    return readers[kind](data)


def _text(lines: Sequence[Line], index: int | None) -> str | None:
    return None if index is None else lines[index].text


def _without_title(
    lines: Sequence[Line], title: str | None, *, certain: bool
) -> tuple[str | None, Sequence[Line]]:
    """Give the title and the lines without the one that says it; the opening line at need."""
    index = None
    if certain:
        index = next(i for i, line in enumerate(lines) if line.text == title)
    elif title is None:
        index = opening_title(lines)
        title = _text(lines, index)
    if index is None:
        return title, lines
    return title, [*lines[:index], *lines[index + 1 :]]


def _known_rules(keep: Collection[str]) -> Collection[str]:
    unknown = sorted(set(keep) - set(rule_names()))
    if unknown:
        raise ArticleError(
            f"there is no residue rule called {', '.join(unknown)}",
            hint=f"the rules are {', '.join(rule_names())}",
        )
    return keep


def _nothing_to_say(removed: tuple[Removal, ...]) -> ArticleError:
    rules = ", ".join(dict.fromkeys(removal.rule for removal in removed))
    return ArticleError(
        f"the article has nothing to say but page furniture ({rules})",
        hint="keep it with --keep-all if it is meant",
    )
