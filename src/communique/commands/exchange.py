"""``communique decisions``, ``import``, ``export table``, ``export gold``, ``calibrate``: in and out, and learning."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from communique.commands.clocks import parse_day
from communique.commands.common import Exit, Json, LedgerOption, echo, examples, note, open_reader, say_json
from communique.commands.desk import As, Table, describe, fields_of, kinds_of, seated, told
from communique.commands.show import target_of, terminal_width
from communique.ingest import assemble, link
from communique.ingest.importing import RowReport, import_table
from communique.ingest.inputs import load
from communique.ledger import Decision, LedgerReader, Sort, Target, orphans
from communique.ledger.exchange import Exchange, decision_records, import_decisions
from communique.linking import Thread, in_force
from communique.model import Tier, UsageError
from communique.packs import load_pack
from communique.reading.decoding import decode
from communique.reporting.calibration import fit, judged_confidences
from communique.reporting.gold import write_gold
from communique.reporting.layout import fit as fitted
from communique.reporting.layout import wrap
from communique.reporting.table import table, write_table_csv, write_table_xlsx

__all__ = ["export_gold", "export_table", "register"]


_SHOWN = ("actors", "status", "due", "time", "subject", "keys")


class Listing(StrEnum):
    """The forms in which decisions are given."""

    TEXT = "text"
    JSONL = "jsonl"


class Sheets(StrEnum):
    """The forms of the table."""

    CSV = "csv"
    XLSX = "xlsx"


Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; standard output by default.")
]
Private = Annotated[bool, typer.Option("--private", help="Also what is marked private.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=examples(
            "communique decisions",
            "communique decisions --orphans",
            "communique decisions --format jsonl --output decisions.jsonl",
        )
    )(decisions)
    app.command(
        name="import",
        epilog=examples(
            "communique import commitments.xlsx",
            "communique import commitments.csv --map action=工作項目 --map due=C",
            "communique import decisions.jsonl",
        ),
    )(bring)
    app.command(epilog=examples("communique calibrate", "communique calibrate --try"))(calibrate)


def decisions(
    about: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Only about a claim, thread, thing, actor or document.")
    ] = None,
    form: Annotated[Listing, typer.Option("--format", help="Lines to read, or what `import` takes.")] = Listing.TEXT,
    output: Output = None,
    lost: Annotated[bool, typer.Option("--orphans", help="Only those that fit nothing any more, and why.")] = False,
    private: Private = False,
    ledger: LedgerOption = None,
) -> None:
    """List what reviewers decided, in order; as JSON Lines it goes to another ledger.

    Decisions on claims that are marked private stay out of the JSON Lines unless asked for.
    """
    with open_reader(ledger) as reader:
        if form is Listing.JSONL:
            lines = [json.dumps(row, ensure_ascii=False) for row in decision_records(reader, private=private)]
        elif lost:
            lines = [line for one in orphans(reader) for line in (_line(one.decision, ""), f"          {one.why}")]
        else:
            lines = _listed(reader, about)
    if output is None or output == "-":
        for line in lines:
            echo(line)
    else:
        _write(output, "".join(f"{line}\n" for line in lines).encode())
        note(f"{len(lines)} lines written to {output}")


def _listed(reader: LedgerReader, about: str | None) -> list[str]:
    every = reader.decisions()
    standing = {d.id for d in in_force(every)}
    wanted = None
    if about is not None:
        target = target_of(reader, load_pack().register, about)
        threads = [target.id] if target.sort is Sort.THREAD else [t.id for t in _threads_of(reader, target)]
        wanted = {target.id, *(key for thread in threads for key in reader.thread(thread).claims)}
    return [
        _line(d, "" if d.verb == "undo" or d.id in standing else "  (undone)")
        for d in every
        if wanted is None or wanted & {d.document, *(d.payload.get(name) for name in ("claim", "actor", "into"))}
    ]


def _threads_of(reader: LedgerReader, target: Target) -> list[Thread]:
    """Return the threads that are a thing's own, not merely about it."""
    return [t for t in reader.threads_about(target.id) if t.key == target.id] if target.sort is Sort.ACTOR else []


