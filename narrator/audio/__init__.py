"""Speech to episodes: join, loudness, encode, chapters and tags, captions, music."""

from narrator.audio.captions import chapters_json, srt, vtt, write_captions, write_chapters
from narrator.audio.edges import prepare
from narrator.audio.record import record
from narrator.audio.stream import stream

__all__ = [
    "chapters_json",
    "prepare",
    "record",
    "srt",
    "stream",
    "vtt",
    "write_captions",
    "write_chapters",
]
