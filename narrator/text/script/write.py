"""Turn an article into a script."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from narrator.domain import (
    Article,
    ArticleError,
    ErrorKind,
    Role,
    Script,
    ScriptSection,
    Section,
    Utterance,
)
from narrator.text.lexicon import Lexicon, merge_lexicons, own_lexicon
from narrator.text.reading import Notes, Reading
from narrator.text.script import pauses
from narrator.text.script.chapters import divide, title_of
from narrator.text.script.drop import drop_sentences
from narrator.text.script.phrases import load_phrases
from narrator.text.script.said import Said, Tongue, compose


def write_script(
    article: Article,
    *,
    voice: str,
    lexicon: Lexicon | None = None,
    quote_voice: str | None = None,
    reading: Reading | None = None,
    drop: Collection[str] = (),
) -> Script:
    """Write what is said for an article, in the order it is heard.

    Every character of `Article.text` that is not white space stands in the span of exactly one
    utterance, those of dropped sentences in none. What no voice can say ("* * *") is part of the
    text of the utterance before it.

    Args:
        article: The article.
        voice: Name of the catalogue voice that reads it.
        lexicon: Words with a spoken form or sounds of their own; it wins over narrator's own names.
        quote_voice: Name of the voice for quotes; None for the same voice.
        reading: How tables, code, notes and captions are said; None for what suits most.
        drop: Sentences that are not to be said, as they are written or as they are said.

    Returns:
        The script; the first section holds the title and the byline.

    Raises:
        ArticleError: The article has no word to say, or every one was dropped.
    """
    words = merge_lexicons(own_lexicon(), lexicon)
    how = reading or Reading()
    tongue = Tongue(article.language, load_phrases(article.language), words, how)
    sections: list[ScriptSection] = []
    said: list[_Placed] = []
    chapter: ScriptSection | None = None
    for part in divide(article, tongue):
        heard = _without_notes(part.said, part.section, how)
        chapter = part.chapter or chapter
        if chapter and any(item.audible for item in heard):
            sections.append(chapter)
            chapter = None
        said += [_Placed(item, max(0, len(sections) - 1)) for item in heard]
    placed = _absorb_silent(said, article.text)
    script = Script(
        title=title_of(article),
        language=article.language,
        sections=tuple(sections),
        utterances=tuple(_utterances(placed, {Role.QUOTE: quote_voice or voice}, voice)),
    )
    return drop_sentences(script, drop)


def _without_notes(
    said: tuple[Said, ...], section: Section | None, how: Reading
) -> tuple[Said, ...]:
    """Hush a section that only holds notes, where they are not wanted."""
    heading = section.heading if section else None
    if how.notes is Notes.PLACED or not heading or not _NOTES.fullmatch(heading.strip(" :.")):
        return said
    return tuple(item.hushed() for item in said)


_NOTES = re.compile(
    r"(?:foot|end)?notes|(?:notes and )?references|sources|bibliography|works cited|citations"
    r"|anmerkungen|fußnoten|endnoten|einzelnachweise|quellen|literatur|notes et références"
    r"|références|bibliographie|notas|notas al pie|referencias|bibliografía"
    r"|주석?|각주|미주|참고 ?문헌|출처",
    re.IGNORECASE,
)
"""What a section of notes is headed with."""


class _Placed(NamedTuple):
    """What is said and the index of the section it is said in."""

    said: Said
    section: int


def _absorb_silent(items: list[_Placed], text: str) -> list[_Placed]:
    """Give what no voice can say to the utterance before it, or to the first one there is."""
    heard: list[_Placed] = []
    ranges: dict[int, tuple[int, int]] = {}
    lead: int | None = None
    for item in items:
        span, home = item.said.span, next(reversed(ranges), None)
        if item.said.audible:
            heard.append(item)
            if span:
                ranges[len(heard) - 1] = (span[0] if lead is None else lead, span[1])
                lead = None
        elif span and home is None:
            lead = span[0] if lead is None else lead
        elif span and home is not None:
            ranges[home] = (ranges[home][0], span[1])
            pause = max(heard[home].said.pause, item.said.pause)
            heard[home] = heard[home]._replace(said=replace(heard[home].said, pause=pause))
    if lead is not None or not heard:
        raise ArticleError(
            "the article has no words",
            hint="give one with text to read aloud",
            kind=ErrorKind.EMPTY,
        )
    for home, span in ranges.items():
        heard[home] = heard[home]._replace(said=_widened(heard[home].said, span, text))
    return heard


def _widened(said: Said, span: tuple[int, int], text: str) -> Said:
    """Stretch what is said over the silent text around it."""
    if said.span is None or said.span == span:
        return said
    parts = [(said.span[0] - span[0], said.form)]
    return replace(said, form=compose(text[slice(*span)], parts, said.form.spoken), span=span)


def _utterances(
    items: list[_Placed], voices: Mapping[Role, str], voice: str
) -> Iterator[Utterance]:
    """Give everything that is said its voice, and the last of each section its pause."""
    following = [item.section for item in items[1:]]
    for item, after in itertools.zip_longest(items, following):
        said = item.said
        pause = said.pause if after == item.section else pauses.SECTION
        yield Utterance(
            text=said.form.text,
            spoken=said.form.spoken,
            role=said.role,
            section=item.section,
            voice=voices.get(said.role, voice),
            pause=pauses.END if after is None else pauses.paced(pause, said.form.spoken),
            span=said.span,
            replacements=said.form.replacements,
            pronunciations=said.form.pronunciations,
        )
