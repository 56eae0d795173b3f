"""`narrator worker`."""

from __future__ import annotations

import os
import signal
from typing import Annotated, NoReturn

import typer

_BOOTHS = 4
"""Each booth holds its voices in memory, so on many cores they share them by threads."""


def worker(
    booths: Annotated[
        int | None,
        typer.Option(
            min=1, help="Processes that speak side by side; by default one a core, four at most."
        ),
    ] = None,
) -> NoReturn:
    """Work at the episodes that a library's service accepts, beside its other workers."""
    import logging

    from narrator.cli.messages import complain
    from narrator.config import read_settings
    from narrator.domain import NarratorError
    from narrator.library import Patience, Place, Tools, Worker
    from narrator.library.lifeline import end_with
    from narrator.library.supervisor import PARENT
    from narrator.library.worker import leave

    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    if PARENT in os.environ and not end_with(int(os.environ.pop(PARENT))):
        leave(0)
    settings = read_settings()
    count = booths or min(settings.threads, _BOOTHS)
    place = Place(settings.home, settings.cache, settings.database, settings.store)
    tools = Tools(
        place,
        work=place.work,
        threads=max(1, settings.threads // count),
        limit=settings.cache_limit,
        voice=settings.voice,
        voices=settings.voices,
        lexicon=settings.lexicon,
        sites=settings.sites,
        allow=settings.fetch_allow,
        minutes=settings.audio_limit,
        public_url=settings.public_url or "",
    )
    work = Worker(tools, booths=count, patience=Patience(settings.patience))
    # An exception out of a signal's handler is lost where it falls into a finalizer.
    signal.signal(signal.SIGTERM, lambda *_: work.stop())
    code = 0
    try:
        work.run()
    except NarratorError as error:
        code = complain(error)
    leave(code)
