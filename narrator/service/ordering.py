"""From a request to an accepted order."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Header, Request

from narrator.library import Priority, Record
from narrator.service.intake import FINGERPRINT, Asked, read_order, with_key
from narrator.service.problems import ProblemError
from narrator.service.security.access import Caller
from narrator.service.state import Service

IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=200,
        description="A name of yours for this order: sent again, it makes no second episode.",
        examples=["mill-2026-11-24"],
    ),
]


async def take_order(
    request: Request,
    service: Service,
    caller: Caller,
    asked: Asked,
    *,
    priority: Priority,
    key: str | None,
) -> Record:
    """Read a request's article and order its episode.

    Raises:
        ProblemError: The request cannot be taken, the quota is used up, or the idempotency key
            was used for another order.
        NarratorError: Something in it cannot be used.
    """
    await asyncio.to_thread(service.quota.check, caller.key)
    order = await read_order(request, asked, service, owner=caller.owner, priority=priority)
    order = with_key(order, key)
    record = await asyncio.to_thread(service.library.submit, order)
    if order.key is not None:
        known = record.order.labels.get(FINGERPRINT)
        if known != order.labels.get(FINGERPRINT):
            raise ProblemError(
                422,
                "this Idempotency-Key was used for another order",
                hint="send a new key with a new order",
                kind="idempotency-key",
            )
    return record
