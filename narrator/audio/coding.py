"""How each format is encoded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from narrator.domain import EpisodeFormat


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

    @property
    def makeup(self) -> float:
        """Factor that makes up for `level`."""
        return float(10 ** (-self.level / 20))


_MPEG_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)

CODINGS: Mapping[EpisodeFormat, Coding] = {
    EpisodeFormat.MP3: Coding(
        "mp3",
        "libmp3lame",
        "s16p",
        _MPEG_RATES,
        # Decoded peaks are up to 0.6 dB higher, those of noise 1.1 dB.
        ceiling=-2.4,
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
        # Decoded peaks are up to 0.3 dB higher, those of noise 0.9 dB; 1.4 dB with the default
        # search.
        ceiling=-2.2,
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
        # Without it the stream's number is drawn, and no two files are alike.
        container_options={"fflags": "+bitexact"},
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


@dataclass(frozen=True, slots=True)
class Encoding:
    """A format at a sample rate, and the lengths that follow from them."""

    format: EpisodeFormat
    """What the file is."""

    sample_rate: int
    """Samples a second, in Hz."""

    @property
    def coding(self) -> Coding:
        """How the format is encoded."""
        return CODINGS[self.format]

    @property
    def packet(self) -> int:
        """Samples that one packet sounds; 1 where audio can be cut anywhere."""
        match self.format:
            case EpisodeFormat.MP3:
                # Two granules from 32 kHz on, one below (ISO/IEC 13818-3).
                return 1152 if self.sample_rate >= 32_000 else 576
            case EpisodeFormat.M4B:
                return 1024
            case EpisodeFormat.OPUS:
                return self.sample_rate // 50
            case _:
                return 1

    @property
    def lead(self) -> int:
        """Samples that the encoder puts before the sound, as FFmpeg counts packets."""
        match self.format:
            case EpisodeFormat.M4B:
                return 1024
            case EpisodeFormat.OPUS:
                # libopus looks ahead by 6.5 ms in its "audio" mode.
                return self.sample_rate * 13 // 2000
            case _:
                return 0

    def whole(self, samples: int) -> int:
        """Round a length up to whole packets."""
        return -(-samples // self.packet) * self.packet


def encoding_for(format: EpisodeFormat, voice_rate: int) -> Encoding:  # noqa: A002 - as in `record`
    """Give the encoding of an episode: at the voice's rate, or the next higher one there is."""
    coding = CODINGS[format]
    higher = [rate for rate in coding.rates if rate >= voice_rate]
    return Encoding(format, higher[0] if higher else (coding.rates or (voice_rate,))[-1])
