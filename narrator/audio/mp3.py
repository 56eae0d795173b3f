"""MP3 files: a frame that tells players the exact length, and the sound.

By lameenc, whose LAME is four times as fast as the one in PyAV's wheels; it leaves the frame to
the caller.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import numpy as np

from narrator.audio.coding import Encoding
from narrator.audio.packets import Packets
from narrator.audio.pcm import Samples, as_pcm, blocks

_DELAY = 576
"""Samples of silence LAME puts before the sound (`lame_get_encoder_delay`)."""

_TABLE = bytes(position * 256 // 100 for position in range(100))
"""Where each hundredth of the time stands, in 256ths of the file: all alike at a constant rate."""

_HAS_ALL = 0b1111
"""The frame gives the number of frames and of bytes, the table, and a quality."""

_MONO_SIDE = {False: 9, True: 17}
"""Bytes of side information after a mono header, without and with 32 kHz or more."""


def compress(samples: Samples, encoding: Encoding) -> Packets:
    """Encode samples with a fresh encoder into frames."""
    encoder = Encoder(encoding)
    data = b"".join([*map(encoder.encode, blocks(samples)), encoder.flush()])
    sizes = np.array(list(_sizes(data, _frame_bytes(encoding))), np.uint32)
    return Packets(data, sizes, len(samples) // encoding.packet)


class Encoder:
    """LAME, fed piece by piece."""

    def __init__(self, encoding: Encoding) -> None:
        """Encode mono samples at a constant bit rate."""
        import lameenc

        encoder: Any = lameenc.Encoder()
        encoder.set_channels(1)
        encoder.set_in_sample_rate(encoding.sample_rate)
        encoder.set_out_sample_rate(encoding.sample_rate)
        encoder.set_bit_rate((encoding.coding.bit_rate or 0) // 1000)
        encoder.set_quality(int(encoding.coding.options["quality"]))
        encoder.silence()
        self._encoder = encoder
        self._makeup = np.float32(encoding.coding.makeup)

    def encode(self, samples: Samples) -> bytes:
        """Give the frames that are complete with these samples; there may be none."""
        return bytes(self._encoder.encode(as_pcm(samples * self._makeup).tobytes()))

    def flush(self) -> bytes:
        """Give the last frames."""
        return bytes(self._encoder.flush())


def write(frames: Iterable[bytes], file: BinaryIO, encoding: Encoding, samples: int) -> None:
    """Write the frames of `samples` samples into `file`, and before them the one that tells.

    Raises:
        OSError: The file cannot be written.
    """
    size = _frame_bytes(encoding)
    start, count, header = file.tell(), 0, b""
    file.write(bytes(size))
    for frame in frames:
        header = header or _unpadded(frame[:4])
        count += 1
        file.write(frame)
    padding = count * encoding.packet - _DELAY - samples
    body = _information(count, file.tell() - start, padding)
    side = _MONO_SIDE[encoding.sample_rate >= 32_000]
    file.seek(start)
    file.write((header + bytes(side) + body).ljust(size, b"\0"))


def _frame_bytes(encoding: Encoding) -> int:
    """Bytes of a frame; at a constant rate some are one longer."""
    return encoding.packet * (encoding.coding.bit_rate or 0) // (8 * encoding.sample_rate)


def _sizes(data: bytes, least: int) -> Iterator[int]:
    start = 0
    while start < len(data):
        size = least + (data[start + 2] >> 1 & 1)
        yield size
        start += size


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
