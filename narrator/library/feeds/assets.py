"""The files of an episode on a site, each under a name that changes with its audio.

A changed name makes apps and caches fetch the new audio, and lets a rebuild leave alone what is
there already.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from narrator.audio import chapters_json, srt, vtt
from narrator.domain import InputError, Metadata
from narrator.files import slug, whole_file
from narrator.library.feeds.artwork import draw_artwork
from narrator.library.feeds.notes import attribution
from narrator.library.feeds.opus import write_opus
from narrator.library.feeds.shelf import Narrated
from narrator.library.feeds.show import Document, Media
from narrator.library.feeds.web import write_transcript
from narrator.manifest import file_hash

FOLDER = "episodes"
"""Where they stand, below the site."""

_KEY = 10
"""Hexadecimal digits that tell one audio from another: 40 bits."""

OURS = re.compile(rf".+\.[0-9a-f]{{{_KEY}}}\.(mp3|m4a|opus|vtt|srt|html|chapters\.json|jpg)")
"""Names of the files this module writes, and so may delete."""

_TYPES = {".mp3": "audio/mpeg", ".m4a": "audio/x-m4a", ".opus": "audio/ogg"}
"""MIME types; those of MP3 and M4A are the ones Apple lists."""

_CODECS = {".opus": "opus"}

_TEXTS = (".chapters.json", ".vtt", ".srt", ".html")

_NAMES = {".mp3": "MP3", ".m4a": "AAC", ".opus": "Opus, smaller"}


@dataclass(frozen=True, slots=True)
class Assets:
    """What stands on the site for one episode."""

    audio: Media
    """MP3 or AAC."""

    alternates: tuple[Media, ...]
    """The same audio in other formats."""

    image: str
    """URL of the artwork."""

    chapters: Document
    """Chapters in JSON."""

    transcripts: tuple[Document, ...]
    """WebVTT, SubRip and HTML."""

    names: frozenset[str]
    """Names of all these files."""


def write_assets(
    narrated: Narrated, folder: Path, url: Callable[[str], str], *, opus: bool
) -> Assets:
    """Write what is not there yet.

    Args:
        narrated: The episode.
        folder: Where the files go.
        url: Gives the URL of a file by its name.
        opus: Whether to make an Opus version where there is none.

    Raises:
        InputError: The audio has changed since it was narrated, or cannot be read.
        OutputError: A file cannot be written.
    """
    name = _name(narrated)
    main = _copy(narrated.audio, folder, name, narrated.sha256)
    cover = folder / f"{name}.jpg"
    if not cover.exists():
        _write(cover, draw_artwork(narrated.title, narrated.byline))
    others = [_copy(path, folder, name, file_hash(path)) for path in narrated.others]
    if opus and not any(path.suffix == ".opus" for path in others):
        others.append(_make_opus(narrated, folder / f"{name}.opus", cover))
    documents = []
    page = write_transcript(narrated, audio=main.name, cover=cover)
    for suffix, kind, data in (
        (".chapters.json", "application/json+chapters", chapters_json(narrated.timeline).encode()),
        (".vtt", "text/vtt", vtt(narrated.timeline).encode()),
        (".srt", "application/x-subrip", srt(narrated.timeline).encode()),
        (".html", "text/html", page),
    ):
        put(folder / f"{name}{suffix}", data)
        documents.append(Document(url(f"{name}{suffix}"), kind))
    files = [main, cover, *others]
    return Assets(
        audio=_media(main, url),
        alternates=tuple(_media(path, url) for path in others),
        image=url(cover.name),
        chapters=documents[0],
        transcripts=tuple(documents[1:]),
        names=frozenset(
            [*(path.name for path in files), *(f"{name}{suffix}" for suffix in _TEXTS)]
        ),
    )


def put(path: Path, data: bytes) -> bool:
    """Write a file unless it holds just that; tell whether it was written.

    Raises:
        OutputError: It cannot be written.
    """
    if path.is_file() and path.read_bytes() == data:
        return False
    _write(path, data)
    return True


def _write(path: Path, data: bytes) -> None:
    with whole_file(path) as part:
        part.write_bytes(data)


def _name(narrated: Narrated) -> str:
    """Name the files: words of the title in ASCII, which any host can serve, then the key."""
    key = hashlib.sha256(f"{narrated.stem}\n{narrated.sha256}".encode()).hexdigest()[:_KEY]
    folded = unicodedata.normalize("NFKD", Path(narrated.stem).name)
    words = slug(folded.encode("ascii", "ignore").decode())
    return f"{words}.{key}"


def _copy(source: Path, folder: Path, name: str, sha256: str) -> Path:
    suffix = source.suffix.replace(".m4b", ".m4a")
    target = folder / f"{name}{suffix}"
    if target.exists() and target.stat().st_size == source.stat().st_size:
        return target
    with whole_file(target) as part:
        shutil.copyfile(source, part)
        if file_hash(part) != sha256:
            raise InputError(
                f"{source} is not the file its manifest describes",
                hint="narrate the article again",
            )
    return target


def _make_opus(narrated: Narrated, target: Path, cover: Path) -> Path:
    if not target.exists():
        metadata = Metadata(
            title=narrated.title,
            language=narrated.language,
            artist=narrated.byline or None,
            album=narrated.site or None,
            published=narrated.published.date() if narrated.published else None,
            url=narrated.url or None,
            comment=attribution(narrated.voices),
        )
        with whole_file(target) as part:
            write_opus(
                narrated.audio,
                part,
                metadata=metadata,
                cover=cover.read_bytes(),
                chapters=narrated.timeline.chapters,
            )
    return target


def _media(path: Path, url: Callable[[str], str]) -> Media:
    suffix = path.suffix
    return Media(
        url=url(quote(path.name)),
        type=_TYPES[suffix],
        length=path.stat().st_size,
        title=_NAMES[suffix],
        codecs=_CODECS.get(suffix, ""),
    )
