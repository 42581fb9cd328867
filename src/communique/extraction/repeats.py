"""Repeats: the same thing told again in one document (lead, headline, caption, body). The later ones point back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from communique.model import Claim, Commitment, Event, Figure, Position
from communique.text import fold

__all__ = ["mark_repeats"]

_SAME = 0.5  # share of the shorter telling's character pairs that the two have in common


def mark_repeats(claims: list[Claim]) -> list[Claim]:
    """Return the claims, later tellings with ``repeat_of`` set to the id of the first."""
    seen: dict[tuple[object, ...], list[tuple[Claim, frozenset[str]]]] = defaultdict(list)
    result: list[Claim] = []
    for claim in claims:
        pairs = _pairs(claim.quote)
        bucket = seen[_key(claim)]
        first = next((old for old, other in bucket if _alike(pairs, other)), None)
        if first is not None:
            claim = replace(claim, repeat_of=first.id)
        elif len(bucket) < 64:
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


def _pairs(quote: str) -> frozenset[str]:
    folded = "".join(c for c in fold(quote) if c.isalnum())
    return frozenset(folded[i : i + 2] for i in range(len(folded) - 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and len(one & other) >= _SAME * min(len(one), len(other))
