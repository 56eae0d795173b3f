"""`/v1/lexicon`: words that are said otherwise in all episodes of a user."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from fastapi import APIRouter

from narrator.service import documents
from narrator.service.intake import entries
from narrator.service.schemas import Word
from narrator.service.security.access import Reader, ServiceOf, Writer
from narrator.service.views import LexiconResult, LexiconView
from narrator.text.lexicon import Entry

router = APIRouter(prefix="/v1/lexicon", tags=["lexicon"])


@router.get("", summary="See your lexicon", responses=documents.problems(*documents.USUAL))
async def see(service: ServiceOf, caller: Reader) -> LexiconView:
    """Give the words that are said otherwise in every new episode of yours."""
    known = await asyncio.to_thread(service.library.lexicon, caller.owner)
    return LexiconView(words=_words(known))


@router.put(
    "", summary="Replace your lexicon", responses=documents.problems(*documents.USUAL, 413, 500)
)
async def replace(
    service: ServiceOf,
    caller: Writer,
    wanted: LexiconView,
    apply: bool = True,
) -> LexiconResult:
    """Keep these words and no others, for every new episode.

    With `apply`, episodes in which a word stands that is new or said otherwise are changed too:
    only the sentences with it are spoken again. A word that is dropped is dropped for new episodes.
    """
    library, owner = service.library, caller.owner
    new = entries(wanted.words)
    known = await asyncio.to_thread(library.lexicon, owner)
    gone = set(known) - set(new)
    changed = [entry for entry in new if entry not in known]
    await asyncio.to_thread(library.forget_words, gone, owner=owner)
    revised = await asyncio.to_thread(library.apply_lexicon, changed, owner=owner, revise=apply)
    kept = await asyncio.to_thread(library.lexicon, owner)
    return LexiconResult(words=_words(kept), revised=[record.id for record in revised])


def _words(known: Iterable[Entry]) -> list[Word]:
    return [
        Word(written=entry.written, spoken=entry.spoken, ipa=entry.ipa, language=entry.language)
        for entry in known
    ]
