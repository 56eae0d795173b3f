"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
    typer.Option("--quote-voice", metavar="NAME", help="Second voice, for block quotes."),
]
LexiconFile = Annotated[
    Path | None,
    typer.Option("--lexicon", metavar="FILE", help="TOML file that says how words are spoken."),
]
Title = Annotated[
    str | None, typer.Option("--title", metavar="TEXT", help="Title in place of the article's own.")
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        "--keep",
        metavar="RULE",
        help="Rule that is to remove nothing, as `narrator script` names it; may be repeated.",
    ),
]
KeepAll = Annotated[bool, typer.Option("--keep-all", help="Remove nothing.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
