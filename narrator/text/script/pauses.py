"""How long the voice rests, in seconds.

Pauses in read speech are brief, under 0.2 s, or medium, 0.2 to 1 s (E. Campione and J. Veronis, "A
large-scale multilingual study of silent pause duration", Speech Prosody 2002, 199-202). How the
topic goes on decides how long readers pause between two sentences (C. L. Smith, "Topic transitions
and durational prosody in reading aloud", Speech Communication 42, 2004). These follow that order; a
rest of more than a second, which Campione and Veronis found in free speech alone, parts sections,
which a listener cannot see. The figures are ours. Speech arrives trimmed to a margin of about 50 ms
at either end, so what is heard is 0.1 s longer than each figure here.
"""

from __future__ import annotations

import zlib

CLAUSE = 0.12
"""Within a sentence cut for the engine: a breath, so that the halves still belong together."""

LABEL = 0.2
"""Behind "Question." or an item's number: it introduces, it does not stand alone."""

SENTENCE = 0.45
"""Between two sentences of one paragraph."""

DATELINE = 0.4
"""Behind place, date and agency: shorter than a sentence's, because the story starts here."""

ITEM = 0.6
"""Between list items, and before the first: long enough to count them, too short to be a new
paragraph."""

PARAGRAPH = 0.8
"""Between paragraphs, where a thought is complete."""

HEADING = 0.75
"""Behind a heading: it belongs to what follows, so no longer than a paragraph's."""

TITLE = 0.9
"""Behind the title and the byline: time to understand what this will be about."""

BREAK = 1.2
"""Where the text draws a line ("* * *"): a change of scene without a name."""

SECTION = 1.4
"""Before the next section: the longest rest, since the topic changes."""

END = 0.6
"""After the last word, so that the file does not end on it."""

_LIVELY = frozenset({SENTENCE, PARAGRAPH})
"""Rests in the flow of reading, which a reader never makes twice alike. Those that tell what
stands where, an item's, a heading's or a section's, stay the same each time, to be known again."""

_LONG = 30
"""Words of a sentence after which a reader rests longest."""

_BY_LENGTH = 0.1
"""How much shorter than usual the rest behind one word is, and how much longer behind a long
sentence. Rests grow with the length of the phrase before them (J. Krivokapic, "Prosodic planning:
effects of phrasal length and complexity on pause duration", Journal of Phonetics 35, 2007,
162-179); by how much is ours."""

_BY_QUESTION = 0.06
"""How much longer the rest behind a question is: the listener looks for the answer."""

_BY_CHANCE = 0.08
"""How far a rest may stray from what it should be, either way."""


def paced(pause: float, spoken: str) -> float:
    """Vary a rest with what was said before it, so that paragraphs do not sound like telegrams.

    The same sentence always rests alike. No sentence's rest grows into a paragraph's.

    Args:
        pause: The rest in general, in seconds.
        spoken: The utterance before it.
    """
    if pause not in _LIVELY:
        return pause
    length = min(len(spoken.split()), _LONG) / _LONG
    chance = zlib.crc32(spoken.encode("utf-8", "surrogatepass")) / 2**32
    asks = spoken.rstrip("\"'”’)]").endswith("?")
    share = 1 + _BY_LENGTH * (2 * length - 1) + _BY_QUESTION * asks + _BY_CHANCE * (2 * chance - 1)
    return round(pause * share, 3)
