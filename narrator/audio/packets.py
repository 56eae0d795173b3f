"""Compressed audio as packets, and the packets of an episode in the order they are heard.

Reels are encoded each by itself and joined without encoding again. That is exact because of three
things. A reel lasts a whole number of packets, so the next one starts where its last packet ends.
A fresh encoder looks at nothing before its first sample, and an MP3 frame's data never reaches into
a later frame, so leading packets can be decoded whatever follows. And the packets that only let an
encoder's look-ahead die away fall on the silence reels end in, so they are dropped everywhere but
at the end.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

import numpy as np
import numpy.typing as npt

_HEAD = struct.Struct("<3I")
"""Packets, those of them that sound, and bytes."""


@dataclass(frozen=True, slots=True, eq=False)
class Packets:
    """What an encoder made of one stretch of audio."""

    data: bytes
    """The packets, one behind the other."""

    sizes: npt.NDArray[np.uint32]
    """Bytes of each packet, shape (packets,)."""

    sounding: int
    """Packets from the first on that the next reel may follow; the others end a file."""

    def __iter__(self) -> Iterator[bytes]:
        """Give each packet."""
        start = 0
        for size in self.sizes.tolist():
            yield self.data[start : start + size]
            start += size


class Spool:
    """The packets of an episode, waiting in a file without a name until all of it is known."""

    def __init__(self, folder: Path) -> None:
        """Wait in a folder, which needs space for the episode.

        Raises:
            OSError: The file cannot be made.
        """
        self._file: IO[bytes] = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        """Return the spool itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget the packets."""
        self._file.close()

    def add(self, packets: Packets) -> None:
        """Put a reel's packets behind the others.

        Raises:
            OSError: The disk is full.
        """
        head = _HEAD.pack(len(packets.sizes), packets.sounding, len(packets.data))
        self._file.write(head + packets.sizes.astype("<u4").tobytes())
        self._file.write(packets.data)

    def clear(self) -> None:
        """Forget what was added."""
        self._file.seek(0)
        self._file.truncate()

    def __iter__(self) -> Iterator[bytes]:
        """Give the packets of the whole episode, in order."""
        ending: list[bytes] = []
        for reel in self._reels():
            packets = list(reel)
            yield from packets[: reel.sounding]
            ending = packets[reel.sounding :]
        yield from ending

    def _reels(self) -> Iterator[Packets]:
        self._file.seek(0)
        while head := self._file.read(_HEAD.size):
            count, sounding, size = _HEAD.unpack(head)
            sizes = np.frombuffer(self._file.read(4 * count), "<u4")
            yield Packets(self._file.read(size), sizes, sounding)
