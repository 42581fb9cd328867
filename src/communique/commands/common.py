"""What all commands share: the ledger's address, output, exit codes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from communique.ledger import LedgerReader, LedgerWriter
from communique.ledger.standings import is_settled

__all__ = [
    "Exit",
    "Json",
    "LedgerOption",
    "default_ledger",
    "echo",
    "examples",
    "ledger_path",
    "note",
    "open_reader",
    "open_settled",
    "open_writer",
    "say_json",
]


class Exit(IntEnum):
    """What a command's exit status says."""

    DONE = 0
    FAILED = 1
    MISUSE = 2


LedgerOption = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="PATH",
        envvar="COMMUNIQUE_LEDGER",
        show_envvar=True,
        help="The ledger: a file, or a database URL. A file of your own by default.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]


def default_ledger() -> Path:
    """Return the user's own ledger: in ``XDG_DATA_HOME``, or where the platform keeps an application's data."""
    if root := os.environ.get("XDG_DATA_HOME"):
        folder = Path(root)
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support"
    else:
        folder = Path.home() / ".local" / "share"
    return folder / "communique" / "ledger.db"


def ledger_path(ledger: str | None) -> str:
    """Return where the ledger is; the default one is named on standard error."""
    if ledger:
        return ledger
    path = default_ledger()
    note(f"ledger: {path}")
    return str(path)


def open_writer(ledger: str | None, *, new: bool = False) -> LedgerWriter:
    """Open a ledger for writing, which ``new`` allows to make; the default one is named on standard error."""
    return LedgerWriter(ledger_path(ledger), new=new)


@contextmanager
def open_reader(ledger: str | None) -> Iterator[LedgerReader]:
    """Open a ledger for reading; the default one is named on standard error.

    Where a reading was interrupted before its claims were put on threads, that is done first, or said.
    """
    where = ledger_path(ledger)
    with LedgerReader(where) as reader:
        if reader.linking().behind:
            _catch_up(where)
        yield reader


@contextmanager
def open_settled(ledger: str | None) -> Iterator[LedgerReader]:
    """Open a ledger for reading after where its commitments stand has been worked out for all that changed.

    Where the ledger cannot be written to, reports look at every claim instead.
    """
    with open_reader(ledger) as reader:
        from communique.reporting.counting import SHOWN_FROM

        if not is_settled(reader, SHOWN_FROM):
            _settle(reader.ledger)
        yield reader


def _settle(where: str) -> None:
    from communique.model import LedgerError
    from communique.packs import load_pack
    from communique.reporting.standings import settle

    try:
        with LedgerWriter(where) as writer:
            settle(writer, load_pack())
    except LedgerError:
        note("Where commitments stand could not be kept in the ledger; it takes longer this way.")


def _catch_up(where: str) -> None:
    from communique.ingest import assemble, link
    from communique.model import LedgerError

    try:
        with LedgerWriter(where) as writer:
            link(writer, assemble())
    except LedgerError:
        note("The latest claims are on no thread yet, and the ledger cannot be written to put them there.")


def echo(text: str = "") -> None:
    """Print to standard output; what the terminal cannot show is replaced."""
    typer.echo(text)


def note(text: str) -> None:
    """Print to standard error."""
    typer.echo(text, err=True)


def say_json(value: Any) -> None:
    """Print a value as JSON, one line, without ASCII escapes."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def examples(*lines: str) -> str:
    """Return the part of a command's help that shows how it is used."""
    return "\n\n".join(["Examples:", "  \n".join(lines)])  # two spaces: a line each
