"""Opus versions of episodes: half the size for apps that play them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from narrator.audio import vorbis
from narrator.audio.encode import CODINGS, encode
from narrator.audio.pcm import Samples, as_samples
from narrator.domain import Chapter, EpisodeFormat, InputError, Metadata

_RATE = 24_000
"""Sample rate in Hz: all that the voices have, which speak at 16,000 to 24,000."""

_CODING = replace(CODINGS[EpisodeFormat.OPUS], container_options={"fflags": "+bitexact"})
"""Bit exact, or FFmpeg numbers the stream at random and no two builds are the same."""


def write_opus(
    audio: Path, out: Path, *, metadata: Metadata, cover: bytes, chapters: Sequence[Chapter]
) -> None:
    """Encode an audio file as Opus, with tags, cover and chapters.

    Raises:
        InputError: The audio cannot be read.
        OSError: The file cannot be written.
        OutputError: FFmpeg or mutagen refuses for reasons of its own.
    """
    encode(_decode(audio), out, _CODING, _RATE)
    vorbis.tag(out, EpisodeFormat.OPUS, metadata, cover, chapters)


def _decode(path: Path) -> Iterator[Samples]:
    import av

    try:
        with av.open(str(path)) as container:
            resampler: Any = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
            for frame in container.decode(audio=0):
                for out in resampler.resample(frame):
                    yield as_samples(out.to_ndarray()[0])
            for out in resampler.resample(None):
                yield as_samples(out.to_ndarray()[0])
    except (OSError, IndexError, av.FFmpegError) as error:
        raise InputError(f"cannot read the audio {path}", hint="narrate it again") from error
