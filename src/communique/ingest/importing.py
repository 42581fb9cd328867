"""An analyst's own table into a ledger: rows become entries with the sheet as their source, each reported.

An entry is an ``add`` decision on its cell of the sheet, so it stands like every decision: on its thread, through every
new reading, until it is undone. The same row twice, in this sheet or another, is one entry. A row that carries the id
of a claim (as ``export table`` writes it) is compared with the claim: what was changed becomes edits, verdicts, notes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from communique.ingest.columns import columns_of, status_of
from communique.ingest.days import read_days
from communique.ingest.entries import actor_values, days_value, keys_of, proposed_fields, split_names
from communique.ingest.sheets import Cell, Row, read_sheet, sheet_document
from communique.ingest.workings import Workings
from communique.ledger import Decision, Desk, LedgerWriter
from communique.ledger.cells import EDITABLE, claim_cells
from communique.linking import field_names, field_values, in_force
from communique.model import CommuniqueError, Document, Role, Status, Tier, UsageError
from communique.packs import Pack
from communique.text import fold

__all__ = ["RowReport", "import_table"]

_HEADERS_WITHIN = 10
"""Rows among which the one with the headers is sought."""

_NOT_READ_BACK = frozenset({"thread", "title", "document", "published", "tier", "url", "said by", "factuality", "by"})
"""Columns that an export writes for reading only."""


@dataclass(slots=True)
class RowReport:
    """What became of one row: ``outcome`` is new, unchanged, edited or skipped; ``remarks`` what was not understood.

    ``understood`` are the fields as they were read. ``claim`` is the entry's id.
    """

    number: int
    outcome: str = "skipped"
    claim: str | None = None
    words: str = ""
    understood: dict[str, Any] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def import_table(
    writer: LedgerWriter,
    data: bytes,
    path: str,
    workings: Workings,
    pack: Pack,
    desk: Desk,
    *,
    columns: Mapping[str, str] | None = None,
    published: date,
    publisher: str | None = None,
    tier: Tier | None = None,
) -> list[RowReport]:
    """Bring an analyst's table into a ledger and return what became of each row below its headers.

    ``columns`` says which header (or letter) holds which field where the headers do not say so themselves.
    ``published`` is the day the sheet counts as being of, unless the ledger has it already. All rows that can be read
    are stored together or not at all; link afterwards. Raises ``ReadingError`` for a file that is no table, and
    ``UsageError`` where no column holds the commitments.
    """
    sheet = read_sheet(data, path)
    at, found = _headers(sheet.rows, columns or {})
    document = sheet_document(
        data, path, sheet, published=published, publisher=publisher or desk.who, tier=tier or Tier.UNKNOWN
    )
    rows = _Rows(writer, document, pack, desk, found, [cell.text for cell in sheet.rows[at].cells])
    reports = [rows.take(row) for row in sheet.rows[at + 1 :] if row.cells or row.fault]
    if rows.entries and not writer.reader.facts([document.id]):
        given = {"published": published.isoformat(), "publisher": str(document.publisher), "tier": document.tier.value}
        writer.record(document, [], workings.generation, given=given)
    if rows.entries or rows.decisions:
        writer.decide(*rows.entries, *rows.decisions)
    return reports


def _headers(rows: Sequence[Row], given: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """Return which of the first rows holds the headers, and which column holds which field."""
    best: tuple[int, dict[str, int]] | None = None
    fault: UsageError | None = None
    for number, row in enumerate(rows[:_HEADERS_WITHIN]):
        if not row.cells:
            continue
        try:
            found = columns_of([cell.text for cell in row.cells], given)
        except UsageError as said:
            fault = fault or said
            continue
        if best is None or len(found) > len(best[1]):
            best = (number, found)
    if best is None and fault is not None:
        raise fault
    if best is None or "action" not in best[1]:
        first = next((row for row in rows if row.cells), None)
        listed = "、".join(cell.text for cell in first.cells) if first else "nothing"
        raise UsageError(
            f"no column holds the commitments; the first row has {listed}. Say which with --map action=HEADER."
        )
    return best


class _Rows:
    """The rows of one sheet, one after another."""

    def __init__(
        self,
        writer: LedgerWriter,
        document: Document,
        pack: Pack,
        desk: Desk,
        columns: Mapping[str, int],
        headers: Sequence[str],
    ) -> None:
        self._reader = writer.reader
        self._document = document
        self._pack = pack
        self._desk = desk
        self._columns = columns
        self._headers = headers
        self._known = {
            str(d.payload["entry"]): str(d.payload["claim"])
            for d in in_force(self._reader.decisions())
            if d.verb == "add" and "entry" in d.payload
        }
        self._rows: dict[str, int] = {}
        self.entries: list[Decision] = []
        self.decisions: list[Decision] = []

    def take(self, row: Row) -> RowReport:
        """Understand one row; what it asks for is put to ``entries`` and ``decisions``."""
        report = RowReport(row.number)
        if row.fault:
            report.remarks.append(row.fault)
            return report
        cells = {name: row.cells[n] for name, n in self._columns.items() if n < len(row.cells)}
        texts = {name: _unquoted(cell.text) for name, cell in cells.items()}
        report.words = texts.get("action", "")
        try:
            if texts.get("id") and self._compare(texts, report):
                return report
            if not report.words:
                report.remarks.append("there is no commitment in the row")
            else:
                self._enter(cells["action"], texts, self._extra(row), report)
        except CommuniqueError as fault:
            report.outcome = "skipped"
            report.remarks.append(str(fault))
        return report

    def _extra(self, row: Row) -> dict[str, str]:
        """Return the cells of columns that are not understood: they are kept and given back."""
        used = {n for name, n in self._columns.items() if name not in {"quote", "source"}}
        return {
            self._headers[n]: _unquoted(cell.text)
            for n, cell in enumerate(row.cells)
            if n not in used and cell.text and n < len(self._headers) and self._headers[n]
        }

    # new entries

    def _enter(self, cell: Cell, texts: Mapping[str, str], extra: Mapping[str, str], report: RowReport) -> None:
        entry = _entry_key(texts)
        if entry in self._known:
            report.outcome, report.claim = "unchanged", self._known[entry]
            if entry in self._rows:
                report.remarks.append(f"the same as row {self._rows[entry]}")
            return
        fields = self._fields(cell, texts, report)
        made = self._desk.add_entry(self._document, cell.start, cell.end, "commitment", fields, entry, extra)
        self.entries.append(made)
        self._known[entry] = report.claim = str(made.payload["claim"])
        self._rows[entry] = report.number
        if texts.get("note"):
            self.entries.append(self._desk.note_entry(made, texts["note"]))
        report.outcome, report.understood = "new", fields

    def _fields(self, cell: Cell, texts: Mapping[str, str], report: RowReport) -> dict[str, Any]:
        proposed = proposed_fields(self._document, cell.start, cell.end, "commitment", self._pack)
        fields = {name: value for name, value in proposed.items() if name in field_names("commitment")}
        fields |= {"action": cell.text, "said_by": [], "factuality": "actual"}
        keys = self._keys(f"{texts.get('subject', '')}。{cell.text}。{texts.get('quote', '')}", texts.get("agents", ""))
        fields["keys"] = list(dict.fromkeys([*keys, *fields["keys"]]))
        if texts.get("subject"):
            fields["subject"] = texts["subject"]
        elif cell.text.startswith(str(fields.get("subject") or "")):
            fields["subject"] = cell.text  # nothing better than its own first words
        fields["status"] = self._status(texts.get("status", ""), report)
        actors = self._actors(texts, report)
        if actors:
            fields["actors"] = actors
        fields["countries"] = sorted({a[4] for a in fields.get("actors", ()) if a[4] and a[1] != Role.TARGET.value})
        for name in ("due", "time"):
            if name in self._columns:
                fields[name] = self._days(name, texts.get(name, ""), report)
        return fields

    def _keys(self, words: str, agents: str) -> list[str]:
        """Return what a row speaks of: its words, and its words as said of those who act; not who they are."""
        who = set(keys_of(agents, self._pack))
        return [*keys_of(words, self._pack), *(k for k in keys_of(f"{agents}。{words}", self._pack) if k not in who)]

    def _actors(self, texts: Mapping[str, str], report: RowReport) -> list[list[Any]]:
        actors: list[list[Any]] = []
        for name, role in (("agents", Role.AGENT), ("targets", Role.TARGET)):
            for one in split_names(texts.get(name, "")):
                try:
                    actors += actor_values([one], role, self._pack, None)
                except CommuniqueError as fault:
                    report.remarks.append(f"{name}: {fault}")
                    continue
                if str(actors[-1][0]).startswith("doc:"):
                    report.remarks.append(f"{name}: {one!r} is not in the register; kept under this name")
        return actors

    def _status(self, text: str, report: RowReport) -> str:
        status = status_of(text) if text else Status.AGREED
        if status is None:
            report.remarks.append(f"status: {text!r} is not understood; taken as agreed")
        return (status or Status.AGREED).value

    def _days(self, name: str, text: str, report: RowReport) -> list[str | None] | None:
        try:
            return days_value(read_days(text, self._document.published, due=name == "due"))
        except ValueError as fault:
            report.remarks.append(f"{name}: {fault}; left empty")
            return None

    # rows that were exported

    def _compare(self, texts: Mapping[str, str], report: RowReport) -> bool:
        """Decide what the row of a known claim changes; return ``False`` where the ledger has no such claim."""
        try:
            stored = self._reader.claim(texts["id"])
        except CommuniqueError:
            report.remarks.append(f"this ledger has no claim {texts['id']}")
            return False
        report.claim = stored.claim.id
        before = claim_cells(stored)
        changed = {
            name: texts[name]
            for name in EDITABLE
            if name in texts and name != "verdict" and _plain(texts[name]) != _plain(before[name])
        }
        made = self._edits(stored.claim, changed, report)
        verdict = _plain(texts.get("verdict", ""))
        if verdict in {"accepted", "rejected"} and verdict != before["verdict"]:
            judge = self._desk.accept if verdict == "accepted" else self._desk.reject
            made.append(judge(stored.claim.id))
        elif verdict and verdict != before["verdict"]:
            report.remarks.append(f"verdict: {texts['verdict']!r} is neither accepted nor rejected; left as it is")
        notes = self._notes(stored.claim.id)
        if texts.get("note") and _plain(texts["note"]) not in {*map(_plain, notes), _plain(" | ".join(notes))}:
            made.append(self._desk.note(stored.claim.id, texts["note"]))
        self.decisions += made
        report.outcome = "edited" if made else "unchanged"
        return True

    def _edits(self, claim: Any, changed: Mapping[str, str], report: RowReport) -> list[Decision]:
        now = field_values(claim)
        fields: dict[str, Any] = {}
        for name, text in changed.items():
            if name in {"agents", "targets"}:
                role = Role.AGENT if name == "agents" else Role.TARGET
                kept = [a for a in fields.get("actors", now["actors"]) if a[1] != role.value]
                fields["actors"] = kept + actor_values(split_names(text), role, self._pack, None)
            elif name in {"due", "time"} and name in now:
                fields[name] = days_value(read_days(text, self._document.published, due=name == "due"))
            elif name == "status" and name in now:
                status = status_of(text)
                if status is None:
                    report.remarks.append(f"status: {text!r} is not understood; left as it is")
                else:
                    fields[name] = status.value
            elif name in now:
                fields[name] = text
            elif text:
                report.remarks.append(f"{name}: {claim.kind}s have none; left as it is")
        fields = {name: value for name, value in fields.items() if value != now[name]}
        report.understood = fields
        return [self._desk.edit(claim.id, fields)] if fields else []

    def _notes(self, claim: str) -> list[str]:
        return [
            str(d.payload.get("text", ""))
            for d in in_force(self._reader.decisions())
            if d.verb == "note" and d.payload.get("claim") == claim
        ]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _unquoted(text: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text


def _entry_key(texts: Mapping[str, str]) -> str:
    """Return what makes two rows one entry: who, what, to whom, by when, where it stands."""
    parts = [fold(_plain(texts.get(name, ""))) for name in ("agents", "action", "targets", "due", "time", "status")]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]
