"""EPUB 3 books that read themselves: the text with the audio laid over it, sentence by sentence.

By the W3C's EPUB 3.3, media overlays (section 9). One document and one overlay a chapter.
"""

from __future__ import annotations

import hashlib
import html
import itertools
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from narrator.audio.cover import draw
from narrator.audio.id3 import image_type
from narrator.audio.transcript import TAGS, Passage, passages
from narrator.domain import EpisodeFormat, InputError, Metadata, Timeline
from narrator.files import whole_file

AUDIO_TYPES = {
    EpisodeFormat.MP3: "audio/mpeg",
    EpisodeFormat.M4B: "audio/mp4",
    EpisodeFormat.OPUS: "audio/ogg; codecs=opus",
}
"""The audio that every reading system must play (EPUB 3.3, core media types)."""

_NAMES = {EpisodeFormat.MP3: "audio.mp3", EpisodeFormat.M4B: "audio.m4a"}

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>
"""

_STYLE = """body { font-family: serif; line-height: 1.5; margin: 1em; }
h1, h2 { font-family: sans-serif; line-height: 1.25; }
blockquote { font-style: italic; }
pre { white-space: pre-wrap; }
.-epub-media-overlay-active { background: #ffe9a8; color: #1b1b1b; }
"""

_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="{language}" xml:lang="{language}">
<head><title>{title}</title><link rel="stylesheet" href="style.css"/></head>
<body>
{body}
</body>
</html>
"""

_SMIL = """<?xml version="1.0" encoding="UTF-8"?>
<smil xmlns="http://www.w3.org/ns/SMIL" version="3.0"><body>
{pars}
</body></smil>
"""

_PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" \
xml:lang="{language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>{language}</dc:language>
{facts}
<meta property="dcterms:modified">{modified}</meta>
<meta property="media:active-class">-epub-media-overlay-active</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessMode">auditory</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessModeSufficient">auditory</meta>
<meta property="schema:accessibilityFeature">synchronizedAudioText</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
{durations}
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
<item id="cover" href="{cover}" media-type="{cover_type}" properties="cover-image"/>
<item id="audio" href="{audio}" media-type="{audio_type}"/>
{items}
</manifest>
<spine>
{spine}
</spine>
</package>
"""

_ITEMS = """\
<item id="c{index}" href="chapter-{index}.xhtml" media-type="application/xhtml+xml" \
media-overlay="o{index}"/>
<item id="o{index}" href="chapter-{index}.smil" media-type="application/smil+xml"/>"""


@dataclass(frozen=True, slots=True)
class _Asset:
    name: str
    media_type: str


def check_format(format: EpisodeFormat) -> None:  # noqa: A002 - the word users know
    """See whether a book can hold audio of this format.

    Raises:
        InputError: Reading systems do not play it.
    """
    if format not in AUDIO_TYPES:
        raise InputError(
            f"no e-book reader has to play {format}", hint=f"use one of {', '.join(AUDIO_TYPES)}"
        )


def is_audiobook(path: Path) -> bool:
    """Tell whether a file is a book that `write_epub` wrote."""
    try:
        with zipfile.ZipFile(path) as book:
            return "EPUB/chapter-0.smil" in book.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def write_epub(
    path: Path,
    audio: Path,
    *,
    format: EpisodeFormat,  # noqa: A002 - the word users know, as in --format
    timeline: Timeline,
    metadata: Metadata,
) -> None:
    """Write a book of an episode: its text, its audio, and which sentence is heard when.

    Args:
        path: The book; appears whole or not at all.
        audio: The episode's audio file.
        format: What the audio is: MP3, M4B or Opus.
        timeline: When everything is heard.
        metadata: What the book says of itself.

    Raises:
        InputError: Reading systems do not play this format.
        OutputError: The book cannot be written.
    """
    check_format(format)
    cover = metadata.cover or draw(metadata.title, metadata.artist)
    picture = "cover.png" if image_type(cover) == "image/png" else "cover.jpg"
    name = _NAMES.get(format, f"audio.{format}")
    with whole_file(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as book:
        # First and not compressed, so that the file's type can be told from its first bytes.
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr("META-INF/container.xml", _CONTAINER)
        book.writestr("EPUB/style.css", _STYLE)
        book.writestr(f"EPUB/{picture}", cover, zipfile.ZIP_STORED)
        book.write(audio, f"EPUB/{name}", zipfile.ZIP_STORED)
        for index, content in _chapters(timeline):
            page = _body(timeline.chapters[index].title, metadata, content)
            book.writestr(f"EPUB/chapter-{index}.xhtml", page)
            book.writestr(f"EPUB/chapter-{index}.smil", _overlay(index, content, name))
        book.writestr("EPUB/nav.xhtml", _contents(timeline, metadata))
        assets = _Asset(picture, image_type(cover)), _Asset(name, AUDIO_TYPES[format])
        book.writestr("EPUB/package.opf", _package(timeline, metadata, *assets))


def _chapters(timeline: Timeline) -> Iterator[tuple[int, Sequence[Passage]]]:
    """Give the passages of each chapter; a section that is not heard has no chapter."""
    groups = itertools.groupby(passages(timeline), key=lambda passage: passage.section)
    for index, (_, content) in enumerate(groups):
        yield index, tuple(content)


def _body(title: str, metadata: Metadata, content: Sequence[Passage]) -> str:
    body = "\n".join(_element(passage) for passage in content)
    return _PAGE.format(
        language=html.escape(metadata.language),
        title=html.escape(title),
        body=f'<section epub:type="chapter">\n{body}\n</section>',
    )


def _element(passage: Passage) -> str:
    tag = TAGS.get(passage.role, "p")
    words = " ".join(
        f'<span id="s{index}">{html.escape(_clean(cue.text))}</span>' for index, cue in passage.cues
    )
    return (
        f"<blockquote><p>{words}</p></blockquote>"
        if tag == "blockquote"
        else (f"<{tag}>{words}</{tag}>")
    )


def _overlay(chapter: int, content: Sequence[Passage], audio: str) -> str:
    pars = "\n".join(
        f'<par id="p{index}"><text src="chapter-{chapter}.xhtml#s{index}"/>'
        f'<audio src="{audio}" clipBegin="{cue.start:.3f}s" clipEnd="{cue.end:.3f}s"/></par>'
        for passage in content
        for index, cue in passage.cues
    )
    return _SMIL.format(pars=pars)


def _contents(timeline: Timeline, metadata: Metadata) -> str:
    entries = "\n".join(
        f'<li><a href="chapter-{index}.xhtml">{html.escape(_clean(chapter.title))}</a></li>'
        for index, chapter in enumerate(timeline.chapters)
    )
    return _PAGE.format(
        language=html.escape(metadata.language),
        title=html.escape(_clean(metadata.title)),
        body=f'<nav epub:type="toc"><ol>\n{entries}\n</ol></nav>',
    )


def _package(timeline: Timeline, metadata: Metadata, cover: _Asset, audio: _Asset) -> str:
    items, spine, durations, total = [], [], [], 0.0
    for index, content in _chapters(timeline):
        seconds = sum(
            round(cue.end, 3) - round(cue.start, 3) for part in content for _, cue in part.cues
        )
        total += seconds
        items.append(_ITEMS.format(index=index))
        spine.append(f'<itemref idref="c{index}"/>')
        durations.append(
            f'<meta property="media:duration" refines="#o{index}">{seconds:.3f}s</meta>'
        )
    durations.append(f'<meta property="media:duration">{total:.3f}s</meta>')
    digest = hashlib.sha256(repr((metadata.title, metadata.url, timeline.samples)).encode())
    return _PACKAGE.format(
        language=html.escape(metadata.language),
        identifier=uuid.UUID(bytes=digest.digest()[:16]),
        title=html.escape(_clean(metadata.title)),
        facts="\n".join(_facts(metadata)),
        modified=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        durations="\n".join(durations),
        cover=cover.name,
        cover_type=cover.media_type,
        audio=audio.name,
        audio_type=audio.media_type,
        items="\n".join(items),
        spine="\n".join(spine),
    )


def _facts(metadata: Metadata) -> Iterator[str]:
    facts = {
        "creator": metadata.artist,
        "publisher": metadata.album,
        "date": metadata.published and metadata.published.isoformat(),
        "source": metadata.url,
        "description": metadata.comment,
    }
    for name, value in facts.items():
        if value:
            yield f"<dc:{name}>{html.escape(_clean(value))}</dc:{name}>"


def _clean(text: str) -> str:
    """Drop the characters that XML 1.0 cannot hold."""
    return "".join(char for char in text if char >= " " or char in "\t\n\r")
