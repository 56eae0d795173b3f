"""`narrator voices`, but for what installs one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narrator.cli.messages import complain
from narrator.cli.voices_install import add, install
from narrator.domain import NarratorError, VoiceError

if TYPE_CHECKING:
    from narrator.domain import Voice

voices = typer.Typer(
    help="List voices, install, remove, verify and hear them.", rich_markup_mode=None
)
voices.command()(install)
voices.command()(add)

Names = Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Voices; all by default.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@voices.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """List voices, install, remove, verify and hear them."""
    if context.invoked_subcommand is None:
        list_()


@voices.command("list")
def list_(
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help="Only voices of a language, as de or en-GB.")
    ] = None,
    installed: Annotated[
        bool, typer.Option("--installed", help="Only voices that are installed.")
    ] = False,
    json_: Json = False,
) -> None:
    """List what there is, what it takes and what it allows."""
    from narrator.cli.voices_list import as_json, as_table
    from narrator.engines import is_installed

    shown = [
        voice
        for voice in _known()
        if _speaks(voice, language) and (is_installed(voice) or not installed)
    ]
    if not shown:
        raise VoiceError(
            f"there is no voice for the language {language!r}" if language else "no voice is there",
            hint="'narrator voices list' shows all",
        )
    (as_json if json_ else as_table)(shown)


@voices.command()
def tune(names: Names = None) -> None:
    """Measure which way of computing is fastest on this machine, and keep it."""
    from narrator.config import read_settings
    from narrator.engines import is_installed, tune_engine
    from narrator.studio import cache_folder
    from narrator.voices import find_voice

    settings = read_settings()
    chosen = [find_voice(name, settings.voices) for name in names or ()]
    for voice in chosen or [voice for voice in _known() if is_installed(voice)]:
        trials = tune_engine(voice, cache=cache_folder(settings.cache))
        for trial in trials:
            used = ", used from now on" if trial.chosen else ""
            speed = 1 / trial.real_time_factor
            print(f"{voice.name}: {trial.name} {speed:.1f}x real time on one core{used}")
        if names and not trials:
            print(f"{voice.name}: its engine has one way of computing, nothing to choose")


@voices.command()
def suggest(
    language: Annotated[
        str, typer.Option(metavar="TAG", help="Language to be read, as de or en-GB.")
    ] = "en",
) -> None:
    """Name the voices to try for a language, best first."""
    from narrator.cli.voices_list import as_suggestion
    from narrator.config import read_settings
    from narrator.voices import suggest_voices

    found = suggest_voices(language, read_settings().voices)
    if not found:
        raise VoiceError(
            f"no voice speaks {language!r}",
            hint="add one of your own with 'narrator voices add', as a Piper model",
        )
    as_suggestion(found)


@voices.command()
def verify(names: Names = None) -> int:
    """Check that the files of installed voices are whole."""
    from narrator.engines import verify_files, was_installed

    codes = []
    for voice in _named(names) if names else filter(was_installed, _known()):
        try:
            files = verify_files(voice)
        except VoiceError as error:
            codes.append(complain(error))
        else:
            count = f"{len(files)} file{'s' * (len(files) != 1)} whole"
            print(f"{voice.name}: {count if files else 'needs no files'}")
    return min(codes, default=0)


@voices.command()
def remove(names: Annotated[list[str], typer.Argument(metavar="NAME", help="Voices.")]) -> int:
    """Take away voices and the files no other one needs."""
    from narrator.config import read_settings
    from narrator.voices.folder import remove_voice

    folder = read_settings().voices
    codes = []
    for voice in _named(names):
        try:
            freed = remove_voice(voice, folder)
        except NarratorError as error:
            codes.append(complain(error))
        else:
            print(f"{voice.name}: removed, {freed / 1e6:,.1f} MB freed")
    return min(codes, default=0)


@voices.command()
def sample(
    name: Annotated[str, typer.Argument(metavar="NAME", help="An installed voice.")],
    text: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What it says in place of its sample text.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="Audio file; NAME.mp3 by default."),
    ] = None,
) -> None:
    """Hear a voice before it reads an article."""
    from narrator.audition import record_sample
    from narrator.config import read_settings
    from narrator.studio import Studio

    settings = read_settings()
    with Studio(
        settings.cache, voices=settings.voices, threads=settings.threads, keep_speech=False
    ) as stage:
        (voice,) = _named([name])
        episode = record_sample(voice, stage, out or Path(f"{name}.mp3"), text=text)
    print(f"{episode.path}  {episode.duration:.1f} s, {episode.loudness.integrated:.1f} LUFS")


def _known() -> tuple[Voice, ...]:
    from narrator.config import read_settings
    from narrator.voices import load_catalogue

    return load_catalogue(read_settings().voices)


def _named(names: list[str]) -> list[Voice]:
    from narrator.config import read_settings
    from narrator.voices import find_voice

    folder = read_settings().voices
    return [find_voice(name, folder) for name in dict.fromkeys(names)]


def _speaks(voice: Voice, language: str | None) -> bool:
    return language is None or f"{voice.language}-".lower().startswith(f"{language}-".lower())
