"""Audio that is heard while it is made: encoded utterance by utterance, as a stream.

What `record` knows from the whole episode is not there: no chapters, no cover, no length, and the
gain is one that follows. It is right for the first utterance, and then moves by 0.2 dB an
utterance at most, in the silence between two, towards -16 LUFS for all that was heard.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, Protocol

import numpy as np

from narrator.audio import id3, mp3
from narrator.audio.coding import Coding, Encoding, encoding_for
from narrator.audio.ffmpeg import add_stream
from narrator.audio.gain import estimate
from narrator.audio.loudness import TARGET, Meter
from narrator.audio.mix import render, stretches
from narrator.audio.music import read_intro, read_outro
from narrator.audio.pcm import Samples, as_pcm, resampled
from narrator.audio.timeline import TimelineWriter
from narrator.domain import EpisodeFormat, Metadata, Script, Take, Timeline, Utterance

_DRIFT = 0.2
"""dB by which the gain may move from one utterance to the next: too little to be heard."""

_PCM_RATE = 24_000
"""Sample rate in Hz of raw PCM, which carries no header to tell it: that of OpenAI's API."""

_ENDLESS = 0xFFFFFFFF
"""Length in a WAV header that is not known yet."""

_PAGE = 200_000
"""Length of an Ogg page in microseconds; FFmpeg's own of a second would hold the start back."""

_BUFFER = 1024
"""Bytes FFmpeg may hold back before it writes."""


class LiveFormat(StrEnum):
    """The encodings that can be heard while they are made."""

    MP3 = "mp3"
    OPUS = "opus"
    AAC = "aac"
    FLAC = "flac"
    WAV = "wav"
    PCM = "pcm"


_ALIKE = {LiveFormat.AAC: EpisodeFormat.M4B, LiveFormat.PCM: EpisodeFormat.WAV}
"""Formats of episodes that are encoded like those whose name they do not share."""


class LiveEncoder:
    """Turns prepared speech into a stream of bytes, each utterance as soon as it is there."""

    def __init__(
        self, kind: LiveFormat, voice_rate: int, metadata: Metadata, *, gain: float | None = None
    ) -> None:
        """Encode for a voice.

        Args:
            kind: The encoding.
            voice_rate: Sample rate of the first voice, in Hz.
            metadata: What the stream says of itself, where it can.
            gain: Gain to begin with in dB, of an earlier episode with the same voice; None takes
                it from the first utterance.
        """
        like = _ALIKE.get(kind) or EpisodeFormat(kind)
        encoding = encoding_for(like, _PCM_RATE if kind is LiveFormat.PCM else voice_rate)
        self._rate, self._ceiling = encoding.sample_rate, encoding.coding.ceiling
        self._silence = read_intro(None, self._rate), read_outro(None, self._rate)
        self._meter = Meter(self._rate)
        self._gain = gain
        self._writer = _writer(kind, encoding, metadata)

    def add(self, utterance: Utterance, take: Take) -> bytes:
        """Encode the next utterance and the pause after it; give the bytes that are ready."""
        encoded = b""
        for piece in stretches([(utterance, take)], self._rate, *self._silence):
            if self._gain is None:
                self._gain = estimate([piece], self._rate, self._ceiling).decibels
            samples, _ = render(piece, self._rate, self._gain, self._ceiling)
            self._meter.write(samples)
            if math.isfinite(self._meter.integrated):
                self._gain += min(max(TARGET - self._meter.integrated, -_DRIFT), _DRIFT)
            encoded += self._writer.encode(samples)
        return encoded

    def finish(self) -> bytes:
        """Give what the encoder still holds."""
        return self._writer.flush()


def live_timeline(script: Script, first: int, takes: Sequence[Take]) -> Timeline:
    """Say when utterances are heard in a stream of MP3 that begins with the first of them.

    Args:
        script: What is said.
        first: Index of the first utterance that has a take here.
        takes: One for each from there on, as many as there are.
    """
    voice_rate = takes[0].sample_rate if takes else _PCM_RATE
    rate = encoding_for(EpisodeFormat.MP3, voice_rate).sample_rate
    writer, length = TimelineWriter(script, rate), 0
    for utterance, take in zip(script.utterances[first:], takes, strict=False):
        writer.add(utterance, take, length)
        length += resampled(take.samples, take.sample_rate, rate) + round(utterance.pause * rate)
    return writer.finish(length)


class _Writer(Protocol):
    def encode(self, samples: Samples) -> bytes: ...

    def flush(self) -> bytes: ...


def _writer(kind: LiveFormat, encoding: Encoding, metadata: Metadata) -> _Writer:
    match kind:
        case LiveFormat.MP3:
            return _Headed(id3.tag(metadata, b"", ()), mp3.Encoder(encoding))
        case LiveFormat.WAV:
            return _Headed(_wav_header(encoding.sample_rate), _Pcm())
        case LiveFormat.PCM:
            return _Pcm()
        case LiveFormat.AAC:
            coding = replace(encoding.coding, container="adts", container_options={})
            return _Container(coding, encoding.sample_rate)
        case _:
            return _Container(encoding.coding, encoding.sample_rate)


class _Headed:
    """Puts a header before the first bytes."""

    def __init__(self, header: bytes, writer: _Writer) -> None:
        self._header, self._writer = header, writer

    def encode(self, samples: Samples) -> bytes:
        header, self._header = self._header, b""
        return header + self._writer.encode(samples)

    def flush(self) -> bytes:
        return self._writer.flush()


class _Pcm:
    def encode(self, samples: Samples) -> bytes:
        return as_pcm(samples).astype("<i2").tobytes()

    def flush(self) -> bytes:
        return b""


class _Sink:
    """Where FFmpeg writes to, and from where we take it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


class _Container:
    """FFmpeg, writing to where nothing can be sought back to."""

    def __init__(self, coding: Coding, rate: int) -> None:
        import av

        self._sink = _Sink()
        options = dict(coding.container_options) | {"flush_packets": "1"}
        if coding.container == "ogg":
            options["page_duration"] = str(_PAGE)
        self._container: Any = av.open(
            self._sink, "w", format=coding.container, options=options, buffer_size=_BUFFER
        )
        self._stream = add_stream(self._container, coding, rate)
        self._coding, self._rate, self._done = coding, rate, 0

    def encode(self, samples: Samples) -> bytes:
        import av

        floats = self._coding.sample_format == "fltp"
        data = (samples if floats else as_pcm(samples))[np.newaxis]
        frame = av.AudioFrame.from_ndarray(data, format=self._coding.sample_format, layout="mono")
        frame.sample_rate, frame.pts = self._rate, self._done
        self._done += len(samples)
        self._container.mux(self._stream.encode(frame))
        return self._sink.take()

    def flush(self) -> bytes:
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._sink.take()


def _wav_header(rate: int) -> bytes:
    """Give a WAV header of 16-bit mono sound whose length is not known."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16)
    length = struct.pack("<I", _ENDLESS)
    return b"".join((b"RIFF", length, b"WAVE", form, b"data", length))
