"""PCM to compressed audio, as a stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from narrator.audio.pcm import Samples, as_pcm
from narrator.domain import EpisodeFormat, OutputError


@dataclass(frozen=True, slots=True)
class Coding:
    """How one format is encoded."""

    container: str
    """FFmpeg's name of the container."""

    codec: str
    """FFmpeg's name of the encoder."""

    sample_format: str
    """FFmpeg's name of the sample format the encoder takes."""

    rates: tuple[int, ...]
    """Sample rates it takes, in Hz, ascending; empty for any."""

    ceiling: float
    """True peak before encoding, in dBTP, that leaves the decoded audio under -1 dBTP. Measured
    with joe at -16 LUFS, as it is, pitched up by a half and down by a fifth, at 16, 22.05 and
    24 kHz; about 0.4 dB more is left for other voices."""

    level: float = 0.0
    """dB that the encoder changes the level by, to be made up for."""

    bit_rate: int | None = None
    """Bits a second; None where the encoder has no choice."""

    options: Mapping[str, str] = field(default_factory=dict)
    """Options of the encoder."""

    container_options: Mapping[str, str] = field(default_factory=dict)
    """Options of the container."""


_MPEG_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)

CODINGS: Mapping[EpisodeFormat, Coding] = {
    EpisodeFormat.MP3: Coding(
        "mp3",
        "libmp3lame",
        "s16p",
        _MPEG_RATES,
        # Decoded peaks are up to 0.6 dB higher.
        ceiling=-2.0,
        # LAME scales its input by 0.95 in its constant bit rate presets.
        level=-0.445,
        # Constant, so that players seek without a table; at 16 to 24 kHz mono it leaves LAME
        # nothing to cut away.
        bit_rate=64_000,
        # 431 times real time against 42 for FFmpeg's LAME at level 2, and at this rate no audible
        # difference.
        options={"quality": "5"},
    ),
    EpisodeFormat.M4B: Coding(
        "mp4",
        "aac",
        "fltp",
        _MPEG_RATES,
        # Decoded peaks are up to 0.3 dB higher, and 1.4 dB with the default search.
        ceiling=-1.8,
        bit_rate=64_000,
        # 277 times real time against 86 with the default search.
        options={"aac_coder": "fast"},
        # The index goes to the front, so that players can start before they have everything.
        container_options={"movflags": "+faststart"},
    ),
    EpisodeFormat.OPUS: Coding(
        "ogg",
        "libopus",
        "s16",
        (8000, 12000, 16000, 24000, 48000),
        # Decoded peaks are up to 2.1 dB higher, and half a dB more at 32 kbit/s.
        ceiling=-3.5,
        # RFC 6716, section 2.1.1: fullband speech sounds best from 28 to 40 kbit/s.
        bit_rate=40_000,
        # 321 times real time against 94 at the default of 10.
        options={"application": "audio", "compression_level": "5"},
    ),
    EpisodeFormat.FLAC: Coding("flac", "flac", "s16", (), ceiling=-1.2),
    EpisodeFormat.WAV: Coding(
        "wav",
        "pcm_s16le",
        "s16",
        (),
        ceiling=-1.2,
        # Over 4 GiB, a day and a half at 16 kHz, lengths need more than 32 bits.
        container_options={"rf64": "auto", "fflags": "+bitexact"},
    ),
}
"""Rates of encoding in times real time are of one core, 150 s of joe at 22,050 Hz."""


def rate_for(coding: Coding, voice_rate: int) -> int:
    """Sample rate of an episode: the voice's, or the next higher one the encoder takes."""
    higher = [rate for rate in coding.rates if rate >= voice_rate]
    return higher[0] if higher else (coding.rates or (voice_rate,))[-1]


def encode(audio: Iterable[Samples], path: Path, coding: Coding, sample_rate: int) -> None:
    """Write all of the audio into a container that FFmpeg makes.

    Raises:
        OSError: The file cannot be written.
        OutputError: FFmpeg refuses for reasons of its own.
    """
    with output(path, coding) as container:
        stream = add_stream(container, coding, sample_rate)
        for packet in packets(audio, stream, coding, sample_rate):
            container.mux(packet)


@contextmanager
def output(path: Path, coding: Coding) -> Iterator[Any]:
    """Open a PyAV container to write to; errors as of `encode`."""
    import av

    options = dict(coding.container_options)
    with codec_errors():
        container = av.open(str(path), "w", format=coding.container, options=options)
        try:
            yield container
        except BaseException:
            # What closing says about a file cut short would hide why it was.
            with suppress(OSError, av.FFmpegError):
                container.close()
            raise
        container.close()


@contextmanager
def codec_errors() -> Iterator[None]:
    """Turn an FFmpeg error that is not of the operating system into an `OutputError`."""
    import av

    try:
        yield
    except av.FFmpegError as error:
        if isinstance(error, OSError):
            raise
        raise OutputError(
            f"FFmpeg cannot encode this ({error})", hint="try another format"
        ) from error


def add_stream(container: Any, coding: Coding, sample_rate: int) -> Any:
    """Add the only stream to a PyAV container, and give it."""
    stream = container.add_stream(
        coding.codec,
        rate=sample_rate,
        layout="mono",
        format=coding.sample_format,
        options=dict(coding.options),
    )
    if coding.bit_rate is not None:
        stream.bit_rate = coding.bit_rate
    return stream


def packets(
    audio: Iterable[Samples], encoder: Any, coding: Coding, sample_rate: int
) -> Iterator[Any]:
    """Give the packets that a PyAV stream or codec context makes of the audio."""
    import av

    done = 0
    level = np.float32(10 ** (-coding.level / 20))
    for samples in audio:
        made_up = samples * level
        data = (made_up if coding.sample_format == "fltp" else as_pcm(made_up))[np.newaxis]
        frame = av.AudioFrame.from_ndarray(data, format=coding.sample_format, layout="mono")
        frame.sample_rate, frame.pts = sample_rate, done
        done += len(samples)
        yield from encoder.encode(frame)
    yield from encoder.encode(None)
