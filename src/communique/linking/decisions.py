"""Reviewers' decisions about threads: merge, split, rename, reject; anchored to a place, so they survive re-reading.

An anchor is (document, start, end, kind): the claim of that kind in the document whose evidence overlaps it most.
The latest decision about an anchor counts. A decision whose anchor fits no claim any more does nothing.

========  ==============================================================================================
verb      payload
========  ==============================================================================================
merge     ``with``: a second anchor ``{"document", "start", "end", "kind"}``; the two claims' threads are one
split     none: the claim leaves its thread and starts one of its own (merge puts it on another)
rename    ``title``: the title of the claim's thread
reject    none: the claim is on no thread
accept    none: takes back an earlier reject or split of the claim
========  ==============================================================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from communique.model import Claim

__all__ = ["DecisionLike", "Ruling", "rulings"]


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


@dataclass(slots=True)
class Ruling:
    """What the decisions come to: claims kept apart, dropped, joined (with the reason), titles and reasons by claim."""

    apart: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    joined: list[tuple[str, str, str]] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


def rulings(claims: Sequence[Claim], decisions: Sequence[DecisionLike]) -> Ruling:
    """Return what decisions, in the order of their time, say about these claims."""
    ruling = Ruling()
    if not decisions:
        return ruling
    places: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        places[claim.document].append(claim)
    merges: dict[str, tuple[str, str]] = {}
    for decision in sorted(decisions, key=lambda d: (d.at, d.id)):
        key = _anchored(places, decision.document, decision.start, decision.end, decision.kind)
        if key is None:
            continue
        by = f"{decision.verb} by {decision.who} on {decision.at:%Y-%m-%d}"
        if decision.verb == "split":
            ruling.apart.add(key)
            merges.pop(key, None)
            ruling.reasons[key] = by
        elif decision.verb == "merge":
            other = _payload_anchor(places, decision.payload)
            if other is not None and other != key:
                merges[key] = (other, by)
                ruling.reasons[key] = by
        elif decision.verb == "rename" and isinstance(decision.payload.get("title"), str):
            ruling.titles[key] = str(decision.payload["title"])
        elif decision.verb == "reject":
            ruling.dropped.add(key)
        elif decision.verb == "accept":
            ruling.dropped.discard(key)
            ruling.apart.discard(key)
            ruling.reasons.pop(key, None)
    ruling.joined = [
        (key, other, by)
        for key, (other, by) in sorted(merges.items())
        if key not in ruling.dropped and other not in ruling.dropped
    ]
    return ruling


def _payload_anchor(places: Mapping[str, list[Claim]], payload: Mapping[str, object]) -> str | None:
    anchor = payload.get("with")
    if not isinstance(anchor, Mapping):
        return None
    document, start, end, kind = (anchor.get(name) for name in ("document", "start", "end", "kind"))
    if not isinstance(document, str) or not isinstance(start, int) or not isinstance(end, int):
        return None
    return _anchored(places, document, start, end, kind if isinstance(kind, str) else None)


def _anchored(
    places: Mapping[str, list[Claim]], document: str | None, start: int | None, end: int | None, kind: str | None
) -> str | None:
    """Return the id of the claim an anchor means: of its kind, with the largest overlap, the shortest if several."""
    best: tuple[int, int, str] | None = None
    for claim in places.get(document or "", ()):
        if (kind is not None and claim.kind != kind) or start is None or end is None:
            continue
        shared = max((min(e.end, end) - max(e.start, start) for e in claim.evidence), default=0)
        if shared > 0:
            best = min(best or (1, 0, ""), (-shared, claim.end - claim.start, claim.id))
    return best[2] if best else None
