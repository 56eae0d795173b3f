"""Captions and chapter lists: the timeline as text files."""

from __future__ import annotations

import html
import itertools
import json
import math
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrator.domain import Cue, Episode, Timeline, Word
from narrator.files import whole_file

_LINE = 65
"""Characters of a caption: what the podcast namespace asks of a transcript's line."""

_BREAK_AFTER = ",;:.!?…)”’\"'–—"
"""Marks after which a long sentence is best cut."""

_WORTH = 15
"""Characters that a line may miss its share by for the sake of ending at such a mark."""


@dataclass(frozen=True, slots=True)
class Caption:
    """One line and when it is seen."""

    text: str
    """The line; more of them where one stretch is said at once and is longer (a code listing)."""

    start: float
    """Start in seconds."""

    end: float
    """End in seconds."""


def captions(timeline: Timeline) -> Iterator[Caption]:
    """Cut the cues into lines of up to 65 characters, each at the time of its words."""
    for cue in timeline.cues:
        lines = list(_lines(cue.words))
        for place, line in enumerate(lines):
            text = " ".join(word.text for word in line)
            start = cue.start if place == 0 else line[0].start
            end = cue.end if place == len(lines) - 1 else lines[place + 1][0].start
            yield Caption(_wrapped(text), start, end)
        if not lines:
            yield _whole(cue)


def vtt(timeline: Timeline) -> str:
    """Give the captions as WebVTT (W3C)."""
    blocks = [
        f"{_clock(caption.start, '.')} --> {_clock(caption.end, '.')}\n"
        f"{html.escape(caption.text, quote=False)}\n"
        for caption in captions(timeline)
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def srt(timeline: Timeline) -> str:
    """Give the captions as SubRip."""
    blocks = [
        f"{number}\n{_clock(caption.start, ',')} --> {_clock(caption.end, ',')}\n{caption.text}\n"
        for number, caption in enumerate(captions(timeline), 1)
    ]
    return "\n".join(blocks)


def chapters_json(timeline: Timeline) -> str:
    """Give the chapters as Podcasting 2.0 JSON chapters 1.2.0 (`application/json+chapters`)."""
    chapters = [
        {
            "startTime": round(chapter.start, 3),
            "endTime": round(chapter.end, 3),
            "title": chapter.title,
        }
        for chapter in timeline.chapters
    ]
    return json.dumps({"version": "1.2.0", "chapters": chapters}, ensure_ascii=False, indent=1)


def write_captions(episode: Episode) -> tuple[Path, Path]:
    """Write WebVTT and SubRip files beside the audio, and give their paths.

    Raises:
        OutputError: A file cannot be written.
    """
    paths = episode.path.with_suffix(".vtt"), episode.path.with_suffix(".srt")
    for path, text in zip(paths, (vtt(episode.timeline), srt(episode.timeline)), strict=True):
        with whole_file(path) as part:
            part.write_text(text, encoding="utf-8")
    return paths


def write_chapters(episode: Episode) -> Path:
    """Write the JSON chapters beside the audio (`<name>.chapters.json`), and give the path.

    Raises:
        OutputError: The file cannot be written.
    """
    path = episode.path.with_suffix(".chapters.json")
    with whole_file(path) as part:
        part.write_text(chapters_json(episode.timeline), encoding="utf-8")
    return path


def _lines(words: Iterable[Word]) -> Iterator[tuple[Word, ...]]:
    """Share the words out over as few lines as they need, so that no line holds a word alone."""
    left = tuple(words)
    while left:
        count = _count(left)
        yield left[:count]
        left = left[count:]


def _count(words: Sequence[Word]) -> int:
    """Say how many words the next line takes: an equal share, or up to a mark near it."""
    whole = _width(words)
    if whole <= _LINE:
        return len(words)
    share = whole / math.ceil(whole / _LINE)
    fitting = itertools.takewhile(lambda n: _width(words[:n]) <= _LINE, range(2, len(words)))

    def badness(count: int) -> float:
        at_mark = words[count - 1].text[-1] in _BREAK_AFTER
        return abs(_width(words[:count]) - share) - at_mark * _WORTH

    return min([1, *fitting], key=badness)


def _width(words: Sequence[Word]) -> int:
    return sum(len(word.text) + 1 for word in words) - 1


def _whole(cue: Cue) -> Caption:
    return Caption(_wrapped(cue.text), cue.start, cue.end)


def _wrapped(text: str) -> str:
    """Break what no word's time can divide."""
    return "\n".join(textwrap.wrap(text, _LINE))


def _clock(seconds: float, mark: str) -> str:
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}{mark}{milliseconds % 1000:03}"
