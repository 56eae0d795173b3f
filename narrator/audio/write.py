"""Audio files of every format, with their tags and chapters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from narrator.audio import id3, mp3, mp4, riff, vorbis
from narrator.audio.encode import CODINGS, encode
from narrator.audio.pcm import Samples
from narrator.domain import Chapter, EpisodeFormat, Metadata, OutputError


def write(
    audio: Iterable[Samples],
    path: Path,
    *,
    kind: EpisodeFormat,
    sample_rate: int,
    metadata: Metadata,
    cover: bytes,
    titles: Sequence[str],
    chapters: Callable[[], Sequence[Chapter]],
) -> None:
    """Encode the audio as it comes, and put the chapters where the format has them.

    Args:
        audio: The samples, in stretches of any length.
        path: Where to write; what stands there is lost.
        kind: Which format.
        sample_rate: Of the audio, in Hz.
        metadata: What the file says of itself.
        cover: PNG or JPEG.
        titles: Of the chapters.
        chapters: Gives the chapters; called when the audio has ended.

    Raises:
        OSError: The file cannot be written.
        OutputError: FFmpeg or mutagen refuses for reasons of its own.
    """
    coding = CODINGS[kind]
    match kind:
        case EpisodeFormat.MP3:
            with path.open("w+b") as file:
                # The tag's place is kept, and filled when the chapters' times are known.
                file.write(id3.tag(metadata, cover, [Chapter(title, 0, 0) for title in titles]))
                mp3.write(audio, file, coding, sample_rate)
                file.seek(0)
                file.write(id3.tag(metadata, cover, chapters()))
        case EpisodeFormat.M4B:
            mp4.write(audio, path, coding, sample_rate, chapters)
            with _tagging_errors():
                mp4.tag(path, metadata, cover)
        case EpisodeFormat.OPUS | EpisodeFormat.FLAC:
            encode(audio, path, coding, sample_rate)
            with _tagging_errors():
                vorbis.tag(path, kind, metadata, cover, chapters())
        case EpisodeFormat.WAV:
            encode(audio, path, coding, sample_rate)
            # Without chapters: FFmpeg would list them twice, since it reads the cue points too.
            tag = id3.tag(metadata, cover, ())
            riff.tag(path, metadata, tag, chapters(), sample_rate)


@contextmanager
def _tagging_errors() -> Iterator[None]:
    """Give back the operating system's error that mutagen wraps, or explain its own."""
    from mutagen import MutagenError

    try:
        yield
    except MutagenError as error:
        if isinstance(error.__context__, OSError):
            raise error.__context__ from error
        raise OutputError(
            f"the tags cannot be written ({error})", hint="try another format"
        ) from error
