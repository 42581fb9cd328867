"""The claims export, ``communique.claims/1``: one record a claim, as JSON Lines or as a table.

The record's fields are described in ``docs/claims.md``. A field may be added; none changes its meaning without a new
version.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, TextIO

from communique.ledger import DocumentFacts, LedgerReader, StoredClaim
from communique.linking import Review
from communique.model import ActorRef, Assessment, Commitment, Event, Figure, Interval, Position
from communique.packs import Register

__all__ = ["SCHEMA", "TABLE_COLUMNS", "claim_record", "claim_records", "write_csv", "write_jsonl"]

SCHEMA = "communique.claims/1"

TABLE_COLUMNS = (
    "id", "kind", "path", "title", "publisher", "published", "language", "tier", "quote", "start", "end", "agents",
    "targets", "participants", "countries", "time_from", "time_to", "factuality", "said_by", "thread", "repeat_of",
    "confidence", "extractor", "type", "place", "action", "subject", "status", "due_from", "due_to", "stance", "topic",
    "measure", "value", "high", "unit", "approximate", "document",
)  # fmt: skip
"""The columns of the CSV form; lists are joined by `` | ``, evidence in pieces gives the first start, the last end."""


def claim_records(reader: LedgerReader, register: Register, *, private: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the record of every claim in force, document by document; private ones only if asked for."""
    documents = reader.facts()
    for stored in reader.claims():
        if stored.review is not None and stored.review.private and not private:
            continue
        yield claim_record(stored, documents[stored.claim.document], register)


def claim_record(stored: StoredClaim, document: DocumentFacts, register: Register) -> dict[str, Any]:
    """Return a claim as the export gives it; a quote always equals ``text[start:end]`` of its document."""
    claim = stored.claim
    return {
        "schema": SCHEMA,
        "id": claim.id,
        "kind": claim.kind,
        "document": {
            "id": document.id,
            "path": document.path,
            "url": document.url,
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published.isoformat() if document.published else None,
            "language": document.language,
            "tier": document.tier.value,
        },
        "evidence": [{"quote": e.quote, "start": e.start, "end": e.end} for e in claim.evidence],
        "actors": [{"id": a.id, "role": a.role.value, "names": _names(a, register)} for a in claim.actors],
        "countries": sorted(claim.countries),
        "time": _days(claim.time),
        "factuality": claim.factuality.value,
        "said_by": list(claim.said_by),
        "thread": stored.thread,
        "repeat_of": claim.repeat_of,
        "confidence": claim.confidence,
        "extractor": stored.extractor,
        **_own(claim),
        "keys": list(claim.keys),
        "frame": claim.frame,
        "review": _review(stored.review),
    }


def _review(review: Review | None) -> dict[str, Any] | None:
    if review is None:
        return None
    return {
        "verdict": review.verdict and review.verdict.value,
        "by": review.by,
        "at": review.at and review.at.isoformat(),
        "verdicts": dict(review.verdicts),
        "notes": review.notes,
        **{name: getattr(review, name) for name in ("edited", "added", "private", "important", "changed", "disputed")},
    }


def _days(interval: Interval | None) -> list[str | None] | None:
    return interval.as_list() if interval else None


def _names(actor: ActorRef, register: Register) -> list[str]:
    return list(dict.fromkeys((actor.surface, *actor.aliases, *_register_names(actor.id, register))))


@lru_cache(maxsize=4096)
def _register_names(key: str, register: Register) -> tuple[str, ...]:
    entry = register.get(key)
    return () if entry is None else tuple(entry.all_names())


def _plain(number: float | None) -> float | int | None:
    """Return a whole number without its ``.0``."""
    return int(number) if number is not None and number.is_integer() else number


def _own(claim: Any) -> dict[str, Any]:
    """Return the fields of the claim's own kind."""
    match claim:
        case Event():
            return {"type": claim.type.value, "place": list(claim.place)}
        case Commitment():
            return {
                "action": claim.action,
                "subject": claim.subject,
                "status": claim.status.value,
                "due": _days(claim.due),
            }
        case Position():
            return {"stance": claim.stance.value, "topic": claim.topic, "strength": claim.strength}
        case Figure():
            return {
                "measure": claim.measure,
                "value": _plain(claim.value),
                "high": _plain(claim.high),
                "unit": claim.unit,
                "approximate": claim.approximate,
            }
        case Assessment():
            return {}
        case _:
            raise TypeError(f"no such kind of claim: {type(claim).__name__}")


def write_jsonl(records: Iterable[dict[str, Any]], stream: TextIO) -> int:
    """Write one JSON object a line, without ASCII escapes; return how many."""
    count = 0
    for record in records:
        stream.write(json.dumps(record, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(records: Iterable[dict[str, Any]], stream: TextIO) -> int:
    """Write a table with a header; return how many claims. What a spreadsheet would take for a formula is quoted."""
    table = csv.DictWriter(stream, TABLE_COLUMNS, lineterminator="\r\n", extrasaction="ignore")
    table.writeheader()
    count = 0
    for record in records:
        table.writerow({name: _cell(value) for name, value in _row(record).items()})
        count += 1
    return count


def _row(record: dict[str, Any]) -> dict[str, Any]:
    pieces = record["evidence"]
    time, due = record["time"] or [None, None], record.get("due") or [None, None]
    by_role = {
        role: [actor["names"][0] for actor in record["actors"] if actor["role"] == role]
        for role in ("agent", "target", "participant")
    }
    return {
        **record,
        **{name: record["document"][name] for name in ("path", "title", "publisher", "published", "language", "tier")},
        "document": record["document"]["id"],
        "quote": "…".join(piece["quote"] for piece in pieces),
        "start": pieces[0]["start"],
        "end": pieces[-1]["end"],
        "agents": by_role["agent"],
        "targets": by_role["target"],
        "participants": by_role["participant"],
        "time_from": time[0],
        "time_to": time[1],
        "due_from": due[0],
        "due_to": due[1],
    }


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = " | ".join(map(str, value))
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return value
