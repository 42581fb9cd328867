"""Confidence set right by what reviewers accepted and rejected: Platt's scaling, fitted and tested on them.

Platt (1999): the chance that a claim is right is ``1 / (1 + exp(-(slope * logit(confidence) + shift)))``, fitted by
maximum likelihood with his smoothed targets, so that few verdicts move it little. The slope is never negative: surer
claims stay surer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from communique.ledger import LedgerReader
from communique.ledger import schema as s
from communique.ledger.settling import calibrated
from communique.model import DecisionError

__all__ = ["LEAST", "Calibration", "fit", "judged_confidences"]

LEAST = 20
"""Verdicts that a calibration needs, of both sorts together."""

_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Calibration:
    """A scaling and what it does: Brier scores (0 is perfect) before, after, and on verdicts held out of the fit."""

    slope: float
    shift: float
    accepted: int
    rejected: int
    before: float
    after: float
    held_out: float

    def payload(self) -> dict[str, Any]:
        """Return it as the payload of a ``calibrate`` decision."""
        return {name: getattr(self, name) for name in self.__slots__} | {"method": "platt"}


def judged_confidences(reader: LedgerReader) -> list[tuple[float, bool]]:
    """Return the confidence that each judged claim was read with, and whether it was accepted as it was.

    A claim that had to be edited was not right; reviewers' own claims do not count.
    """
    c, r = s.claim.c, s.claim_review.c
    query = select(c.confidence, r.review).join(s.claim_review, r.claim == c.id).where(c.base).order_by(c.id)
    found = []
    with reader.connection() as connection:
        for row in connection.execute(query.where(r.verdict.is_not(None))):
            right = row.review["verdict"] == "accepted" and not row.review["edited"]
            found.append((float(row.confidence), right))
    return found


def fit(judged: Sequence[tuple[float, bool]]) -> Calibration:
    """Return the scaling that fits verdicts best.

    Raises ``DecisionError`` where there are too few of them, or where surer claims were not accepted more often.
    """
    accepted = sum(right for _, right in judged)
    rejected = len(judged) - accepted
    if len(judged) < LEAST or not accepted or not rejected:
        raise DecisionError(
            f"{accepted} claims were accepted as they were and {rejected} not; a calibration needs {LEAST} in all, "
            "and some of both."
        )
    slope, shift = _platt(judged)
    if slope <= 0:
        raise DecisionError(
            f"among {len(judged)} verdicts surer claims were accepted no more often than others, so that the "
            "confidence cannot be set right by them; judge more claims, sure ones and unsure ones."
        )
    held: list[tuple[float, bool]] = []
    for number in range(_FOLDS):
        train = [one for n, one in enumerate(judged) if n % _FOLDS != number]
        own = _platt(train)
        held += [(calibrated(p, *own), right) for n, (p, right) in enumerate(judged) if n % _FOLDS == number]
    return Calibration(
        slope=round(slope, 6),
        shift=round(shift, 6),
        accepted=accepted,
        rejected=rejected,
        before=round(_brier(judged), 4),
        after=round(_brier([(calibrated(p, slope, shift), right) for p, right in judged]), 4),
        held_out=round(_brier(held), 4),
    )


def _brier(chances: Sequence[tuple[float, bool]]) -> float:
    return sum((chance - right) ** 2 for chance, right in chances) / len(chances)


def _platt(judged: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return slope and shift by Newton's method on the penalised likelihood, halving steps that do not help."""
    right = sum(one for _, one in judged)
    high, low = (right + 1) / (right + 2), 1 / (len(judged) - right + 2)
    rows = [(_logit(p), high if one else low) for p, one in judged]
    slope, shift = 0.0, math.log((right + 1) / (len(judged) - right + 1))
    for _ in range(100):
        g1 = g2 = h11 = h12 = h22 = 1e-12
        for x, target in rows:
            p = _sigmoid(slope * x + shift)
            error, weight = p - target, p * (1 - p)
            g1, g2 = g1 + error * x, g2 + error
            h11, h12, h22 = h11 + weight * x * x, h12 + weight * x, h22 + weight
        determinant = h11 * h22 - h12 * h12 + 1e-9
        step = ((h22 * g1 - h12 * g2) / determinant, (h11 * g2 - h12 * g1) / determinant)
        size = 1.0
        while size > 1e-6 and _loss(rows, slope - size * step[0], shift - size * step[1]) > _loss(rows, slope, shift):
            size /= 2
        slope, shift = slope - size * step[0], shift - size * step[1]
        if abs(size * step[0]) + abs(size * step[1]) < 1e-9:
            break
    if slope < 1e-9:  # the verdicts say nothing in favour of the confidence: only how often it is right is left
        return 0.0, math.log((right + 1) / (len(judged) - right + 1))
    return slope, shift


def _loss(rows: Sequence[tuple[float, float]], slope: float, shift: float) -> float:
    total = 0.0
    for x, target in rows:
        z = slope * x + shift
        total += max(z, 0.0) - z * target + math.log1p(math.exp(-abs(z)))
    return total


def _logit(chance: float) -> float:
    bounded = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))


def _sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))
