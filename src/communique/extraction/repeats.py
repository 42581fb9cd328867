"""Repeats: the same thing told again in one document (lead, headline, caption, body). The later ones point back."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import chain, repeat
from operator import add

from communique.model import Claim, Commitment, Event, Figure, Position
from communique.text import fold

__all__ = ["mark_repeats"]

_SAME = 0.5  # share of the shorter telling's character pairs that the two have in common
_MOST = 64  # tellings of a kind that later ones are compared with


class _Told:
    """Tellings that share a key, by their character pairs."""

    def __init__(self) -> None:
        self._claims: list[tuple[Claim, int]] = []  # with the number of its pairs
        self._places: dict[str, list[int]] = defaultdict(list)

    def first(self, pairs: set[str]) -> Claim | None:
        """Return the first telling that has enough in common with these pairs."""
        shared = Counter(chain.from_iterable(map(self._places.get, pairs, repeat(()))))
        alike = [n for n, count in shared.items() if count >= _SAME * min(len(pairs), self._claims[n][1])]
        return self._claims[min(alike)][0] if alike else None

    def add(self, claim: Claim, pairs: set[str]) -> None:
        """Keep a telling for later ones, unless there are very many already."""
        if len(self._claims) < _MOST:
            for pair in pairs:
                self._places[pair].append(len(self._claims))
            self._claims.append((claim, len(pairs)))


def mark_repeats(claims: list[Claim]) -> list[Claim]:
    """Return the claims, later tellings with ``repeat_of`` set to the id of the first."""
    seen: dict[tuple[object, ...], _Told] = defaultdict(_Told)
    result: list[Claim] = []
    for claim in claims:
        pairs = _pairs(claim.quote)
        told = seen[_key(claim)]
        first = told.first(pairs)
        if first is None:
            told.add(claim, pairs)
        else:
            claim = replace(claim, repeat_of=first.id)
        result.append(claim)
    return result


def _key(claim: Claim) -> tuple[object, ...]:
    """Return what two tellings of one thing must share."""
    actors = frozenset(actor.id for actor in claim.actors)
    if isinstance(claim, Event):
        return "event", claim.type, actors if len(actors) > 1 else claim.type
    if isinstance(claim, Figure):
        return "figure", claim.value, claim.unit
    if isinstance(claim, Commitment):
        return "commitment", claim.factuality
    if isinstance(claim, Position):
        return "position", claim.stance
    return (claim.kind,)


def _pairs(quote: str) -> set[str]:
    folded = "".join(filter(str.isalnum, fold(quote)))
    return set(map(add, folded, folded[1:]))
