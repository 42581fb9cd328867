"""The tray: what waits for a reviewer, the most consequential and least certain first; and verdicts side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from communique.ledger import DocumentFacts, LedgerReader, StoredClaim
from communique.ledger import schema as s
from communique.ledger.settling import uncalibrated
from communique.ledger.standings import steps_of
from communique.linking import Thread, moves_of, state_of
from communique.model import Claim
from communique.packs import Pack
from communique.reporting.claims import claim_record
from communique.reporting.counting import SHOWN_FROM

__all__ = ["TrayItem", "Verdicts", "Weight", "tray", "tray_values", "verdicts", "waiting"]

_LOOKED_AT = 500
"""So many claims on watched threads, latest commitments, and claims nearest to one half on either side are weighed.

In a larger ledger the others wait until these are done.
"""

_SAME = frozenset({"repeats", "tells it again, does not set it back", ""})
"""Effects of moves that change nothing."""


class Weight(IntEnum):
    """How consequential a claim is, the least first."""

    REPETITION = 0
    FURTHER = 1
    FIRST = 2
    NEW_STATE = 3
    JUDGED_OTHERWISE = 4
    WATCHED_STATE = 5


_WHY = {
    Weight.REPETITION: "repeats what is told",
    Weight.FURTHER: "tells more of a thread",
    Weight.FIRST: "the first of its thread",
    Weight.NEW_STATE: "a new state of its thread",
    Weight.JUDGED_OTHERWISE: "read differently, or judged otherwise, since a verdict",
    Weight.WATCHED_STATE: "a new state of a watched thread",
}


@dataclass(frozen=True, slots=True)
class TrayItem:
    """A claim that waits: its document, its thread's title, how consequential it is, and why in words."""

    stored: StoredClaim
    document: DocumentFacts
    title: str
    weight: Weight
    why: str

    @property
    def doubt(self) -> float:
        """Return how unsure it is, 0 to 1: the greatest where either is as likely."""
        return 4 * self.stored.claim.confidence * (1 - self.stored.claim.confidence)


def _live() -> ColumnElement[bool]:
    """Return the condition of claims in force that nobody has judged, or that were read differently since."""
    judged = select(s.claim_review.c.claim).where(s.claim_review.c.verdict.is_not(None))
    return and_(s.claim.c.retired_by.is_(None), s.claim.c.id.not_in(judged))


def waiting(reader: LedgerReader) -> dict[str, int]:
    """Return how many claims wait for a reviewer, and how many of them are too unsure to count: ``doubtful``."""
    c, r = s.claim.c, s.claim_review.c
    live = select(func.count()).select_from(s.claim).where(c.retired_by.is_(None))
    known = select(c.confidence, c.retired_by).join(s.claim_review, r.claim == c.id).where(r.verdict.is_not(None))
    with reader.connection() as connection:
        bound = uncalibrated(connection, SHOWN_FROM)
        total, unsure = (
            int(connection.scalar(live.where(some)) or 0) for some in (c.confidence >= 0, c.confidence < bound)
        )
        judged = [row.confidence for row in connection.execute(known) if row.retired_by is None]
    doubtful = unsure - sum(confidence < bound for confidence in judged)
    total -= len(judged)
    return {"waiting": total, "doubtful": doubtful}


def tray(
    reader: LedgerReader,
    pack: Pack,
    on: date,
    *,
    limit: int | None = None,
    documents: Sequence[str] = (),
    thread: str | None = None,
    kinds: Sequence[str] = (),
) -> list[TrayItem]:
    """Return what waits for a reviewer, in the order in which to look at it.

    First what is consequential (``Weight``), among equals what is least certain. ``documents``, ``thread`` and
    ``kinds`` narrow it down.
    """
    watched = _watched(reader)
    stored = list(reader.claims(ids=_candidates(reader, watched, documents, thread, kinds)))
    threads = {t.id: t for t in reader.threads(sorted({one.thread for one in stored if one.thread}))}
    effects = _effects(reader, pack, on, threads.values())
    facts = reader.facts(sorted({one.claim.document for one in stored}))
    items = []
    for one in stored:
        own = threads.get(one.thread or "")
        weight = _weigh(one, own, effects.get(one.claim.id), watched)
        items.append(TrayItem(one, facts[one.claim.document], own.title if own else "", weight, _WHY[weight]))
    items.sort(key=lambda i: (-i.weight, -round(i.doubt, 3), str(i.document.published), i.stored.claim.id))
    return items[:limit]


