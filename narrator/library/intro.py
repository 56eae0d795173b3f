"""Lines that are said before an article and do not stand in it."""

from __future__ import annotations

import dataclasses
from datetime import date

from narrator.domain import Role, Script, Utterance
from narrator.library.records import Origin
from narrator.text import Lexicon
from narrator.text.normalize import to_spoken

_PAUSE = 0.6
"""Seconds after the line: shorter than behind a title, for it leads to one."""

_FROM = {
    "en": "From {name}:",
    "de": "Aus {name}:",
    "fr": "Lu dans {name} :",
    "es": "De {name}:",
    "ko": "{name} 기사입니다.",
}
_FROM_ON = {
    "en": "From {name}, {day}:",
    "de": "Aus {name}, vom {day}:",
    "fr": "Lu dans {name}, le {day} :",
    "es": "De {name}, {day}:",
    "ko": "{name}, {day} 기사입니다.",
}
"""How the line reads in each language; in others the name and the day stand alone."""


def introduce(origin: Origin, language: str) -> str:
    """Write the line that says where an article is from: "From NationPress, January 14:"."""
    if origin.day is None:
        return _FROM.get(language, "{name}:").format(name=origin.name)
    day = write_day(origin.day, language)
    return _FROM_ON.get(language, "{name}, {day}:").format(name=origin.name, day=day)


def write_day(day: date, language: str) -> str:
    """Write a day without its year as a language does: "January 14", "14. Januar"."""
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_skeleton

    try:
        locale = Locale.parse(language or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return format_skeleton("MMMMd", day, locale=locale)


def announce(script: Script, text: str, lexicon: Lexicon | None = None) -> Script:
    """Put a line before everything else a script says, in its first voice and first section."""
    form = to_spoken(text, script.language, lexicon=lexicon)
    line = Utterance(
        text=text,
        spoken=form.spoken,
        role=Role.DATELINE,
        section=0,
        voice=script.utterances[0].voice,
        pause=_PAUSE,
        replacements=form.replacements,
        pronunciations=form.pronunciations,
    )
    return dataclasses.replace(script, utterances=(line, *script.utterances))
