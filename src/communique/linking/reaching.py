"""What new claims may share a thread with: the claims of a ledger that they reach, and all that these reach in turn.

A claim without a line of work **stands** under keys and **asks** for keys: its blocks, where what may match it stands,
and what it tells again. Two claims reach each other when they match in a common block, or when one tells the other
again. No thread holds claims that do not reach each other, unless a reviewer put them there; so new claims linked
with all that they reach are on the threads that linking everything anew puts them on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence

from communique.linking.features import Feature
from communique.linking.grouping import nearest, stands_for
from communique.linking.matches import told_again

__all__ = ["keys_asked", "keys_of", "reached", "retellings"]

_AGAIN = "again|"


def retellings(features: Iterable[Feature]) -> list[tuple[Feature, Feature]]:
    """Return (first, other) for each claim that tells another of its document again and belongs where that is."""
    by_id = {f.claim.id: f for f in features}
    pairs = [(by_id.get(f.claim.repeat_of or ""), f) for f in by_id.values()]
    return [
        (one, other) for one, other in pairs if one is not None and one.line == other.line and told_again(one, other)
    ]


def keys_of(features: Sequence[Feature]) -> dict[str, tuple[str, ...]]:
    """Return the keys under which the claims of one document stand, by claim id."""
    found = {f.claim.id: dict.fromkeys(f.blocks) for f in features}
    for first, other in retellings(features):
        if first.line is None:
            for one in (first, other):
                found[one.claim.id][_AGAIN + first.claim.id] = None
    return {claim: tuple(keys) for claim, keys in found.items()}


def keys_asked(feature: Feature) -> tuple[str, ...]:
    """Return the keys under which stands what a claim may share a thread with; none for one on a line of work."""
    if feature.line is not None:
        return ()
    again = (key for key in (feature.claim.id, feature.claim.repeat_of) if key)
    return (*feature.blocks, *(_AGAIN + key for key in again))


def reached(new: Sequence[Feature], members: Callable[[Sequence[str]], Iterable[Feature]]) -> list[Feature]:
    """Return new claims and all that they reach; ``members`` gives the features that stand under some keys."""
    found = {feature.claim.id: feature for feature in new}
    pool = _Pool()
    for feature in new:
        pool.add(feature)
    asked: set[str] = set()
    waiting = [feature for feature in new if feature.line is None]
    while waiting:
        wanted = {key for feature in waiting for key in keys_asked(feature)} - asked
        asked |= wanted
        for other in members(sorted(wanted)) if wanted else ():
            pool.add(other)
        waiting = pool.next_to(waiting, found)
        found.update((feature.claim.id, feature) for feature in waiting)
    return list(found.values())


class _Pool:
    """Claims without a line of work, in sets of those that read alike, which fit the same others."""

    def __init__(self) -> None:
        self._of: dict[str, int] = {}
        self._numbers: dict[object, int] = {}
        self._sets: list[list[Feature]] = []
        self._within: dict[str, set[int]] = defaultdict(set)
        self._again: dict[str, list[Feature]] = defaultdict(list)

    def add(self, feature: Feature) -> None:
        key = feature.claim.id
        if feature.line is not None or key in self._of:
            return
        number = self._of[key] = self._numbers.setdefault(stands_for(feature), len(self._sets))
        if number == len(self._sets):
            self._sets.append([])
            for block in feature.blocks:
                self._within[block].add(number)
        self._sets[number].append(feature)
        self._again[key].append(feature)
        if feature.claim.repeat_of:
            self._again[feature.claim.repeat_of].append(feature)

    def next_to(self, waiting: Iterable[Feature], found: Container[str]) -> list[Feature]:
        """Return what is not found yet and is reached from those waiting, all of whose keys have been asked for."""
        left = {n: some for n, all_ in enumerate(self._sets) if (some := [f for f in all_ if f.claim.id not in found])}
        met: dict[str, Feature] = {}
        firsts: dict[int, dict[str, Feature]] = {}
        for number in sorted({self._of[feature.claim.id] for feature in waiting}):
            own = self._sets[number]
            near = set().union(*(self._within[block] for block in own[0].blocks))
            for other in sorted(near & left.keys()):
                if nearest(own, self._sets[other], (number, other), firsts) is not None:
                    met.update((feature.claim.id, feature) for feature in left.pop(other))
        for feature in waiting:
            for key in (feature.claim.id, feature.claim.repeat_of or ""):
                again = (one for one in self._again.get(key, ()) if one.claim.id not in found)
                met.update((one.claim.id, one) for one in again)
        return list(met.values())
