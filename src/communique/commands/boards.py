"""``communique board`` and ``communique timeline``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.commands.clocks import Known, On, Recorded, clock_of, parse_day
from communique.commands.common import Json, LedgerOption, echo, examples, open_reader, open_settled, say_json
from communique.commands.show import target_of, terminal_width
from communique.ledger import Clock, LedgerReader, Sort, StoredClaim
from communique.packs import Register, load_pack
from communique.reporting import board as make_board
from communique.reporting import board_json, board_text, timeline_json, timeline_text
from communique.reporting.cards import claims_about
from communique.reporting.timeline import timeline as make_timeline

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=examples(
            "communique board",
            "communique board --on 2025-12-31 --known 2025-04-30",
            "communique board --all --json",
        )
    )(board)
    app.command(
        epilog=examples(
            "communique timeline",
            "communique timeline 日本 --since 2025-01-01 --until 2025-12-31",
            "communique timeline 統合軍司令部 --planned",
        )
    )(timeline)


def board(
    on: On = None,
    known: Known = None,
    recorded: Recorded = None,
    limit: Annotated[int, typer.Option(min=1, help="So many in each column.")] = 10,
    whole: Annotated[bool, typer.Option("--all", help="All of them, however many.")] = False,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Show commitments in the columns of where they stand: named programmes first, then the most widely told.

    "past due, silent" means that the due date has passed and no report of completion was found, no more.
    """
    most = None if whole or as_json else limit
    with open_settled(ledger) as reader:
        shown = make_board(reader, load_pack(), parse_day(on, "--on"), clock_of(known, recorded), limit=most)
    if as_json:
        say_json(board_json(shown))
    else:
        for line in board_text(shown, terminal_width(), most):
            echo(line)


def timeline(
    about: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Only of a thread, actor, thing or document.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Nothing before that day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Nothing after that day.")] = None,
    planned: Annotated[bool, typer.Option("--planned", help="Also what was only planned or possible.")] = False,
    known: Known = None,
    recorded: Recorded = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Show dated events and moves of commitments in order; ~ marks the day of a report where no other is told."""
    first = parse_day(since, "--since") if since else None
    last = parse_day(until, "--until") if until else None
    with open_reader(ledger) as reader:
        clock = clock_of(known, recorded)
        claims = _about(reader, load_pack().register, about, clock) if about else list(reader.claims(clock=clock))
        entries = make_timeline(claims, reader.facts(), since=first, until=last, planned=planned)
    if as_json:
        for value in timeline_json(entries):
            say_json(value)
    else:
        for line in timeline_text(entries, terminal_width()):
            echo(line)


def _about(reader: LedgerReader, register_: Register, name: str, clock: Clock) -> list[StoredClaim]:
    target = target_of(reader, register_, name)
    match target.sort:
        case Sort.DOCUMENT:
            return list(reader.claims(documents=[target.id], clock=clock))
        case Sort.CLAIM:
            return [reader.claim(target.id)]
        case Sort.THREAD:
            return list(reader.claims(thread=reader.thread(target.id).id, clock=clock))
        case Sort.ACTOR:
            return claims_about(target.id, reader, register_, clock)
