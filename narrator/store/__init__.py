"""Content-addressed speech: a sentence that was spoken once is not spoken again."""

from narrator.store.speech import DEFAULT_LIMIT, SpeechStore, speech_key

__all__ = ["DEFAULT_LIMIT", "SpeechStore", "speech_key"]
