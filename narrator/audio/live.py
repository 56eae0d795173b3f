"""Audio that is heard while it is made: encoded utterance by utterance, as a stream.

Nothing is known of what is yet to come, so there are no chapters, and the gain is found on the
way: it follows the loudness of what was said so far, in the silence between two utterances, and
settles within half a minute.
"""

from __future__ import annotations

import struct
from dataclasses import replace
from enum import StrEnum
from typing import Protocol

import numpy as np

from narrator.audio import id3, mp3
from narrator.audio.encode import CODINGS, Coding, add_stream, rate_for
from narrator.audio.gain import estimate
from narrator.audio.mix import Part, Stretch, render
from narrator.audio.pcm import Samples, as_pcm, resample
from narrator.domain import EpisodeFormat, Metadata, Speech, Utterance

_SETTLED = 30.0
"""Seconds of audio after which the gain stays: more sentences change it by under 0.3 dB."""

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


_AAC = replace(CODINGS[EpisodeFormat.M4B], container="adts", container_options={})
_RAW = replace(CODINGS[EpisodeFormat.WAV], container="s16le", rates=(_PCM_RATE,))

_CODINGS: dict[LiveFormat, Coding] = {
    LiveFormat.MP3: CODINGS[EpisodeFormat.MP3],
    LiveFormat.OPUS: CODINGS[EpisodeFormat.OPUS],
    LiveFormat.AAC: _AAC,
    LiveFormat.FLAC: CODINGS[EpisodeFormat.FLAC],
    LiveFormat.WAV: CODINGS[EpisodeFormat.WAV],
    LiveFormat.PCM: _RAW,
}


class LiveEncoder:
    """Turns prepared speech into a stream of bytes, each utterance as soon as it is there."""

    def __init__(self, kind: LiveFormat, voice_rate: int, metadata: Metadata) -> None:
        """Encode for a voice.

        Args:
            kind: The encoding.
            voice_rate: Sample rate of the first voice, in Hz.
            metadata: What the stream says of itself, where it can.
        """
        self._coding = _CODINGS[kind]
        self._rate = rate_for(self._coding, voice_rate)
        self._heard: list[Stretch] = []
        self._seconds = 0.0
        self._gain = 0.0
        self._writer = _writer(kind, self._coding, self._rate, metadata)

    def add(self, utterance: Utterance, speech: Speech) -> bytes:
        """Encode the next utterance and the pause after it; give the bytes that are ready."""
        pcm = resample(speech.pcm, speech.sample_rate, self._rate)
        part = Part(utterance, replace(speech, pcm=pcm, sample_rate=self._rate), 0)
        length = len(pcm) + round(utterance.pause * self._rate)
        stretch = Stretch((part,), length, np.empty(0, np.float32))
        if self._seconds < _SETTLED:
            self._heard.append(stretch)
            self._seconds += length / self._rate
            self._gain = estimate(self._heard, self._rate, self._coding.ceiling).decibels
        samples, _ = render(stretch, self._rate, self._gain, self._coding.ceiling)
        return self._writer.write(samples)

    def finish(self) -> bytes:
        """Give what the encoder still holds."""
        return self._writer.finish()


class _Writer(Protocol):
    def write(self, samples: Samples) -> bytes: ...

    def finish(self) -> bytes: ...


def _writer(kind: LiveFormat, coding: Coding, rate: int, metadata: Metadata) -> _Writer:
    match kind:
        case LiveFormat.MP3:
            return _Mp3(coding, rate, id3.tag(metadata, None, ()))
        case LiveFormat.WAV:
            return _Pcm(_wav_header(rate))
        case LiveFormat.PCM:
            return _Pcm(b"")
        case _:
            return _Container(coding, rate)


class _Mp3:
    def __init__(self, coding: Coding, rate: int, header: bytes) -> None:
        self._encoder = mp3.encoder(coding, rate)
        self._level = np.float32(10 ** (-coding.level / 20))
        self._header = header

    def write(self, samples: Samples) -> bytes:
        header, self._header = self._header, b""
        return header + bytes(self._encoder.encode(as_pcm(samples * self._level).tobytes()))

    def finish(self) -> bytes:
        return bytes(self._encoder.flush())


class _Pcm:
    def __init__(self, header: bytes) -> None:
        self._header = header

    def write(self, samples: Samples) -> bytes:
        header, self._header = self._header, b""
        return header + as_pcm(samples).astype("<i2").tobytes()

    def finish(self) -> bytes:
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
    def __init__(self, coding: Coding, rate: int) -> None:
        import av

        self._sink = _Sink()
        options = dict(coding.container_options) | {"flush_packets": "1"}
        if coding.container == "ogg":
            options["page_duration"] = str(_PAGE)
        self._container = av.open(
            self._sink, "w", format=coding.container, options=options, buffer_size=_BUFFER
        )
        self._stream = add_stream(self._container, coding, rate)
        self._coding, self._rate, self._done = coding, rate, 0

    def write(self, samples: Samples) -> bytes:
        import av

        floats = self._coding.sample_format == "fltp"
        data = (samples if floats else as_pcm(samples))[np.newaxis]
        frame = av.AudioFrame.from_ndarray(data, format=self._coding.sample_format, layout="mono")
        frame.sample_rate, frame.pts = self._rate, self._done
        self._done += len(samples)
        for packet in self._stream.encode(frame):
            self._container.mux(packet)
        return self._sink.take()

    def finish(self) -> bytes:
        for packet in self._stream.encode(None):
            self._container.mux(packet)
        self._container.close()
        return self._sink.take()


def _wav_header(rate: int) -> bytes:
    """Give a WAV header of 16-bit mono sound whose length is not known."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16)
    return (
        b"RIFF"
        + struct.pack("<I", _ENDLESS)
        + b"WAVE"
        + form
        + b"data"
        + struct.pack("<I", _ENDLESS)
    )
