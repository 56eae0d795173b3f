"""The manifest, `<name>.episode.json`: all that is known of an episode, beside its audio.

It is the only thing a feed is built from, and what tells whether a file may be overwritten.
Lists stand one item a line, so that a long episode is written in constant memory and two
manifests can be compared line by line.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from narrator.domain import (
    Article,
    Chapter,
    Cue,
    Episode,
    EpisodeFormat,
    InputError,
    Loudness,
    Metadata,
    Role,
    Timeline,
    Voice,
    Word,
    Words,
    WordTimes,
)
from narrator.files import whole_file, writing

SUFFIX = ".episode.json"
"""What a manifest's name ends with."""

_VERSION = 1
"""Raised when a reader of the old form would misunderstand the new one."""


_HEAD = frozenset({"source", "article", "voices", "speed", "audio"})
_KEYS = _HEAD | {"chapters", "cues", "removed"}
"""What a reader may rely on; the head comes first."""

_FIRST_LIST = '"chapters": '
"""How the line behind the head begins."""


@dataclass(frozen=True, slots=True)
class Source:
    """What an episode was made from."""

    sha256: str
    """SHA-256 of the source's bytes, in hex."""

    name: str | None = None
    """File name without its folder, which is nobody's business; None for what was piped in."""

    url: str | None = None
    """Where it stands on the web."""


def manifest_path(audio: Path) -> Path:
    """Name the manifest of an audio file."""
    return audio.with_name(audio.stem + SUFFIX)


def write_manifest(
    episode: Episode,
    *,
    out: Path,
    article: Article,
    source: Source,
    cast: Mapping[str, Voice],
    word_times: Mapping[str, WordTimes],
    speed: float,
) -> Path:
    """Write the manifest beside `out`, the name the audio file will have.

    Args:
        episode: The episode, whose audio is complete at `episode.path`.
        out: Final name of the audio file.
        article: What was narrated, with its receipt.
        source: What the article was read from.
        cast: The voices that speak, by name.
        word_times: What their word times are, by the same names.
        speed: Speaking rate.

    Raises:
        OutputError: It cannot be written.
    """
    timeline = episode.timeline
    facts = {
        "version": _VERSION,
        "narrator": version("narrator"),
        "source": dataclasses.asdict(source),
        "article": _article_facts(article) | {"title": episode.metadata.title},
        "voices": [
            _voice_facts(voice) | {"word_times": word_times[name]} for name, voice in cast.items()
        ],
        "speed": speed,
        "tags": _tag_facts(episode.metadata),
        "audio": {
            "file": out.name,
            "format": episode.format,
            "duration": timeline.duration,
            "sample_rate": timeline.sample_rate,
            "samples": timeline.samples,
            "bytes": episode.path.stat().st_size,
            "sha256": file_hash(episode.path),
            "loudness": dataclasses.asdict(episode.loudness),
        },
        "chapters": [dataclasses.asdict(chapter) for chapter in timeline.chapters],
        "cues": timeline.cues,
        "removed": [dataclasses.asdict(item) for item in article.removed],
    }
    path = manifest_path(out)
    with whole_file(path) as part, part.open("w", encoding="utf-8") as file:
        separator = "{\n"
        for key, value in facts.items():
            file.write(f"{separator}{json.dumps(key)}: ")
            _write_value(file, value)
            separator = ",\n"
        file.write("\n}\n")
    return path


def read_manifest(path: Path) -> dict[str, Any]:
    """Read a manifest.

    Raises:
        InputError: It is missing, damaged, or of a version this release does not know.
    """
    try:
        facts = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(
            f"cannot read the manifest {path}", hint="narrate the article again"
        ) from error
    return _checked(facts, path, _KEYS)


def _read_head(path: Path) -> dict[str, Any]:
    """Read what stands before the lists, which a long episode makes megabytes of.

    Raises:
        InputError: As of `read_manifest`.
    """
    try:
        with path.open(encoding="utf-8") as file:
            lines = itertools.takewhile(lambda line: not line.startswith(_FIRST_LIST), file)
            facts = json.loads("".join(lines).rstrip(",\n") + "}")
    except (OSError, ValueError):
        # Not there, or not in the lines it was written in.
        return read_manifest(path)
    return _checked(facts, path, _HEAD)


