"""An episode as a book, made from its manifest and its audio."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from narrator.audio import write_epub
from narrator.domain import Chapter, Cue, EpisodeFormat, Metadata, Role, Timeline, Word
from narrator.library import Library, Record


def make_book(library: Library, record: Record, path: Path) -> bool:
    """Write an episode's EPUB to `path`.

    Returns:
        Whether the episode has audio that books can hold; MP3 is used where it has another.
    """
    wanted = record.order.format
    kind = EpisodeFormat.MP3 if wanted in {"flac", "wav"} else wanted
    manifest = _read(library, record, "manifest.json")
    audio = path.with_name(f"audio.{kind}")
    if manifest is None or not _copy(library, record, f"audio.{kind}", audio):
        return False
    facts = json.loads(manifest)
    cover = _read(library, record, "cover.jpg")
    write_epub(
        path,
        audio,
        format=kind,
        timeline=timeline(facts),
        metadata=_metadata(facts, cover),
    )
    audio.unlink()
    return True


def timeline(facts: dict[str, Any]) -> Timeline:
    """Read the timeline of a manifest."""
    cues = tuple(
        Cue(
            text=cue["text"],
            start=cue["start"],
            end=cue["end"],
            section=cue["section"],
            role=Role(cue["role"]),
            words=tuple(Word(*word) for word in cue["words"]),
        )
        for cue in facts["cues"]
    )
    chapters = tuple(
        Chapter(chapter["title"], chapter["start"], chapter["end"]) for chapter in facts["chapters"]
    )
    audio = facts["audio"]
    return Timeline(audio["sample_rate"], audio["samples"], chapters, cues)


def _metadata(facts: dict[str, Any], cover: bytes | None) -> Metadata:
    article = facts["article"]
    published = article["published"]
    voices = " and ".join(voice["name"] for voice in facts["voices"])
    return Metadata(
        title=article["title"],
        language=article["language"],
        artist=article["byline"],
        album=article["site"],
        published=date.fromisoformat(published) if published else None,
        url=article["url"],
        comment=f"Narrated by a synthetic voice ({voices})",
        cover=cover,
    )


def _read(library: Library, record: Record, name: str) -> bytes | None:
    found = library.open(record.id, name)
    return None if found is None else b"".join(found.chunks)


def _copy(library: Library, record: Record, name: str, path: Path) -> bool:
    found = library.open(record.id, name)
    if found is None:
        return False
    with path.open("wb") as file:
        for chunk in found.chunks:
            file.write(chunk)
    return True
