"""Decisions laid over what was read: the claims in force always are the base rows with the decisions over them.

``settle`` runs inside the transaction that changes a decision or a reading, so that nobody ever sees one without the
other. It closes and opens rows of claims, never changes one, so ``--recorded`` shows what counted at any moment.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from communique.ledger import schema as s
from communique.ledger.claim_rows import load_claims, store_claims, store_identities
from communique.ledger.records import Decision
from communique.linking import Review, Reviewed, Verdict, in_force, lay_over, split_id
from communique.model import Claim

__all__ = [
    "REVIEWERS",
    "apply_decisions",
    "calibrated",
    "calibration",
    "decisions_about_actors",
    "decisions_by_document",
    "documents_naming",
    "overlay",
    "review_from_json",
    "scaling",
    "settings_of",
    "settle",
    "settle_reading",
    "uncalibrated",
]

REVIEWERS = "reviewers"
"""The extractor's name of the generation whose claims are reviewers' own."""

_ON_THREADS = frozenset({"merge", "split", "rename", "set", "calibrate"})
"""Verbs that change threads without changing a claim here.

``set`` has its document read again; a thread's title is the words of its surest claim, which ``calibrate`` may change.
"""

_SETTINGS = ("published", "publisher", "tier", "language")


def settle(connection: Connection, documents: Iterable[str], now: datetime) -> bool:
    """Bring the claims in force of these documents in line with the decisions; say whether any changed."""
    wanted = sorted(set(documents))
    everywhere = decisions_about_actors(connection)
    known = decisions_by_document(connection, wanted)
    changed = False
    for document in wanted:
        reviewed = overlay(connection, document, in_force(known.get(document, ())), everywhere)
        if reviewed is not None:
            changed |= _bring_into_force(connection, document, reviewed, now)
            _store_reviews(connection, document, reviewed)
    return changed


def settle_reading(connection: Connection, document: str, now: datetime) -> None:
    """Lay decisions, where there are any, over the rows of a reading that was just stored."""
    if decisions_by_document(connection, [document]) or decisions_about_actors(connection):
        settle(connection, [document], now)


def apply_decisions(connection: Connection, decisions: Sequence[Decision], now: datetime) -> bool:
    """Bring the ledger in line with decisions just stored; say whether the threads have to be made anew."""
    documents = {d.document for d in decisions if d.document is not None}
    answered = _answered(connection, decisions)
    about_actors = [d.payload for d in (*decisions, *answered) if d.document is None]
    actors = {str(payload[name]) for payload in about_actors for name in ("actor", "into") if name in payload}
    if actors:
        actors |= {split_id(str(payload["name"])) for payload in about_actors if "name" in payload}
        documents |= set(documents_naming(connection, actors))
    changed = settle(connection, documents, now)
    return changed or any(d.verb in _ON_THREADS for d in (*decisions, *answered))


def scaling(connection: Connection) -> tuple[float, float] | None:
    """Return slope and shift of the latest calibration in force, ``None`` where there is none."""
    d = s.decision
    rows = connection.execute(select(d).where(d.c.document.is_(None), d.c.verb.in_(["calibrate", "undo"]))).mappings()
    latest = in_force(Decision(**row) for row in rows)
    return (float(str(latest[-1].payload["slope"])), float(str(latest[-1].payload["shift"]))) if latest else None


def calibration(connection: Connection) -> Callable[[Claim], Claim]:
    """Return how the confidence of claims is to be read: by the latest calibration in force, else as it is.

    Claims that reviewers made keep their confidence of 1.
    """
    found = scaling(connection)
    if found is None:
        return lambda claim: claim
    slope, shift = found

    def surer(claim: Claim) -> Claim:
        chance = calibrated(claim.confidence, slope, shift)
        return claim if claim.frame == "reviewer" else replace(claim, confidence=round(chance, 4))

    return surer


def uncalibrated(connection: Connection, confidence: float) -> float:
    """Return the stored confidence that is read as this one today."""
    slope, shift = scaling(connection) or (1.0, 0.0)
    if slope == 0:
        return 0.0 if calibrated(0.5, slope, shift) >= confidence else 2.0
    return 1 / (1 + math.exp(-(math.log(confidence / (1 - confidence)) - shift) / slope))


def calibrated(confidence: float, slope: float, shift: float) -> float:
    """Return ``1 / (1 + exp(-(slope * logit(confidence) + shift)))``, Platt's scaling of a confidence."""
    bounded = min(max(confidence, 1e-6), 1 - 1e-6)
    return 1 / (1 + math.exp(-(slope * math.log(bounded / (1 - bounded)) + shift)))


def _answered(connection: Connection, decisions: Sequence[Decision]) -> list[Decision]:
    """Return the decisions that undoings among these are about, and those that they are about in turn."""
    d = s.decision
    found: dict[str, Decision] = {}
    asked = {str(one.payload.get("of")) for one in decisions if one.verb == "undo"}
    while asked:
        rows = connection.execute(select(d).where(d.c.id.in_(sorted(asked)))).mappings()
        new = [one for row in rows if (one := Decision(**row)).id not in found]
        found |= {one.id: one for one in new}
        asked = {str(one.payload.get("of")) for one in new if one.verb == "undo"} - found.keys()
    return list(found.values())


