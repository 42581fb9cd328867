"""Reviewers' decisions: which of them stand, which claim each means, what they say about threads.

An anchor is (document, start, end, kind): the claim named in the payload where it is still there, else the claim of
that kind whose evidence shares at least half of the shorter of the two places, the closest first. So a decision
survives a new reading. The latest decision about a claim counts; one whose anchor fits no claim any more does nothing
here, and is listed as an orphan by the ledger.

========  ==============================================================================================
verb      payload (what the other verbs do is in ``linking.review``)
========  ==============================================================================================
merge     ``with``: a second anchor ``{"document", "start", "end", "kind"}``; the two claims' threads are one.
          ``members``, ``others``: anchors of further claims of the one and the other thread, should the first leave
split     none: the claim leaves its thread and starts one of its own (merge puts it on another)
rename    ``title``: the title of the claim's thread; the latest one given to any of its claims counts; ``members``
reject    none: the claim is on no thread
accept    none: takes back an earlier reject, as an edit does
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


@dataclass(slots=True)
class _Said:
    """What was said about the thread of some claims: it is that of the ``other`` ones too, or has a title."""

    claims: list[str]
    by: str
    other: list[str] = field(default_factory=list)
    title: str | None = None

    def without(self, key: str) -> None:
        """Forget a claim that has left the thread, unless it is the only one known of it and takes the title along."""
        if self.title is None or len(self.claims) > 1:
            self.claims = [one for one in self.claims if one != key]
        self.other = [one for one in self.other if one != key]


def rulings(claims: Sequence[Claim], decisions: Sequence[DecisionLike]) -> Ruling:
    """Return what decisions, in the order of their time, say about these claims."""
    ruling = Ruling()
    if not decisions:
        return ruling
    places: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        places[claim.document].append(claim)
    said: list[_Said] = []
    for decision in in_force(decisions):
        keys = _anchors(places, _own_anchor(decision), decision.payload.get("members"))
        if keys:
            _rule(ruling, said, decision, keys, places)
    for rank, one in enumerate(said):
        here, there = (next((k for k in some if k not in ruling.dropped), None) for some in (one.claims, one.other))
        if here is not None and one.title is not None:
            ruling.titles[here] = (rank, one.title)
        elif here is not None and there is not None and here != there:
            ruling.joined.append((here, there, one.by))
            ruling.reasons[here] = one.by
    return ruling


def _rule(
    ruling: Ruling, said: list[_Said], decision: DecisionLike, keys: list[str], places: Mapping[str, list[Claim]]
) -> None:
    by = f"{decision.verb} by {decision.who} on {decision.at:%Y-%m-%d}"
    payload = decision.payload
    title = payload.get("title")
    if decision.verb == "split":
        ruling.apart.add(keys[0])
        ruling.reasons[keys[0]] = by
        for one in said:
            one.without(keys[0])
    elif decision.verb == "merge":
        said.append(_Said(keys, by, other=_anchors(places, payload.get("with"), payload.get("others"))))
    elif decision.verb == "rename" and isinstance(title, str):
        said.append(_Said(keys, by, title=title))
    elif decision.verb == "reject":
        ruling.dropped.add(keys[0])
    elif decision.verb in {"accept", "edit"}:
        ruling.dropped.discard(keys[0])


def _own_anchor(decision: DecisionLike) -> dict[str, object]:
    place = {name: getattr(decision, name) for name in ("document", "start", "end", "kind")}
    return {**place, "claim": decision.payload.get("claim")}


def _anchors(places: Mapping[str, list[Claim]], first: object, further: object) -> list[str]:
    """Return the claims that an anchor and further ones mean, each once."""
    every = [first, *further] if isinstance(further, list) else [first]
    found = (_meant(places, anchor) for anchor in every if isinstance(anchor, Mapping))
    return list(dict.fromkeys(key for key in found if key is not None))


def _meant(places: Mapping[str, list[Claim]], anchor: Mapping[str, object]) -> str | None:
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
