"""`narrator serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from narrator.cli.messages import say


def serve(
    host: Annotated[
        str | None,
        typer.Option(
            help="Address to listen on; 127.0.0.1 by default. Any other one needs API keys."
        ),
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; 8000 by default, 0 for any.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=0, help="Worker processes; 1 by default, 0 where `narrator worker` runs elsewhere."
        ),
    ] = None,
) -> None:
    """Serve articles as audio over HTTP, with workers that make it."""
    from narrator.config import read_settings
    from narrator.service.serve import serve as run

    given = {"host": host, "port": port, "workers": workers}
    chosen = {name: value for name, value in given.items() if value is not None}
    # The workers read the settings themselves and know nothing of these.
    settings = read_settings().model_copy(update=chosen)
    run(settings, _announce)


def _announce(address: str) -> None:
    say(f"listening on {address}, where /docs describes the API", 0)
