"""Words that are said otherwise in every new episode of an owner."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from narrator.library.database import writing
from narrator.library.tables import LEXICON
from narrator.text.lexicon import Entry


def remember(engine: sa.Engine, owner: str, entries: Collection[Entry]) -> None:
    """Keep entries for an owner; a word that is already there is said the new way."""
    with writing(engine) as connection:
        for entry in entries:
            same = (
                (LEXICON.c.owner == owner)
                & (LEXICON.c.written == entry.written)
                & (LEXICON.c.language == entry.language)
            )
            connection.execute(LEXICON.delete().where(same))
            connection.execute(
                LEXICON.insert().values(
                    owner=owner,
                    written=entry.written,
                    language=entry.language,
                    spoken=entry.spoken,
                    ipa=entry.ipa,
                )
            )


def forget(engine: sa.Engine, owner: str, entries: Collection[Entry]) -> None:
    """Drop an owner's entries; what was narrated with them stays as it is."""
    with writing(engine) as connection:
        for entry in entries:
            same = (
                (LEXICON.c.owner == owner)
                & (LEXICON.c.written == entry.written)
                & (LEXICON.c.language == entry.language)
            )
            connection.execute(LEXICON.delete().where(same))


def remembered(engine: sa.Engine, owner: str) -> tuple[Entry, ...]:
    """Give an owner's entries, in alphabetical order."""
    query = sa.select(LEXICON).where(LEXICON.c.owner == owner).order_by(LEXICON.c.written)
    with engine.connect() as connection:
        rows = connection.execute(query)
        return tuple(Entry(row.written, row.spoken, row.language, row.ipa) for row in rows)
