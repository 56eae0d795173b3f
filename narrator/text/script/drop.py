"""Leave sentences out of a script that its reader does not want to hear."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import replace

from narrator.domain import ArticleError, ErrorKind, Script, Utterance
from narrator.text.script import pauses


def drop_sentences(script: Script, sentences: Collection[str]) -> Script:
    """Give a script without some sentences, and without the sections that then say nothing.

    Args:
        script: What would be said.
        sentences: Sentences as they are written or as they are said, however white space stands in
            them. Each goes wherever it stands; what is not there is ignored.

    Raises:
        ArticleError: Nothing is left to say.
    """
    unwanted = {_plain(sentence) for sentence in sentences}
    if not unwanted:
        return script
    kept = _rested(script.utterances, unwanted)
    if not kept:
        raise ArticleError(
            "every sentence was dropped", hint="leave one to be read aloud", kind=ErrorKind.EMPTY
        )
    told = sorted({utterance.section for utterance in kept})
    places = {section: place for place, section in enumerate(told)}
    return replace(
        script,
        sections=tuple(script.sections[section] for section in told),
        utterances=tuple(replace(one, section=places[one.section]) for one in kept),
    )


def _rested(utterances: tuple[Utterance, ...], unwanted: set[str]) -> list[Utterance]:
    """Drop utterances; who spoke before them rests as long as they would have."""
    kept: list[Utterance] = []
    for utterance in utterances:
        if unwanted.isdisjoint({_plain(utterance.text), _plain(utterance.spoken)}):
            kept.append(utterance)
        elif kept and kept[-1].section == utterance.section:
            kept[-1] = replace(kept[-1], pause=max(kept[-1].pause, utterance.pause))
    return [
        replace(one, pause=_pause(one, after))
        for one, after in itertools.zip_longest(kept, kept[1:])
    ]


def _pause(utterance: Utterance, after: Utterance | None) -> float:
    if after is None:
        return pauses.END
    return utterance.pause if after.section == utterance.section else pauses.SECTION


def _plain(text: str) -> str:
    return " ".join(text.split())
