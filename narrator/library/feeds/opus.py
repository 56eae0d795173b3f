"""Opus versions of episodes: smaller files for apps that play them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from narrator.audio import vorbis
from narrator.audio.coding import Encoding
from narrator.audio.ffmpeg import write_pcm
from narrator.audio.pcm import PCM
from narrator.domain import Chapter, EpisodeFormat, InputError, Metadata

_RATE = 24_000
"""Sample rate in Hz: all that the voices have, which speak at 16,000 to 24,000."""


def write_opus(
    audio: Path, out: Path, *, metadata: Metadata, cover: bytes, chapters: Sequence[Chapter]
) -> None:
    """Encode an audio file as Opus, with tags, cover and chapters.

    Raises:
        InputError: The audio cannot be read.
        OSError: The file cannot be written.
        OutputError: FFmpeg refuses for reasons of its own.
    """
    write_pcm(_decode(audio), out, Encoding(EpisodeFormat.OPUS, _RATE))
    vorbis.tag(out, EpisodeFormat.OPUS, metadata, cover, chapters)


def _decode(path: Path) -> Iterator[PCM]:
    import av

    try:
        with av.open(str(path)) as container:
            resampler: Any = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
            for frame in container.decode(audio=0):
                for out in resampler.resample(frame):
                    yield out.to_ndarray()[0]
            for out in resampler.resample(None):
                yield out.to_ndarray()[0]
    except (OSError, IndexError, av.FFmpegError) as error:
        raise InputError(f"cannot read the audio {path}", hint="narrate it again") from error
