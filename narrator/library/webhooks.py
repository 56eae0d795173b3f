"""Messages to other services, as the Standard Webhooks specification 1.0.0 describes them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from datetime import UTC, datetime

from narrator.domain import InputError, UnreachableError
from narrator.fetch import Access, Limits, send
from narrator.library.codec import plain
from narrator.library.records import Record, Webhook

DELAYS = (5.0, 300.0, 1800.0, 7200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 86_400.0)
"""Seconds before each further attempt: the schedule that the specification recommends."""

_PREFIX = "whsec_"

_LIMITS = Limits(seconds=20.0)
"""The specification has receivers answer within 15 to 30 seconds."""


def check_secret(secret: str) -> bytes:
    """Give the key that a secret stands for.

    Raises:
        InputError: It is not "whsec_" and the base64 of 24 to 64 bytes.
    """
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not secret.startswith(_PREFIX) or not 24 <= len(key) <= 64:
        raise InputError(
            "the webhook's secret cannot be used",
            hint='give "whsec_" and the base64 of 24 to 64 random bytes',
        )
    return key


def sign(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """Give the signature header of a message.

    Args:
        secret: "whsec_" and base64.
        message: The message's id, the same at every attempt.
        timestamp: When it is sent, in seconds since 1970.
        body: What is sent.

    Raises:
        InputError: The secret cannot be used.
    """
    content = b"%s.%d.%s" % (message.encode(), timestamp, body)
    digest = hmac.digest(check_secret(secret), content, hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def deliver(hook: Webhook, message: str, record: Record, access: Access) -> None:
    """Tell a service what became of an episode.

    Raises:
        UnreachableError: It did not take the message; it may later.
        ArticleError: The address must not be reached.
        InputError: The secret cannot be used.
    """
    body = json.dumps(payload(record, hook.base), ensure_ascii=False).encode()
    now = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": str(now),
        "webhook-signature": sign(hook.secret, message, now, body),
    }
    status = send(hook.url, body, headers=headers, access=access, limits=_LIMITS)
    if not 200 <= status < 300:
        raise UnreachableError(
            f"the webhook's target answered {status}", hint="it is tried again later"
        )


def payload(record: Record, base: str) -> dict[str, object]:
    """Write the message."""
    data: dict[str, object] = {
        "id": record.id,
        "state": record.state.value,
        "title": record.title,
        "revision": record.revision,
        "duration": record.duration,
        "chapters": record.chapters,
        "problem": plain(record.problem),
        "labels": dict(record.order.labels),
    }
    if base:
        own = f"{base.rstrip('/')}/v1/episodes/{record.id}"
        data["links"] = {"self": own, "audio": f"{own}/audio.{record.order.format}"}
    return {
        "type": f"episode.{'failed' if record.problem else record.state}",
        "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
        "data": data,
    }
