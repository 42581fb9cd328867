"""Which claims count on the board: the one place that says how sure the program must be."""

from __future__ import annotations

from collections.abc import Iterable

from communique.ledger import StoredClaim
from communique.linking import Verdict

__all__ = ["SHOWN_FROM", "counts", "unsure", "waits"]

SHOWN_FROM = 0.8
"""The confidence from which an unreviewed claim counts on the board."""


def counts(stored: StoredClaim) -> bool:
    """Say whether a claim counts: accepted (or edited, or added) by a reviewer, or at least ``SHOWN_FROM`` sure."""
    verdict = None if stored.review is None else stored.review.verdict
    return verdict is Verdict.ACCEPTED or (verdict is None and stored.claim.confidence >= SHOWN_FROM)


def unsure(stored: Iterable[StoredClaim]) -> frozenset[str]:
    """Return the ids of those claims that do not count."""
    return frozenset(one.claim.id for one in stored if not counts(one))


def waits(stored: StoredClaim) -> bool:
    """Say whether a claim waits for a reviewer: unreviewed, or judged and then read differently."""
    review = stored.review
    return review is None or review.verdict is None or review.changed
