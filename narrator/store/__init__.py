"""Content-addressed speech and compressed audio: what was made once is not made again."""

from narrator.store.folder import DEFAULT_LIMIT, Folder
from narrator.store.reels import ReelStore
from narrator.store.speech import SpeechFacts, SpeechStore, speech_key

__all__ = ["DEFAULT_LIMIT", "Folder", "ReelStore", "SpeechFacts", "SpeechStore", "speech_key"]
