"""``communique sources`` and ``communique retry``: what the ledger rests on, and what could not be read."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Annotated

import typer

from communique.commands.common import (
    Exit,
    Json,
    LedgerOption,
    echo,
    examples,
    note,
    open_reader,
    open_writer,
    say_json,
)
from communique.commands.read import following, tell
from communique.commands.watch import AllowHost
from communique.ingest import assemble, ingest
from communique.ledger import LedgerReader
from communique.model import UsageError
from communique.reading import is_address
from communique.reporting.sources import sources as found_sources
from communique.reporting.sources import sources_json, sources_text

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog=examples("communique sources", "communique sources --undated", "communique sources --json"))(
        sources
    )
    app.command(
        epilog=examples("communique retry", "communique retry --list", "communique retry --forget 'inbox/*.png'")
    )(retry)


def sources(
    undated: Annotated[
        bool, typer.Option("--undated", help="Only those whose day is inferred (~) or not known.")
    ] = False,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """List the documents as sources, the latest first, with what else carries or copies each.

    A day is set with `communique edit DOCUMENT date=YYYY-MM-DD`; times that depend on it are resolved anew.
    """
    with open_reader(ledger) as reader:
        found = found_sources(reader, undated=undated)
        copies = sum(len(one.copies) for one in found)
    if as_json:
        for value in sources_json(found):
            say_json(value)
        return
    for line in sources_text(found):
        echo(line)
    what = "documents without a stated day" if undated else "independent sources"
    note(f"{len(found)} {what}" + (f", {copies} copies" if copies else ""))


def retry(
    only_list: Annotated[bool, typer.Option("--list", help="Only say what could not be read, and why.")] = False,
    forget: Annotated[
        list[str] | None,
        typer.Option(
            "--forget", metavar="PATH", help="Take this file or address off the list; * stands for any signs."
        ),
    ] = None,
    allow_host: AllowHost = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Try again what could not be read before: files, and addresses on the web.

    What can be read now leaves the list; the exit status is 1 where something still cannot. What is not worth another
    try is taken off the list with --forget.
    """
    if forget:
        _forget(forget, ledger)
        return
    if only_list:
        with open_reader(ledger) as reader:
            _list(reader, as_json)
        return
    workings = assemble(allowed_hosts=allow_host or ())
    with open_writer(ledger) as writer:
        named = dict.fromkeys(_origin(failure.path) for failure in writer.reader.failures() if failure.path != "-")
        with following(quiet=as_json) as progress:
            report = ingest(writer, list(named), workings, progress=progress)
    tell(report, as_json)
    if report.failed:
        raise typer.Exit(Exit.FAILED)


def _forget(patterns: list[str], ledger: str | None) -> None:
    with open_writer(ledger) as writer:
        noted = [failure.path for failure in writer.reader.failures()]
        for pattern in patterns:
            places = (pattern, pattern if is_address(pattern) else str(Path(pattern).absolute()))
            found = [path for path in noted if any(path == place or fnmatchcase(path, place) for place in places)]
            if not found:
                raise UsageError(f"{pattern}: not among what could not be read; `communique retry --list` shows that.")
            for path in found:
                writer.forgive(path)
            note(f"{len(found)} taken off the list")


def _list(reader: LedgerReader, as_json: bool) -> None:
    for failure in reader.failures():
        if as_json:
            say_json({"path": failure.path, "fault": failure.fault, "reason": failure.reason, "at": failure.at})
        else:
            echo(f"{failure.at:%Y-%m-%d %H:%M}  {failure.reason}")


def _origin(path: str) -> str:
    """Return what is read to get a path: ``news.zip`` for ``news.zip/a.txt``, ``n.csv`` for ``n.csv#3``."""
    if is_address(path):
        return re.sub(r"#\d+$", "", path)
    for candidate in (path, re.sub(r"#\d+$", "", path), *map(str, PurePath(path).parents)):
        if Path(candidate).is_file():
            return candidate
    return path
