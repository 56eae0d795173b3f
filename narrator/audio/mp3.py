"""MP3 files: a frame that tells players the exact length, and the sound.

By lameenc, whose LAME is four times as fast as the one in PyAV's wheels; it leaves the frame to
the caller.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any, BinaryIO

import numpy as np

from narrator.audio.encode import Coding
from narrator.audio.pcm import Samples, as_pcm

_DELAY = 576
"""Samples of silence LAME puts before the sound (`lame_get_encoder_delay`)."""

_TABLE = bytes(position * 256 // 100 for position in range(100))
"""Where each hundredth of the time stands, in 256ths of the file: all alike at a constant rate."""

_HAS_ALL = 0b1111
"""The frame gives the number of frames and of bytes, the table, and a quality."""

_MONO_SIDE = {False: 9, True: 17}
"""Bytes of side information after a mono header, without and with 32 kHz or more."""


def write(audio: Iterable[Samples], file: BinaryIO, coding: Coding, sample_rate: int) -> None:
    """Write all of the audio into `file`, from where it stands on.

    Raises:
        OSError: The file cannot be written.
    """
    lame = encoder(coding, sample_rate)
    frame = 1152 if sample_rate >= 32_000 else 576
    size = frame * (coding.bit_rate or 0) // (8 * sample_rate)
    start, samples = file.tell(), 0
    file.write(bytes(size))
    level = np.float32(10 ** (-coding.level / 20))
    for piece in audio:
        file.write(lame.encode(as_pcm(piece * level).tobytes()))
        samples += len(piece)
    file.write(lame.flush())
    end = file.tell()
    file.seek(start + size)
    header = _unpadded(file.read(4))
    # At a constant rate frames differ by a byte at most, so that their number is exact.
    frames = round((end - start - size) * 8 * sample_rate / (frame * (coding.bit_rate or 1)))
    body = _information(frames, end - start, frames * frame - _DELAY - samples)
    side = _MONO_SIDE[sample_rate >= 32_000]
    file.seek(start)
    file.write((header + bytes(side) + body).ljust(size, b"\0"))


def encoder(coding: Coding, sample_rate: int) -> Any:
    """Open LAME for mono sound of `sample_rate` Hz."""
    import lameenc

    lame = lameenc.Encoder()
    lame.set_channels(1)
    lame.set_in_sample_rate(sample_rate)
    lame.set_out_sample_rate(sample_rate)
    lame.set_bit_rate((coding.bit_rate or 0) // 1000)
    lame.set_quality(int(coding.options["quality"]))
    lame.silence()
    return lame


def _unpadded(header: bytes) -> bytes:
    """Clear the bit that says the frame is a byte longer."""
    return bytes([*header[:2], header[2] & ~2, header[3]])


def _information(frames: int, size: int, padding: int) -> bytes:
    """Give Xing's fields and LAME's behind them (gabriel.mp3-tech.org: "Mp3 Info Tag rev 1")."""
    fields = b"Info" + struct.pack(">3I", _HAS_ALL, frames, size) + _TABLE + bytes(4)
    # The version, then what is not told: method, low-pass, peak, gains, flags; then the bit rate.
    fields += b"LAME3.100" + bytes(2 + 8 + 1) + b"\x40"
    gap = (_DELAY << 12 | padding).to_bytes(3, "big")
    return fields + gap + bytes(4) + struct.pack(">I", size) + bytes(4)
