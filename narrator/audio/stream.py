"""Speech to MP3 while it is spoken, for who wants to hear the first sentence at once."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator

from narrator.audio import id3, mp3
from narrator.audio.coding import encoding_for
from narrator.audio.gain import estimate
from narrator.audio.loudness import TARGET, Meter
from narrator.audio.mix import pair, render, stretches
from narrator.audio.music import read_intro, read_outro
from narrator.domain import EpisodeFormat, IncompleteEpisode, Metadata, Script, Take

_DRIFT = 0.2
"""dB by which the gain may move from one utterance to the next: too little to be heard."""


def stream(
    script: Script, takes: Iterable[Take], *, metadata: Metadata, gain: float | None = None
) -> Iterator[bytes]:
    """Give an MP3 file in pieces, each as soon as its utterance is spoken.

    What `record` knows from the whole episode is not there: no chapters, no cover, no length, and
    the gain is one that follows. It is right for the first utterance, and then moves by 0.2 dB an
    utterance at most towards -16 LUFS for all that was heard.

    Args:
        script: What is said.
        takes: One for each utterance, in order (see `Studio.speak`).
        metadata: What the file says of itself.
        gain: Gain to begin with in dB, of an earlier episode with the same voice; None takes it
            from the first utterance.

    Raises:
        IncompleteEpisode: Speech is missing, left over, or cannot be the whole of its utterance.
    """
    pairs = pair(script, takes)
    try:
        first = next(pairs)
    except StopIteration:
        raise IncompleteEpisode("the script says nothing", hint="check the article") from None
    encoding = encoding_for(EpisodeFormat.MP3, first[1].sample_rate)
    rate, ceiling = encoding.sample_rate, encoding.coding.ceiling
    encoder, meter = mp3.Encoder(encoding), Meter(rate)
    silence = read_intro(None, rate), read_outro(None, rate)
    yield id3.tag(metadata, b"", ())
    for piece in stretches(itertools.chain([first], pairs), rate, *silence):
        if gain is None:
            gain = estimate([piece], rate, ceiling).decibels
        samples, _ = render(piece, rate, gain, ceiling)
        meter.write(samples)
        yield encoder.encode(samples)
        if math.isfinite(meter.integrated):
            gain += min(max(TARGET - meter.integrated, -_DRIFT), _DRIFT)
    yield encoder.flush()
