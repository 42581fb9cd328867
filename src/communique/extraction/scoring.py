"""From features to confidence: a logistic model for each kind, its weights lying beside the pack as data.

Deterministic and explainable: ``explain`` lists the features that spoke for and against a kind. A pack without weights
gives every candidate a confidence of 0.5.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

__all__ = ["KINDS", "KindModel"]

KINDS = ("event", "commitment", "position", "figure", "assessment")


class KindModel:
    """The fitted weights of one pack: ``{"thresholds": {kind: t}, "weights": {feature: [one weight a kind]}}``."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._weights: dict[str, tuple[float, ...]] = {f: tuple(row) for f, row in data.get("weights", {}).items()}
        self._thresholds: dict[str, float] = dict(data.get("thresholds", {}))

    def sums(self, features: Iterable[str]) -> list[float]:
        """Return the features' summed weights for every kind, in the order of ``KINDS``."""
        totals = [0.0] * len(KINDS)
        known = self._weights
        for feature in features:
            row = known.get(feature)
            if row is not None:
                for kind, weight in enumerate(row):
                    totals[kind] += weight
        return totals

    def confidence(self, kind: str, base: list[float], own: Iterable[str] = ()) -> float:
        """Return the confidence, 0 to 1, from a clause's sums and a candidate's own features."""
        number = KINDS.index(kind)
        total = base[number]
        for feature in own:
            row = self._weights.get(feature)
            if row is not None:
                total += row[number]
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def threshold(self, kind: str) -> float:
        """Return the confidence from which a claim of this kind is made."""
        return self._thresholds.get(kind, 0.5)

    def explain(self, kind: str, features: Iterable[str]) -> list[tuple[str, float]]:
        """Return the features that count for a kind with their weights, the heaviest first."""
        number = KINDS.index(kind)
        rows = ((f, self._weights[f][number]) for f in features if f in self._weights)
        return sorted((row for row in rows if row[1]), key=lambda row: -abs(row[1]))
