"""What is kept: speech and compressed audio by content, files by key for whoever serves them."""

from narrator.store.blobs import Blob, Blobs, OpenBlob, open_blobs
from narrator.store.folder import DEFAULT_LIMIT, Folder
from narrator.store.reels import ReelStore
from narrator.store.speech import SpeechFacts, SpeechStore, speech_key

__all__ = [
    "DEFAULT_LIMIT",
    "Blob",
    "Blobs",
    "Folder",
    "OpenBlob",
    "ReelStore",
    "SpeechFacts",
    "SpeechStore",
    "open_blobs",
    "speech_key",
]
