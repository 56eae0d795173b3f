"""Speech to episodes: join, loudness, encode, chapters and tags, captions, music."""

from narrator.audio.captions import chapters_json, srt, vtt, write_captions, write_chapters
from narrator.audio.edges import prepare
from narrator.audio.epub import write_epub
from narrator.audio.live import LiveEncoder, LiveFormat, live_timeline
from narrator.audio.record import record
from narrator.audio.stream import stream
from narrator.audio.transcript import segments, transcript_html, transcript_json

__all__ = [
    "LiveEncoder",
    "LiveFormat",
    "chapters_json",
    "live_timeline",
    "prepare",
    "record",
    "segments",
    "srt",
    "stream",
    "transcript_html",
    "transcript_json",
    "vtt",
    "write_captions",
    "write_chapters",
    "write_epub",
]
