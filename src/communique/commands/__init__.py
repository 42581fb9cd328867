"""The command line: parse, call, print. Each module holds one group of commands."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from communique import __version__
from communique.commands import (
    answers,
    boards,
    check,
    decide,
    exchange,
    export,
    packs,
    papers,
    read,
    review,
    serve,
    show,
    sources,
    tools,
    watch,
)
from communique.commands.common import Exit, note
from communique.model import CommuniqueError, LedgerError, NotInLedger, UsageError

__all__ = ["app", "main"]

app = typer.Typer(
    name="communique",
    help="Read communiqués, statements and news into a ledger of who promised what, and what became of it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",  # wraps paragraphs; brackets stay what they are
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
_GROUPS = (
    read, watch, sources, boards, show, export, check, tools, answers, papers,
    packs, serve, decide, review, exchange,
)  # fmt: skip
for module in _GROUPS:
    module.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"communique {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version.")
    ] = False,
) -> None:
    """Read communiqués, statements and news into a ledger of who promised what, and what became of it."""


def main() -> None:
    """Run the command line; exit status 0 done, 1 some documents failed or nothing found, 2 misuse."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except CommuniqueError as fault:
        note(f"communique: {fault}")
        misuse = isinstance(fault, UsageError) or (
            isinstance(fault, LedgerError) and not isinstance(fault, NotInLedger)
        )
        sys.exit(Exit.MISUSE if misuse else Exit.FAILED)
