"""Which file an episode goes to, and whether it may."""

from __future__ import annotations

import re
from pathlib import Path

from narrator.audio.epub import is_audiobook
from narrator.domain import EpisodeFormat, OutputError
from narrator.files import slug
from narrator.manifest import Source, is_same_article, manifest_path

_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{1,4}")
"""What is meant as a suffix; folders may be called "Vol. 2" or "v1.2"."""


def names_a_file(out: Path) -> bool:
    """Tell whether `-o` names an audio file rather than a folder."""
    return not out.is_dir() and _SUFFIX.fullmatch(out.suffix.lower()) is not None


def choose_output(
    out: Path, title: str, wanted: EpisodeFormat | None
) -> tuple[Path, EpisodeFormat]:
    """Decide which file to write and in which format.

    Args:
        out: A file name with the suffix of a format, or a folder.
        title: Names the file in a folder.
        wanted: The format asked for; None goes by the suffix of `out`, or MP3.

    Raises:
        OutputError: The suffix is of no format, or of another one than asked for.
    """
    known = {f".{item}": item for item in EpisodeFormat}
    suffix = out.suffix.lower()
    if not names_a_file(out):
        kind = wanted or EpisodeFormat.MP3
        return out / f"{slug(title)}.{kind}", kind
    if suffix not in known:
        raise OutputError(
            f"cannot write {suffix} files", hint=f"end the name in {', '.join(known)}"
        )
    if wanted not in {None, known[suffix]}:
        raise OutputError(
            f"{out.name} is no name for the format {wanted}", hint=f"end it in .{wanted}"
        )
    return out, known[suffix]


def refuse_to_overwrite(target: Path, title: str, origin: Source, *, epub: bool) -> None:
    """Refuse where the audio file, one that shares its manifest, or the book is another's.

    Args:
        target: The audio file that is to be written.
        title: Title of the episode.
        origin: What it is made from.
        epub: Whether a book is to be written beside it.

    Raises:
        OutputError: It is.
    """
    book = target.with_suffix(".epub")
    if epub and book.exists() and not is_audiobook(book):
        raise OutputError(
            f"{book} was not made by narrator",
            hint="choose another name with -o, or overwrite it with --force",
        )
    taken = target.exists() or manifest_path(target).exists()
    if taken and not is_same_article(target, title, origin):
        raise OutputError(
            f"{target} was not made from this article",
            hint="choose another name with -o, or overwrite it with --force",
        )
