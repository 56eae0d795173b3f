"""Audio files of every format, with their tags and chapters."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from narrator.audio import ffmpeg, id3, mp3, mp4, riff, vorbis
from narrator.audio.coding import Encoding
from narrator.audio.packets import Packets
from narrator.audio.pcm import PCM, Samples, as_pcm, blocks
from narrator.domain import Chapter, EpisodeFormat, Metadata, OutputError


def compress(samples: Samples, encoding: Encoding) -> Packets:
    """Encode a stretch that ends in silence, so that it can be joined without encoding again.

    Args:
        samples: The stretch, a whole number of packets long.
        encoding: Format and sample rate. What is lossless is kept as FLAC until it is written.

    Raises:
        OutputError: FFmpeg refuses.
    """
    match encoding.format:
        case EpisodeFormat.MP3:
            return mp3.compress(samples, encoding)
        case EpisodeFormat.M4B | EpisodeFormat.OPUS:
            return ffmpeg.compress(samples, encoding)
        case EpisodeFormat.FLAC | EpisodeFormat.WAV:
            import soundfile

            data = io.BytesIO()
            rate = encoding.sample_rate
            with soundfile.SoundFile(data, "w", rate, 1, "PCM_16", format="FLAC") as file:
                for block in blocks(samples):
                    file.write(as_pcm(block))
            return Packets(data.getvalue(), np.array([len(data.getbuffer())], np.uint32), 1)


def write(
    packets: Iterable[bytes],
    path: Path,
    *,
    encoding: Encoding,
    samples: int,
    metadata: Metadata,
    cover: bytes,
    chapters: Sequence[Chapter],
) -> None:
    """Write a file of packets, and put the chapters where the format has them.

    Args:
        packets: Those of the whole episode, made by `compress`.
        path: Where to write; what stands there is lost.
        encoding: Format and sample rate.
        samples: Length of the audio.
        metadata: What the file says of itself.
        cover: PNG or JPEG.
        chapters: The chapters.

    Raises:
        OSError: The file cannot be written.
        OutputError: FFmpeg or mutagen refuses for reasons of its own.
    """
    match encoding.format:
        case EpisodeFormat.MP3:
            with path.open("w+b") as file:
                file.write(id3.tag(metadata, cover, chapters))
                mp3.write(packets, file, encoding, samples)
        case EpisodeFormat.M4B:
            ffmpeg.write_packets(packets, path, encoding, samples, chapters)
            with _tagging_errors():
                mp4.tag(path, metadata, cover)
        case EpisodeFormat.OPUS:
            ffmpeg.write_packets(packets, path, encoding, samples)
            with _tagging_errors():
                vorbis.tag(path, encoding.format, metadata, cover, chapters)
        case EpisodeFormat.FLAC:
            ffmpeg.write_pcm(map(_decode, packets), path, encoding)
            with _tagging_errors():
                vorbis.tag(path, encoding.format, metadata, cover, chapters)
        case EpisodeFormat.WAV:
            ffmpeg.write_pcm(map(_decode, packets), path, encoding)
            # Without chapters: FFmpeg would list them twice, since it reads the cue points too.
            tag = id3.tag(metadata, cover, ())
            riff.tag(path, metadata, tag, chapters, encoding.sample_rate)


def _decode(packet: bytes) -> PCM:
    import soundfile

    pcm: PCM = soundfile.read(io.BytesIO(packet), dtype="int16")[0]
    return pcm


@contextmanager
def _tagging_errors() -> Iterator[None]:
    """Give back the operating system's error that mutagen wraps, or explain its own."""
    from mutagen import MutagenError

    try:
        yield
    except MutagenError as error:
        if isinstance(error.__context__, OSError):
            raise error.__context__ from error
        raise OutputError(
            f"the tags cannot be written ({error})", hint="try another format"
        ) from error
