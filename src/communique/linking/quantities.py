"""Whether two values of a measure can both be so: quantities are reconciled before they are called contradictory."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from communique.model import Figure
from communique.packs import Pack
from communique.text import fold

__all__ = ["bounds", "reconcile"]

_ROUNDED = 0.1  # what 約, 近, "about" leaves open, as a share of the value
_EXACT = 0.005  # two values this close are one, rounded differently
_MONTH = 31
_WORK = frozenset({"programme", "policy", "exercise", "event", "weapon"})
_INFINITY = float("inf")


def bounds(figure: Figure, pack: Pack) -> tuple[float, float]:
    """Return the least and greatest value that a figure's words leave open (range, 約, 逾, 不到)."""
    low, high = figure.value, figure.high if figure.high is not None else figure.value
    folded = fold(figure.quote)
    if _has(folded, "bound.least", pack):
        return low * (1 - _EXACT), _INFINITY
    if _has(folded, "bound.most", pack):
        return -_INFINITY, high * (1 + _EXACT)
    slack = _ROUNDED if figure.approximate or _has(folded, "bound.about", pack) else _EXACT
    return low - abs(low) * slack, high + abs(high) * slack


def reconcile(one: Figure, other: Figure, published: date | None, also: date | None, pack: Pack) -> str | None:
    """Return why two different values do not contradict each other, or None where they do.

    ``published`` and ``also`` are the days of their documents, which date figures that give no time of their own.
    """
    if one.unit != other.unit:
        return f"different units: {one.unit} and {other.unit}"
    low, high = bounds(one, pack)
    least, most = bounds(other, pack)
    if low <= most and least <= high:
        return "one covers the other: a range, a bound, or a rounded value"
    undertakings = _things(one, pack), _things(other, pack)
    if undertakings[0] and undertakings[1] and not undertakings[0] & undertakings[1]:
        return "different undertakings: " + " and ".join("+".join(sorted(side)) for side in undertakings)
    spans = tuple(_span(fold(figure.quote), pack) for figure in (one, other))
    if spans[0] != spans[1] and all(spans):
        return f"one is {spans[0]}, the other {spans[1]}"
    if one.time is not None and other.time is not None:
        return None if one.time.overlaps(other.time) else f"of different times: {one.time} and {other.time}"
    left = one.time.start if one.time is not None and one.time.start is not None else published
    right = other.time.start if other.time is not None and other.time.start is not None else also
    if left is not None and right is not None and abs((left - right).days) > _MONTH:
        return f"of different times: {left} and {right}"
    return None


def _has(folded: str, name: str, pack: Pack) -> bool:
    return any(word in folded for word in _folded(tuple(pack.words.get(name, ()))))


@lru_cache(maxsize=256)
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(word) for word in words)


def _things(figure: Figure, pack: Pack) -> frozenset[str]:
    found = ((key, pack.register.get(key)) for key in figure.keys)
    return frozenset(key for key, entry in found if entry is not None and entry.type in _WORK)


def _span(folded: str, pack: Pack) -> str:
    if _has(folded, "span.each", pack):
        return "for each period"
    return "cumulative" if _has(folded, "span.cumulative", pack) else ""
