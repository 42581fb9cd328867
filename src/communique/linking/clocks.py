"""The three clocks, kept apart: when a thing was so, when it was known, when this ledger had read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Protocol, TypeVar

from communique.linking.features import DocumentInfo
from communique.model import Claim

__all__ = ["Recorded", "known_by", "recorded_by", "so_on"]

C = TypeVar("C", bound=Claim)


class Recorded(Protocol):
    """What a ledger knows about when it held something."""

    @property
    def recorded_from(self) -> datetime: ...  # noqa: D102
    @property
    def recorded_to(self) -> datetime | None: ...  # noqa: D102


R = TypeVar("R", bound=Recorded)


def known_by(claims: Iterable[C], documents: Mapping[str, DocumentInfo], day: date) -> list[C]:
    """Return the claims of documents published by a day (that day included); an undated document counts as known."""
    kept = []
    for claim in claims:
        document = documents.get(claim.document)
        if document is None or document.published is None or document.published <= day:
            kept.append(claim)
    return kept


def recorded_by(items: Iterable[R], moment: datetime) -> list[R]:
    """Return what a ledger held at a moment: recorded by then and not yet retired."""
    return [i for i in items if i.recorded_from <= moment and (i.recorded_to is None or i.recorded_to > moment)]


def so_on(claim: Claim, day: date, published: date | None) -> bool:
    """Say whether what a claim tells had come about by a day, or held on it.

    An event or a move of a known time has come about when its time has begun; a claim without a time is taken as of
    its document's publication.
    """
    since = claim.time.start if claim.time is not None and claim.time.start is not None else None
    if since is None and claim.time is not None:
        return claim.time.end is not None and (published is None or min(claim.time.end, published) <= day)
    since = since or published
    return since is None or since <= day
