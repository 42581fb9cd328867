"""``communique export``: the ledger's contents for other programs."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from communique.commands.answers import calendar
from communique.commands.common import LedgerOption, examples, note, open_reader
from communique.commands.exchange import export_gold, export_table
from communique.commands.watch import changes_feed
from communique.model import UsageError
from communique.packs import load_pack
from communique.reporting.claims import claim_records, write_csv, write_jsonl

__all__ = ["register"]


class Format(StrEnum):
    """The forms of the claims export."""

    JSONL = "jsonl"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(no_args_is_help=True, help="Write the ledger's contents for other programs.")
    group.command(
        name="claims",
        epilog=examples(
            "communique export claims --format jsonl --output claims.jsonl",
            "communique export claims --format csv --output claims.csv",
        ),
    )(claims)
    group.command(
        name="calendar",
        epilog=examples("communique export calendar --output due.ics", "communique export calendar --on 2026-01-01"),
    )(calendar)
    group.command(
        name="changes",
        epilog=examples(
            "communique export changes --output news.atom", "communique export changes --from 2025-01-01 -o news.atom"
        ),
    )(changes_feed)
    group.command(
        name="table",
        epilog=examples(
            "communique export table --format xlsx --output commitments.xlsx",
            "communique export table --sort due --sort who --output commitments.csv",
        ),
    )(export_table)
    group.command(name="gold", epilog=examples("communique export gold --output gold/"))(export_gold)
    app.add_typer(group, name="export", epilog=examples("communique export claims --format jsonl"))


def claims(
    form: Annotated[Format, typer.Option("--format", help="JSON Lines, or a table for a spreadsheet.")] = Format.JSONL,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; standard output by default.")
    ] = None,
    private: Annotated[bool, typer.Option("--private", help="Also what is marked private.")] = False,
    ledger: LedgerOption = None,
) -> None:
    """Write every claim in force with its evidence, document, actors and thread (schema communique.claims/1)."""
    write = write_jsonl if form is Format.JSONL else write_csv
    register_ = load_pack().register
    with open_reader(ledger) as reader:
        records = claim_records(reader, register_, private=private)
        if output is None or output == "-":
            write(records, sys.stdout)
            return
        # a table with a byte order mark opens rightly in every spreadsheet program
        encoding = "utf-8" if form is Format.JSONL else "utf-8-sig"
        partial = Path(f"{output}.partial")
        try:
            with partial.open("w", encoding=encoding, newline="") as stream:
                count = write(records, stream)
            partial.replace(output)
        except OSError as fault:
            raise UsageError(f"{output}: cannot be written ({fault.strerror}).") from None
    note(f"{count} claims written to {output}")
