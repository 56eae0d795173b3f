"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from narrator.text.reading import Code, Figures, Notes, Tables

Articles = Annotated[
    list[str],
    typer.Argument(
        metavar="ARTICLE", help="Files, folders of files, web addresses, or - for standard input."
    ),
]
Voice = Annotated[
    str | None,
    typer.Option(
        "--voice", metavar="NAME", help="Voice; by default one for the article's language."
    ),
]
QuoteVoice = Annotated[
    str | None,
    typer.Option(
        "--quote-voice",
        metavar="NAME|auto",
        help="Second voice, for block quotes; auto for an installed one that fits the first.",
    ),
]
LexiconFile = Annotated[
    Path | None,
    typer.Option("--lexicon", metavar="FILE", help="TOML file that says how words are spoken."),
]
TablesOption = Annotated[
    Tables,
    typer.Option(
        "--tables",
        help="Tables: row by row with headers (large ones announced), all read, or announced.",
    ),
]
CodeOption = Annotated[
    Code, typer.Option("--code", help="Code listings: announced, read line by line, or skipped.")
]
NotesOption = Annotated[
    Notes,
    typer.Option("--notes", help="Footnotes and references: placed behind the text, or skipped."),
]
FiguresOption = Annotated[
    Figures,
    typer.Option("--figures", help="Captions of pictures: marked as such, read plainly, skipped."),
]
Title = Annotated[
    str | None, typer.Option("--title", metavar="TEXT", help="Title in place of the article's own.")
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        "--keep",
        metavar="RULE|=LINE",
        help="Rule that is to remove nothing, as `narrator script` names it, or = and the text of "
        "one line; may be repeated.",
    ),
]
KeepAll = Annotated[bool, typer.Option("--keep-all", help="Remove nothing.")]
Drop = Annotated[
    list[str] | None,
    typer.Option(
        "--drop",
        metavar="SENTENCE",
        help="Sentence that is not to be said, as it is written or as `narrator script` says it; "
        "may be repeated.",
    ),
]
SitesFile = Annotated[
    Path | None,
    typer.Option("--sites", metavar="FILE", help="TOML file with rules for single web sites."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
