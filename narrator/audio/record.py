"""Speech to a finished episode."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from narrator.audio import cover as covers
from narrator.audio.encode import CODINGS, rate_for
from narrator.audio.gain import estimate
from narrator.audio.loudness import TARGET
from narrator.audio.mix import Mix, Stretch, pair, stretches
from narrator.audio.music import read_intro, read_outro
from narrator.audio.write import write
from narrator.domain import (
    Episode,
    EpisodeFormat,
    IncompleteEpisode,
    InputError,
    Metadata,
    Script,
    Speech,
)
from narrator.files import whole_file

_FIRST = 60.0
"""Seconds of audio from which the gain is estimated before encoding starts. The loudness of a
voice's sentences varies by about 1 LU, so that some twelve of them give it within 0.3."""

_TOLERANCE = 0.3
"""LU by which an episode may miss the target before it is encoded again."""

_PASSES = 5
"""Encodings at most. The second is right for most texts; one that begins much quieter than it
goes on takes a third, since the first minute does not show what the limiter will take."""


def record(
    script: Script,
    speeches: Callable[[], Iterable[Speech]],
    out: Path,
    *,
    format: EpisodeFormat,  # noqa: A002 - the word users know, as in --format
    metadata: Metadata,
    intro: Path | None = None,
    outro: Path | None = None,
    on_utterance: Callable[[int], None] | None = None,
) -> Episode:
    """Join prepared speech into an episode, encoding while it comes.

    1. Read the music, and collect the first minute.
    2. Find the gain that makes it as loud as an episode shall be.
    3. Encode what was collected, then everything else as it comes.
    4. Measure what was written; where the rest of the text was louder or quieter than its
       beginning, encode again with the right gain.
    5. Give the file its name.

    Args:
        script: What is said.
        speeches: Gives prepared speech (see `prepare`), one for each utterance and in order. It
            is called again for a second encoding.
        out: The audio file; its folder must exist, an older file is replaced.
        format: What the file shall be.
        metadata: What the file says of itself.
        intro: Music to begin with, in any format FFmpeg reads.
        outro: Music to end with.
        on_utterance: Told the index of each utterance when its speech has come.

    Returns:
        The episode. Its timeline counts in samples of the encoded rate: the first voice's, or
        the next higher one that the format knows.

    Raises:
        IncompleteEpisode: Speech is missing, left over, or cannot be the whole of its utterance.
        InputError: The music cannot be read, or the cover is neither PNG nor JPEG.
        OutputError: The file cannot be written.
    """
    coding = CODINGS[format]
    cover = _cover(metadata)
    pairs = pair(script, speeches(), on_utterance)
    try:
        first = next(pairs)
    except StopIteration:
        raise IncompleteEpisode("the script says nothing", hint="check the article") from None
    rate = rate_for(coding, first[1].sample_rate)
    music = read_intro(intro, rate), read_outro(outro, rate)
    coming = stretches(itertools.chain([first], pairs), rate, *music)
    collected = _collect(coming, round(_FIRST * rate))
    gain = estimate(collected, rate, coding.ceiling)
    pieces: Iterable[Stretch] = itertools.chain(collected, coming)
    with whole_file(out) as part:
        for _ in range(_PASSES):
            mix = Mix(script, pieces, sample_rate=rate, gain=gain.decibels, ceiling=coding.ceiling)
            write(
                mix,
                part,
                kind=format,
                sample_rate=rate,
                metadata=metadata,
                cover=cover,
                titles=[section.title for section in script.sections],
                chapters=mix.chapters,
            )
            loudness = mix.loudness
            miss = abs(loudness.integrated - TARGET)
            if miss <= _TOLERANCE or not math.isfinite(miss):
                break
            gain = gain.corrected(loudness.integrated)
            pieces = stretches(pair(script, speeches()), rate, *music)
    return Episode(out, format, mix.timeline, metadata, loudness)


def _cover(metadata: Metadata) -> bytes:
    if metadata.cover is None:
        return covers.draw(metadata.title, metadata.artist)
    if not metadata.cover.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        raise InputError("the cover is neither PNG nor JPEG", hint="convert it, or give none")
    return metadata.cover


def _collect(pieces: Iterator[Stretch], samples: int) -> list[Stretch]:
    """Take pieces until they hold so many samples, or all there are."""
    collected = []
    for piece in pieces:
        collected.append(piece)
        samples -= piece.length
        if samples <= 0:
            break
    return collected
