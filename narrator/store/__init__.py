"""What is kept: speech by content, and files by key in a folder or an object store."""

from narrator.store.blobs import Blob, Blobs, OpenBlob, open_blobs
from narrator.store.speech import DEFAULT_LIMIT, SpeechStore, speech_key

__all__ = [
    "DEFAULT_LIMIT",
    "Blob",
    "Blobs",
    "OpenBlob",
    "SpeechStore",
    "open_blobs",
    "speech_key",
]
