"""The commitments of a ledger as an analyst's table: one row a claim, with its thread, quote and source.

Importing the table again changes nothing; what is changed in it in between becomes decisions. Columns that came with an
analyst's own table are given back behind the others.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from communique.ledger import DocumentFacts, LedgerReader, StoredClaim
from communique.ledger.cells import EDITABLE, claim_cells
from communique.linking import in_force
from communique.model import UsageError
from communique.reporting.counting import counts

__all__ = ["HEADERS", "table", "write_table_csv", "write_table_xlsx"]

HEADERS: Mapping[str, str] = {
    "id": "communique id",
    "thread": "thread",
    "agents": "who",
    "action": "commitment",
    "targets": "to",
    "status": "status",
    "due": "due",
    "time": "date",
    "subject": "subject",
    "quote": "quote",
    "source": "source",
    "title": "title",
    "published": "published",
    "tier": "tier",
    "url": "url",
    "said_by": "said by",
    "confidence": "confidence",
    "verdict": "verdict",
    "by": "by",
    "note": "note",
}
"""The columns by field, in their order, with the headers that an import knows again."""

_WIDE = frozenset({"action", "quote", "title", "thread"})


def table(
    reader: LedgerReader,
    *,
    kinds: Sequence[str] = ("commitment",),
    sort: Sequence[str] = ("thread", "time"),
    everything: bool = False,
    own: bool = False,
    private: bool = False,
) -> list[dict[str, str]]:
    """Return the rows of the table by header: the claims that count, or with ``everything`` all in force.

    ``own`` keeps only what came from analysts' tables or was added by reviewers; what is marked private is left out
    unless ``private`` asks for it. ``sort`` names columns, the first counting most, a - before one turning it round.
    Raises ``UsageError`` for a column that is not there.
    """
    stored = [one for one in reader.claims(kinds=kinds) if _wanted(one, everything, own, private)]
    facts = reader.facts(sorted({one.claim.document for one in stored}))
    titles = {thread.id: thread.title for thread in reader.threads(sorted({s.thread for s in stored if s.thread}))}
    notes, extras = _notes_and_extras(reader)
    rows = []
    for one in stored:
        cells = _row(one, facts[one.claim.document], titles.get(one.thread or "", ""))
        cells["note"] = " | ".join(notes.get(one.claim.id, ()))
        row = {HEADERS[name]: cells[name] for name in HEADERS}
        rows.append(row | {f"{k} (own)" if k in row else k: v for k, v in extras.get(one.claim.id, {}).items()})
    return _sorted(rows, sort)


def _wanted(stored: StoredClaim, everything: bool, own: bool, private: bool) -> bool:
    review = stored.review
    if review is not None and review.private and not private:
        return False
    if own and not (review is not None and review.added):
        return False
    return everything or counts(stored)


def _row(stored: StoredClaim, document: DocumentFacts, thread: str) -> dict[str, str]:
    claim = stored.claim
    cells = claim_cells(stored)
    return {
        **{name: cells[name] for name in EDITABLE},
        "id": claim.id,
        "thread": thread,
        "quote": " ".join(claim.quote.split()),
        "source": document.publisher or "",
        "title": document.title or document.path or document.id[:12],
        "published": document.published.isoformat() if document.published else "",
        "tier": document.tier.value,
        "url": document.url or "",
        "said_by": "、".join(claim.said_by),
        "confidence": f"{claim.confidence:.2f}",
        "by": (stored.review.by or "") if stored.review else "",
    }


def _notes_and_extras(reader: LedgerReader) -> tuple[dict[str, list[str]], dict[str, dict[str, str]]]:
    notes: dict[str, list[str]] = {}
    extras: dict[str, dict[str, str]] = {}
    for decision in in_force(reader.decisions()):
        claim = str(decision.payload.get("claim", ""))
        if decision.verb == "note" and claim:
            notes.setdefault(claim, []).append(" ".join(str(decision.payload.get("text", "")).split()))
        extra = decision.payload.get("extra")
        if decision.verb == "add" and isinstance(extra, Mapping):
            extras[claim] = {str(name): str(value) for name, value in extra.items()}
    return notes, extras


def _sorted(rows: list[dict[str, str]], sort: Sequence[str]) -> list[dict[str, str]]:
    headers = {*HEADERS.values(), *(name for row in rows for name in row)}
    rows = sorted(rows, key=lambda row: row[HEADERS["id"]])
    for asked in reversed(sort):
        name = asked.removeprefix("-").strip()
        header = HEADERS.get(name, name)
        if header not in headers:
            raise UsageError(f"there is no column {name!r} to sort by; there are {', '.join(sorted(headers))}.")
        rows.sort(key=lambda row: row.get(header, ""), reverse=asked.startswith("-"))
        rows.sort(key=lambda row: not row.get(header))  # what has no value comes last either way
    return rows


def _headers(rows: Iterable[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys([*HEADERS.values(), *(name for row in rows for name in row)]))


def write_table_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return the table as CSV, UTF-8 with a byte order mark; what would be taken for a formula gets an apostrophe."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _headers(rows), restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: f"'{v}" if v[:1] in {"=", "+", "-", "@"} else v for name, v in row.items()})
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def write_table_xlsx(rows: Sequence[Mapping[str, str]], on: date) -> bytes:
    """Return the table as an Excel workbook: headers frozen, columns filtered, all cells texts."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book: Any = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("commitments")
    headers = _headers(rows)
    sheet.freeze_panes = "A2"
    wide = {HEADERS[name] for name in _WIDE}
    for number, header in enumerate(headers):
        letter = get_column_letter(number + 1)
        sheet.column_dimensions[letter].width = 48 if header in wide else 16
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{len(rows) + 1}"

    def cell(text: str, **style: Any) -> Any:
        made = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:32_767])
        made.data_type = "s"
        for name, value in style.items():
            setattr(made, name, value)
        return made

    sheet.append([cell(header, font=Font(bold=True)) for header in headers])
    for row in rows:
        wrapped = Alignment(wrap_text=True, vertical="top")
        sheet.append([cell(row.get(header, ""), alignment=wrapped) for header in headers])
    book.properties.title = f"communique: commitments on {on}"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
