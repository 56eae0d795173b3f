"""`narrator voices`."""

from __future__ import annotations

import typer

from narrator.cli.messages import complain
from narrator.domain import VoiceError

voices = typer.Typer(help="List the voices, or verify their files.", rich_markup_mode=None)


@voices.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """List the voices, or verify their files."""
    if context.invoked_subcommand is None:
        list_()


@voices.command("list")
def list_() -> None:
    """List the voices of the catalogue."""
    from rich.console import Console
    from rich.table import Table

    from narrator.voices import load_catalogue

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("Voice", "Language", "Gender", "Engine", "Licence", "Character"):
        table.add_column(column, no_wrap=column in {"Voice", "Language"})
    for voice in load_catalogue():
        table.add_row(
            voice.name,
            voice.language,
            voice.gender,
            voice.engine,
            voice.licence,
            voice.description,
        )
    Console().print(table)


@voices.command()
def verify() -> int:
    """Check that the files of every installed voice are whole."""
    from narrator.engines import is_installed, verify_files
    from narrator.voices import load_catalogue

    codes = []
    for voice in filter(is_installed, load_catalogue()):
        try:
            files = verify_files(voice)
        except VoiceError as error:
            codes.append(complain(error))
        else:
            what = f"{len(files)} files whole" if files else "needs no files"
            print(f"{voice.name}: {what}")
    return min(codes, default=0)
