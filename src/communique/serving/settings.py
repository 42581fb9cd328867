"""How a ledger is served."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

__all__ = ["DEFAULT_PORT", "MAX_UPLOAD", "Settings", "is_loopback"]

DEFAULT_PORT = 8642
MAX_UPLOAD = 20_000_000
"""The largest document that may be sent from a browser, in bytes."""


def is_loopback(host: str) -> bool:
    """Say whether a host (a name, or an address as written in a URL) is this machine and nothing else."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Settings:
    """``ledger`` is a path or database URL; ``host`` the address the server is bound to.

    With a ``token`` every request must bring it: as ``Authorization: Bearer``, as the cookie that opening
    ``/?token=…`` sets. A server that others can reach must have one.
    """

    ledger: str
    host: str = "127.0.0.1"
    token: str | None = None

    def __post_init__(self) -> None:
        if self.token is None and not is_loopback(self.host):
            raise ValueError(f"a server on {self.host} can be reached by others and needs a token")
