"""One entry of the store as bytes: a line of checksums, a small head, and a large body.

The head can be read and checked without the body, so that what is only looked up costs little.
"""

from __future__ import annotations

import hashlib
from typing import BinaryIO

_MAGIC = b"narrator-entry-2"

_LINE = 256
"""Bytes that hold the first line with certainty."""


class DamagedEntryError(Exception):
    """The bytes are not a whole entry."""


def pack(head: bytes, body: bytes) -> bytes:
    """Write an entry."""
    line = b"%s %d %s %s\n" % (_MAGIC, len(head), _digest(head), _digest(body))
    return line + head + body


def unpack(file: BinaryIO) -> tuple[bytes, bytes]:
    """Read an entry: its head and its body.

    Raises:
        DamagedEntryError: A checksum does not match, so nothing in the entry can be trusted.
    """
    head, digest = _head(file)
    body = file.read()
    if _digest(body) != digest:
        raise DamagedEntryError
    return head, body


def unpack_head(file: BinaryIO) -> bytes:
    """Read the head alone; errors as of `unpack`, but the body is not looked at."""
    return _head(file)[0]


def _head(file: BinaryIO) -> tuple[bytes, bytes]:
    """Give the head, and the checksum of the body."""
    magic, _, rest = file.readline(_LINE).rstrip(b"\n").partition(b" ")
    size, *digests = rest.split(b" ")
    if magic != _MAGIC or not size.isdigit() or len(digests) != 2:
        raise DamagedEntryError
    head = file.read(int(size))
    if _digest(head) != digests[0]:
        raise DamagedEntryError
    return head, digests[1]


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
