"""``communique times``, ``mentions`` and ``demo``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from communique.commands.common import Exit, Json, echo, examples, note, say_json
from communique.commands.show import terminal_width
from communique.ingest import assemble, ingest
from communique.language.analysis import analyse
from communique.ledger import LedgerWriter
from communique.model import CommuniqueError, ReadingError, UsageError
from communique.packs import load_pack
from communique.reading import read_bytes, read_path
from communique.reporting import board, board_text

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=examples(
            "communique times '2025年3月底前' --published 2025-01-15",
            "communique times statement.txt --json",
            "communique times --batch cases.jsonl --json",
        )
    )(times)
    app.command(epilog=examples("communique mentions statement.txt", "communique mentions - --json"))(mentions)
    app.command(epilog=examples("communique demo"))(demo)


def times(
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT|FILE|-", help="A text, a file, or - for standard input.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="What 昨天 and 去年 are counted from; now by default.")
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Cases as JSON Lines: id, language, text, reference; - for standard input."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show which times a text speaks of, as intervals; the end of an interval is the first moment after it.

    With --batch, each line of the file is a case with a reference time of its own, and each line of the output its
    answer; a case that cannot be read gives a line with an error, the others go on, and the exit status is 1.
    """
    if (text is None) == (batch is None):
        raise UsageError("give either a text (or a file), or --batch FILE.")
    if batch is not None:
        if not _batch(_lines(batch)):
            raise typer.Exit(Exit.FAILED)
        return
    assert text is not None
    whole = _text(text)
    for value in _times(whole, _moment(published)):
        if as_json:
            say_json({"text": whole[value["start"] : value["end"]], **value})
        else:
            length = f"{value['seconds']:g} s" if value["seconds"] is not None else ""
            interval = length or f"{value['begin'] or '..'} – {value['finish'] or '..'}"
            echo(f"{value['start']:>6}–{value['end']:<6} {interval}  {whole[value['start'] : value['end']]}")


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise UsageError(f"{text!r} is not a day; write YYYY-MM-DD.") from None


def _times(text: str, reference: datetime) -> list[dict[str, Any]]:
    from communique.language.zh.times import batch_times

    return list(batch_times(text, reference))


def _text(argument: str) -> str:
    """Return the text an argument is or names."""
    if argument == "-":
        return sys.stdin.read()
    try:
        path = Path(argument)
        return read_path(argument).text if path.is_file() else argument
    except OSError:  # a text longer than a file name may be
        return argument


def _lines(file: str) -> Iterable[str]:
    if file == "-":
        return sys.stdin
    try:
        return Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise ReadingError(file, f"cannot be read ({fault}).") from None


def _batch(lines: Iterable[str]) -> bool:
    """Answer the cases, a line each; return whether all could be."""
    sound = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            say_json({"id": case["id"], "times": _times(case["text"], _moment(case["reference"]))})
        except (ValueError, KeyError, TypeError, UsageError) as fault:
            sound = False
            note(f"line {number}: {type(fault).__name__}: {fault}")
            say_json({"id": None, "line": number, "error": str(fault)})
    return sound


def mentions(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A document, or - for standard input.")],
    as_json: Json = False,
) -> None:
    """Show which actors, places, mechanisms, programmes and other things a document names, and where.

    Offsets are code points of the document's text as `communique show DOCUMENT --text` prints it.
    """
    pack = load_pack()
    document = read_bytes(sys.stdin.buffer.read()) if file == "-" else read_path(file)
    for block in analyse(document, pack):
        for mention in block.mentions:
            start, end = block.flow.span(mention.start, mention.end)
            names = [entry.display() if (entry := pack.register.get(key)) else key for key in mention.ids]
            if as_json:
                say_json(
                    {
                        "start": start, "end": end, "text": document.text[start:end], "type": mention.kind,
                        "ids": list(mention.ids), "names": names, "aliases": list(mention.aliases),
                    }
                )  # fmt: skip
            else:
                echo(f"{start:>6}–{end:<6} {mention.kind:<14} {mention.surface}  {'、'.join(names)}")


def demo() -> None:
    """Read the bundled sample into a temporary ledger and show its board; your own ledger is not touched."""
    with (
        TemporaryDirectory(prefix="communique-demo-") as folder,
        as_file(files("communique").joinpath("sample")) as sample,
    ):
        with LedgerWriter(Path(folder, "demo.db")) as writer:
            report = ingest(writer, [str(sample / "documents" / "s*")], assemble())
            shown = board(writer.reader, load_pack(), datetime.now(UTC).date())
        for line in board_text(shown, terminal_width(), 8):
            echo(line)
    if report.failed:
        raise CommuniqueError(
            f"{len(report.failed)} documents of the sample could not be read: {report.failed[0].fault}"
        )
    note(f"{len(report.results)} documents of the sample, in a ledger that is gone again.")
    note("Next: communique read YOUR-FILES, then communique board.")
