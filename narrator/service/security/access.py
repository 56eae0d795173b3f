"""Who asks, and whether they may: dependencies for routes."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from narrator.library import Record
from narrator.service.problems import ProblemError, not_found
from narrator.service.security.keys import Key, KeyStore, Scope
from narrator.service.state import Service, get_service

_bearer = HTTPBearer(auto_error=False, description="An API key of `narrator keys add`.")

ServiceOf = Annotated[Service, Depends(get_service)]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks."""

    owner: str
    """Whose episodes they see and make; empty where there are no keys."""

    scopes: frozenset[Scope]
    """What they may do."""

    key: Key | None = None
    """The key they came with; None where there are no keys."""

    def may_see(self, record: Record) -> bool:
        """Tell whether an episode is theirs to see."""
        return Scope.ADMIN in self.scopes or record.owner == self.owner

    @property
    def visible(self) -> str | None:
        """Owner to look for; None for everybody's."""
        return None if Scope.ADMIN in self.scopes else self.owner


LOCAL = Caller("", frozenset(Scope))
"""Whoever sits at this machine, where the service listens to nobody else."""


async def identify(
    request: Request,
    service: ServiceOf,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Caller | None:
    """Tell who asks; None for somebody without a key.

    Raises:
        ProblemError: The key is not, or no longer, one of ours.
    """
    if service.keys is None:
        return LOCAL
    if credentials is None:
        return None
    key = await asyncio.to_thread(service.keys.find, credentials.credentials)
    if key is None:
        raise _unauthorized("the API key is not known")
    request.scope["narrator.key"] = key.id
    service.pace.spend(request, key)
    return Caller(key.owner, key.scopes, key)


CallerOrNone = Annotated[Caller | None, Depends(identify)]


def _needs(scope: Scope) -> Callable[..., Awaitable[Caller]]:
    async def check(caller: CallerOrNone) -> Caller:
        if caller is None:
            raise _unauthorized("an API key is needed")
        if scope not in caller.scopes and Scope.ADMIN not in caller.scopes:
            raise ProblemError(
                403, f"the API key does not allow to {scope}", hint="use one with that scope"
            )
        return caller

    return check


Reader = Annotated[Caller, Depends(_needs(Scope.READ))]
Writer = Annotated[Caller, Depends(_needs(Scope.WRITE))]
Admin = Annotated[Caller, Depends(_needs(Scope.ADMIN))]


async def _find(service: Service, episode: str) -> Record:
    record = await asyncio.to_thread(service.library.get, episode)
    if record is None:
        raise not_found()
    return record


async def readable(episode: str, caller: Reader, service: ServiceOf) -> Record:
    """Find an episode that the caller may see."""
    return _seen(caller, await _find(service, episode))


async def writable(episode: str, caller: Writer, service: ServiceOf) -> Record:
    """Find an episode that the caller may change."""
    return _seen(caller, await _find(service, episode))


async def audible(
    episode: str, caller: CallerOrNone, service: ServiceOf, sig: str | None = None
) -> Record:
    """Find an episode that the caller may hear: by a key, or by an address that was signed."""
    if caller is None and not (sig and hmac.compare_digest(sig, sign(service.keys, episode))):
        raise _unauthorized("an API key or a signed address is needed")
    record = await _find(service, episode)
    return record if caller is None or sig else _seen(caller, record)


ReadableRecord = Annotated[Record, Depends(readable)]
WritableRecord = Annotated[Record, Depends(writable)]
AudibleRecord = Annotated[Record, Depends(audible)]


def sign(keys: KeyStore | None, episode: str) -> str:
    """Sign the address of an episode's files, for players that cannot send a key.

    Empty where there are no keys, and so nothing to prove.
    """
    if keys is None:
        return ""
    return hmac.new(keys.secret("media"), episode.encode(), hashlib.sha256).hexdigest()[:32]


def _seen(caller: Caller, record: Record) -> Record:
    if not caller.may_see(record):
        raise not_found()
    return record


def _unauthorized(detail: str) -> ProblemError:
    return ProblemError(
        401,
        detail,
        hint="send Authorization: Bearer and a key that `narrator keys add` made",
        headers={"WWW-Authenticate": 'Bearer realm="narrator"'},
    )
