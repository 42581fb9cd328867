"""Reviewers' decisions: which of them stand, which claim each means, what they say about threads.

An anchor is (document, start, end, kind): the claim named in the payload where it is still there, else the claim of
that kind whose evidence shares at least half of the shorter of the two places, the closest first. So a decision
survives a new reading. The latest decision about a claim counts; one whose anchor fits no claim any more does nothing
here, and is listed as an orphan by the ledger.

========  ==============================================================================================
verb      payload (what the other verbs do is in ``linking.review``)
========  ==============================================================================================
merge     ``with``: a second anchor ``{"document", "start", "end", "kind"}``; the two claims' threads are one
split     none: the claim leaves its thread and starts one of its own (merge puts it on another)
rename    ``title``: the title of the claim's thread; the latest one given to any of its claims counts
reject    none: the claim is on no thread
accept    none: takes back an earlier reject
undo      ``of``: the id of the decision that no longer counts; an undo can be undone
========  ==============================================================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from communique.model import Claim

__all__ = ["DecisionLike", "Ruling", "anchored", "in_force", "rulings"]


class DecisionLike(Protocol):
    """What linking asks of a decision."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def who(self) -> str: ...  # noqa: D102
    @property
    def verb(self) -> str: ...  # noqa: D102
    @property
    def document(self) -> str | None: ...  # noqa: D102
    @property
    def start(self) -> int | None: ...  # noqa: D102
    @property
    def end(self) -> int | None: ...  # noqa: D102
    @property
    def kind(self) -> str | None: ...  # noqa: D102
    @property
    def payload(self) -> Mapping[str, object]: ...  # noqa: D102


D = TypeVar("D", bound=DecisionLike)


def in_force(decisions: Iterable[D]) -> list[D]:
    """Return the decisions that are not undone, without the undoings, in the order of their time.

    Whether an undoing counts depends on whether it was itself undone, not on the order in which they arrived.
    """
    known = list(decisions)
    against: dict[str, list[str]] = defaultdict(list)
    for decision in known:
        if decision.verb == "undo":
            against[str(decision.payload.get("of"))].append(decision.id)
    if not against:
        return sorted(known, key=lambda d: (d.at, d.id))

    def undone(key: str, above: frozenset[str]) -> bool:
        return any(u not in above and not undone(u, above | {u}) for u in against.get(key, ()))

    kept = [d for d in known if d.verb != "undo" and not undone(d.id, frozenset({d.id}))]
    return sorted(kept, key=lambda d: (d.at, d.id))


@dataclass(slots=True)
class Ruling:
    """What the decisions come to: claims kept apart, dropped, joined (with the reason), titles and reasons by claim.

    A title comes with its rank: of several on one thread the one with the highest counts.
    """

    apart: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    joined: list[tuple[str, str, str]] = field(default_factory=list)
    titles: dict[str, tuple[int, str]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def title(self, claims: Iterable[str]) -> str | None:
        """Return the title that a reviewer gave to the thread of these claims."""
        given = [self.titles[key] for key in claims if key in self.titles]
        return max(given)[1] if given else None


def rulings(claims: Sequence[Claim], decisions: Sequence[DecisionLike]) -> Ruling:
    """Return what decisions, in the order of their time, say about these claims."""
    ruling = Ruling()
    if not decisions:
        return ruling
    places: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        places[claim.document].append(claim)
    merges: dict[str, dict[str, str]] = defaultdict(dict)
    for rank, decision in enumerate(in_force(decisions)):
        key = _own_anchor(places, decision)
        if key is not None:
            _rule(ruling, merges, places, decision, key, rank)
    ruling.joined = [
        (key, other, by)
        for key, others in sorted(merges.items())
        for other, by in sorted(others.items())
        if key not in ruling.dropped and other not in ruling.dropped
    ]
    return ruling


def _rule(
    ruling: Ruling,
    merges: dict[str, dict[str, str]],
    places: Mapping[str, list[Claim]],
    decision: DecisionLike,
    key: str,
    rank: int,
) -> None:
    by = f"{decision.verb} by {decision.who} on {decision.at:%Y-%m-%d}"
    title = decision.payload.get("title")
    if decision.verb == "split":
        ruling.apart.add(key)
        merges.pop(key, None)
        for others in merges.values():
            others.pop(key, None)
        ruling.reasons[key] = by
    elif decision.verb == "merge":
        other = _payload_anchor(places, decision.payload)
        if other is not None and other != key:
            merges[key][other] = by
            ruling.reasons[key] = by
    elif decision.verb == "rename" and isinstance(title, str):
        ruling.titles[key] = (rank, title)
    elif decision.verb == "reject":
        ruling.dropped.add(key)
    elif decision.verb == "accept":
        ruling.dropped.discard(key)


def _own_anchor(places: Mapping[str, list[Claim]], decision: DecisionLike) -> str | None:
    named = decision.payload.get("claim")
    there = places.get(decision.document or "", ())
    return anchored(there, decision.start, decision.end, decision.kind, named if isinstance(named, str) else None)


def _payload_anchor(places: Mapping[str, list[Claim]], payload: Mapping[str, object]) -> str | None:
    anchor = payload.get("with")
    if not isinstance(anchor, Mapping):
        return None
    document, start, end, kind, named = (anchor.get(name) for name in ("document", "start", "end", "kind", "claim"))
    if not isinstance(document, str) or not isinstance(start, int) or not isinstance(end, int):
        return None
    return anchored(
        places.get(document, ()),
        start,
        end,
        kind if isinstance(kind, str) else None,
        named if isinstance(named, str) else None,
    )


def anchored(
    claims: Iterable[Claim], start: int | None, end: int | None, kind: str | None, named: str | None = None
) -> str | None:
    """Return the id of the claim of one document that an anchor means, ``None`` where none fits.

    The claim called ``named`` where it stands at this place; else, of this kind, the one with the largest overlap (at
    least half of the shorter of the two places), the shortest if several.
    """
    if start is None or end is None:
        return None
    best: tuple[bool, int, int, str] | None = None
    for claim in claims:
        if kind is not None and claim.kind != kind:
            continue
        shared = max((min(e.end, end) - max(e.start, start) for e in claim.evidence), default=0)
        shortest = min(end - start, max(e.end - e.start for e in claim.evidence))
        if shared > 0 and 2 * shared >= shortest:
            rank = (claim.id != named, -shared, claim.end - claim.start, claim.id)
            best = rank if best is None else min(best, rank)
    return best[3] if best else None
