"""``communique serve``: the ledger in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.commands.common import LedgerOption, echo, examples, ledger_path, note

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(epilog=examples("communique serve", "communique serve --port 9000", "communique serve --host 0.0.0.0"))(
        serve
    )


def serve(
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; by default this machine alone can reach it.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port; by default 8642, or a free one if that is taken.")
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            metavar="SECRET",
            envvar="COMMUNIQUE_TOKEN",
            show_envvar=True,
            help="What every request must bring; made for you where others can reach the server.",
        ),
    ] = None,
    ledger: LedgerOption = None,
) -> None:
    """Open the ledger in the browser: board, timeline, documents, search. Stop with Ctrl+C.

    On another address than this machine's own every request needs a token, which is part of the address printed.
    """
    from communique.serving import serve as run

    def ready(address: str) -> None:
        echo(f"The board is open at {address}")
        note("Stop with Ctrl+C.")

    run(ledger_path(ledger), host=host, port=port, token=token, ready=ready)
