"""`narrator script`."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from narrator.cli.articles import find_articles, open_source
from narrator.cli.messages import complain
from narrator.cli.options import (
    Articles,
    CodeOption,
    Drop,
    FiguresOption,
    Json,
    Keep,
    KeepAll,
    LexiconFile,
    NotesOption,
    QuoteVoice,
    SitesFile,
    TablesOption,
    Title,
    Voice,
)
from narrator.cli.unknown import unknown_as_json, unknown_as_text
from narrator.domain import Article, NarratorError, Script
from narrator.text.reading import Code, Figures, Notes, Reading, Tables


def script(
    articles: Articles,
    voice: Voice = None,
    quote_voice: QuoteVoice = None,
    lexicon: LexiconFile = None,
    tables: TablesOption = Tables.ROWS,
    code: CodeOption = Code.ANNOUNCED,
    notes: NotesOption = Notes.PLACED,
    figures: FiguresOption = Figures.MARKED,
    title: Title = None,
    keep: Keep = None,
    keep_all: KeepAll = False,
    drop: Drop = None,
    sites: SitesFile = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show only what is spoken otherwise than written.")
    ] = False,
    unknown: Annotated[
        bool,
        typer.Option("--unknown", help="Show the names that the voice may get wrong, and its way."),
    ] = False,
    as_json: Json = False,
) -> int:
    """Show what will be said, by section, and the receipt of what will not."""
    from narrator.casting import choose_quote_voice, choose_voice
    from narrator.cli.lexicons import read_lexicons
    from narrator.config import read_settings
    from narrator.text import load_sites, read_article, write_script
    from narrator.voices import find_voice

    settings = read_settings()
    words = read_lexicons(settings.lexicon, lexicon)
    how = Reading(tables=tables, code=code, notes=notes, figures=figures)
    parts = load_sites(sites or settings.sites)
    show = _shown(as_json=as_json, diff=diff, unknown=unknown)
    codes = []
    named = find_articles(articles)
    for item in named:
        try:
            source, url = open_source(item, settings.fetch_allow)
            article = read_article(
                source, url=url, title=title, keep=keep or (), keep_all=keep_all, sites=parts
            )
            reader = voice or choose_voice(article.language, settings.voice, settings.voices)
            second = choose_quote_voice(quote_voice, reader, settings.voices)
            for name in filter(None, (reader, second)):
                find_voice(name, settings.voices)
            written = write_script(
                article,
                voice=reader,
                quote_voice=second,
                lexicon=words,
                reading=how,
                drop=drop or (),
            )
        except NarratorError as error:
            codes.append(complain(error, item.label))
            continue
        if len(named) > 1 and not as_json:
            print(f"== {item.label} ==")
        try:
            for line in show(article, written):
                print(line)
        except NarratorError as error:
            codes.append(complain(error, item.label))
    return min(codes, default=0)


def _shown(
    *, as_json: bool, diff: bool, unknown: bool
) -> Callable[[Article, Script], Iterator[str]]:
    if unknown:
        return unknown_as_json if as_json else unknown_as_text
    return _as_json if as_json else _as_diff if diff else _as_text


def _as_text(article: Article, script: Script) -> Iterator[str]:
    by_section = itertools.groupby(script.utterances, key=lambda utterance: utterance.section)
    for section, utterances in by_section:
        yield f"[{script.sections[section].title}]"
        yield from (f"  {utterance.spoken}" for utterance in utterances)
        yield ""
    yield from _receipt(article)


def _as_diff(article: Article, script: Script) -> Iterator[str]:
    for utterance in script.utterances:
        if utterance.replacements:
            yield f"- {' '.join(utterance.text.split())}"
            yield f"+ {utterance.spoken}"
            yield ""
    yield from _receipt(article)


def _receipt(article: Article) -> Iterator[str]:
    if not article.removed:
        yield "Nothing was left out."
        return
    yield "Left out:"
    for item in article.removed:
        place = "" if item.line is None else f"line {item.line + 1}: "
        yield f"  {place}{' '.join(item.text.split())}  ({item.rule})"


def _as_json(article: Article, script: Script) -> Iterator[str]:
    facts = dataclasses.asdict(script)
    facts["removed"] = [dataclasses.asdict(item) for item in article.removed]
    yield json.dumps(facts, ensure_ascii=False)
