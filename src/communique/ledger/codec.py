"""Claims and documents as rows, and back, without loss.

``claim.fields`` is a JSON object with every field of a claim that has no column of its own to be rebuilt from:

``actors``      list of ``[id, role, surface, [aliases], country or null]``
``countries``   list of ISO 3166-1 alpha-3 codes
``time``        ``[start, end, precision]`` (ISO days or null; absent where unknown); ``due`` likewise
``said_by``     list of names, nearest source first
``keys``        list of register ids
``place``       event: list of names
``action``      commitment: the words for the act
``strength``    position: rank on the scale of stance verbs
``high``, ``approximate``  figure: the upper end of a range; whether 約, 近, 逾 or the like stood by it

Absent means empty. Everything else (kind, label, about, value, factuality, confidence, frame, repeat_of) is a column.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from communique.ledger.records import DocumentFacts
from communique.model import (
    ActorRef,
    Assessment,
    Block,
    BlockRole,
    Claim,
    Commitment,
    DamagedDocument,
    DateSource,
    Document,
    Event,
    EventType,
    Evidence,
    Factuality,
    Figure,
    Interval,
    Position,
    Precision,
    Role,
    Stance,
    Status,
    Tier,
)

__all__ = [
    "blocks_from_json",
    "blocks_to_json",
    "claim_from_row",
    "claim_to_row",
    "document_from_row",
    "document_to_row",
    "facts_from_row",
    "interval_from_json",
    "refuse_unstorable",
    "storable",
]


def storable(text: str) -> str:
    r"""Return a string that every database takes: lone surrogates and NULs as ``\udcff`` and ``\x00`` spelled out.

    For names and paths (a file name need not be valid UTF-8), never for the text that evidence points into.
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def refuse_unstorable(document: Document) -> None:
    """Raise ``DamagedDocument`` where the text holds what no database keeps: lone surrogates, NULs."""
    where = document.path or document.id
    if "\0" in document.text:
        raise DamagedDocument(where, "the text holds NUL characters.")
    try:
        document.text.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise DamagedDocument(where, f"half a character (a lone surrogate) stands at {fault.start}.") from None


def _storable_or_none(text: str | None) -> str | None:
    return None if text is None else storable(text)


def document_to_row(document: Document) -> dict[str, Any]:
    """Return the columns of ``document``, but for ``recorded_at``."""
    return {
        "id": document.id,
        "title": _storable_or_none(document.title),
        "publisher": _storable_or_none(document.publisher),
        "author": _storable_or_none(document.author),
        "url": _storable_or_none(document.url),
        "published": document.published,
        "published_how": document.published_how.value,
        "language": document.language,
        "tier": document.tier.value,
        "encoding": document.encoding,
        "media_type": document.media_type,
        "size": len(document.raw),
        "raw": zlib.compress(document.raw, 6),
    }


def document_from_row(row: RowMapping | Mapping[str, Any]) -> Document:
    """Return a document from a row that joins ``document``, its current ``text`` and the first carrier's ``path``.

    ``raw`` is unpacked where the row has it, and empty otherwise.
    """
    raw = row.get("raw")
    return Document(
        id=row["id"],
        text=row["body"],
        blocks=blocks_from_json(row["blocks"]),
        path=row["path"],
        url=row["url"],
        title=row["title"],
        publisher=row["publisher"],
        author=row["author"],
        published=row["published"],
        published_how=DateSource(row["published_how"]),
        language=row["language"],
        tier=Tier(row["tier"]),
        encoding=row["encoding"],
        media_type=row["media_type"],
        raw=b"" if raw is None else zlib.decompress(raw),
    )


def facts_from_row(row: RowMapping | Mapping[str, Any]) -> DocumentFacts:
    """Return a document's facts from a row with a column for each of them."""
    values = {name: row[name] for name in DocumentFacts.__dataclass_fields__}
    how, tier = DateSource(values.pop("published_how")), Tier(values.pop("tier"))
    return DocumentFacts(**values, published_how=how, tier=tier)


def blocks_to_json(blocks: Iterable[Block]) -> list[Any]:
    """Return blocks as ``[start, end, role, [[start, end], …]]``, with a language of their own after that."""
    return [
        [b.start, b.end, b.role.value, [list(gap) for gap in b.breaks], *([b.language] if b.language else [])]
        for b in blocks
    ]