def _checked(facts: Any, path: Path, keys: frozenset[str]) -> dict[str, Any]:
    if isinstance(facts, dict) and facts.get("version") == _VERSION and facts.keys() >= keys:
        return facts
    raise InputError(
        f"{path} is no manifest that this release can read", hint="narrate the article again"
    )


def read_episode(path: Path) -> Episode:
    """Give back the episode that a manifest describes, with its whole timeline.

    All but the cover, which stands in the audio file only.

    Args:
        path: The manifest; the audio file stands beside it, and is not looked at.

    Raises:
        InputError: As of `read_manifest`.
    """
    facts = read_manifest(path)
    audio = facts["audio"]
    try:
        timeline = Timeline(
            audio["sample_rate"],
            audio["samples"],
            tuple(Chapter(**chapter) for chapter in facts["chapters"]),
            tuple(map(_cue, facts["cues"])),
        )
        return Episode(
            path.with_name(Path(audio["file"]).name),
            EpisodeFormat(audio["format"]),
            timeline,
            _metadata(facts),
            Loudness(**audio["loudness"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{path} lacks what this release needs", hint="narrate the article again"
        ) from error


def earlier_gain(
    audio: Path,
    *,
    cast: Mapping[str, Voice],
    format: EpisodeFormat,  # noqa: A002 - as in `record`
    speed: float,
) -> float | None:
    """Give the gain of the episode at `audio` in dB; None where none was made like this one."""
    try:
        facts = _read_head(manifest_path(audio))
        made = [voice["name"] for voice in facts["voices"]], facts["audio"]["format"]
        if (*made, facts["speed"]) != (list(cast), format, speed):
            return None
        return float(facts["audio"]["loudness"]["gain"])
    except (InputError, KeyError, TypeError, ValueError):
        return None


def is_same_article(audio: Path, title: str, source: Source) -> bool:
    """Tell whether the episode at `audio` was made from this article, perhaps an earlier text.

    It was if the text or the web address is the same, or both the title and the file's name.
    """
    try:
        facts = _read_head(manifest_path(audio))
    except InputError:
        return False
    known = facts["source"]
    return bool(
        known["sha256"] == source.sha256
        or (source.url is not None and known["url"] == source.url)
        or (facts["article"]["title"] == title and known["name"] == source.name)
    )


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hex."""
    with writing(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _article_facts(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "byline": article.byline,
        "published": article.published,
        "language": article.language,
        "url": article.url,
        "site": article.site,
        "image": article.image,
    }


def _tag_facts(metadata: Metadata) -> dict[str, Any]:
    facts = {item.name: getattr(metadata, item.name) for item in dataclasses.fields(metadata)}
    del facts["cover"]
    return facts


def _metadata(facts: Mapping[str, Any]) -> Metadata:
    tags = dict(facts["tags"])
    published = tags.pop("published")
    return Metadata(**tags, published=date.fromisoformat(published) if published else None)


def _cue(facts: Mapping[str, Any]) -> Cue:
    return Cue(
        text=facts["text"],
        start=facts["start"],
        end=facts["end"],
        section=facts["section"],
        role=Role(facts["role"]),
        words=Words(Word(*word) for word in facts["words"]),
        span=tuple(facts["span"]) if facts["span"] else None,
    )


def _voice_facts(voice: Voice) -> dict[str, str]:
    names = ("name", "engine", "language", "licence", "attribution")
    return {name: getattr(voice, name) for name in names}


def _write_value(file: Any, value: Any) -> None:
    """Write one value; a list or tuple one item a line."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        file.write(_dump(value))
        return
    separator = "[\n"
    for item in value:
        file.write(f"{separator} {_dump(item)}")
        separator = ",\n"
    file.write("\n]" if value else "[]")


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """Turn what JSON does not know into what it does."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    facts = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if "words" in facts:
        facts["words"] = [[word.text, word.start, word.end] for word in facts["words"]]
    return facts
