"""``communique read``: documents in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from communique.commands.common import Exit, Json, LedgerOption, examples, note, open_writer, say_json
from communique.commands.watch import AllowHost
from communique.ingest import Given, Report, Result, assemble, ingest, reread
from communique.ledger import Outcome
from communique.model import Tier, UsageError

__all__ = ["following", "read", "register", "tell"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=examples(
            "communique read statement.txt news/ 'archive/*.html'",
            "communique read --published 2024-04-10 --publisher 外交部 --tier official statement.txt",
            "communique read https://www.example.org/statement.html",
            "communique read --column text=story --column date=day articles.csv",
            "communique read --again",
        )
    )(read)


def read(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE|FOLDER|GLOB|URL|-", help="What to read; - is standard input.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Their day of publication, whatever they say.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published them.")] = None,
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help="Their language: zh-Hant-TW, zh-Hans-CN, ja, en.")
    ] = None,
    tier: Annotated[Tier | None, typer.Option(help="How close they stand to what was said.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read again what an earlier version of communique or of its pack read.")
    ] = False,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=NAME", help="The column of a table of articles that holds a field."),
    ] = None,
    allow_host: AllowHost = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Read documents into the ledger: files, folders (with all below them), patterns, addresses, standard input.

    Text, Markdown, web pages, PDF, DOCX, ODT, RTF, EPUB and e-mail; many at once from ZIP and TAR archives, web
    archives (WARC), feeds (RSS, Atom), and tables of articles (JSON Lines, JSON, CSV, TSV).

    The same bytes twice are one document. A file that cannot be read is named with the reason, and the others go on;
    the exit status is 1 then. Interrupted, it goes on where it was when run again.
    """
    if not files and not again:
        raise UsageError("nothing to read: name files, folders or addresses, - for standard input, or --again.")
    given = Given(_day(published), publisher, language, tier)
    workings = assemble(allowed_hosts=allow_host or (), columns=_columns(column))
    with open_writer(ledger, new=bool(files)) as writer, following(quiet=as_json) as progress:
        report = ingest(writer, files or (), workings, given=given, progress=progress)
        if again:
            more = reread(writer, workings, progress=progress)
            report = Report([*report.results, *more.results], more.threads)
    tell(report, as_json)
    if report.failed:
        raise typer.Exit(Exit.FAILED)


def _columns(named: list[str] | None) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in named or ()]
    if any(not (field and column) for field, _, column in pairs):
        raise UsageError("--column wants FIELD=NAME: text=story, date=日期.")
    return {field.strip(): column.strip() for field, _, column in pairs}


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--published {text!r} is not a day; write YYYY-MM-DD.") from None


@contextmanager
def following(*, quiet: bool) -> Iterator[Callable[[Result, int], None]]:
    """Give a callback that names failures at once and moves a bar where a terminal looks on."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, transient=True, disable=quiet or not sys.stderr.isatty(),
    )  # fmt: skip
    with bar:
        task = bar.add_task("reading", total=None)

        def tell(result: Result, total: int) -> None:
            bar.update(task, total=total, advance=1)
            if result.outcome is None and not quiet:
                if bar.disable:
                    note(f"failed: {result.fault}")
                else:
                    console.print(f"failed: {result.fault}", markup=False, highlight=False)

        yield tell


def tell(report: Report, as_json: bool) -> None:
    """Say what a reading came to."""
    if as_json:
        for result in report.results:
            say_json(
                {
                    "path": result.path,
                    "outcome": result.outcome.value if result.outcome else "failed",
                    "document": result.document,
                    "claims": result.claims,
                    "fault": result.fault,
                }
            )
        return
    fresh = report.of(Outcome.NEW) + report.of(Outcome.REREAD)
    claims = sum(result.claims for result in fresh)
    known, failed = len(report.of(Outcome.KNOWN)), len(report.failed)
    parts = [f"{len(fresh)} read ({claims} claims)"]
    parts += [f"{known} already known"] if known else []
    parts += [f"{failed} failed"] if failed else []
    typer.echo(f"{', '.join(parts)}; {report.threads} threads in the ledger")
