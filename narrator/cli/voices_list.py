"""How voices are shown: as a table, as suggestions, as JSON."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from narrator.engines import is_installed

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from narrator.domain import Voice

_WIDE = 118
"""Columns from which there is room for what a voice sounds like."""

_LICENCES = {
    "LicenseRef-Public-Domain": "public domain",
    "LicenseRef-Blizzard-2013-Lessac": "research only",
    "LicenseRef-Unknown": "not known",
}
"""What SPDX has no name for, in words."""


def as_table(voices: Sequence[Voice]) -> None:
    """Print the voices by language, with what the marks mean and whom to credit."""
    from rich.console import Console

    console = Console(highlight=False)
    console.print(_table(voices, described=console.width >= _WIDE))
    console.print()
    _print_notes(console, voices)


def as_suggestion(voices: Sequence[Voice]) -> None:
    """Print the voices of one language in the order to try them, and what to type."""
    from rich.console import Console

    console = Console(highlight=False)
    for voice in voices:
        facts = [_size(voice), _speed(voice), _licence(voice)]
        console.print(
            f"{_mark(voice)} [bold]{voice.name}[/]  {' · '.join(filter(None, facts))}",
            f"    {voice.description}",
            sep="\n",
        )
    first = voices[0]
    console.print()
    if is_installed(first):
        console.print(f"narrator narrate ARTICLE --voice {first.name}", style="bold")
    else:
        console.print(f"narrator voices install {first.name}", style="bold")


def as_json(voices: Iterable[Voice]) -> None:
    """Print all that is known of the voices."""
    for voice in voices:
        facts = dataclasses.asdict(voice)
        facts |= {"installed": is_installed(voice), "size": voice.size}
        print(json.dumps(facts, ensure_ascii=False))


def size_of(count: int) -> str:
    """Write a number of bytes the way people say it."""
    return f"{count / 1e6:,.0f} MB" if count >= 1e6 else f"{count / 1e3:,.0f} kB"


def language_name(tag: str) -> str:
    """Name the language of a BCP 47 tag in English; the tag where it is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag.partition("-")[0]).get_language_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return tag


def _table(voices: Sequence[Voice], *, described: bool) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("Voice", "", "Engine", "Size", "Speed", "Licence"):
        right = column in {"Size", "Speed"}
        table.add_column(column, justify="right" if right else "left", no_wrap=True)
    if described:
        table.add_column("Character", no_wrap=True, overflow="ellipsis")
    by_language = sorted(voices, key=lambda voice: (_heading(voice), *_order(voice)))
    for number, (heading, group) in enumerate(itertools.groupby(by_language, key=_heading)):
        if number:
            table.add_row()
        table.add_row(f"[bold cyan]{heading}[/]")
        for voice in group:
            row = [_who(voice), voice.engine, _size(voice), _speed(voice), _licence(voice)]
            extra = [voice.description] * described
            style = "" if is_installed(voice) else "dim"
            table.add_row(f"{_mark(voice)} {voice.name}", *row, *extra, style=style)
    return table


def _heading(voice: Voice) -> str:
    """Name the language; what speaks none comes last."""
    return "for tests" if voice.engine == "tone" else language_name(voice.language)


def _order(voice: Voice) -> tuple[Any, ...]:
    return not is_installed(voice), voice.engine == "system", voice.rank, voice.name


def _print_notes(console: Console, voices: Sequence[Voice]) -> None:
    """Print what the marks mean, only those that were used, and whom to credit."""
    console.print("[green]●[/] installed   ○ narrator voices install NAME")
    console.print("[dim]Speed: times real time on two cores; ~ measured with a voice like it[/]")
    if not all(voice.commercial for voice in voices):
        console.print("[red]![/] [dim]not for commercial use; narrator never takes it unasked[/]")
    if any(voice.base for voice in voices):
        console.print(
            "[dim]* training started from a voice that allows less: see docs/voices.md[/]"
        )
    for voice in filter(is_installed, voices):
        if voice.attribution:
            console.print(f"Credit for {voice.name}: {voice.attribution}", soft_wrap=True)


def _mark(voice: Voice) -> str:
    return "[green]●[/]" if is_installed(voice) else "○"


def _who(voice: Voice) -> str:
    person = {"female": "woman", "male": "man"}.get(voice.gender, "")
    accent = voice.language.partition("-")[2]
    return ", ".join(filter(None, (person, accent)))


def _size(voice: Voice) -> str:
    sizes = [file.size for file in voice.files if file.size]
    return size_of(sum(sizes)) if sizes else ""


def _speed(voice: Voice) -> str:
    if voice.real_time_factor is None:
        return ""
    times = 1 / voice.real_time_factor
    shown = f"{times:,.0f}x" if times >= 10 else f"{times:.1f}x"
    return f"~{shown}" if voice.measured_with else shown


def _licence(voice: Voice) -> str:
    name = _LICENCES.get(voice.licence, voice.licence.removeprefix("LicenseRef-"))
    mark = "*" if voice.base else ""
    return f"{name}{mark}" if voice.commercial else f"[not dim red]{name}{mark} ![/]"
