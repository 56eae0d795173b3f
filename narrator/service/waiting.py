"""Waiting for an episode, for as long as somebody waits for the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import anyio
from fastapi import Request
from starlette.requests import ClientDisconnect

from narrator.library import Record
from narrator.library import State as EpisodeState
from narrator.service.present import problem_kind
from narrator.service.problems import ProblemError, status_of
from narrator.service.state import Service

Result = TypeVar("Result")

ENDED = frozenset({EpisodeState.READY, EpisodeState.FAILED, EpisodeState.CANCELLED})
"""States after which nothing happens by itself."""


async def finished(request: Request, service: Service, episode: str) -> Record:
    """Wait until an episode is ready; cancel it when its sender hangs up.

    Raises:
        ProblemError: It failed or was cancelled, or the service is told to end.
        ClientDisconnect: The sender hung up.
    """
    ended: asyncio.Future[Record] = asyncio.ensure_future(_ended(service, episode))
    gone = asyncio.ensure_future(hung_up(request))
    closing = asyncio.ensure_future(service.closing.wait())
    tasks: tuple[asyncio.Future[object], ...] = (ended, gone, closing)  # type: ignore[assignment] # futures of whatever
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            return succeeded(ended.result())
        if gone.done():
            await asyncio.to_thread(service.library.cancel, episode)
            raise ClientDisconnect
        raise ProblemError(
            503,
            "the service is ending; the episode is finished when it is back",
            hint=f"ask for /v1/episodes/{episode} then",
            headers={"Retry-After": "10", "Location": f"/v1/episodes/{episode}"},
        )
    except asyncio.CancelledError:
        with anyio.CancelScope(shield=True):
            await asyncio.to_thread(service.library.cancel, episode)
        raise
    finally:
        for task in tasks:
            task.cancel()


def succeeded(record: Record) -> Record:
    """Give back an episode that is ready.

    Raises:
        ProblemError: It failed or was cancelled.
    """
    if record.state is EpisodeState.READY and record.problem is None:
        return record
    if record.problem is None:
        raise ProblemError(409, "the episode was cancelled", hint="order it again")
    kind = problem_kind(record.problem)
    raise ProblemError(
        status_of(kind),
        record.problem.message,
        hint=record.problem.hint,
        kind=kind,
        episode=f"/v1/episodes/{record.id}",
    )


async def hung_up(request: Request) -> None:
    """Return when the sender has hung up; the request's body was read before."""
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            return


async def wait_for(service: Service, work: Awaitable[Result]) -> Result | None:
    """Wait for something, or until the service is told to end; None then."""
    task = asyncio.ensure_future(work)
    closing = asyncio.ensure_future(service.closing.wait())
    try:
        await asyncio.wait((task, closing), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        closing.cancel()


async def _ended(service: Service, episode: str) -> Record:
    after = 0
    while True:
        for event in await service.library.next_events(episode, after):
            after = event.seq
        record = await asyncio.to_thread(service.library.get, episode)
        if record is None:
            raise ProblemError(410, "the episode was deleted meanwhile", hint="order it again")
        if record.state in ENDED:
            return record
