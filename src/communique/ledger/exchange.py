"""Decisions between ledgers: JSON Lines out and in, as often as one likes; what contradicts is listed, never guessed.

A record has ``schema`` (``communique.decisions/1``), ``id``, ``at`` (ISO 8601 with zone), ``who``, ``verb``,
``document``, ``start``, ``end``, ``kind`` and ``payload``, as the ledger keeps them. Calibrations stay in their ledger.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from communique.ledger.reader import LedgerReader
from communique.ledger.records import Decision
from communique.ledger.standing import private_claims
from communique.ledger.writer import LedgerWriter
from communique.linking import claim_of, in_force
from communique.model import CommuniqueError, Evidence, Tier

__all__ = ["SCHEMA", "Exchange", "decision_records", "import_decisions"]

SCHEMA = "communique.decisions/1"

_ABOUT_CLAIMS = frozenset({"accept", "reject", "edit", "add", "mark"})
_FURTHER = frozenset({"members", "others"})
_VERBS = frozenset({*_ABOUT_CLAIMS, "note", "merge", "split", "rename", "set", "undo"})


class _Record(BaseModel):
    """One decision as it is exchanged, checked as far as it can be without its document."""

    model_config = ConfigDict(extra="ignore", strict=False)

    id: str = Field(pattern=r"^[0-9a-zA-Z-]{8,36}$")
    at: AwareDatetime
    who: str = Field(min_length=1, max_length=100)
    verb: str
    document: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=1)
    kind: str | None = None
    payload: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _possible(self) -> _Record:
        if self.verb not in _VERBS:
            raise ValueError(f"there is no verb {self.verb!r}")
        if self.verb in _ABOUT_CLAIMS and None in (self.document, self.start, self.end, self.kind):
            raise ValueError(f"{self.verb} needs document, start, end and kind")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError("the place ends before it begins")
        if self.verb in {"edit", "add"}:
            place = Evidence(self.start or 0, self.end or 1, "…")
            claim_of(self.kind or "", "…", "…", place, _mapping(self.payload.get("fields")))
        if self.verb == "undo" and not isinstance(self.payload.get("of"), str):
            raise ValueError("undo needs the id of a decision")
        if self.verb == "set":
            Tier(self.payload.get("tier", "unknown"))
            date.fromisoformat(self.payload.get("published", "2000-01-01"))
        return self


@dataclass(slots=True)
class Exchange:
    """What an import came to.

    ``new`` and ``known`` count decisions; ``faults`` are lines that could not be read, with their number;
    ``conflicts`` are ids that this ledger knows with another content, and are not taken over; ``differences`` are
    claims on which the new verdicts and those of this ledger's reviewers differ; both stand, the latest counts.
    """

    new: int = 0
    known: int = 0
    faults: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)


def decision_records(reader: LedgerReader, *, private: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the decisions for another ledger, in the order they were made; those about private claims if asked for."""
    decisions = [d for d in reader.decisions() if d.verb != "calibrate"]
    hidden = set() if private else private_claims(reader)
    kept = {
        d.id for d in decisions if not hidden & {(d.document, d.payload.get("claim")), _anchored(d.payload.get("with"))}
    }
    own = {d.id for d in reader.decisions()} - kept
    for decision in decisions:
        if decision.id in kept and str(decision.payload.get("of")) not in own:
            values = {name: getattr(decision, name) for name in Decision.__dataclass_fields__}
            payload = dict(decision.payload)
            for name in _FURTHER & payload.keys():
                payload[name] = [one for one in _list(payload[name]) if _anchored(one) not in hidden]
            yield {"schema": SCHEMA, **values, "at": decision.at.isoformat(), "payload": payload}


def _anchored(anchor: object) -> tuple[str | None, object]:
    """Return which claim of which document an anchor names."""
    place = _mapping(anchor)
    return place.get("document"), place.get("claim")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def import_decisions(writer: LedgerWriter, lines: Iterable[str]) -> Exchange:
    """Take over decisions of another ledger; those that this one has already are passed over.

    All that can be read are stored together. A decision about a document that this ledger has not waits for it, listed
    as an orphan. Link afterwards.
    """
    done = Exchange()
    known = {d.id: d for d in writer.reader.decisions()}
    new: dict[str, Decision] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            decision = _read(line)
        except (ValueError, CommuniqueError, RecursionError) as fault:
            done.faults.append(f"line {number}: {_explained(fault)}")
            continue
        old = known.get(decision.id) or new.get(decision.id)
        if old is None:
            new[decision.id] = decision
        elif _content(old) == _content(decision):
            done.known += 1
        else:
            done.conflicts.append(f"line {number}: decision {decision.id[:8]} ({decision.verb}) is another one here")
    done.differences = list(_differences(known.values(), new.values()))
    if new:
        writer.decide(*new.values())
    done.new = len(new)
    return done


def _read(line: str) -> Decision:
    value = json.loads(line)
    if not isinstance(value, dict):
        raise ValueError("it is no decision")
    record = _Record.model_validate(value)
    return Decision(**{name: getattr(record, name) for name in Decision.__dataclass_fields__})


def _explained(fault: Exception) -> str:
    if isinstance(fault, ValidationError):
        first = fault.errors()[0]
        where = ".".join(map(str, first["loc"]))
        return f"{where + ': ' if where else ''}{first['msg']}"
    if isinstance(fault, json.JSONDecodeError):
        return f"it is no JSON ({fault.msg}); is the line torn off?"
    return str(fault)


def _content(decision: Decision) -> tuple[object, ...]:
    """Return what makes a decision another one; further anchors may have been left out on its way."""
    at: datetime = decision.at
    kept = {name: value for name, value in decision.payload.items() if name not in _FURTHER}
    payload = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    return (at, decision.who, decision.verb, decision.document, decision.start, decision.end, decision.kind, payload)


def _differences(known: Iterable[Decision], new: Iterable[Decision]) -> Iterator[str]:
    """Say where verdicts that come and verdicts that are here differ on one claim."""
    here: dict[tuple[str | None, object], dict[str, str]] = {}
    for decision in in_force(known):
        if decision.verb in {"accept", "edit", "reject"}:
            here.setdefault((decision.document, decision.payload.get("claim")), {})[decision.who] = decision.verb
    for decision in in_force(new):
        said = here.get((decision.document, decision.payload.get("claim")), {})
        if decision.verb in {"accept", "edit", "reject"}:
            for who, verb in sorted(said.items()):
                if who != decision.who and (verb == "reject") != (decision.verb == "reject"):
                    claim = str(decision.payload.get("claim"))[:8]
                    yield f"claim {claim}: {decision.who} says {decision.verb}, {who} said {verb}"


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
