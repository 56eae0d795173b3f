"""Narrated episodes as they stand in a folder: manifests, and the audio beside them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from narrator.domain import Chapter, Cue, InputError, Role, Timeline, Word
from narrator.manifest import SUFFIX, file_hash, read_manifest

_GUIDS = uuid.UUID("5d0b6f0c-7f5e-5c0e-9b1e-6d1c0c1f5a3e")
"""Namespace of the identifiers of episodes in a folder."""

_NOON = time(12, tzinfo=UTC)
"""When an article came out whose day alone is known: the same day nearly everywhere on earth."""

_MAIN = (".mp3", ".m4b")
"""Suffixes of what Apple takes, in order of preference."""

_SLACK = 0.2
"""Seconds by which files of one narration differ in length: encoders fill up their last frame."""

_ALTERNATE = (".opus", ".m4b")
"""Suffixes of what may go beside it."""


@dataclass(frozen=True, slots=True)
class Narrated:
    """One narrated episode on disk."""

    stem: str
    """Its name below the folder, without suffix and with `/` between folders."""

    audio: Path
    """MP3, or AAC in an MP4 container."""

    others: tuple[Path, ...]
    """The same audio in other formats."""

    sha256: str
    """SHA-256 of `audio`, in hex."""

    title: str
    """Title of the episode."""

    byline: str
    """Who wrote the article; empty where it is not known."""

    url: str
    """Where the article stands on the web; empty for nowhere."""

    site: str
    """Name of the publication; empty where it is not known."""

    language: str
    """BCP 47 tag."""

    published: datetime | None
    """When the article came out; None where it is not known."""

    narrated: datetime
    """When it was narrated."""

    voices: tuple[Mapping[str, str], ...]
    """Facts of the voices that speak, as the manifest has them."""

    timeline: Timeline
    """When everything is heard."""

    @property
    def guid(self) -> str:
        """Identifier that stays whatever is narrated again under this name."""
        return str(uuid.uuid5(_GUIDS, self.stem))


def read_shelf(folder: Path) -> list[Narrated]:
    """Read every narrated episode of a folder and those below it, in order of names.

    Raises:
        InputError: There is none; a manifest is damaged; audio is missing, is not what its
            manifest describes, or is of no format that podcast apps play.
    """
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}", hint="check the path")
    paths = sorted(folder.rglob(f"*{SUFFIX}"))
    if not paths:
        raise InputError(
            f"there is no narrated episode in {folder}",
            hint="make some with `narrator narrate ARTICLE -o FOLDER`",
        )
    return [read_narrated(path, folder) for path in paths]


def read_narrated(manifest: Path, folder: Path) -> Narrated:
    """Read one narrated episode by its manifest; errors as of `read_shelf`."""
    facts = read_manifest(manifest)
    try:
        return _from_facts(facts, manifest, folder)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise InputError(
            f"the manifest {manifest} is damaged", hint="narrate the article again"
        ) from error


def _from_facts(facts: Mapping[str, Any], manifest: Path, folder: Path) -> Narrated:
    article, audio = facts["article"], facts["audio"]
    described = manifest.with_name(Path(audio["file"]).name)
    _check_size(described, audio["bytes"])
    base = manifest.with_name(manifest.name.removesuffix(SUFFIX))
    present = [path for suffix in _MAIN if (path := _beside(base, suffix)).is_file()]
    if not present:
        raise InputError(
            f"podcast apps do not play {described.name}",
            hint="narrate the article to MP3 too; nothing is spoken again for it",
        )
    others = [path for suffix in _ALTERNATE if (path := _beside(base, suffix)).is_file()]
    timeline = read_timeline(facts)
    for path in {*present[:1], *others} - {described}:
        _check_duration(path, timeline.duration)
    day = article["published"]
    return Narrated(
        stem=base.relative_to(folder).as_posix(),
        audio=present[0],
        others=tuple(path for path in others if path != present[0]),
        sha256=audio["sha256"] if present[0] == described else file_hash(present[0]),
        title=article["title"],
        byline=article["byline"] or "",
        url=article["url"] or "",
        site=article["site"] or "",
        language=article["language"],
        published=datetime.combine(date.fromisoformat(day), _NOON) if day else None,
        narrated=datetime.fromtimestamp(int(manifest.stat().st_mtime), UTC),
        voices=tuple(facts["voices"]),
        timeline=timeline,
    )


def read_timeline(facts: Mapping[str, Any]) -> Timeline:
    """Give the timeline that a manifest tells."""
    return Timeline(
        sample_rate=facts["audio"]["sample_rate"],
        samples=facts["audio"]["samples"],
        chapters=tuple(Chapter(**chapter) for chapter in facts["chapters"]),
        cues=tuple(map(_cue, facts["cues"])),
    )


def _cue(facts: Mapping[str, Any]) -> Cue:
    return Cue(
        text=facts["text"],
        start=facts["start"],
        end=facts["end"],
        section=facts["section"],
        role=Role(facts["role"]),
        words=tuple(Word(*word) for word in facts["words"]),
    )


def _beside(base: Path, suffix: str) -> Path:
    return base.with_name(base.name + suffix)


def _check_size(audio: Path, size: int) -> None:
    try:
        found = audio.stat().st_size
    except OSError as error:
        raise InputError(
            f"{audio} is missing", hint="narrate the article again, or delete its manifest"
        ) from error
    if found != size:
        raise InputError(
            f"{audio} is not the file its manifest describes",
            hint="wait until its narration has ended, or narrate the article again",
        )


def _check_duration(audio: Path, seconds: float) -> None:
    """Refuse audio that the manifest does not describe and that is not as long as what it does."""
    import av

    try:
        with av.open(str(audio)) as container:
            found = (container.duration or 0) / av.time_base
    except (OSError, av.FFmpegError) as error:
        raise InputError(f"cannot read the audio {audio}", hint="narrate it again") from error
    if abs(found - seconds) > _SLACK:
        raise InputError(
            f"{audio} is of another version of the article than its manifest",
            hint="narrate the article again to that format, or delete the file",
        )
