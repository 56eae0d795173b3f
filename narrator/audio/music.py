"""Music before and after the speech."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from narrator.audio.loudness import TARGET, Meter
from narrator.audio.pcm import PCM, Samples, as_samples
from narrator.domain import InputError

_LEVEL = TARGET - 4.0
"""LUFS of music alone: dense music seems louder than speech of the same loudness."""

_DUCKED = -14.0
"""dB more under speech, which puts it 18 LU below; 20 is asked for where hearing is impaired
(WCAG 2.2, 1.4.7), and here it fades away within seconds."""

_HEADROOM = -1.0
"""dBFS that no sample of the music exceeds, however quiet the rest of it is."""

_ALONE = 6.0
"""Seconds of music before the first words: listeners leave long openings."""

_UNDER = 5.0
"""Seconds it goes on under the first words."""

_SHORT = 1.0
"""Seconds of music left for the speech under which a jingle is rather heard out."""

_GAP = 0.3
"""Seconds of silence after a jingle."""

_OUTRO = 12.0
"""Seconds of music at the end."""

_DUCKING = 1.0
"""Seconds in which the music falls back; it is down when the speech begins."""

_FADE_IN, _FADE_OUT = 0.5, 3.0
"""Seconds; a fade out may take half of the music at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Music:
    """Music ready to be mixed."""

    samples: Samples
    """At the level it is heard, fades included."""

    alone: int
    """Samples before speech joins it."""


def read_intro(path: Path | None, sample_rate: int) -> Music:
    """Read music that begins alone and fades away under the first words.

    A jingle, which would leave next to nothing for the speech, is heard out.

    Args:
        path: Anything FFmpeg reads; None gives no music.
        sample_rate: Of the episode, in Hz.

    Raises:
        InputError: The file cannot be read, or nothing can be heard in it.
    """
    if path is None:
        return _none()
    segment = _read(path, sample_rate, _ALONE + _UNDER)
    seconds = segment.duration_seconds
    if seconds <= _ALONE + _SHORT:
        return Music(_samples(_faded(segment)), round((seconds + _GAP) * sample_rate))
    start = _milliseconds(_ALONE - _DUCKING)
    ducked = segment.fade(to_gain=_DUCKED, start=start, duration=_milliseconds(_DUCKING))
    return Music(_samples(_faded(ducked)), round(_ALONE * sample_rate))


def read_outro(path: Path | None, sample_rate: int) -> Music:
    """Read music that follows the last words; arguments and errors as of `read_intro`."""
    if path is None:
        return _none()
    samples = _samples(_faded(_read(path, sample_rate, _OUTRO)))
    return Music(samples, len(samples))


def _none() -> Music:
    return Music(np.zeros(0, dtype=np.float32), 0)


def _read(path: Path, sample_rate: int, seconds: float) -> Any:
    """Give the first seconds as a mono `pydub.AudioSegment` at the level of music alone."""
    pcm = _decode(path, sample_rate, round(seconds * sample_rate))
    meter = Meter(sample_rate)
    meter.write(as_samples(pcm))
    if not math.isfinite(meter.integrated):
        raise InputError(f"nothing can be heard in {path}", hint="choose other music")
    segment = _segment_type()(pcm.tobytes(), sample_width=2, frame_rate=sample_rate, channels=1)
    return segment.apply_gain(min(_LEVEL - meter.integrated, _HEADROOM - segment.max_dBFS))


def _decode(path: Path, sample_rate: int, samples: int) -> PCM:
    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=sample_rate)
    pieces: list[PCM] = []
    try:
        with av.open(str(path)) as container:
            for frame in container.decode(audio=0):
                pieces.extend(out.to_ndarray()[0] for out in resampler.resample(frame))
                if sum(map(len, pieces)) >= samples:
                    break
    except (OSError, IndexError, av.FFmpegError) as error:
        raise InputError(
            f"cannot read music from {path}", hint="give an audio file, for example MP3 or WAV"
        ) from error
    return np.concatenate([*pieces, np.zeros(0, dtype=np.int16)])[:samples]


def _segment_type() -> Any:
    with warnings.catch_warnings():
        # It warns that it found no ffmpeg, which nothing here needs.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    return AudioSegment


def _faded(segment: Any) -> Any:
    half = segment.duration_seconds / 2
    fade_in, fade_out = min(_FADE_IN, half), min(_FADE_OUT, half)
    return segment.fade_in(_milliseconds(fade_in)).fade_out(_milliseconds(fade_out))


def _samples(segment: Any) -> Samples:
    return as_samples(np.frombuffer(segment.raw_data, dtype=np.int16))


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
