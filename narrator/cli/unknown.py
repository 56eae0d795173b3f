"""What `narrator script --unknown` shows: names that the voice may get wrong."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

from narrator.domain import Article, Script

_WIDTH = 72
"""Characters of a sentence that are shown."""


def unknown_as_text(_: Article, script: Script) -> Iterator[str]:
    """List the names as lines of a lexicon, ready to be corrected."""
    names = _look_up(script)
    if not names:
        yield "The voice knows every name."
        return
    yield "# Said like this; correct what is wrong, keep it in a file and name that with --lexicon."
    for word, ipa, count, sentence in names:
        times = "once" if count == 1 else f"{count} times"
        yield ""
        yield f"# {times}: {textwrap.shorten(sentence, _WIDTH, placeholder=' …')}"
        yield f'"{word}" = "/{ipa}/"'


def unknown_as_json(_: Article, script: Script) -> Iterator[str]:
    """List the names as one JSON array."""
    keys = ("word", "ipa", "count", "sentence")
    facts = [dict(zip(keys, name, strict=True)) for name in _look_up(script)]
    yield json.dumps(facts, ensure_ascii=False)


def _look_up(script: Script) -> list[tuple[str, str, int, str]]:
    """Find what the dictionary of the reading voice does not have, and what it would say."""
    from narrator.engines import pronounce
    from narrator.text.unknown import find_names
    from narrator.voices import find_voice

    names = find_names(script)
    said = pronounce([name.word for name in names], find_voice(script.utterances[0].voice))
    return [
        (name.word, sound.ipa, name.count, name.sentence)
        for name, sound in zip(names, said, strict=True)
        if not sound.known
    ]