def _line(decision: Decision, mark: str) -> str:
    return f"{decision.id[:8]}  {decision.at:%Y-%m-%d %H:%M}  {decision.who}  {describe(decision)}{mark}"


def _write(path: str, data: bytes) -> None:
    partial = Path(f"{path}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as fault:
        raise UsageError(f"{path}: cannot be written ({fault.strerror}).") from None


def bring(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A table (.csv, .tsv, .xlsx) or decisions (.jsonl).")],
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=HEADER", help="Which column holds a field: action, agents, due, …"),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day the table is of; today by default.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Whose table it is; yours by default.")] = None,
    tier: Annotated[Tier | None, typer.Option(help="How close it stands to what was said.")] = None,
    who: As = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Bring in an analyst's own table of commitments, or the decisions of another ledger.

    Of a table each row is reported: what was understood, what was not, and the thread it came to. Rows that the ledger
    has already change nothing; changes in rows that `export table` wrote become edits, verdicts and notes. What cannot
    be read is named, the rest is taken, and the exit status is 1 then.
    """
    workings = assemble()
    data = load(file, workings.limit)
    with seated(ledger, who, new=True) as desk_table:
        if Path(file).suffix.lower() in {".jsonl", ".ndjson"}:
            done = import_decisions(desk_table.writer, decode(data, where=file).text.splitlines())
            link(desk_table.writer, workings)
            _tell_exchange(done, desk_table.reader, as_json)
            desk_table.failed = bool(done.faults or done.conflicts)
            return
        reports = import_table(
            desk_table.writer, data, file, workings, desk_table.pack, desk_table.desk,
            columns=fields_of(columns or ()), published=parse_day(published, "--published"),
            publisher=publisher, tier=tier,
        )  # fmt: skip
        link(desk_table.writer, workings)
        _tell_rows(reports, desk_table, as_json)
        desk_table.failed = any(report.outcome == "skipped" for report in reports)


def _tell_exchange(done: Exchange, reader: LedgerReader, as_json: bool) -> None:
    waiting = len(orphans(reader))
    if as_json:
        values = {name: getattr(done, name) for name in Exchange.__dataclass_fields__}
        say_json(values | {"orphans": waiting})
        return
    for line in (*done.faults, *done.conflicts):
        note(f"not taken: {line}")
    for line in done.differences:
        echo(f"they differ: {line}")
    refused = f"{len(done.conflicts)} in conflict, {len(done.faults)} unreadable"
    orphaned = f"{waiting} orphan{'' if waiting == 1 else 's'}"
    why = " (`communique decisions --orphans` says why)" if waiting else ""
    echo(f"{done.new} decision{'' if done.new == 1 else 's'} new, {done.known} known, {refused}; {orphaned}{why}")


def _tell_rows(reports: list[RowReport], desk_table: Table, as_json: bool) -> None:
    ids = [report.claim for report in reports if report.claim]
    threads = {one.claim.id: one.thread for one in desk_table.reader.claims(ids=ids)} if ids else {}
    known = {t.id: t for t in desk_table.reader.threads(sorted({key for key in threads.values() if key}))}
    for report in reports:
        thread = known.get(threads.get(report.claim or "") or "")
        if as_json:
            values = {name: getattr(report, name) for name in RowReport.__dataclass_fields__}
            say_json(values | {"thread": thread and thread.id, "title": thread and thread.title})
            continue
        echo(fitted(f"row {report.number}: {report.outcome}  {report.words}".rstrip(), terminal_width()))
        for line in (*_understood(report), *_on_thread(thread), *report.remarks):
            for part in wrap(line, terminal_width() - 4):
                echo(f"    {part}")
    if not as_json:
        counts = {o: sum(r.outcome == o for r in reports) for o in ("new", "edited", "unchanged", "skipped")}
        echo(
            f"{len(reports)} row{'' if len(reports) == 1 else 's'}: "
            + ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
        )


def _understood(report: RowReport) -> list[str]:
    """Return what was read in a row, in a line; what an analyst did not write is not shown."""
    shown = [told(name, report.understood[name]) for name in _SHOWN if report.understood.get(name)]
    return [" · ".join(shown)] if shown else []


def _on_thread(thread: Thread | None) -> list[str]:
    if thread is None:
        return []
    others = len(thread.claims) - 1
    company = "alone" if not others else f"with {others} other claim{'' if others == 1 else 's'}"
    return [f"→ {thread.title} ({company})"]


def export_table(
    form: Annotated[Sheets, typer.Option("--format", help="For a spreadsheet, or any program.")] = Sheets.CSV,
    output: Output = None,
    sort: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Sort by this column; -COLUMN the other way round.")
    ] = None,
    kind: Annotated[list[str] | None, typer.Option(metavar="KIND", help="Claims of this kind; commitments.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what is too unsure to count.")] = False,
    own: Annotated[bool, typer.Option("--own", help="Only what reviewers entered or added.")] = False,
    private: Private = False,
    ledger: LedgerOption = None,
) -> None:
    """Write the commitments as a table, with threads, quotes and sources; `communique import` takes it back."""
    with open_reader(ledger) as reader:
        rows = table(
            reader, kinds=kinds_of(kind) or ("commitment",), sort=sort or ("thread", "date"),
            everything=everything, own=own, private=private,
        )  # fmt: skip
    if form is Sheets.XLSX and output in {None, "-"}:
        raise UsageError("a workbook is not for a terminal; name a file with --output.")
    data = write_table_csv(rows) if form is Sheets.CSV else write_table_xlsx(rows, datetime.now(UTC).date())
    if output is None or output == "-":
        typer.echo(data.decode("utf-8-sig"), nl=False)
    else:
        _write(output, data)
        note(f"{len(rows)} rows written to {output}")


def export_gold(
    output: Annotated[str, typer.Option("--output", "-o", metavar="FOLDER", help="Where to write.")],
    private: Private = False,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Write what reviewers accepted as gold for the scorer: texts/, gold/ and the program's own claims.jsonl.

    Accepted, edited and added claims must be found, rejected ones are false alarms, unjudged ones count neither way.
    """
    with open_reader(ledger) as reader:
        try:
            done = write_gold(reader, load_pack().register, Path(output), private=private)
        except OSError as fault:
            raise UsageError(f"{output}: cannot be written ({fault.strerror}).") from None
    if as_json:
        say_json({name: getattr(done, name) for name in done.__slots__})
    else:
        echo(
            f"{done.documents} documents: {done.required} claims required, {done.rejected} rejected, "
            f"{done.optional} not judged"
        )
    if not done.documents:
        note("no document has a verdict yet; `communique review` asks for them")
        raise typer.Exit(Exit.FAILED)


def calibrate(
    trial: Annotated[bool, typer.Option("--try", help="Only say what it would do.")] = False,
    who: As = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Set the confidence right by what reviewers accepted and rejected (Platt's scaling); `undo` takes it back.

    The Brier score says how far the confidence is off: 0 is perfect, 0.25 is always saying one half. Where it is no
    better on verdicts that were held out of the fit, nothing is changed and the exit status is 1.
    """
    with seated(ledger, who) as desk_table:
        found = fit(judged_confidences(desk_table.reader))
        better = found.held_out < found.before
        if as_json:
            say_json(found.payload() | {"stored": better and not trial})
        else:
            echo(f"{found.accepted} accepted as read, {found.rejected} not")
            echo(f"Brier score {found.before:.4f} before, {found.after:.4f} after, {found.held_out:.4f} held out")
        if trial:
            return
        if not better:
            note("Held out it is no better, so nothing was changed; more verdicts are needed.")
            desk_table.failed = True
            return
        decision = desk_table.desk.calibrate(found.payload())
        if as_json:
            desk_table.writer.decide(decision)
        else:
            desk_table.decide(decision)
