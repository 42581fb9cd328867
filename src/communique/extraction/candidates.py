"""Candidates: every claim a clause could make, each with its features: those of its clause and its own. Which become claims is decided by the model.

A clause is a candidate once for each kind, for events once for each type of act it tells, for figures once for each
quantity it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from communique.extraction.discourse import View
from communique.extraction.factuality import negated_at
from communique.extraction.features import clause_features
from communique.extraction.frames import Trigger
from communique.language.zh.quantities import Quantity

__all__ = ["Candidate", "candidates"]


@dataclass(slots=True)
class Candidate:
    """A claim that may be made of a view; ``trigger`` is an event's word, ``quantity`` a figure's number."""

    kind: str
    view: View
    base: list[str]
    own: tuple[str, ...] = ()
    trigger: Trigger | None = None
    quantity: Quantity | None = None
    confidence: float = 0.0

    @property
    def features(self) -> list[str]:
        """Return the clause's features and the candidate's own."""
        return [*self.base, *self.own]


def candidates(view: View, genre: str) -> Iterator[Candidate]:
    """Yield the candidates of a clause."""
    features = clause_features(view, genre)
    for kind in ("commitment", "position", "assessment"):
        yield Candidate(kind, view, features)
    yield from _events(view, features)
    for quantity in view.quantities:
        yield Candidate("figure", view, features, tuple(_figure_features(view, quantity)), quantity=quantity)


def _events(view: View, features: list[str]) -> Iterator[Candidate]:
    triggers = [t for t in view.triggers if t.frame.kind == "event"]
    by_type: dict[str, list[Trigger]] = {}
    for trigger in triggers:
        by_type.setdefault(trigger.frame.type or "other", []).append(trigger)
    folded = view.block.flow.folded
    for number, (kind, rows) in enumerate(by_type.items()):
        verbs = [t for t in rows if not t.frame.noun]
        trigger = (verbs or rows)[-1]
        own = [f"cand:{kind}", f"candframe:{trigger.frame.id}", f"types:{min(len(by_type), 3)}"]
        own.append("cand:first" if number == 0 else "cand:later")
        if number == len(by_type) - 1:
            own.append("cand:last")
        if trigger.end >= view.end - 1:
            own.append("cand:final")
        if folded[trigger.end : trigger.end + 1] == "的":
            own.append("cand:modifier")
        if folded[trigger.end : trigger.end + 1] in "了过":
            own.append("cand:perfective")
        if negated_at(view, trigger):
            own.append("cand:negated")
        if view.times:
            own.append(f"cand:{kind}|time")
        if len(view.parties) > 1:
            own.append(f"cand:{kind}|parties")
        own.append(f"cand:{kind}|mode:{'speech' if view.clause.quote >= 0 else 'told'}")
        governed = view.governor is not None and view.governor.start < trigger.start and view.governor_how == "own"
        if governed or view.governor_how == "carried":
            own.append("cand:governed")
        if any("future" in o.classes and o.start < trigger.start for o in view.operators):
            own.append("cand:future")
        before = folded[max(view.start, trigger.start - 2) : trigger.start]
        if before.endswith(("举行", "召开", "进行", "发表", "展开", "举办")):
            own.append("cand:held")
        yield Candidate("event", view, features, tuple(own), trigger=trigger)
    if not triggers:
        yield Candidate("event", view, features, ("cand:none",))


def _figure_features(view: View, quantity: Quantity) -> list[str]:
    folded = view.block.flow.folded
    found = [f"unit:{quantity.unit}", "fig"]
    if quantity.approximate:
        found.append("fig:approximate")
    if getattr(quantity, "weak", False):
        found.append("fig:weak")
    if quantity.high is not None:
        found.append("fig:range")
    if quantity.value >= 100:
        found.append("fig:large")
    if quantity.value == 1:
        found.append("fig:one")
    found.append("fig:counted" if quantity.counted else "fig:bare")
    if folded[quantity.end : quantity.end + 1] in "前后来内":
        found.append("fig:relative_time")
    if folded[quantity.end : quantity.end + 1] == "的":
        found.append("fig:modifier")
    if folded[max(0, quantity.start - 1) : quantity.start] in {"第", "「", "前", "这", "每"}:
        found.append("fig:before:" + folded[quantity.start - 1])
    return found