def _watched(reader: LedgerReader) -> set[str]:
    """Return the threads that hold a claim marked important."""
    m, r = s.thread_member, s.claim_review
    with reader.connection() as connection:
        return set(connection.scalars(select(m.c.thread).join(r, r.c.claim == m.c.claim).where(r.c.important)))


def _candidates(
    reader: LedgerReader, watched: Iterable[str], documents: Sequence[str], thread: str | None, kinds: Sequence[str]
) -> list[str]:
    c, m, r = s.claim.c, s.thread_member.c, s.claim_review.c
    narrowed: list[ColumnElement[bool]] = []
    if documents:
        narrowed.append(c.document.in_(documents))
    if thread is not None:
        narrowed.append(c.id.in_(select(m.claim).where(m.thread == thread)))
    if kinds:
        narrowed.append(c.kind.in_(kinds))
    open_ = select(c.id).where(_live(), *narrowed)
    asked = [
        open_.join(s.thread_member, m.claim == c.id).where(m.thread.in_(sorted(watched))),
        open_.where(c.kind == "commitment").order_by(c.known_from.desc(), c.id),
        open_.where(c.confidence >= 0.5).order_by(c.confidence, c.id),
        open_.where(c.confidence < 0.5).order_by(c.confidence.desc(), c.id),
    ]
    judged = select(c.id, r.review).join(s.claim_review, r.claim == c.id).where(c.retired_by.is_(None), *narrowed)
    with reader.connection() as connection:
        found = [key for query in asked for key in connection.scalars(query.limit(_LOOKED_AT))]
        found += [row.id for row in connection.execute(judged) if row.review["changed"] or _disputed(row.review)]
    return list(dict.fromkeys(found))


def _disputed(review: Mapping[str, Any]) -> bool:
    said = set(review["verdicts"].values())
    return "reject" in said and len(said) > 1


def _effects(reader: LedgerReader, pack: Pack, on: date, threads: Iterable[Thread]) -> dict[str, str]:
    """Return what each claim of commitment threads did to its thread's state."""
    told = sorted(thread.id for thread in threads if thread.kind == "commitment")
    steps: dict[str, list[Claim]] = {key: [] for key in told}
    for step in steps_of(reader, told, SHOWN_FROM):
        if step.claim is not None:
            steps[step.thread].append(step.claim)
    facts = reader.facts(sorted({claim.document for claims in steps.values() for claim in claims}))
    found: dict[str, str] = {}
    for claims in steps.values():
        state = state_of(moves_of(claims, facts, pack), on, source=lambda key: facts[key].source)
        found |= {move.claim: move.effect for move in state.moves} if state else {}
    return found


def _weigh(stored: StoredClaim, thread: Thread | None, effect: str | None, watched: set[str]) -> Weight:
    review = stored.review
    if review is not None and review.verdict is not None:
        return Weight.JUDGED_OTHERWISE
    if stored.claim.repeat_of is not None:
        return Weight.REPETITION
    if effect is not None and effect not in _SAME:
        return Weight.WATCHED_STATE if stored.thread in watched else Weight.NEW_STATE
    if effect is not None:
        return Weight.REPETITION
    return Weight.FIRST if thread is not None and thread.claims[0] == stored.claim.id else Weight.FURTHER


def tray_values(items: Iterable[TrayItem], pack: Pack) -> list[dict[str, Any]]:
    """Return the tray as plain values: each claim as the claims export has it, with weight and reason."""
    return [
        {
            **claim_record(item.stored, item.document, pack.register),
            "title": item.title,
            "weight": item.weight.name.lower(),
            "why": item.why,
        }
        for item in items
    ]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The latest verdict of each reviewer on one claim, and the one that counts."""

    stored: StoredClaim
    said: Mapping[str, str]
    counts: str
    disputed: bool


def verdicts(reader: LedgerReader, *, disputed: bool = False) -> list[Verdicts]:
    """Return the claims that reviewers have judged, with their verdicts side by side; or only where they disagree."""
    r = s.claim_review.c
    with reader.connection() as connection:
        ids = list(connection.scalars(select(r.claim).where(r.verdict.is_not(None)).order_by(r.claim)))
    stored = [*reader.claims(ids=ids), *reader.rejected(ids)] if ids else []
    found = [
        Verdicts(one, one.review.verdicts, f"{one.review.verdict} by {one.review.by}", one.review.disputed)
        for one in stored
        if one.review is not None
    ]
    kept = [v for v in found if v.disputed or not disputed]
    return sorted(kept, key=lambda v: (v.stored.claim.document, v.stored.claim.start, v.stored.claim.id))