def blocks_from_json(value: Sequence[Any]) -> tuple[Block, ...]:
    """Return blocks from what ``blocks_to_json`` made."""
    return tuple(
        Block(start, end, BlockRole(role), tuple((a, b) for a, b in breaks), *language)
        for start, end, role, breaks, *language in value
    )


def interval_from_json(value: tuple[str | None, str | None, str] | None) -> Interval | None:
    """Return an interval from its form in ``fields``: start, end and precision."""
    if value is None:
        return None
    start, end, precision = value
    return Interval(
        date.fromisoformat(start) if start else None,
        date.fromisoformat(end) if end else None,
        Precision(precision),
    )


def _own_columns(claim: Claim) -> dict[str, Any]:
    """Return label, about, value and due of the claim's kind."""
    match claim:
        case Event():
            return {"label": claim.type.value}
        case Commitment():
            due = claim.due
            return {
                "label": claim.status.value,
                "about": claim.subject,
                "due_from": due and due.start,
                "due_to": due and due.end,
            }
        case Position():
            return {"label": claim.stance.value, "about": claim.topic}
        case Figure():
            return {"label": claim.unit, "about": claim.measure, "value": claim.value}
        case _:
            return {}


def _own_fields(claim: Claim) -> dict[str, Any]:
    match claim:
        case Event():
            return {"place": list(claim.place)}
        case Commitment():
            due = claim.due
            return {"action": claim.action, "due": [*due.as_list(), due.precision.value] if due else None}
        case Position():
            return {"strength": claim.strength}
        case Figure():
            return {"high": claim.high, "approximate": claim.approximate}
        case _:
            return {}


def claim_to_row(claim: Claim, known_from: date | None) -> dict[str, Any]:
    """Return the columns of ``claim`` that the claim itself decides; ``known_from`` is its document's day."""
    time = claim.time
    fields: dict[str, Any] = {
        "actors": [[a.id, a.role.value, a.surface, list(a.aliases), a.country] for a in claim.actors],
        "countries": list(claim.countries),
        "time": [*time.as_list(), time.precision.value] if time else None,
        "said_by": list(claim.said_by),
        "keys": list(claim.keys),
        **_own_fields(claim),
    }
    empty = {"about": None, "value": None, "due_from": None, "due_to": None, "label": None}
    return {
        **empty,
        **_own_columns(claim),
        "id": claim.id,
        "document": claim.document,
        "kind": claim.kind,
        "start": claim.start,
        "end": claim.end,
        "frame": claim.frame,
        "factuality": claim.factuality.value,
        "confidence": claim.confidence,
        "valid_from": time and time.start,
        "valid_to": time and time.end,
        "repeat_of": claim.repeat_of,
        "known_from": known_from,
        "fields": {
            name: value for name, value in fields.items() if not (value is None or value is False or value == [])
        },
    }


def claim_from_row(row: RowMapping | Mapping[str, Any], evidence: Iterable[Evidence]) -> Claim:
    """Return the claim of a row and its evidence."""
    fields = row["fields"]
    common: dict[str, Any] = {
        "id": row["id"],
        "document": row["document"],
        "evidence": tuple(evidence),
        "actors": tuple(
            ActorRef(name, Role(role), surface, tuple(aliases), country)
            for name, role, surface, aliases, country in fields.get("actors", ())
        ),
        "countries": tuple(fields.get("countries", ())),
        "time": interval_from_json(fields.get("time")),
        "factuality": Factuality(row["factuality"]),
        "said_by": tuple(fields.get("said_by", ())),
        "repeat_of": row["repeat_of"],
        "confidence": row["confidence"],
        "frame": row["frame"],
        "keys": tuple(fields.get("keys", ())),
    }
    match row["kind"]:
        case "event":
            return Event(**common, type=EventType(row["label"]), place=tuple(fields.get("place", ())))
        case "commitment":
            return Commitment(
                **common,
                action=fields.get("action", ""),
                subject=row["about"],
                status=Status(row["label"]),
                due=interval_from_json(fields.get("due")),
            )
        case "position":
            return Position(
                **common, stance=Stance(row["label"]), topic=row["about"], strength=fields.get("strength", 0)
            )
        case "figure":
            return Figure(
                **common,
                measure=row["about"],
                value=row["value"],
                high=fields.get("high"),
                unit=row["label"],
                approximate=fields.get("approximate", False),
            )
        case _:
            return Assessment(**common)
