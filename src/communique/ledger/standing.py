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
    "private_claims",
    "settings_wanted",
    "unsettled",
]

_ON_THREADS = frozenset({"merge", "split", "rename", "reject", "accept", "edit"})


_SOME = 500
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
        wanted = sorted(known)  # what was ever set stands in a decision, taken back or not
        rows: list[Any] = []
        for at in range(0, len(wanted), _SOME):
            some = d.c.id.in_(wanted[at : at + _SOME])
            rows += connection.execute(select(d.c.id, d.c.settled).where(some)).all()
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
                elif decision.kind is not None and not looked.own(document, decision):
                    found.append(Orphan(decision, _why_lost(decision, looked.body(document))))
                elif "with" in decision.payload and not looked.others(decision):
                    found.append(Orphan(decision, "what it is to be merged with is not in this ledger"))
    return sorted(found, key=lambda orphan: (orphan.decision.at, orphan.decision.id))


def private_claims(reader: LedgerReader) -> set[tuple[str | None, object]]:
    """Return the claims marked private, by document and id: as they are today and as decisions name them."""
    found: set[tuple[str | None, object]] = set()
    with reader.connection() as connection:
        looked = _Looked(connection)
        for document, decisions in looked.known.items():
            there = looked.at(document)
            marked = {
                d.payload.get("claim"): bool(d.payload["private"])
                for d in decisions
                if d.verb == "mark" and "private" in d.payload and (there is None or there.places.get(d.id) is None)
            }
            found |= {(document, claim) for claim, private in marked.items() if private}
            if there is None:
                continue
            private = {key for key, review in there.reviews.items() if review.private}
            meant = {d.payload.get("claim") for d in decisions if there.places.get(d.id) in private}
            found |= {(document, claim) for claim in private | meant}
    return found


def decisions_for_linking(reader: LedgerReader) -> list[Decision]:
    """Return the decisions in force about threads, each with the place of the claim it means today."""
    found: list[Decision] = []
    with reader.connection() as connection:
        looked = _Looked(connection)
        for document, decisions in looked.known.items():
            for decision in decisions:
                claims = looked.own(document, decision) if decision.verb in _ON_THREADS else []
                if not claims:
                    continue
                first, *members = claims
                payload = dict(decision.payload) | {"claim": first.id, "members": [*map(_anchor, members)]}
                if "with" in payload:
                    there = [*map(_anchor, looked.others(decision))]
                    payload |= {"with": there[0] if there else None, "others": there[1:]}
                start, end, kind = first.start, first.end, first.kind
                found.append(
                    replace(decision, document=first.document, start=start, end=end, kind=kind, payload=payload)
                )
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

    def own(self, document: str, decision: Decision) -> list[Claim]:
        """Return the claims that a decision means today: its own, and of one about a thread the further members."""
        there = self.at(document)
        key = None if there is None else there.places.get(decision.id)
        first = None if there is None or key is None else _by_id(there, key)
        return [*([] if first is None else [first]), *self._all(decision.payload.get("members"))]

    def others(self, decision: Decision) -> list[Claim]:
        """Return the claims that a merge means today by its second thread."""
        return self._all([decision.payload.get("with"), *_listed(decision.payload.get("others"))])

    def _all(self, anchors: object) -> list[Claim]:
        return [claim for anchor in _listed(anchors) if (claim := self._other(anchor)) is not None]

    def _other(self, anchor: object) -> Claim | None:
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


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _by_id(there: Reviewed, key: str) -> Claim | None:
    return next((claim for claim in (*there.claims, *there.rejected) if claim.id == key), None)
