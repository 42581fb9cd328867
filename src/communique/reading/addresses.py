"""Which addresses on the network may be connected to: public ones, and those that the user allows.

A name is resolved once, every address it leads to is judged, and the connection is made to an address judged, never to
the name again: a name server that answers differently a second time (DNS rebinding) gains nothing by it.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from communique.model import FetchError, ForbiddenAddress, UsageError

__all__ = ["Addresses", "Resolver", "is_public", "resolve"]

Resolver = Callable[[str, int], list[str]]
"""From a host's name and port to the addresses it stands for, as strings."""

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
_ADVICE = "Allow the host with --allow-host if it is one of your own."


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the system resolves it; raises ``OSError``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the public network.

    Private, loopback, link-local, shared, reserved and multicast addresses (IANA's special-purpose registries) are not,
    nor IPv6 addresses that carry such an IPv4 address (mapped, 6to4, Teredo, NAT64).
    """
    found = _parsed(address)
    if isinstance(found, IPv6Address):
        inner = _carried(found)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast and not found.is_reserved


def _parsed(address: str) -> IPv4Address | IPv6Address:
    return ip_address(address.partition("%")[0])


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


class Addresses:
    """The judgement over hosts; ``allowed`` are host names, IP addresses and networks (``10.1.0.0/16``).

    Raises ``UsageError`` for an entry that is none of these; ``entries`` are those given.
    """

    def __init__(self, allowed: Iterable[str] = (), resolver: Resolver = resolve) -> None:
        self._names: set[str] = set()
        self._networks: list[IPv4Network | IPv6Network] = []
        self._resolver = resolver
        self.entries = tuple(allowed)
        for entry in self.entries:
            self._allow(entry.strip().strip("[]").lower())

    def _allow(self, entry: str) -> None:
        try:
            self._networks.append(ip_network(entry, strict=False))
        except ValueError:
            if not entry or "/" in entry or ":" in entry:
                raise UsageError(f"{entry!r} is no host name, address or network that could be allowed.") from None
            self._names.add(entry.rstrip("."))

    def of(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host to connect to.

        Raises ``ForbiddenAddress`` where any of them is neither public nor allowed, ``FetchError`` where the host is
        not known.
        """
        try:
            found = self._resolver(host, port)
        except (OSError, UnicodeError) as fault:
            reason = f"the host is not known ({getattr(fault, 'strerror', None) or fault})."
            raise FetchError(host, reason, "Check the address and the network.") from fault
        if host.lower().rstrip(".") in self._names:
            return found
        for address in found:
            if not (is_public(address) or any(_parsed(address) in network for network in self._networks)):
                shown = host if address == host else f"{host} ({address})"
                raise ForbiddenAddress(host, f"{shown} is in a private network or on this machine.", _ADVICE)
        return found
