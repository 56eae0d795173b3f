"""`narrator keys`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from narrator.domain import InputError

if TYPE_CHECKING:
    from narrator.service.security.keys import KeyStore

keys = typer.Typer(help="Make, list and revoke the API keys of the service.", rich_markup_mode=None)


@keys.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """Make, list and revoke the API keys of the service."""
    if context.invoked_subcommand is None:
        list_()


@keys.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it in lists.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SCOPE",
            help="read, write or admin; may be repeated. By default read and write.",
        ),
    ] = None,
    owner: Annotated[
        str | None,
        typer.Option(metavar="OWNER", help="Whose episodes it sees and makes; NAME by default."),
    ] = None,
    minutes: Annotated[
        int | None,
        typer.Option(min=1, help="Minutes of audio in 24 hours; by default NARRATOR_AUDIO_LIMIT."),
    ] = None,
) -> None:
    """Make a key and show it, this once."""
    from narrator.service.security.keys import Scope

    try:
        scopes = frozenset(map(Scope, scope or ("read", "write")))
    except ValueError as error:
        raise InputError(f"{error}", hint=f"the scopes are {', '.join(Scope)}") from error
    with _store() as store:
        print(store.add(name, owner or name, scopes, minutes))


@keys.command("list")
def list_() -> None:
    """List the keys; none can be shown again."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("Id", "Name", "Owner", "Scopes", "Minutes a day", "Made"):
        table.add_column(column, no_wrap=column == "Id")
    with _store() as store:
        for key in store.list():
            made = datetime.fromtimestamp(key.created, UTC).date().isoformat()
            scopes = ", ".join(sorted(key.scopes))
            minutes = "" if key.minutes is None else str(key.minutes)
            table.add_row(key.id, key.name, key.owner, scopes, minutes, made)
    Console().print(table)


@keys.command()
def revoke(identity: Annotated[str, typer.Argument(metavar="ID", help="As listed.")]) -> None:
    """Take a key away; it is refused from its next request on."""
    with _store() as store:
        if not store.revoke(identity):
            raise InputError(f"there is no key {identity}", hint="`narrator keys list` names them")


@contextlib.contextmanager
def _store() -> Iterator[KeyStore]:
    from narrator.config import read_settings
    from narrator.library import Library, Place
    from narrator.service.security.keys import KeyStore

    settings = read_settings()
    place = Place(settings.home, settings.cache, settings.database, settings.store)
    Library(place).close()
    store = KeyStore(place.url)
    try:
        yield store
    finally:
        store.close()
