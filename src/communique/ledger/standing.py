"""What the decisions of a ledger mean today: where each stands, which have lost their place, what they ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from communique.ledger import schema as s
from communique.ledger.reader import LedgerReader
from communique.ledger.records import Decision
from communique.ledger.settling import decisions_about_actors, decisions_by_document, overlay, settings_of
from communique.linking import Reviewed, actor_names, anchored, in_force, relocated
from communique.model import Claim

__all__ = [
    "Orphan",
    "decisions_for_linking",
    "names_of_actors",
    "notes_on",
    "orphans",
    "settings_wanted",
    "unsettled",
]

_ON_THREADS = frozenset({"merge", "split", "rename", "reject", "accept"})


_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Orphan:
    """A decision in force that means nothing in this ledger today, and why; it counts again once its place is back."""

    decision: Decision
    why: str


def names_of_actors(reader: LedgerReader) -> dict[str, str]:
    """Return the names that reviewers gave to actors, by id."""
    with reader.connection() as connection:
        return actor_names(decisions_about_actors(connection))


def notes_on(reader: LedgerReader, document: str, claim: str | None = None) -> list[str]:
    """Return the notes on a document, or on one of its claims, each with who left it and when."""
    with reader.connection() as connection:
        looked = _Looked(connection, [document])
        there = looked.at(document)
        places = there.places if there is not None else {}
        return [
            f"{d.payload.get('text')} ({d.who}, {d.at:%Y-%m-%d})"
            for d in looked.known.get(document, ())
            if d.verb == "note" and (places.get(d.id) == claim if d.kind is not None else claim is None)
        ]


def settings_wanted(reader: LedgerReader, document: str) -> dict[str, str | None]:
    """Return what reviewers have set about a document: ``published``, ``publisher``, ``tier``, ``language``."""
    with reader.connection() as connection:
        return settings_of(in_force(decisions_by_document(connection, [document]).get(document, ())))


def unsettled(reader: LedgerReader) -> list[str]:
    """Return the documents that were read before what is set about them today."""
    d = s.document
    with reader.connection() as connection:
        known = decisions_by_document(connection)
        rows = connection.execute(select(d.c.id, d.c.settled)).all()
    return [row.id for row in rows if settings_of(in_force(known.get(row.id, ()))) != row.settled]


def orphans(reader: LedgerReader) -> list[Orphan]:
    """Return the decisions in force that fit nothing today, in the order of their time."""
    found: list[Orphan] = []
    with reader.connection() as connection:
        looked = _Looked(connection)
        for document, decisions in looked.known.items():
            there = looked.at(document)
            for decision in decisions:
                if there is None:
                    found.append(Orphan(decision, "this ledger has not the document"))
                elif decision.kind is not None and there.places.get(decision.id) is None:
                    found.append(Orphan(decision, _why_lost(decision, looked.body(document))))
                elif "with" in decision.payload and looked.other(decision.payload["with"]) is None:
                    found.append(Orphan(decision, "what it is to be merged with is not in this ledger"))
    return sorted(found, key=lambda orphan: (orphan.decision.at, orphan.decision.id))


def decisions_for_linking(reader: LedgerReader) -> list[Decision]:
    """Return the decisions in force about threads, each with the place of the claim it means today."""
    found: list[Decision] = []
    with reader.connection() as connection:
        looked = _Looked(connection)
        for document, decisions in looked.known.items():
            for decision in decisions:
                claim = looked.claim(document, decision) if decision.verb in _ON_THREADS else None
                if claim is None:
                    continue
                payload = dict(decision.payload) | {"claim": claim.id}
                if "with" in payload:
                    other = looked.other(payload["with"])
                    payload["with"] = other and _anchor(other)
                found.append(replace(decision, start=claim.start, end=claim.end, payload=payload))
    return in_force(found)


def _anchor(claim: Claim) -> dict[str, Any]:
    return {"document": claim.document, "start": claim.start, "end": claim.end, "kind": claim.kind, "claim": claim.id}


def _why_lost(decision: Decision, body: str) -> str:
    if relocated(decision, body) is None:
        return "the document's text has its words no more"
    if decision.verb == "add":
        return "the claim it adds is not possible"
    return f"no {decision.kind} is read at its place any more"


class _Looked:
    """The decided documents, each looked at once."""

    def __init__(self, connection: Connection, documents: Sequence[str] | None = None) -> None:
        self._connection = connection
        self._everywhere = decisions_about_actors(connection)
        found = decisions_by_document(connection, documents)
        self.known = {key: in_force(decisions) for key, decisions in sorted(found.items())}
        self._there: dict[str, Reviewed | None] = {}
        self._bodies: dict[str, str] = {}

    def at(self, document: str) -> Reviewed | None:
        """Return a document after its decisions, ``None`` where the ledger has it not."""
        if document not in self._there:
            decisions: Sequence[Decision] = self.known.get(document, ())
            self._there[document] = overlay(self._connection, document, decisions, self._everywhere)
        return self._there[document]

    def body(self, document: str) -> str:
        """Return the current text of a document."""
        if document not in self._bodies:
            t = s.text
            query = select(t.c.body).where(t.c.document == document, t.c.current)
            self._bodies[document] = self._connection.scalar(query) or ""
        return self._bodies[document]

    def claim(self, document: str, decision: Decision) -> Claim | None:
        """Return the claim that a decision means today."""
        there = self.at(document)
        key = None if there is None else there.places.get(decision.id)
        return None if there is None or key is None else _by_id(there, key)

    def other(self, anchor: object) -> Claim | None:
        """Return the claim that a second anchor means today."""
        if not isinstance(anchor, Mapping) or not isinstance(anchor.get("document"), str):
            return None
        there = self.at(anchor["document"])
        if there is None:
            return None
        probe = Decision("", _NEVER, "", "", anchor["document"], anchor.get("start"), anchor.get("end"), None, anchor)
        place = relocated(probe, self.body(anchor["document"]))
        kind, named = anchor.get("kind"), anchor.get("claim")
        if place is None or not isinstance(kind, str):
            return None
        key = anchored([*there.claims, *there.rejected], *place, kind, named if isinstance(named, str) else None)
        return None if key is None else _by_id(there, key)


def _by_id(there: Reviewed, key: str) -> Claim | None:
    return next((claim for claim in (*there.claims, *there.rejected) if claim.id == key), None)
