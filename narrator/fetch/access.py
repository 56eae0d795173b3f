"""Which addresses may be reached."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from httpx2 import URL, InvalidURL

from narrator.domain import ArticleError, ErrorKind

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"),)
"""IPv6 addresses that stand for the IPv4 address in their last 32 bits (RFC 6052)."""

_NEVER = tuple(
    map(
        ipaddress.ip_network,
        (
            "168.63.129.16/32",  # Azure's metadata, at a public address
            "::/96",  # IPv4-compatible (RFC 4291, deprecated)
            "64:ff9b:1::/48",  # local translation to IPv4 (RFC 8215)
            "100::/64",  # discarded (RFC 6666)
            "2001::/23",  # Teredo, ORCHID and other protocols' own (RFC 6890)
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4, which carries an IPv4 address (RFC 3056)
            "3fff::/20",  # documentation (RFC 9637)
            "5f00::/16",  # segment routing (RFC 9602)
            "fec0::/10",  # site-local (RFC 3879)
        ),
    )
)
"""Networks that no article is served from, which `is_global` does not tell in every Python."""

_WEB_PORTS = frozenset({80, 443})
_FIRST_FREE_PORT = 1024
"""Below it only the web's own ports are reached: no mail, no databases of old."""
_LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Access:
    """What may be reached besides the public internet, for intranets and tests.

    A name allows the host whatever its address is; a network allows its addresses by any name.
    """

    names: frozenset[str] = frozenset()
    """Host names, in lower case and without a final dot."""

    networks: tuple[Network, ...] = ()
    """IP networks."""

    @classmethod
    def of(cls, entries: Iterable[str]) -> Self:
        """Read entries like "wiki.example.org", "10.2.0.0/16" and "::1".

        Raises:
            ValueError: An entry is neither a host name nor a network.
        """
        names, networks = set(), []
        for entry in entries:
            try:
                networks.append(ipaddress.ip_network(entry, strict=False))
            except ValueError:
                if not entry or any(char in "/:*@ " for char in entry):
                    raise ValueError(f"{entry!r} is neither a host name nor a network") from None
                names.add(entry.lower().rstrip("."))
        return cls(frozenset(names), tuple(networks))

    def check_url(self, url: str) -> URL:
        """Parse an address and refuse what can be refused without asking the network.

        Raises:
            ArticleError: It is no http(s) address, carries a password, or names a port or an IP
                address that is not reached.
        """
        try:
            parsed = URL(url.strip())
            port = parsed.port or (443 if parsed.scheme == "https" else 80)
        except (InvalidURL, ValueError, TypeError) as error:
            raise ArticleError(
                f"{_shown(url)} is not a web address",
                hint="write it like https://example.org/page",
                kind=ErrorKind.ADDRESS,
            ) from error
        if parsed.scheme not in {"http", "https"} or not parsed.host:
            raise ArticleError(
                f"{_shown(url)} is not a web address",
                hint="it has to begin with http:// or https://",
                kind=ErrorKind.ADDRESS,
            )
        if parsed.userinfo:
            raise ArticleError(
                f"the address of {parsed.host} carries a user name or password",
                hint="give an address that needs none",
                kind=ErrorKind.ADDRESS,
            )
        if port not in _WEB_PORTS and not _FIRST_FREE_PORT <= port <= _LAST_PORT:
            raise ArticleError(
                f"port {port} of {parsed.host} is not the web's",
                hint="give an address on port 80, 443 or above 1023",
                kind=ErrorKind.ADDRESS,
            )
        literal = _address(parsed.host)
        if literal is not None:
            self.check_address(parsed.host, literal)
        return parsed

    def check_address(self, host: str, address: Address) -> None:
        """Refuse an address that the public cannot reach.

        Args:
            host: The name it was found under.
            address: What the connection would go to.

        Raises:
            ArticleError: It is private, loopback, link-local, multicast, reserved, a cloud's
                metadata service, or an IPv6 form that hides an IPv4 address of that kind.
        """
        if host.lower().rstrip(".") in self.names or _within(address, self.networks):
            return
        inner = _inner(address)
        if inner is not None and _within(inner, self.networks):
            return
        judged = inner or address
        if judged.is_global and not judged.is_multicast and not _within(judged, _NEVER):
            return
        raise ArticleError(
            f"{host} is at {address}, which is not on the public internet",
            hint="an intranet's host is read once it is named in NARRATOR_FETCH_ALLOW",
            kind=ErrorKind.PRIVATE,
        )


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    """Give the IPv4 address that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if _within(address, _TRANSLATED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _within(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def _address(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def _shown(url: str) -> str:
    return repr(url if len(url) <= 80 else f"{url[:79]}…")
