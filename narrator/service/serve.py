"""Runs the service: the API in this process, workers beside it."""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from narrator.domain import InputError
from narrator.library import Place, Supervisor
from narrator.service.app import create_app
from narrator.service.logs import configure
from narrator.service.middleware import is_here
from narrator.service.security.keys import KeyStore

if TYPE_CHECKING:
    from fastapi import FastAPI

    from narrator.config import Settings

_GRACE = 30
"""Seconds that requests under way have to end when the service is told to."""

_log = logging.getLogger("narrator.service")


class _Server(uvicorn.Server):
    """Lets whoever waits for an episode or for events go when the service is told to end."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._app.state.narrator.closing.set()
        super().handle_exit(sig, frame)


def serve(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve until the process is told to end.

    Requests under way are answered, for as long as 30 seconds; what workers have not finished is
    done when the service is back.

    Args:
        settings: The settings.
        announce: Told the address that is listened on.

    Raises:
        InputError: Others than this machine would be listened to without a key, or the address
            cannot be had.
    """
    check(settings)
    configure()
    app = create_app(settings)
    listener = _listen(settings.host, settings.port)
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
            h11_max_incomplete_event_size=64 * 1024,
        ),
        app,
    )
    workers = Supervisor(settings.workers, on_refusal=lambda: server.handle_exit(15, None))
    with workers if settings.workers else contextlib.nullcontext(), listener:
        announce(_address(listener))
        # Uvicorn sends the signal that ended it again, to handlers that would call it an error.
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


def check(settings: Settings) -> None:
    """Refuse to listen to others without a key, and to share an embedded library.

    Raises:
        InputError: It would.
    """
    place = Place(settings.home, settings.cache, settings.database, settings.store)
    if place.embedded and settings.workers > 1:
        raise InputError(
            "a library in a file has one worker process, which uses all cores",
            hint="leave --workers out, or name a PostgreSQL database in NARRATOR_DATABASE",
        )
    if is_here(settings.host):
        return
    from narrator.library import Library

    Library(place).close()
    store = KeyStore(place.url)
    try:
        if not store.list():
            raise InputError(
                f"{settings.host} can be reached by others and there is no API key",
                hint="make one with `narrator keys add NAME`, or listen on 127.0.0.1",
            )
    finally:
        store.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise InputError(
            f"cannot listen on {host} port {port} ({error.strerror or error})",
            hint="choose another --port, or end what listens there",
        ) from error
    # Connections inherit it; without it every answer waits 40 ms for its headers' receipt.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"
