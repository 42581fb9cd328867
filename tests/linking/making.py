"""Claims and documents made by hand from a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from communique.model import (
    ActorRef,
    Assessment,
    Claim,
    Commitment,
    Event,
    EventType,
    Evidence,
    Factuality,
    Figure,
    Interval,
    Position,
    Role,
    Stance,
    Status,
    Tier,
)

COUNTRIES = {"jpn": "JPN", "usa": "USA", "chn": "CHN", "kor": "KOR", "phl": "PHL", "aus": "AUS"}

SURFACES = {"jpn": "日本", "usa": "美國"}


@dataclass(frozen=True)
class Doc:
    """What linking asks of a document."""

    id: str
    published: date | None = None
    publisher: str | None = None
    tier: Tier = Tier.REPORT
    title: str | None = None


@dataclass(frozen=True)
class Said:
    """A reviewer's decision."""

    id: str
    verb: str
    document: str | None = None
    start: int | None = None
    end: int | None = None
    kind: str | None = None
    payload: dict[str, object] = field(default_factory=dict)
    at: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    who: str = "reviewer"


def anchor(claim: Claim) -> dict[str, object]:
    return {"document": claim.document, "start": claim.start, "end": claim.end, "kind": claim.kind}


def decision(verb: str, claim: Claim, at: int = 1, **payload: object) -> Said:
    moment = datetime(2026, 1, at, tzinfo=UTC)
    return Said(f"d{at}", verb, claim.document, claim.start, claim.end, claim.kind, payload, moment)


def actors(names: Sequence[str], role: Role) -> tuple[ActorRef, ...]:
    """Return actors of register ids, each called as in ``SURFACES`` or by its id."""
    return tuple(ActorRef(name, role, SURFACES.get(name, name), (), COUNTRIES.get(name)) for name in names)


def _common(quote: str, document: str, start: int, fields: dict[str, Any]) -> dict[str, Any]:
    role = fields.pop("role", Role.AGENT)
    who = actors(fields.pop("who", ()), role)
    time = fields.pop("time", None)
    if "factuality" in fields:
        fields["factuality"] = Factuality(fields["factuality"])
    key = sha256(f"{document}|{start}|{quote}".encode()).hexdigest()[:12]
    return {
        "id": key,
        "document": document,
        "evidence": (Evidence(start, start + len(quote), quote),),
        "actors": who,
        "time": Interval.parse(time) if isinstance(time, str) else time,
        **fields,
    }


def event(quote: str, type_: str = "meeting", document: str = "a", start: int = 0, **fields: Any) -> Event:
    fields.setdefault("role", Role.PARTICIPANT if type_ in {"meeting", "call"} else Role.AGENT)
    return Event(**_common(quote, document, start, fields), type=EventType(type_))


def commitment(quote: str, status: str = "agreed", document: str = "a", start: int = 0, **fields: Any) -> Commitment:
    due = fields.pop("due", None)
    return Commitment(
        **_common(quote, document, start, fields), status=Status(status), due=Interval.parse(due) if due else None
    )


def position(quote: str, stance: str = "support", document: str = "a", start: int = 0, **fields: Any) -> Position:
    return Position(**_common(quote, document, start, fields), stance=Stance(stance))


def figure(
    quote: str, value: float, unit: str = "person", document: str = "a", start: int = 0, **fields: Any
) -> Figure:
    return Figure(**_common(quote, document, start, fields), value=value, unit=unit)


def assessment(quote: str, document: str = "a", start: int = 0, **fields: Any) -> Assessment:
    return Assessment(**_common(quote, document, start, fields))


def docs(*rows: tuple[str, str] | tuple[str, str, str]) -> dict[str, Doc]:
    """Return documents from (id, published[, tier])."""
    return {
        row[0]: Doc(
            row[0], date.fromisoformat(row[1]) if row[1] else None, None, Tier(row[2] if len(row) > 2 else "report")
        )
        for row in rows
    }
