"""Candidates: every claim a clause could make, with its features. Which become claims is decided by the model.

A clause is a candidate once for each kind; for events once for each type of act it tells, for figures once for each
quantity it names (twice for a range, which is two figures).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from communique.extraction.factuality import negated_at
from communique.extraction.features import clause_features, pairs_of
from communique.extraction.frames import Trigger
from communique.extraction.views import View
from communique.language.zh.quantities import Quantity

__all__ = ["Candidate", "ClauseCandidates", "clause_candidates"]


@dataclass(slots=True)
class Candidate:
    """A claim that may be made of a view; ``trigger`` is an event's word, ``quantity`` a figure's number.

    ``own`` are the candidate's features beside the clause's; ``high``: the upper end of a range is meant.
    """

    kind: str
    view: View
    own: tuple[str, ...] = ()
    trigger: Trigger | None = None
    quantity: Quantity | None = None
    high: bool = False
    confidence: float = 0.0


@dataclass(slots=True)
class ClauseCandidates:
    """A clause with its features and what it could tell: acts by type, and numbers.

    ``pairs`` are its pairs of characters, ``before`` and ``after`` the features that its neighbours lend it.
    """

    view: View
    plain: set[str]
    pairs: set[str]
    before: set[str]
    after: set[str]
    events: list[Candidate]
    figures: list[Candidate]

    @property
    def features(self) -> set[str]:
        """Return all its features under the names by which the weights know them."""
        named = (("g:", self.pairs), ("prev:", self.before), ("next:", self.after))
        return self.plain | {prefix + feature for prefix, features in named for feature in features}


def clause_candidates(views: list[View], genre: str) -> list[ClauseCandidates]:
    """Return the candidates of a document's clauses, in order; neighbours lend each other features."""
    shown = [clause_features(view, genre) for view in views]
    around = [set[str](), *(lent for _, lent in shown), set[str]()]
    result: list[ClauseCandidates] = []
    for number, (view, (features, _)) in enumerate(zip(views, shown, strict=True)):
        events = list(_events(view))
        for event in events:
            features.update(event.own)
        before, after = around[number], around[number + 2]
        figures = list(_figures(view, genre))
        result.append(ClauseCandidates(view, features, pairs_of(view), before, after, events, figures))
    return result


def _events(view: View) -> Iterator[Candidate]:
    by_type: dict[str, list[Trigger]] = {}
    for trigger in view.triggers:
        if trigger.frame.kind == "event":
            by_type.setdefault(trigger.frame.type or "other", []).append(trigger)
    if not by_type:
        yield Candidate("event", view, ("cand:none",))
    for number, (kind, rows) in enumerate(by_type.items()):
        verbs = [t for t in rows if not t.frame.noun]
        trigger = (verbs or rows)[-1]
        yield Candidate("event", view, tuple(_event_features(view, trigger, kind, number, len(by_type))), trigger)


def _event_features(view: View, trigger: Trigger, kind: str, number: int, types: int) -> Iterator[str]:
    folded = view.block.flow.folded
    yield from ("cand", f"cand:{kind}", f"candframe:{trigger.frame.id}", f"types:{min(types, 3)}")
    yield "cand:first" if number == 0 else "cand:later"
    if number == types - 1:
        yield "cand:last"
    if trigger.end >= view.end - 1:
        yield "cand:final"
    after = folded[trigger.end : trigger.end + 1]
    if after == "的":
        yield "cand:modifier"
    if after in ("了", "过"):
        yield "cand:perfective"
    if negated_at(view, trigger):
        yield "cand:negated"
    if view.times:
        yield f"cand:{kind}|time"
    if len(view.parties) > 1:
        yield f"cand:{kind}|parties"
    yield f"cand:{kind}|mode:{'speech' if view.clause.quote >= 0 else 'told'}"
    if view.governor_how == "carried" or (view.governor is not None and view.governor.start < trigger.start):
        yield "cand:governed"
    if any("future" in o.classes and o.start < trigger.start for o in view.operators):
        yield "cand:future"
    before = folded[max(view.start, trigger.start - 2) : trigger.start]
    if before.endswith(("举行", "召开", "进行", "发表", "展开", "举办")):
        yield "cand:held"


def _figures(view: View, genre: str) -> Iterator[Candidate]:
    for quantity in view.quantities:
        own = tuple(_figure_features(view, quantity, genre))
        yield Candidate("figure", view, own, quantity=quantity)
        if quantity.high is not None and quantity.high != quantity.value:
            yield Candidate("figure", view, own, quantity=quantity, high=True)


def _figure_features(view: View, quantity: Quantity, genre: str) -> Iterator[str]:
    folded = view.block.flow.folded
    yield from ("bias", f"unit:{quantity.unit}", f"genre:{genre}", f"block:{view.block.block.role}")
    yield f"speech:{view.clause.quote >= 0}"
    if quantity.approximate:
        yield "approximate"
    if quantity.weak:
        yield "weak"
        yield f"weak|{quantity.unit}"
    if quantity.high is not None:
        yield "range"
    yield (
        "large" if quantity.value >= 100 else "one" if quantity.value == 1 else "small" if quantity.value < 6 else "mid"
    )
    yield "counted" if quantity.counted else "bare"
    if quantity.measure_hint:
        yield f"hint:{quantity.measure_hint}"
    after, before = folded[quantity.end : quantity.end + 1], folded[max(0, quantity.start - 1) : quantity.start]
    if after:
        yield f"after:{after}"
    if before:
        yield f"before:{before}"
    if any(time.start < quantity.end and quantity.start < time.end for time in view.times):
        yield "in_time"
        yield f"in_time|{quantity.unit}"
