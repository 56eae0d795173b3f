"""Speech to MP3 while it is spoken, for who wants to hear the first sentence at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from narrator.audio.live import LiveEncoder, LiveFormat
from narrator.audio.mix import pair
from narrator.domain import IncompleteEpisode, Metadata, Script, Take


def stream(
    script: Script, takes: Iterable[Take], *, metadata: Metadata, gain: float | None = None
) -> Iterator[bytes]:
    """Give an MP3 file in pieces, each as soon as its utterance is spoken.

    Args:
        script: What is said.
        takes: One for each utterance, in order (see `Studio.speak`).
        metadata: What the file says of itself.
        gain: Gain to begin with in dB (see `LiveEncoder`).

    Raises:
        IncompleteEpisode: Speech is missing, left over, or cannot be the whole of its utterance.
    """
    encoder: LiveEncoder | None = None
    for utterance, take in pair(script, takes):
        encoder = encoder or LiveEncoder(LiveFormat.MP3, take.sample_rate, metadata, gain=gain)
        yield encoder.add(utterance, take)
    if encoder is None:
        raise IncompleteEpisode("the script says nothing", hint="check the article")
    yield encoder.finish()
