"""Encoding and writing with FFmpeg, by PyAV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from narrator.audio.coding import Coding, Encoding
from narrator.audio.packets import Packets
from narrator.audio.pcm import PCM, Samples, as_pcm, blocks
from narrator.domain import Chapter, OutputError


def compress(samples: Samples, encoding: Encoding) -> Packets:
    """Encode samples with a fresh encoder.

    Raises:
        OutputError: FFmpeg refuses.
    """
    import av

    coding = encoding.coding
    with _errors():
        encoder: Any = av.CodecContext.create(coding.codec, "w")
        encoder.sample_rate, encoder.layout = encoding.sample_rate, "mono"
        encoder.format, encoder.options = coding.sample_format, dict(coding.options)
        encoder.time_base = Fraction(1, encoding.sample_rate)
        if coding.bit_rate is not None:
            encoder.bit_rate = coding.bit_rate
        made: list[bytes] = []
        for frame in _frames(samples, encoding):
            made += map(bytes, encoder.encode(frame))
        made += map(bytes, encoder.encode(None))
    sizes = np.array([len(packet) for packet in made], np.uint32)
    return Packets(b"".join(made), sizes, len(samples) // encoding.packet)


def write_packets(
    packets: Iterable[bytes],
    path: Path,
    encoding: Encoding,
    samples: int,
    chapters: Sequence[Chapter] = (),
) -> None:
    """Put packets that `compress` made into a container.

    Args:
        packets: Those of the whole file.
        path: Where to write.
        encoding: What they are.
        samples: Length of the whole; the last packet is cut there.
        chapters: For a container that keeps them before the sound.

    Raises:
        OSError: The file cannot be written.
        OutputError: FFmpeg refuses.
    """
    import av

    with _output(path, encoding) as (container, stream):
        if chapters:
            container.set_chapters([_chapter(chapter) for chapter in chapters])
        container.start_encoding()
        time = -encoding.lead
        for data in packets:
            packet = av.Packet(data)
            packet.stream, packet.time_base = stream, Fraction(1, encoding.sample_rate)
            packet.pts = packet.dts = time
            packet.duration = min(encoding.packet, samples - time)
            container.mux(packet)
            time += encoding.packet


def write_pcm(blocks: Iterable[PCM], path: Path, encoding: Encoding) -> None:
    """Encode PCM into a container; errors as of `write_packets`."""
    with _output(path, encoding) as (container, stream):
        done = 0
        for pcm in blocks:
            container.mux(stream.encode(_frame(pcm, "s16", encoding.sample_rate, done)))
            done += len(pcm)
        container.mux(stream.encode(None))


def _frames(samples: Samples, encoding: Encoding) -> Iterator[Any]:
    """Give the samples as the encoder takes them."""
    coding, start = encoding.coding, 0
    for block in blocks(samples):
        made_up = block * np.float32(coding.makeup)
        data = made_up if coding.sample_format == "fltp" else as_pcm(made_up)
        yield _frame(data, coding.sample_format, encoding.sample_rate, start)
        start += len(block)


def _frame(data: PCM | Samples, sample_format: str, sample_rate: int, start: int) -> Any:
    import av

    frame = av.AudioFrame.from_ndarray(data[np.newaxis], format=sample_format, layout="mono")
    frame.sample_rate, frame.pts = sample_rate, start
    return frame


@contextmanager
def _output(path: Path, encoding: Encoding) -> Iterator[tuple[Any, Any]]:
    """Open a PyAV container to write to, with its only stream."""
    import av

    coding = encoding.coding
    options = dict(coding.container_options)
    with _errors():
        container: Any = av.open(str(path), "w", format=coding.container, options=options)
        try:
            yield container, add_stream(container, coding, encoding.sample_rate)
        except BaseException:
            # What closing says about a file cut short would hide why it was.
            with suppress(OSError, av.FFmpegError):
                container.close()
            raise
        container.close()


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


def _chapter(chapter: Chapter) -> Any:
    return {
        "id": 0,
        "start": round(chapter.start * 1000),
        "end": round(chapter.end * 1000),
        "time_base": Fraction(1, 1000),
        "metadata": {"title": chapter.title},
    }


@contextmanager
def _errors() -> Iterator[None]:
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
