"""Repeats: the same thing told again in one document (lead, headline, caption, body). The later ones point back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from operator import add

from communique.model import Claim, Commitment, Event, Figure, Position
from communique.text import fold

__all__ = ["mark_repeats"]

_SAME = 0.5  # share of the shorter telling's character pairs that the two have in common
_MOST = 64  # tellings of a kind that later ones are compared with


def mark_repeats(claims: list[Claim]) -> list[Claim]:
    """Return the claims, later tellings with ``repeat_of`` set to the id of the first."""
    seen: dict[tuple[object, ...], list[tuple[Claim, set[str]]]] = defaultdict(list)
    result: list[Claim] = []
    for claim in claims:
        pairs = _pairs(claim.quote)
        bucket = seen[_key(claim)]
        first = next((old for old, other in bucket if not pairs.isdisjoint(other) and _alike(pairs, other)), None)
        if first is not None:
            claim = replace(claim, repeat_of=first.id)
        elif len(bucket) < _MOST:
            bucket.append((claim, pairs))
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


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= _SAME * min(len(one), len(other))
