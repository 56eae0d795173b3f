"""API keys, kept as hashes in the library's database so that every machine knows them.

A key is `nk_`, eight characters that name it, a dot, and 32 random bytes. These have 256 bits of
entropy, so a plain SHA-256 of them is as safe as a slow password hash and costs nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from narrator.domain import InputError
from narrator.library.database import connect, writing
from narrator.library.migration import bring_forward
from narrator.library.tables import KEYS, SECRETS

_MAX_KEY = 200
"""Longest text that is looked at as a key."""


class Scope(StrEnum):
    """What a key allows."""

    READ = "read"
    """See and hear one's own episodes."""

    WRITE = "write"
    """Make, change and delete them."""

    ADMIN = "admin"
    """Everybody's episodes, and the service's figures."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of an API key; the key itself is not."""

    id: str
    """Eight characters that name it, in logs too."""

    name: str
    """What its maker called it."""

    owner: str
    """Whose episodes it makes and sees; several keys may have the same."""

    scopes: frozenset[Scope]
    """What it allows."""

    minutes: int | None
    """Minutes of audio it may have made in 24 hours; None for the service's figure."""

    created: float
    """When it was made, in seconds since 1970."""


class KeyStore:
    """The API keys of one library."""

    def __init__(self, url: str) -> None:
        """Use the library's database.

        Raises:
            InputError: A newer version of Narrator made it.
        """
        self._engine = connect(url)
        try:
            bring_forward(self._engine)
        except InputError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def add(
        self, name: str, owner: str, scopes: frozenset[Scope], minutes: int | None = None
    ) -> str:
        """Make a key and give it; it cannot be shown again.

        Raises:
            InputError: It would allow nothing.
        """
        if not scopes:
            raise InputError("a key needs a scope", hint=f"give one of {', '.join(Scope)}")
        identity = secrets.token_hex(4)
        key = f"nk_{identity}.{secrets.token_urlsafe(32)}"
        row = {
            "id": identity,
            "name": name,
            "owner": owner,
            "scopes": " ".join(sorted(scopes)),
            "hash": _hash(key),
            "minutes": minutes,
            "created": time.time(),
        }
        with writing(self._engine) as connection:
            connection.execute(KEYS.insert().values(**row))
        return key

    def find(self, key: str) -> Key | None:
        """Find what is known of a key; None where it is not, or no longer, one of ours."""
        if len(key) > _MAX_KEY or not key.startswith("nk_"):
            return None
        identity = key[3:].partition(".")[0]
        with self._engine.connect() as connection:
            query = sa.select(KEYS).where(KEYS.c.id == identity)
            row = connection.execute(query).one_or_none()
        if row is None or not hmac.compare_digest(row.hash, _hash(key)):
            return None
        return _key(row)

    def list(self) -> tuple[Key, ...]:
        """Give all keys, the oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(KEYS).order_by(KEYS.c.created))
            return tuple(map(_key, rows))

    def revoke(self, identity: str) -> bool:
        """Take a key away, by its id.

        Returns:
            Whether there was one.
        """
        with writing(self._engine) as connection:
            return bool(connection.execute(KEYS.delete().where(KEYS.c.id == identity)).rowcount)

    def secret(self, name: str) -> bytes:
        """Give a secret that every machine of the library shares, made at the first call."""
        query = sa.select(SECRETS.c.value).where(SECRETS.c.name == name)
        with writing(self._engine) as connection:
            known = connection.execute(query).scalar()
            if known is None:
                known = secrets.token_hex(32)
                connection.execute(SECRETS.insert().values(name=name, value=known))
        return bytes.fromhex(known)


def _key(row: sa.Row[tuple[object, ...]]) -> Key:
    scopes = frozenset(map(Scope, row.scopes.split()))
    return Key(row.id, row.name, row.owner, scopes, row.minutes, row.created)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
