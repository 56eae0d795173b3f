"""The timeline as text to be read: paragraphs, JSON and HTML."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from narrator.domain import Cue, Metadata, Role, Timeline

_PARAGRAPH = 0.58
"""Seconds of pause that part paragraphs: the script's is at most 0.56 between two sentences, 0.6
between list items and 0.65 or more between everything else."""

TAGS = {Role.TITLE: "h1", Role.HEADING: "h2", Role.QUOTE: "blockquote", Role.CODE: "pre"}
"""HTML elements of what is not simply a paragraph."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that belong together, as they stood in the article."""

    role: Role
    """What they are to the reader."""

    section: int
    """Index of the section, and so of the chapter."""

    cues: tuple[tuple[int, Cue], ...]
    """The sentences, each with its index in the timeline."""


def passages(timeline: Timeline) -> Iterator[Passage]:
    """Put sentences together into paragraphs, going by role, section and pause."""
    gathered: list[tuple[int, Cue]] = []
    for item in enumerate(timeline.cues):
        if gathered and _parts(gathered[-1][1], item[1]):
            yield _passage(gathered)
            gathered = []
        gathered.append(item)
    if gathered:
        yield _passage(gathered)


def transcript_json(timeline: Timeline) -> str:
    """Give the sentences as Podcasting 2.0 JSON transcript (`application/json`), words added."""
    return json.dumps({"version": "1.0.0", "segments": segments(timeline)}, ensure_ascii=False)


def segments(timeline: Timeline) -> list[dict[str, object]]:
    """Give the sentences as the segments of a Podcasting 2.0 JSON transcript, words added."""
    return [
        {
            "startTime": round(cue.start, 3),
            "endTime": round(cue.end, 3),
            "body": " ".join(cue.text.split()),
            "section": cue.section,
            "role": cue.role,
            "words": [[word.text, round(word.start, 3), round(word.end, 3)] for word in cue.words],
        }
        for cue in timeline.cues
    ]


def transcript_html(timeline: Timeline, metadata: Metadata) -> str:
    """Give the sentences as a page of its own; every one is an element with its time in seconds.

    It is made from the plain text of the sentences, so nothing in it can be a script.
    """
    body = "\n".join(
        f"<{tag}>{_spans(passage)}</{tag}>"
        for passage in passages(timeline)
        for tag in [TAGS.get(passage.role, "p")]
    )
    title = html.escape(metadata.title)
    return (
        f'<!doctype html>\n<html lang="{html.escape(metadata.language)}">\n'
        f'<head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body>\n<article>\n{body}\n</article>\n</body>\n</html>\n"
    )


def _passage(gathered: Iterable[tuple[int, Cue]]) -> Passage:
    cues = tuple(gathered)
    return Passage(cues[0][1].role, cues[0][1].section, cues)


def _parts(last: Cue, cue: Cue) -> bool:
    same = (last.role, last.section) == (cue.role, cue.section)
    return not same or cue.start - last.end > _PARAGRAPH


def _spans(passage: Passage) -> str:
    return " ".join(
        f'<span id="s{index}" data-start="{cue.start:.3f}" data-end="{cue.end:.3f}">'
        f"{html.escape(cue.text)}</span>"
        for index, cue in passage.cues
    )
