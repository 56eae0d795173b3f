"""Newsletters as e-mail files (RFC 5322, MIME)."""

from __future__ import annotations

import re
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from narrator.library.feeds.sources.entry import Entry, make_entry

_HEADER = re.compile(rb"(?im)\A(?:From |[\w-]+:[ \t].*\r?\n)")
_TELLING = re.compile(rb"(?im)^(From|Subject|Message-ID|MIME-Version):")


def is_mail(data: bytes) -> bool:
    """Tell whether something is an e-mail by its headers."""
    return bool(_HEADER.match(data) and len(_TELLING.findall(data[:20_000])) >= 2)


def read_mail(data: bytes, now: datetime) -> Entry | None:
    """Read an e-mail; None where it has no text."""
    message = message_from_bytes(data, policy=policy.default)
    body = message.get_body(("html", "plain")) if isinstance(message, EmailMessage) else None
    if body is None:
        return None
    try:
        content = str(body.get_content())
    except (LookupError, ValueError):
        return None
    name, address = parseaddr(_header(message, "from"))
    facts = {
        "guid": _header(message, "message-id") or f"{address} {_header(message, 'date')}",
        "title": _header(message, "subject"),
        "content": content,
        "kind": "html" if body.get_content_subtype() == "html" else "text",
        "published": _header(message, "date"),
        "site": name or address,
    }
    return make_entry(facts, "", now)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError):
        # The standard library's parser fails on some headers that mail in the wild has.
        return ""
