"""From features to confidence: small fitted models, their weights lying beside the pack as data.

``kinds`` is one softmax over event, commitment, position, assessment and nothing, since most clauses make one claim;
``event`` ranks the types of act that one clause tells; ``figure`` says which numbers are figures about the world.
Deterministic and explainable: ``explain`` lists what spoke for and against a kind. ``docs/extraction.md`` says how the
weights were fitted. A pack without weights gives every candidate a confidence of 0.5.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from struct import Struct
from typing import Any

__all__ = ["KINDS", "KindModel"]

_PREFIXES = ("g:", "prev:", "next:", "")  # of a clause's pairs, of what its neighbours lend it, of its own features
KINDS = ("event", "commitment", "position", "assessment")
# A row of weights is one whole number, a lane of bits for each, so that adding two rows is one addition.
_UNIT = 1000  # parts of one that weights count to
_LANE = 32  # bits of a weight
_HALF = 1 << (_LANE - 1)
_LANES = tuple(_LANE * number for number in range(len(KINDS) + 1))  # for each kind, and for nothing
_LEVEL = sum(_HALF << lane for lane in _LANES)
_COUNTS = Struct(f"<{len(_LANES)}I")


class KindModel:
    """The fitted weights of one pack.

    ``{"thresholds": {kind: t}, "kinds": {feature: [a weight for each of KINDS, and for nothing]}, "event": {feature:
    weight}, "figure": {feature: weight}}``
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._kinds: dict[str, tuple[float, ...]] = {f: tuple(row) for f, row in data.get("kinds", {}).items()}
        tables: dict[str, dict[str, int]] = {prefix: {} for prefix in _PREFIXES}
        for feature, row in self._kinds.items():
            prefix = next(one for one in _PREFIXES if feature.startswith(one))
            tables[prefix][feature.removeprefix(prefix)] = _packed(row)
        self._tables = [tables[prefix] for prefix in ("", "g:", "prev:", "next:")]
        self._single: dict[str, dict[str, float]] = {name: dict(data.get(name, {})) for name in ("event", "figure")}
        self._thresholds: dict[str, float] = dict(data.get("thresholds", {}))

    def kinds(
        self, plain: Iterable[str], pairs: Iterable[str] = (), before: Iterable[str] = (), after: Iterable[str] = ()
    ) -> dict[str, float]:
        """Return the chance, 0 to 1, that a clause with these features makes a claim of each kind.

        ``pairs`` are its pairs of characters (the features ``g:…``), ``before`` and ``after`` what its neighbours lend
        it (``prev:…``, ``next:…``), all without their prefix and each once.
        """
        if not self._kinds:
            return dict.fromkeys(KINDS, 0.5)
        total = _LEVEL
        for table, features in zip(self._tables, (plain, pairs, before, after), strict=True):
            total += sum(filter(None, map(table.get, features)))
        sums = _COUNTS.unpack(total.to_bytes(_COUNTS.size, "little"))
        top = max(sums)
        shares = [math.exp((value - top) / _UNIT) for value in sums]
        whole = sum(shares)
        return {kind: share / whole for kind, share in zip(KINDS, shares, strict=False)}

    def single(self, name: str, features: Iterable[str]) -> float:
        """Return the chance that a candidate holds: ``event`` for a type of act, ``figure`` for a number."""
        weights = self._single[name]
        if not weights:
            return 0.5
        total = sum(weights.get(feature, 0.0) for feature in features)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def threshold(self, kind: str) -> float:
        """Return the confidence from which a claim of this kind is made."""
        return self._thresholds.get(kind, 0.5)

    def explain(self, kind: str, features: Iterable[str]) -> list[tuple[str, float]]:
        """Return the features that count for a kind with their weights, the heaviest first."""
        number = KINDS.index(kind)
        rows = ((f, self._kinds[f][number]) for f in features if f in self._kinds)
        return sorted((row for row in rows if row[1]), key=lambda row: -abs(row[1]))


def _packed(row: tuple[float, ...]) -> int:
    return sum([round(weight * _UNIT) << lane for weight, lane in zip(row, _LANES, strict=True)])
