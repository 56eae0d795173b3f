"""Cut a text into sentences: seams first, then every end mark between two seams."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from narrator.text.sentences.language import Language, load_language
from narrator.text.sentences.marks import LOOK, ends_sentence, look, may_abbreviate
from narrator.text.sentences.seams import seams

_MARK = re.compile(
    r"""(?P<run>[.!?…]++(?:[ \u00a0]?[.!?…]++(?!\w))*+ | [。！？｡]++)  # ". . ." and "! !" are one
        (?P<closers>(?:
            ["'”’“»«›‹)\]}›」』）】`´]
          | [ \u00a0\u202f]++[»›](?=[\s,.;:)]|\Z)                    # French: a space before it
          | [ ]++[)\]](?=\s|\Z)
          | [ ]?\[\d{1,3}\]                                          # a footnote
          | (?<=[a-z]{3}[.!?])\d{1,2}(?=[ ]+[A-Z“"])                # its mark, no longer raised
        )*+)""",
    re.VERBOSE,
)
_QUOTES = ('"', "'")
_DETACHED = re.compile(r"\s(?P<mark>\"|'')(?=\s|\Z)")
_QUOTATION = 600
"""Characters. How far back a quotation may have been opened."""

_OPENING = re.compile(
    r"""\s*+
        (?: (?i:hi|hello|hey|dear|good\ (?:morning|afternoon|evening))
            (?:\ [\w.'’-]++){0,4}?(?:,|\ -)
          | (?i:(?:best|kind|kindest|warm|warmest|many)\ )?(?i:regards|thanks|wishes|cheers),
          | (?i:yours\ )?(?i:sincerely|truly|faithfully),
          | [A-Z][A-Z .,'’-]{2,40}\ \([A-Z][A-Za-z/ ]{1,20}\)\ ?[-–—]++
        )\s++(?=[A-Z"“])""",
    re.VERBOSE,
)
"""Greetings and closings of letters ("Hi Ann, ..."), a dateline's place and agency."""


def split_sentences(text: str, language: str = "en") -> list[str]:
    """Split a text into sentences.

    Args:
        text: Any text; a single line break counts as a space, a blank line ends a sentence.
        language: BCP 47 primary language subtag; without tables of ours, marks alone decide.

    Returns:
        The sentences without the white space around them; joined, they hold every character of
        the text that is not white space, in order.
    """
    return [text[start:end] for start, end in sentence_spans(text, language)]


def sentence_spans(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Give the half-open character ranges of what `split_sentences` returns."""
    tables = load_language(language)
    spans = []
    for start, end in itertools.pairwise(seams(text)):
        for first, last in _pieces(text, start, end, tables):
            piece = text[first:last]
            left = first + len(piece) - len(piece.lstrip())
            right = first + len(piece.rstrip())
            if left < right:
                spans.append((left, right))
    return spans


def _pieces(text: str, start: int, end: int, tables: Language) -> Iterator[tuple[int, int]]:
    """Cut the text between two seams."""
    first = start
    cut = _skip_opening(text, start, end)
    for match in _MARK.finditer(text, start, end):
        if cut > start:
            yield start, cut
            start = cut
        if match.start() < start:
            continue
        close = _detached_quote(text, first, match)
        if _ends(text, start, match, close, tables):
            yield start, close
            start = close
            cut = _skip_opening(text, start, end)
    if cut > start:
        yield start, cut
    yield max(start, cut), end


def _detached_quote(text: str, first: int, match: re.Match[str]) -> int:
    """Where a mark ends, with a closing quote that a space parts from it: `Go! " he said`.

    The quote closes one that was opened before it in the paragraph, which began at `first`.
    """
    end = match.end()
    if text[end : end + 1] != " " or text[end + 1 : end + 2] not in _QUOTES:
        return end
    quote = _DETACHED.match(text, end)
    if quote is None:
        return end
    before = text[max(first, match.start() - _QUOTATION) : match.start()]
    return quote.end() if before.count(quote["mark"]) % 2 else end


def _ends(text: str, start: int, match: re.Match[str], end: int, tables: Language) -> bool:
    """Whether a sentence that began at `start` ends at a mark; most marks need no second look."""
    at = match.start()
    if end == len(text):
        return True
    if text[end : end + 1] == " " and end - at == 1 and text[end + 1 : end + 2].isupper():
        if text[at] in "!?":
            return True
        word = text[text.rfind(" ", max(start, at - LOOK), at) + 1 : at]
        if text[at] == "." and word.isalpha() and word.islower() and len(word) > 1:
            return not may_abbreviate(word, tables) or ends_sentence(
                look(text, start, match, end), tables
            )
    return ends_sentence(look(text, start, match, end), tables)


def _skip_opening(text: str, start: int, end: int) -> int:
    """Where the sentence behind a greeting or a dateline starts; `start` where there is none."""
    match = _OPENING.match(text, start, end)
    return match.end() if match else start
