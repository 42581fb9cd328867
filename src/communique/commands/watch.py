"""``communique watch`` and ``communique export changes``: what is new, again and again."""

from __future__ import annotations

import hashlib
import re
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from communique.commands.answers import write_file
from communique.commands.clocks import parse_day
from communique.commands.common import (
    Exit,
    Json,
    LedgerOption,
    default_ledger,
    echo,
    examples,
    ledger_path,
    note,
    open_reader,
    say_json,
)
from communique.commands.show import terminal_width
from communique.ingest import Pacer, Report, Result, Watch, WatchState, assemble, fetcher, watched
from communique.ledger import LedgerWriter, Outcome
from communique.model import UsageError
from communique.packs import load_pack
from communique.reporting import changes as changed
from communique.reporting.atom import changes_atom
from communique.reporting.news import changes_between, changes_of_last_reading, changes_since

__all__ = ["AllowHost", "changes_feed", "register"]

AllowHost = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host", metavar="HOST", help="Fetch from this host, address or network too, though it is not public."
    ),
]
_EVERY = re.compile(r"(\d+)\s*([smhd]?)")
_SECONDS = {"": 60, "s": 1, "m": 60, "h": 3600, "d": 86400}


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=examples(
            "communique watch feeds.opml",
            "communique watch https://www.example.org/rss.xml news/ --every 1h",
            "communique watch feeds.toml --once",
        )
    )(watch)


def watch(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="FEEDS.opml|FEEDS.toml|FOLDER|URL", help="Lists of feeds, folders, feeds, site maps."),
    ],
    every: Annotated[str, typer.Option(metavar="SPAN", help="How often: 45s, 15m, 2h or 1d.")] = "15m",
    once: Annotated[bool, typer.Option("--once", help="Go through the sources once and stop.")] = False,
    pause: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.0, help="Between two requests to the same host.")
    ] = 2.0,
    allow_host: AllowHost = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Read what is new in feeds, site maps and folders into the ledger, again and again, and say what moved.

    A feed is asked only for what is newer; one that fails is left alone for longer and longer. Stopped, by Ctrl-C or
    otherwise, it goes on where it was when started again. With --once the exit status is 1 where something failed.
    """
    seconds, named = _seconds(every), watched(sources)
    address = ledger_path(ledger)
    workings = assemble(allowed_hosts=allow_host or ())
    state = WatchState(_state_file(address))
    with LedgerWriter(address) as writer, closing(fetcher(allow_host or ())) as fetches:
        watching = Watch(writer, workings, state, fetches, Pacer(pause), _progress(as_json))
        try:
            while True:
                began = datetime.now(UTC)
                report = watching.round(named)
                _tell(address, report, began, as_json)
                if once:
                    break
                time.sleep(seconds)
        except KeyboardInterrupt:
            note("stopped; it goes on here when started again")
            return
    if report.failed:
        raise typer.Exit(Exit.FAILED)


def _seconds(text: str) -> float:
    match = _EVERY.fullmatch(text.strip().lower())
    if match is None or not int(match[1]):
        raise UsageError(f"--every {text!r} is no span of time; write 45s, 15m, 2h or 1d.")
    return float(int(match[1]) * _SECONDS[match[2]])


def _state_file(address: str) -> Path:
    """Return where the watch keeps what it remembers: beside the ledger, or for a database with the user's own."""
    if "://" not in address:
        return Path(f"{address}.watch.json")
    folder = default_ledger().parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"watch-{hashlib.sha256(address.encode()).hexdigest()[:12]}.json"


def _progress(as_json: bool) -> Callable[[Result], None]:
    def tell(result: Result) -> None:
        if as_json:
            say_json(
                {
                    "path": result.path,
                    "outcome": result.outcome.value if result.outcome else "failed",
                    "document": result.document,
                    "claims": result.claims,
                    "fault": result.fault,
                }
            )
        elif result.outcome is None:
            note(f"failed: {result.fault}")
        elif result.outcome is not Outcome.KNOWN:
            note(f"read: {result.path} ({result.claims} claims)")

    return tell


def _tell(address: str, report: Report, began: datetime, as_json: bool) -> None:
    """Say what a round brought."""
    fresh = [*report.of(Outcome.NEW), *report.of(Outcome.REREAD)]
    found = []
    if fresh:
        with open_reader(address) as reader:
            found = changes_since(reader, load_pack(), began, datetime.now(UTC).date())
    if as_json:
        for value in changed.changes_json(found):
            say_json(value)
        return
    failed = f", {len(report.failed)} failed" if report.failed else ""
    echo(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC: {len(fresh)} read{failed}")
    if found:
        for line in changed.changes_text(found, terminal_width()):
            echo(line)
    sys.stdout.flush()


def changes_feed(
    first: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="What stood on that day…")] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="…against that day; today by default.")
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; standard output by default.")
    ] = None,
    ledger: LedgerOption = None,
) -> None:
    """Write what moved as an Atom feed: between two days, or by the latest reading where no --from is given."""
    end: date = parse_day(last, "--to")
    with open_reader(ledger) as reader:
        if first is None:
            found = changes_of_last_reading(reader, load_pack(), end)
        else:
            found = changes_between(reader, load_pack(), parse_day(first, "--from"), end)
    data = changes_atom(found, end)
    if output is None or output == "-":
        sys.stdout.write(data.decode("utf-8"))
    else:
        write_file(output, data)
        note(f"{len(found)} changes written to {output}")
