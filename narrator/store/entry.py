"""One stored speech as bytes: a checksum, word times and energies as JSON, the sound as FLAC.

FLAC because it is lossless and costs next to nothing: it encodes at over 2,000 times real time
and halves the size of speech.
"""

from __future__ import annotations

import hashlib
import io
import json

import numpy as np

from narrator.domain import Speech, Word

_MAGIC = b"narrator-speech-1"


class DamagedEntryError(Exception):
    """The bytes are not a whole entry."""


def pack(speech: Speech) -> bytes:
    """Write speech as one entry."""
    import soundfile

    sound = io.BytesIO()
    soundfile.write(sound, speech.pcm, speech.sample_rate, format="FLAC", subtype="PCM_16")
    facts = {
        "words": [[word.text, word.start, word.end] for word in speech.words],
        "energies": speech.energies.tolist(),
    }
    body = json.dumps(facts, ensure_ascii=False).encode() + b"\n" + sound.getvalue()
    return b"%s %s\n%s" % (_MAGIC, hashlib.sha256(body).hexdigest().encode(), body)


def unpack(data: bytes) -> Speech:
    """Read an entry back.

    Raises:
        DamagedEntryError: The checksum does not match, so nothing in the entry can be trusted.
    """
    import soundfile

    head, _, body = data.partition(b"\n")
    if head != b"%s %s" % (_MAGIC, hashlib.sha256(body).hexdigest().encode()):
        raise DamagedEntryError
    facts, _, sound = body.partition(b"\n")
    known = json.loads(facts)
    pcm, sample_rate = soundfile.read(io.BytesIO(sound), dtype="int16")
    return Speech(
        pcm=pcm,
        sample_rate=sample_rate,
        words=tuple(Word(text, start, end) for text, start, end in known["words"]),
        energies=np.asarray(known["energies"], dtype=np.float64),
    )
