"""Lines that are said before an article and do not stand in it."""

from __future__ import annotations

import dataclasses

from narrator.domain import Role, Script, Utterance
from narrator.text import Lexicon
from narrator.text.normalize import to_spoken

_PAUSE = 0.6
"""Seconds after the line: shorter than behind a title, for it leads to one."""


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
