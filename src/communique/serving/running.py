"""Starting the server: a port, a token where others can reach it, and the address to open."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable

import uvicorn

from communique.model import UsageError
from communique.serving.app import create_app
from communique.serving.settings import DEFAULT_PORT, Settings, is_loopback

__all__ = ["bind", "serve"]


def bind(host: str, port: int | None) -> socket.socket:
    """Return a listening socket: on ``port``, or by default on 8642 or a free one if that is taken.

    Raises ``UsageError`` where the address or the port cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for wanted in [port] if port is not None else [DEFAULT_PORT, 0]:
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        # named TCP, so that asyncio sends small answers at once (TCP_NODELAY)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host.strip("[]"), wanted))
            listener.listen(128)
        except (OSError, OverflowError) as fault:
            listener.close()
            if wanted == DEFAULT_PORT and port is None:
                continue
            raise UsageError(f"cannot listen on {host}, port {wanted} ({fault}); give another --port.") from None
        return listener
    raise AssertionError("the last port tried either binds or raises")


def serve(
    ledger: str,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    token: str | None = None,
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve a ledger until interrupted; ``ready`` is told the address to open.

    On another address than this machine's own every request needs a token; one is made where none is given.
    """
    if token is None and not is_loopback(host):
        token = secrets.token_urlsafe(24)
    app = create_app(Settings(ledger, host, token))
    listener = bind(host, port)
    name = f"[{host.strip('[]')}]" if ":" in host else host
    if name in {"0.0.0.0", "[::]"}:
        name = socket.gethostname()
    address = f"http://{name}:{listener.getsockname()[1]}/"
    ready(f"{address}?token={token}" if token else address)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, proxy_headers=False)
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()
