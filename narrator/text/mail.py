"""What an e-mail that was pasted as text has around its words: its head and its signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAIL_HEAD = "mail-head"
MAIL_SIGNATURE = "mail-signature"

# The fields of RFC 5322 that mail programs show, and their names in Outlook and in translation.
_FIELD = re.compile(
    r"(?P<name>from|to|cc|bcc|date|sent|subject|reply-to|message-id|in-reply-to|mime-version"
    r"|content-type|von|an|datum|gesendet|betreff|de|à|envoyé|objet|para|enviado|asunto)"
    r"\s?:\s?(?P<value>\S.*)",
    re.IGNORECASE,
)
_SUBJECT = ("subject", "betreff", "objet", "asunto")
_FROM = ("from", "von", "de")
_REPLY = re.compile(r"(?:(?:re|aw|fwd?|wg|sv|tr)\s?(?:\[\d+\])?:\s*)+", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*<[^<>]*@[^<>]*>\s*|\S+@\S+")

# Who pastes a mail takes at least who wrote it and what about.
_MIN_FIELDS = 2

# The line before a signature (RFC 3676, section 4.3).
_DELIMITER = "--"


def mail_fields(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Give names (in lower case) and values of the fields a text opens with; none if no mail."""
    fields = []
    for text in texts:
        field = _FIELD.fullmatch(text.strip())
        if field is None:
            break
        fields.append((field["name"].lower(), field["value"].strip()))
    names = {name for name, _ in fields}
    about = names.intersection(_SUBJECT) and names.intersection(_FROM)
    return fields if len(names) >= _MIN_FIELDS and about else []


def mail_furniture(texts: Sequence[str]) -> dict[int, str]:
    """Name the rule for each line of a mail's head and signature, by its index in `texts`."""
    head = len(mail_fields(texts))
    if not head:
        return {}
    ends = (index for index in range(head, len(texts)) if texts[index].strip() == _DELIMITER)
    signature = range(next(ends, len(texts)), len(texts))
    return dict.fromkeys(range(head), MAIL_HEAD) | dict.fromkeys(signature, MAIL_SIGNATURE)


def mail_subject(texts: Sequence[str]) -> str | None:
    """Give what a mail is about, without "Re:" and the like."""
    values = (value for name, value in mail_fields(texts) if name in _SUBJECT)
    return _REPLY.sub("", next(values, "")).strip() or None


def mail_author(texts: Sequence[str]) -> str | None:
    """Give the name of who wrote a mail; None where there is an address alone."""
    values = (value for name, value in mail_fields(texts) if name in _FROM)
    return _ADDRESS.sub("", next(values, "")).strip(' "') or None
