"""English: its rules in the order in which they are asked."""

from __future__ import annotations

from narrator.text.normalize import silent
from narrator.text.normalize.english import (
    acronyms,
    dates,
    electronic,
    measures,
    money,
    places,
    punctuation,
    quantities,
    romans,
    science,
    scores,
    symbols,
    times,
    verses,
    words,
)
from narrator.text.normalize.rules import Rule

RULES: tuple[Rule, ...] = (
    punctuation.LETTERS,
    *silent.RULES,
    symbols.RATING,
    quantities.SPACED_DECIMAL,
    *scores.RULES,
    places.DOCKET,
    *places.PHONES,
    *places.NAMED,
    *electronic.RULES,
    symbols.SERIAL,
    symbols.IDENTITY,
    *verses.RULES,
    *dates.RULES,
    *money.RULES,
    symbols.DECIMAL_NAME,
    symbols.LINEAGE,
    *times.RULES,
    *places.RULES,
    *measures.RULES,
    *science.RULES,
    *quantities.NUMBERS,
    *romans.RULES,
    *words.RULES,
    symbols.FACTOR,
    symbols.MIXED,
    dates.YEAR,
    quantities.CARDINAL,
    quantities.LEFT_OVER,
    *acronyms.RULES,
    *symbols.RULES,
    *punctuation.RULES,
)
