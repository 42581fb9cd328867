"""``communique read``: documents in."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePath
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from communique.commands.common import Exit, Json, LedgerOption, examples, note, open_writer, say_json
from communique.ingest import Given, Report, Result, assemble, ingest, reread
from communique.ledger import Outcome
from communique.model import Tier, UsageError

__all__ = ["read", "register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=examples(
            "communique read statement.txt news/ 'archive/*.html'",
            "communique read --published 2024-04-10 --publisher 外交部 --tier official statement.txt",
            "curl -s https://example.org/page.html | communique read -",
            "communique read --again",
        )
    )(read)


def read(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE|FOLDER|GLOB|-]…", help="What to read; - is standard input.")
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
    retry: Annotated[bool, typer.Option("--retry", help="Try again what could not be read before.")] = False,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Read documents into the ledger: files, folders (with all below them), patterns, standard input.

    The same bytes twice are one document. A file that cannot be read is named with the reason, and the others go on;
    the exit status is 1 then. Interrupted, it goes on where it was when run again.
    """
    if not files and not again and not retry:
        raise UsageError("nothing to read: name files or folders, - for standard input, or --again or --retry.")
    given = Given(_day(published), publisher, language, tier)
    workings = assemble()
    with open_writer(ledger) as writer:
        named = list(files or ())
        if retry:
            named += dict.fromkeys(
                _file_of(failure.path) for failure in writer.reader.failures() if failure.path != "-"
            )
        with _progress(quiet=as_json) as progress:
            report = ingest(writer, named, workings, given=given, progress=progress)
            if again:
                more = reread(writer, workings, progress=progress)
                report = Report([*report.results, *more.results], more.threads)
    _tell(report, as_json)
    if report.failed:
        raise typer.Exit(Exit.FAILED)


def _file_of(path: str) -> str:
    """Return the file that a failure's path lies in: ``news.zip`` for ``news.zip/a.txt``, ``n.csv`` for ``n.csv#3``."""
    for candidate in (path, re.sub(r"#\d+$", "", path), *map(str, PurePath(path).parents)):
        if Path(candidate).is_file():
            return candidate
    return path


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--published {text!r} is not a day; write YYYY-MM-DD.") from None


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[Result, int], None]]:
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


def _tell(report: Report, as_json: bool) -> None:
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
