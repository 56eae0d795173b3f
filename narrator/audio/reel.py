"""Reels: an episode in stretches of about half a minute, each encoded by itself and kept.

Where one reel ends and the next begins is decided by what is said there, not by time, so that an
edit changes the reel it falls into and perhaps the next, but none behind them.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Protocol

import numpy as np
import numpy.typing as npt

from narrator.audio.coding import Encoding
from narrator.audio.loudness import energies
from narrator.audio.mix import Stretch, render
from narrator.audio.packets import Packets
from narrator.audio.write import compress

_VERSION = 1
"""Counts up whenever the same stretches would be encoded otherwise."""

_SHORTEST, _LONGEST = 12.0, 45.0
"""Seconds a reel lasts, but for a section's end and for utterances that may not be parted. An
edit costs a reel; each costs the decoding of a few packets' worth of silence and a file."""

_ODDS = 4
"""One utterance in so many may begin a reel."""

_REST = 0.19
"""Seconds of silence that must end a reel: over the 50 to 140 ms that an encoder looks ahead."""

_HEAD = struct.Struct("<QdII")
"""Samples, peak, packets that sound, packets in all; sizes and energies follow."""


class ReelStore(Protocol):
    """Where reels are kept, each as a small head and a large body."""

    def get(self, key: str) -> tuple[bytes, bytes] | None:
        """Return what is kept under `key`, or None."""

    def put(self, key: str, head: bytes, body: bytes) -> None:
        """Keep a reel under `key`."""


@dataclass(frozen=True, slots=True, eq=False)
class Reel:
    """A compressed stretch of an episode, whole packets long."""

    packets: Packets
    """The compressed audio."""

    samples: int
    """Length in samples."""

    energies: npt.NDArray[np.float64]
    """Loudness as it is encoded; as in `Speech`."""

    peak: float
    """Highest true peak before encoding, full scale 1.0."""


def cut(pieces: Iterable[Stretch], sample_rate: int) -> Iterator[list[Stretch]]:
    """Divide the stretches of an episode into reels."""
    reel: list[Stretch] = []
    length = 0
    for piece in pieces:
        if reel and _begins_reel(piece, reel[-1], length / sample_rate, sample_rate):
            yield reel
            reel, length = [], 0
        reel.append(piece)
        length += piece.length
    if reel:
        yield reel


def _begins_reel(piece: Stretch, before: Stretch, seconds: float, sample_rate: int) -> bool:
    if before.rest < _REST * sample_rate:
        return False
    if not piece.parts or not before.parts:
        return len(piece.music) > 0
    first = piece.parts[0]
    if first.utterance.section != before.parts[-1].utterance.section:
        return True
    chosen = int(first.take.key[:8], 16) % _ODDS == 0
    return seconds >= (_SHORTEST if chosen else _LONGEST)


@dataclass(frozen=True, slots=True)
class Press:
    """Makes reels, or finds them where they were kept."""

    encoding: Encoding
    """Format and sample rate."""

    gain: float
    """Of the speech, in dB."""

    store: ReelStore | None
    """Where reels are looked for and kept."""

    def make(self, pieces: Sequence[Stretch]) -> Reel:
        """Give the reel of these stretches.

        Raises:
            OutputError: FFmpeg refuses, or the store cannot be written.
        """
        if self.store is None:
            return _encode(pieces, self.encoding, self.gain)
        key = _key(pieces, self.encoding, self.gain)
        kept = self.store.get(key)
        if kept is not None:
            return _unpack(*kept)
        reel = _encode(pieces, self.encoding, self.gain)
        self.store.put(key, *_pack(reel))
        return reel


def _key(pieces: Sequence[Stretch], encoding: Encoding, gain: float) -> str:
    """Name a reel by all that decides its bytes."""
    coding = encoding.coding
    lossy = encoding.packet > 1
    how = [encoding.format, coding.bit_rate, dict(coding.options), coding.level] if lossy else []
    sound = [
        [piece.length, _music(piece), [[part.take.key, part.start] for part in piece.parts]]
        for piece in pieces
    ]
    facts = [_VERSION, *_versions(), *how, encoding.sample_rate, coding.ceiling, gain, sound]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _music(piece: Stretch) -> str:
    """Name the music of a stretch."""
    return hashlib.sha256(piece.music.tobytes()).hexdigest() if len(piece.music) else ""


@cache
def _versions() -> list[str]:
    """Give the versions of the libraries that encode."""
    return [f"{name} {version(name)}" for name in ("av", "lameenc", "soundfile")]


def _encode(pieces: Sequence[Stretch], encoding: Encoding, gain: float) -> Reel:
    length = encoding.whole(sum(piece.length for piece in pieces))
    samples = np.zeros(length, np.float32)
    place, highest = 0, 0.0
    for piece in pieces:
        sound, peak = render(piece, encoding.sample_rate, gain, encoding.coding.ceiling)
        samples[place : place + piece.length] = sound
        place, highest = place + piece.length, max(highest, peak)
    levels = energies(samples, encoding.sample_rate)
    return Reel(compress(samples, encoding), length, levels, highest)


def _pack(reel: Reel) -> tuple[bytes, bytes]:
    packets = reel.packets
    head = _HEAD.pack(reel.samples, reel.peak, packets.sounding, len(packets.sizes))
    tables = packets.sizes.astype("<u4").tobytes(), reel.energies.astype("<f8").tobytes()
    return head + b"".join(tables), packets.data


def _unpack(head: bytes, body: bytes) -> Reel:
    samples, peak, sounding, count = _HEAD.unpack_from(head)
    sizes = np.frombuffer(head, "<u4", count, _HEAD.size)
    levels = np.frombuffer(head, "<f8", offset=_HEAD.size + 4 * count)
    return Reel(Packets(body, sizes, sounding), samples, levels, peak)