def decisions_by_document(connection: Connection, documents: Sequence[str] | None = None) -> dict[str, list[Decision]]:
    """Return all decisions about documents (these, or any), undoings and the undone included, by document."""
    d = s.decision
    found: dict[str, list[Decision]] = defaultdict(list)
    some = [None] if documents is None else [documents[at : at + 500] for at in range(0, len(documents), 500)]
    for ids in some:
        query = select(d).where(d.c.document.is_not(None) if ids is None else d.c.document.in_(ids))
        for row in connection.execute(query).mappings():
            found[row["document"]].append(Decision(**row))
    return dict(found)


def decisions_about_actors(connection: Connection) -> list[Decision]:
    """Return the decisions in force that are about no document: merges, splits and names of actors, and the like."""
    d = s.decision
    rows = connection.execute(select(d).where(d.c.document.is_(None))).mappings()
    return in_force(Decision(**row) for row in rows)


def overlay(
    connection: Connection, document: str, decisions: Sequence[Decision], everywhere: Sequence[Decision]
) -> Reviewed | None:
    """Return what decisions in force make of a document's latest reading; ``None`` where the ledger has it not."""
    t, c = s.text, s.claim
    body = connection.scalar(select(t.c.body).where(t.c.document == document, t.c.current))
    if body is None:
        return None
    base = [claim for _, _, claim in load_claims(connection, c.c.document == document, c.c.base)]
    return lay_over(base, decisions, body, everywhere)


def settings_of(decisions: Iterable[Decision]) -> dict[str, str | None]:
    """Return what ``set`` decisions in force, in order, say about their document."""
    found: dict[str, str | None] = {}
    for decision in decisions:
        if decision.verb == "set":
            found |= {name: value for name in _SETTINGS if isinstance(value := decision.payload.get(name), str)}
    return found


def documents_naming(connection: Connection, actors: Iterable[str]) -> list[str]:
    """Return the documents with a claim, as read or in force, that names one of these actors."""
    c, a = s.claim, s.claim_actor
    query = select(c.c.document).join(a, a.c.claim == c.c.row).where(a.c.actor.in_(sorted(set(actors))))
    return sorted(set(connection.scalars(query.where(or_(c.c.base, c.c.retired_by.is_(None))))))


def _bring_into_force(connection: Connection, document: str, reviewed: Reviewed, now: datetime) -> bool:
    c, d, t = s.claim, s.document, s.text
    rows = load_claims(connection, c.c.document == document, c.c.retired_by.is_(None))
    live = {claim.id: (row, claim) for row, _, claim in rows}
    wanted = {claim.id: claim for claim in reviewed.claims}
    closing = [row for key, (row, claim) in live.items() if wanted.get(key) != claim]
    opening = [claim for key, claim in wanted.items() if key not in live or live[key][1] != claim]
    if not closing and not opening:
        return False
    about = connection.execute(
        select(d.c.generation, d.c.published, t.c.id, t.c.body)
        .join(t, and_(t.c.document == d.c.id, t.c.current))
        .where(d.c.id == document)
    ).one()
    reviewers = _reviewers(connection, now)
    for at in range(0, len(closing), 500):
        some = closing[at : at + 500]
        connection.execute(update(c).where(c.c.row.in_(some)).values(retired_by=reviewers, recorded_to=now))
    base = {claim.id: claim for _, _, claim in load_claims(connection, c.c.document == document, c.c.base)}
    common = [
        {
            "text": about.id,
            "generation": about.generation if base.get(claim.id) == claim else reviewers,
            "recorded_from": now,
            "base": False,
        }
        for claim in opening
    ]
    store_claims(connection, opening, about.published, common)
    store_identities(connection, document, about.body, reviewed.claims)
    return True


def _reviewers(connection: Connection, now: datetime) -> int:
    g = s.generation
    values = {"reader": "", "extractor": REVIEWERS, "pack": "", "pack_digest": ""}
    number = connection.scalar(select(g.c.id).where(*(g.c[name] == value for name, value in values.items())))
    if number is not None:
        return int(number)
    return int(connection.execute(insert(g).values(**values, recorded_at=now).returning(g.c.id)).scalar_one())


def _store_reviews(connection: Connection, document: str, reviewed: Reviewed) -> None:
    r = s.claim_review
    rows = [
        {
            "claim": key,
            "document": document,
            "verdict": review.verdict and review.verdict.value,
            "private": review.private,
            "important": review.important,
            "review": _review_to_json(review),
        }
        for key, review in sorted(reviewed.reviews.items())
    ]
    connection.execute(delete(r).where(r.c.document == document))
    if rows:
        connection.execute(insert(r), rows)


def _review_to_json(review: Review) -> dict[str, Any]:
    values = asdict(review)
    values["at"] = review.at and review.at.isoformat()
    values["decisions"] = list(review.decisions)
    return values


def review_from_json(value: Mapping[str, Any] | None) -> Review | None:
    """Return a stored review."""
    if value is None:
        return None
    values = dict(value)
    values["verdict"] = None if values["verdict"] is None else Verdict(values["verdict"])
    values["at"] = None if values["at"] is None else datetime.fromisoformat(values["at"])
    values["decisions"] = tuple(values["decisions"])
    return Review(**values)
