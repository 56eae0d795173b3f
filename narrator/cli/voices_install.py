"""`narrator voices install` and `narrator voices add`."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narrator.cli.messages import complain
from narrator.domain import NarratorError, VoiceError

if TYPE_CHECKING:
    from narrator.config import Settings
    from narrator.domain import Voice, VoiceFile

Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")]


def install(
    names: Annotated[list[str], typer.Argument(metavar="NAME", help="Voices.")],
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DIR|URL", help="Folder or mirror to take the files from instead."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Do not ask.")] = False,
    quiet: Quiet = False,
) -> int:
    """Install voices, or go on with it where it stopped."""
    from narrator.config import read_settings
    from narrator.engines import is_installed
    from narrator.voices import find_voice
    from narrator.voices.catalogue import load_known

    settings = read_settings()
    # What narrator knows of a voice's sources is newer than what an earlier installation wrote.
    known = {voice.name: voice for voice in load_known()}
    wanted = []
    for voice in [find_voice(name, settings.voices) for name in dict.fromkeys(names)]:
        if is_installed(voice) and _whole(voice):
            if not quiet:
                print(f"{voice.name}: installed already")
        else:
            wanted.append(known.get(voice.name, voice))
    if not wanted or not _agreed(wanted, settings.voices, ask=not yes, quiet=quiet):
        return 0
    codes = []
    for voice in wanted:
        try:
            installed = _install(voice, settings.voices, source, quiet=quiet)
            heard = _hear(installed, settings)
        except NarratorError as error:
            codes.append(complain(error, voice.name))
        else:
            print(f"{voice.name}: installed{heard}; use it with --voice {voice.name}")
            if voice.attribution and not quiet:
                print(f"  Its licence asks for this credit: {voice.attribution}")
    return min(codes, default=0)


def add(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="Piper model (.onnx) or Kokoro style (.bin).")
    ],
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="What it is called; by default its file.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help="Language and accent, as en-GB.")
    ] = None,
    gender: Annotated[
        str | None, typer.Option(metavar="WORD", help="female, male or neutral.")
    ] = None,
    description: Annotated[str | None, typer.Option(metavar="TEXT", help="How it sounds.")] = None,
    licence: Annotated[
        str | None, typer.Option(metavar="SPDX", help="Its licence, as CC0-1.0.")
    ] = None,
    attribution: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What the licence asks to be said.")
    ] = None,
) -> None:
    """Add a voice of your own, a Piper model or Kokoro style."""
    from narrator.config import read_settings
    from narrator.voices.add import About, add_voice
    from narrator.voices.folder import remove_voice

    settings = read_settings()
    about = About(name, language, gender, description, licence, attribution)
    voice = add_voice(path, settings.voices, about)
    try:
        heard = _hear(voice, settings)
    except NarratorError:
        remove_voice(voice, settings.voices)
        raise
    print(f"{voice.name}: added{heard}; use it with --voice {voice.name}")


def _agreed(wanted: list[Voice], folder: Path, *, ask: bool, quiet: bool) -> bool:
    """Say what the voices take and allow; at a terminal, ask."""
    from narrator.cli.voices_list import size_of
    from narrator.voices.install import cost_of

    total = 0
    for voice in wanted:
        cost = cost_of(voice, folder)
        total += cost.size - cost.here
        here = f", {size_of(cost.here)} of it here already" if cost.here else ""
        size = size_of(cost.size) if cost.size or not cost.unknown else "of unknown size"
        more = " and more" if cost.size and cost.unknown else ""
        limits = "" if voice.commercial else "; NOT for commercial use"
        if not quiet:
            print(f"{voice.name}: {size}{more}{here}; {voice.licence}{limits}", flush=True)
    if not ask or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    try:
        return typer.confirm(f"Install for {size_of(total)}?", default=True)
    except typer.Abort as error:
        print()
        raise KeyboardInterrupt from error


def _install(voice: Voice, folder: Path, source: str | None, *, quiet: bool) -> Voice:
    from narrator.voices.install import install_voice

    def wait() -> None:
        print("narrator: waiting for another installation to end", file=sys.stderr, flush=True)

    with _progress(voice, shown=not quiet) as update:
        return install_voice(voice, folder, source=source, on_bytes=update, on_wait=wait)


@contextlib.contextmanager
def _progress(voice: Voice, *, shown: bool) -> Iterator[Callable[[VoiceFile, int], None]]:
    """Show bytes, rate and time left on standard error, where a person is looking."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    rest = (TransferSpeedColumn(), TimeRemainingColumn())
    counts = dict.fromkeys((file.sha256 for file in voice.files), 0)
    with Progress(
        *columns,
        *rest,
        console=console,
        transient=True,
        disable=not (shown and console.is_terminal),
    ) as bar:
        task = bar.add_task(voice.name, total=voice.size)

        def update(file: VoiceFile, count: int) -> None:
            counts[file.sha256] = count
            bar.update(task, completed=sum(counts.values()))

        yield update


def _whole(voice: Voice) -> bool:
    from narrator.engines import verify_files

    try:
        verify_files(voice)
    except VoiceError:
        return False
    return True


def _hear(voice: Voice, settings: Settings) -> str:
    """Let a voice speak, remember how fast and how loud it is, and say so."""
    from narrator.audition import hear

    found = hear(voice, settings.voices, settings.cache, settings.threads)
    times = 1 / found.real_time_factor
    return f", heard: {times:,.0f}x real time, {found.loudness:.1f} LUFS"
