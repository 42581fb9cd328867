"""``communique due``, ``changes``, ``conflicts``, ``figures``, ``positions``: what an analyst asks."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from communique.commands.clocks import Known, On, Recorded, clock_of, parse_day
from communique.commands.common import (
    Exit,
    Json,
    LedgerOption,
    echo,
    examples,
    note,
    open_reader,
    open_settled,
    say_json,
)
from communique.commands.show import terminal_width
from communique.ledger import Clock, LedgerReader
from communique.ledger.standings import is_settled
from communique.model import UsageError
from communique.packs import load_pack
from communique.reporting import changes as changed
from communique.reporting import conflicts as differing
from communique.reporting import due as falling
from communique.reporting import figures as valued
from communique.reporting import positions as standing
from communique.reporting.counting import SHOWN_FROM
from communique.reporting.news import changes_between, changes_of_last_reading
from communique.reporting.positions import By
from communique.reporting.selecting import threads_due, threads_of_kind
from communique.reporting.view import view_of

__all__ = ["calendar", "register", "write_file"]

_SPAN = re.compile(r"(\d+)\s*([dwmy]?)", re.IGNORECASE)
_DAYS = {"": 1, "d": 1, "w": 7, "m": 30, "y": 365}


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog=examples("communique due", "communique due --within 90d", "communique due --on 2026-01-01"))(due)
    app.command(
        epilog=examples("communique changes --from 2025-01-01 --to 2025-06-30", "communique changes --since-last")
    )(changes)
    app.command(epilog=examples("communique conflicts", "communique conflicts --reconciled"))(conflicts)
    app.command(epilog=examples("communique figures 駐日美軍", "communique figures 防衛費 --json"))(figures)
    app.command(epilog=examples("communique positions 臺海和平穩定", "communique positions 臺海和平穩定 --by channel"))(
        positions
    )


def _span(text: str | None) -> timedelta | None:
    """Read a span of time: days, or a number with d, w, m (30 days) or y (365 days)."""
    if text is None:
        return None
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"--within {text!r} is no span of time; write 90d, 6w, 3m or 1y.")
    return timedelta(days=int(match[1]) * _DAYS[match[2].lower()])


def _due_items(
    reader: LedgerReader, on: date, within: timedelta | None, clock: Clock, limit: int | None = None
) -> tuple[list[falling.Due], tuple[int, int]]:
    """Return what is due, the first ``limit`` past ones and of those to come, and how many there are of each."""
    if clock == Clock() and is_settled(reader, SHOWN_FROM):
        return falling.due_kept(reader, load_pack(), on, within, limit)
    view = view_of(reader, load_pack(), clock=clock, threads=threads_due(reader))
    every = falling.due(view, on, within)
    past, coming = ([item for item in every if item.past is side] for side in (True, False))
    return [*past[:limit], *coming[:limit]], (len(past), len(coming))


def due(
    within: Annotated[
        str | None, typer.Option(metavar="SPAN", help="Only what is due within 90d, 6w, 3m or 1y; past ones always.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="So many past ones, and so many to come.")] = 50,
    whole: Annotated[bool, typer.Option("--all", help="All of them, however many.")] = False,
    on: On = None,
    known: Known = None,
    recorded: Recorded = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Show what is due: first what is past its due date with no report found, then what is to come.

    That no report was found is all that it says: silence is not failure.
    """
    day, span = parse_day(on, "--on"), _span(within)
    most = None if whole or as_json else limit
    with open_settled(ledger) as reader:
        items, numbers = _due_items(reader, day, span, clock_of(known, recorded), most)
    if as_json:
        for value in falling.due_json(items):
            say_json(value)
    else:
        for line in falling.due_text(items, day, terminal_width(), numbers):
            echo(line)


def calendar(
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; standard output by default.")
    ] = None,
    on: On = None,
    known: Known = None,
    recorded: Recorded = None,
    ledger: LedgerOption = None,
) -> None:
    """Write what is due as an iCalendar file, an all-day entry on the last day of each commitment."""
    with open_settled(ledger) as reader:
        items, _ = _due_items(reader, parse_day(on, "--on"), None, clock_of(known, recorded))
    data = falling.calendar(items)
    if output is None or output == "-":
        sys.stdout.write(data.decode("utf-8"))
    else:
        write_file(output, data)
        note(f"{len(items)} entries written to {output}")


