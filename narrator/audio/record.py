"""Takes to a finished episode."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from narrator.audio import cover as covers
from narrator.audio.coding import encoding_for
from narrator.audio.gain import Gain, estimate
from narrator.audio.loudness import TARGET, Gate
from narrator.audio.mix import Stretch, pair, stretches
from narrator.audio.music import read_intro, read_outro
from narrator.audio.packets import Spool
from narrator.audio.reel import Press, ReelStore, cut
from narrator.audio.timeline import TimelineWriter
from narrator.audio.write import write
from narrator.domain import (
    Episode,
    EpisodeFormat,
    IncompleteEpisode,
    InputError,
    Loudness,
    Metadata,
    Script,
    Take,
    Timeline,
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
    takes: Callable[[], Iterable[Take]],
    out: Path,
    *,
    format: EpisodeFormat,  # noqa: A002 - the word users know, as in --format
    metadata: Metadata,
    intro: Path | None = None,
    outro: Path | None = None,
    gain: float | None = None,
    reels: ReelStore | None = None,
) -> Episode:
    """Join takes into an episode, encoding while they come.

    1. Read the music, and collect the first minute.
    2. Find the gain that makes it as loud as an episode shall be.
    3. Encode what was collected, then everything else as it comes, reel by reel; a reel that was
       kept is not encoded again, and its takes are not even read.
    4. Add up how loud it is; where the rest of the text was louder or quieter than its beginning,
       encode again with the right gain.
    5. Write the file, whose chapters are known now, and give it its name.

    The same takes in the same script with the same `gain` give the same file, byte for byte,
    whatever was kept.

    Args:
        script: What is said.
        takes: Gives one take for each utterance, in order. It is called again for a second
            encoding.
        out: The audio file; its folder must exist, an older file is replaced.
        format: What the file shall be.
        metadata: What the file says of itself.
        intro: Music to begin with, in any format FFmpeg reads.
        outro: Music to end with.
        gain: Gain to begin with in dB, of an earlier version of the episode: it stays as long as
            the loudness is right, so that an edit does not change the level of everything. None
            estimates it.
        reels: Where compressed audio is kept; None keeps none.

    Returns:
        The episode. Its timeline counts in samples of the encoded rate: the first voice's, or
        the next higher one that the format knows.

    Raises:
        IncompleteEpisode: Speech is missing, left over, or cannot be the whole of its utterance.
        InputError: The music cannot be read, or the cover is neither PNG nor JPEG.
        OutputError: The file cannot be written.
    """
    cover = _cover(metadata)
    pairs = pair(script, takes())
    try:
        first = next(pairs)
    except StopIteration:
        raise IncompleteEpisode("the script says nothing", hint="check the article") from None
    encoding = encoding_for(format, first[1].sample_rate)
    rate = encoding.sample_rate
    music = read_intro(intro, rate), read_outro(outro, rate)
    pieces = stretches(itertools.chain([first], pairs), rate, *music)
    if gain is None:
        collected = _collect(pieces, round(_FIRST * rate))
        level = estimate(collected, rate, encoding.coding.ceiling)
        pieces = itertools.chain(collected, pieces)
        del collected
    else:
        level = Gain(gain)
    with whole_file(out) as part, Spool(part.parent) as spool:
        for _ in range(_PASSES):
            timeline, loudness = _join(
                script, pieces, Press(encoding, level.decibels, reels), spool
            )
            miss = abs(loudness.integrated - TARGET)
            if miss <= _TOLERANCE or not math.isfinite(miss):
                break
            level = level.corrected(loudness.integrated)
            pieces = stretches(pair(script, takes()), rate, *music)
            spool.clear()
        write(
            spool,
            part,
            encoding=encoding,
            samples=timeline.samples,
            metadata=metadata,
            cover=cover,
            chapters=timeline.chapters,
        )
    return Episode(out, format, timeline, metadata, loudness)


def _join(
    script: Script, pieces: Iterable[Stretch], press: Press, spool: Spool
) -> tuple[Timeline, Loudness]:
    """Put an episode's packets into the spool; tell when everything is heard and how loud."""
    rate = press.encoding.sample_rate
    writer, gate = TimelineWriter(script, rate), Gate()
    place, peak = 0, 0.0
    for plan in cut(pieces, rate):
        reel = press.make(plan)
        spool.add(reel.packets)
        _note(writer, plan, place)
        gate.add(reel.energies)
        peak = max(peak, reel.peak)
        place += reel.samples
    true_peak = 20 * math.log10(peak) if peak else -math.inf
    return writer.finish(place), Loudness(gate.integrated, true_peak, press.gain)


def _note(writer: TimelineWriter, plan: Sequence[Stretch], place: int) -> None:
    """Write down when the parts of a reel that starts at sample `place` are heard."""
    for piece in plan:
        for part in piece.parts:
            writer.add(part.utterance, part.take, place + part.start)
        place += piece.length


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
