"""What will be said of an article, found out in a process of its own.

Reading an article is computing, and of what strangers send: apart from the server it neither holds
it up nor takes it down.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

from narrator.domain import Article, NarratorError, Script
from narrator.service.views import (
    RemovalView,
    ReplacementView,
    ScriptView,
    SectionView,
    UtteranceView,
)
from narrator.text.lexicon import Entry, Lexicon, load_lexicon, merge_lexicons
from narrator.text.reading import Reading

_PACE = 18.0
"""Characters that a voice says in a second, without the rests: joe says 18.5, heart 16.6."""

_SYLLABLES = {"ko": 7.0}
"""The same for languages whose characters are syllables."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article, and how its script is to be written."""

    source: str | bytes
    """The article."""

    kind: str | None = None
    """What it is; None to tell by the content."""

    url: str | None = None
    """Where it stands on the web."""

    title: str | None = None
    """Title in place of its own."""

    language: str | None = None
    """BCP 47 primary language subtag."""

    voice: str | None = None
    """Voice; None for one that speaks the language."""

    quote_voice: str | None = None
    """Second voice, for block quotes."""

    usual_voice: str = ""
    """The voice to take where none is named."""

    voices: Path | None = None
    """The voices folder."""

    lexicon: Path | None = None
    """File of the service's own words."""

    sites: Path | None = None
    """File of the service's rules for single web sites."""

    entries: tuple[Entry, ...] = ()
    """Words that are said otherwise."""

    reading: Reading | None = None
    """How tables, code, notes and captions are said; None for what suits most."""

    keep: tuple[str, ...] = ()
    """Rules and lines that are not removed (see `read_article`)."""

    keep_all: bool = False
    """Whether nothing is removed."""

    drop: tuple[str, ...] = ()
    """Sentences that are not to be said (see `write_script`)."""

    speed: float = 1.0
    """Speaking rate."""


def prepare() -> None:
    """Load what reading an article needs."""
    nothing = Draft("A word.", "text", language="en", voice="-")
    preview(nothing)


def preview(draft: Draft) -> ScriptView | NarratorError:
    """Write an article's script and show it; an error is given back, for it has to travel."""
    from narrator.casting import choose_quote_voice, choose_voice
    from narrator.text import load_sites, read_article, write_script
    from narrator.text.residue import rule_names

    try:
        article = read_article(
            draft.source,
            kind=draft.kind,
            url=draft.url,
            title=draft.title,
            language=draft.language,
            keep=draft.keep,
            keep_all=draft.keep_all,
            sites=load_sites(draft.sites),
        )
        voice = draft.voice or choose_voice(article.language, draft.usual_voice, draft.voices)
        second = choose_quote_voice(draft.quote_voice, voice, draft.voices)
        words = [load_lexicon(draft.lexicon)] if draft.lexicon else []
        lexicon = merge_lexicons(*words, Lexicon(draft.entries))
        script = write_script(
            article,
            voice=voice,
            quote_voice=second,
            lexicon=lexicon,
            reading=draft.reading,
            drop=draft.drop,
        )
    except NarratorError as error:
        return error
    return _view(article, script, voice, draft.speed, rule_names())


def _view(
    article: Article, script: Script, voice: str, speed: float, rules: dict[str, str]
) -> ScriptView:
    spoken = sum(len(utterance.spoken) for utterance in script.utterances)
    pauses = sum(utterance.pause for utterance in script.utterances)
    pace = _SYLLABLES.get(script.language, _PACE)
    return ScriptView(
        title=script.title,
        language=script.language,
        byline=article.byline,
        voice=voice,
        seconds=round(spoken / pace / speed + pauses, 1),
        sections=list(_sections(script)),
        removed=[
            RemovalView(
                text=item.text, rule=item.rule, why=rules.get(item.rule, ""), line=item.line
            )
            for item in article.removed
        ],
    )


def _sections(script: Script) -> list[SectionView]:
    groups = itertools.groupby(script.utterances, key=lambda utterance: utterance.section)
    return [
        SectionView(
            title=script.sections[index].title,
            level=script.sections[index].level,
            utterances=[
                UtteranceView(
                    text=utterance.text,
                    spoken=utterance.spoken,
                    role=utterance.role,
                    voice=utterance.voice,
                    replacements=[
                        ReplacementView(start=item.start, end=item.end, spoken=item.spoken)
                        for item in utterance.replacements
                    ],
                )
                for utterance in utterances
            ],
        )
        for index, utterances in groups
    ]