def write_file(path: str, data: bytes) -> None:
    """Write a file whole or not at all; raises ``UsageError`` where it cannot be written."""
    partial = Path(f"{path}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as fault:
        raise UsageError(f"{path}: cannot be written ({fault.strerror}).") from None


def changes(
    first: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="What stood on that day…")] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="…against that day; today by default.")
    ] = None,
    since_last: Annotated[bool, typer.Option("--since-last", help="What the latest reading brought.")] = False,
    recorded: Recorded = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Show what moved between two days, by what had been published by each; or what the latest reading brought."""
    if since_last == (first is not None):
        raise UsageError("say either --from (and --to), or --since-last.")
    if since_last and recorded is not None:
        raise UsageError("--recorded goes with --from; --since-last is about the latest reading.")
    end = parse_day(last, "--to")
    with open_reader(ledger) as reader:
        if since_last:
            found = changes_of_last_reading(reader, load_pack(), end)
        else:
            found = changes_between(
                reader, load_pack(), parse_day(first, "--from"), end, clock_of(None, recorded).recorded
            )
    if as_json:
        for value in changed.changes_json(found):
            say_json(value)
    else:
        for line in changed.changes_text(found, terminal_width()):
            echo(line)


def conflicts(
    reconciled: Annotated[
        bool, typer.Option("--reconciled", help="Also differences that have an explanation, with it.")
    ] = False,
    on: On = None,
    known: Known = None,
    recorded: Recorded = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Show where sources say otherwise, with both quotes: values, due dates, who, when, whether."""
    clock, day = clock_of(known, recorded), parse_day(on, "--on") if on else None
    with open_settled(ledger) as reader:
        if clock.recorded is None:
            every = differing.all_differences(reader, load_pack(), on=day, known=clock.known)
            kept = [one for one in every if reconciled or not one.reconciled]
            found = differing.conflicts_of(reader, load_pack(), kept)
        else:
            view = view_of(reader, load_pack(), clock=clock)
            found = differing.conflicts(view, on=day, reconciled=reconciled)
    if as_json:
        for value in differing.conflicts_json(found):
            say_json(value)
    else:
        for line in differing.conflicts_text(found, terminal_width()):
            echo(line)


def figures(
    measure: Annotated[str, typer.Argument(help="A measure's name in any language, or words of it.")],
    on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="Only values up to that day.")] = None,
    known: Known = None,
    recorded: Recorded = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Show a measure's values in the order of their times, with sources; estimates and ranges stay what they are."""
    with open_reader(ledger) as reader:
        threads = threads_of_kind(reader, "figure")
        view = view_of(reader, load_pack(), clock=clock_of(known, recorded), threads=threads, kinds=["figure"])
        points = valued.figures(view, measure, parse_day(on, "--on") if on else None)
    if as_json:
        for value in valued.figures_json(points):
            say_json(value)
    else:
        for line in valued.figures_text(points, terminal_width()):
            echo(line)
    if not points:
        raise typer.Exit(Exit.FAILED)


def positions(
    topic: Annotated[str, typer.Argument(help="A topic's name in any language, or words of it.")],
    by: Annotated[By, typer.Option(help="What makes a row.")] = By.HOLDER,
    on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="Only stances up to that day.")] = None,
    known: Known = None,
    recorded: Recorded = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Show who stands where on a topic, when and in which words; with --by channel, president beside ministry."""
    with open_reader(ledger) as reader:
        day = parse_day(on, "--on") if on else None
        stands = standing.positions_in(reader, load_pack(), topic, by, on=day, clock=clock_of(known, recorded))
    if as_json:
        for value in standing.positions_json(stands):
            say_json(value)
    else:
        for line in standing.positions_text(stands, by, terminal_width()):
            echo(line)
    if not stands:
        raise typer.Exit(Exit.FAILED)
