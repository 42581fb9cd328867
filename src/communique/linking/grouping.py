"""Claims without a line of work are put together by what they tell: the best matches first, none that exclude others.

Of claims that read alike (the same words and parties) one stands for all, so that a sentence told a thousand times
costs as one told once. Whether two events exclude each other is asked once for all events alike in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

from communique.linking.features import Feature
from communique.linking.matches import conflict, explained, match
from communique.model import Commitment, Event, Figure, Position

__all__ = ["Groups", "join_matches", "nearest", "stands_for"]


class Groups:
    """Disjoint sets of features that remember their members and the reason each joined for."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self._parent = {f.claim.id: f.claim.id for f in features}
        self.members = {f.claim.id: [f] for f in features}
        self.reasons: dict[str, str] = {}
        # of the events of a group one of each sort: those of a sort exclude the same others
        self._sorts: dict[str, dict[int, Feature]] = defaultdict(dict)
        self._conflicts: dict[tuple[int, int], bool] = {}
        numbers: dict[Hashable, int] = {}
        for feature in features:
            if isinstance(feature.claim, Event):
                number = numbers.setdefault(_sort(feature, feature.claim), len(numbers))
                self._sorts[feature.claim.id] = {number: feature}

    def find(self, key: str) -> str:
        """Return what stands for the group of a claim."""
        root = key
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[key] != root:
            self._parent[key], key = root, self._parent[key]
        return root

    def join(self, one: str, other: str) -> None:
        """Make one group of those of two claims."""
        left, right = self.find(one), self.find(other)
        if left == right:
            return
        if len(self.members[left]) < len(self.members[right]):
            left, right = right, left
        self._parent[right] = left
        self.members[left] += self.members.pop(right)
        if right in self._sorts:
            self._sorts[left] |= self._sorts.pop(right)

    def excluded(self, one: str, other: str) -> bool:
        """Say whether an event of the one claim's group cannot be one of the other's."""
        left, right = self._sorts.get(self.find(one)), self._sorts.get(self.find(other))
        if not left or not right:
            return False
        return any(self._conflict(a, f, b, g) for a, f in left.items() for b, g in right.items())

    def _conflict(self, a: int, one: Feature, b: int, other: Feature) -> bool:
        known = self._conflicts.get((a, b))
        if known is None:
            known = self._conflicts[a, b] = conflict(one, other)
        return known


def _sort(feature: Feature, event: Event) -> Hashable:
    """Return all that ``conflict`` looks at."""
    people = frozenset((one.state, one.person) for one in feature.who if one.person)
    return event.type, event.time, feature.states, feature.form, feature.bodies, feature.places, people


def join_matches(features: Sequence[Feature], groups: Groups) -> None:
    """Put together the features that match within their blocks."""
    free = sorted((f for f in features if f.line is None and f.blocks), key=lambda f: f.order)
    _join_events([f for f in free if isinstance(f.claim, Event)], groups)
    _join_told_alike([f for f in free if not isinstance(f.claim, Event)], groups)


def _join_events(events: Sequence[Feature], groups: Groups) -> None:
    """Join events pair by pair: which pair comes first decides where some exclude others."""
    found = []
    for i, j in _met([f.blocks for f in events]):
        fits = match(events[i], events[j])
        if fits is not None:
            found.append((-fits[0], events[i].claim.id, events[j].claim.id, i, j))
    for _, _, _, i, j in sorted(found):
        _join(events[i], events[j], groups)


def _join_told_alike(features: Sequence[Feature], groups: Groups) -> None:
    """Join claims that are no events: first those that read alike, then what each such set is most like."""
    alike: dict[Hashable, list[Feature]] = defaultdict(list)
    for feature in features:
        alike[stands_for(feature)].append(feature)
    sets = list(alike.values())
    for first, *others in sets:
        for other in others:
            _join(first, other, groups)
    found = []
    by_document: dict[int, dict[str, Feature]] = {}
    for i, j in _met([some[0].blocks for some in sets]):
        best = nearest(sets[i], sets[j], (i, j), by_document)
        if best is not None:
            score, one, other = best
            found.append((-score, one.claim.id, other.claim.id, one, other))
    found.sort(key=lambda pair: pair[:3])
    for *_, one, other in found:
        _join(one, other, groups)


def stands_for(feature: Feature) -> Hashable:
    """Return what a claim reads: all that ``match`` looks at, so that claims of one reading fit the same others.

    Those of no party meet in their document only; an event is alone in what it reads.
    """
    claim = feature.claim
    if isinstance(claim, Event):
        return claim.id
    sort: Hashable = "stand" if isinstance(claim, Commitment | Position) else claim.kind
    if isinstance(claim, Figure):
        sort = (claim.unit, claim.value, claim.measure, feature.sorts)
    return sort, feature.pairs, feature.states, feature.blocks, None if feature.states else claim.document


def nearest(
    one: Sequence[Feature], other: Sequence[Feature], key: tuple[int, int], by_document: dict[int, dict[str, Feature]]
) -> tuple[float, Feature, Feature] | None:
    """Return how well two sets fit, and the first of each that do; ``None`` where none does.

    Whether two claims fit depends on what they read, and on whether they are of one document, where less is asked.
    """
    a, b = one[0], other[0]
    fits = match(a, b)
    if fits is None and a.claim.document != b.claim.document and max(len(one), len(other)) > 1:
        here, there = (
            by_document.get(n) or by_document.setdefault(n, _firsts(some))
            for n, some in zip(key, (one, other), strict=True)
        )
        shared = min(here.keys() & there.keys(), default=None)
        if shared is not None:
            a, b = here[shared], there[shared]
            fits = match(a, b)
    if fits is None:
        return None
    return (fits[0], a, b) if a.order < b.order else (fits[0], b, a)


def _firsts(features: Iterable[Feature]) -> dict[str, Feature]:
    found: dict[str, Feature] = {}
    for feature in features:
        found.setdefault(feature.claim.document, feature)
    return found


def _met(blocks: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of numbers, the lower first, of what stands in a common block, each once."""
    members: dict[str, list[int]] = defaultdict(list)
    for number, some in enumerate(blocks):
        for block in some:
            members[block].append(number)
    together = {block: frozenset(some) for block, some in members.items() if len(some) > 1}
    same: dict[frozenset[int], frozenset[int]] = {}
    together = {block: same.setdefault(some, some) for block, some in together.items()}
    for number, some in enumerate(blocks):
        others = {id(found): found for block in some if (found := together.get(block)) is not None}
        if others:
            yield from ((number, other) for other in set().union(*others.values()) if other > number)


def _join(one: Feature, other: Feature, groups: Groups) -> None:
    """Join the groups of two features that match, the earlier first, unless they exclude each other."""
    left, right = one.claim.id, other.claim.id
    if groups.find(left) == groups.find(right) or groups.excluded(left, right):
        return
    fits = match(one, other)
    if fits is not None:
        groups.join(left, right)
        groups.reasons.setdefault(right, f"{explained(fits[1], one, other)} (as {left})")
