"""Moves: the steps of an undertaking as claims tell them, each with its day, its words and how sure it is.

A step's day is the one it is about, so that a later document that tells an earlier step again changes nothing. Where
the steps leave an undertaking is ``linking.states``.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from communique.linking.features import DocumentInfo
from communique.model import Claim, Commitment, Event, EventType, Factuality, Interval, Position, Stance, Status, Tier
from communique.packs import Pack
from communique.text import fold

__all__ = ["Firmness", "Move", "Progress", "moves_of"]


class Firmness(StrEnum):
    """How firmly it is undertaken, the weakest first."""

    WISH = "wish"
    PLEDGE = "pledge"
    SIGNED = "signed"
    LAW = "law"


class Progress(StrEnum):
    """How far it has come."""

    NOT_BEGUN = "not begun"
    UNDER_WAY = "under way"
    DONE = "done"
    SUSPENDED = "suspended"
    REVERSED = "reversed"


_EVENT_MOVES = {
    EventType.ESTABLISHMENT: Status.COMPLETED,
    EventType.AGREEMENT: Status.AGREED,
    EventType.POLICY: Status.AGREED,
    EventType.DEPLOYMENT: Status.UNDER_WAY,
}


@dataclass(frozen=True, slots=True)
class Move:
    """One step as one claim tells it.

    ``at`` is the day the step is about (its own time, else the day of publication); ``effect`` says in words what the
    step did to the state: ``sets``, ``begins``, ``done``, ``moves the due date``, ``repeats``, ``beside``…
    ``sure`` is false where the claim is too unsure to count until a reviewer accepts it.
    """

    claim: str
    document: str
    at: date | None
    published: date | None
    tier: Tier
    status: Status
    firmness: Firmness
    factuality: Factuality
    due: Interval | None
    quote: str
    effect: str = ""
    confidence: float = 1.0
    sure: bool = True


def moves_of(
    claims: Iterable[Claim], documents: Mapping[str, DocumentInfo], pack: Pack, unsure: Container[str] = ()
) -> list[Move]:
    """Return the steps that the claims of a thread tell, in the order of the days they are about.

    ``unsure`` are the ids of claims that are too unsure to count until a reviewer accepts them.
    """
    told = sorted(claims, key=lambda claim: (claim.document, claim.start, claim.id))
    every = ((claim, documents.get(claim.document), claim.id not in unsure) for claim in told)
    found = [move for one in every if (move := _move(*one, pack)) is not None]
    return sorted(found, key=_order)


def _order(move: Move) -> tuple[date, int, date, str]:
    # of one day the closest source first: what says otherwise then stands beside it, whoever was printed earlier;
    # within a document the order of the text, in which the moves come
    return (move.at or date.min, -move.tier.weight, move.published or date.max, move.document)


def _move(claim: Claim, document: DocumentInfo | None, sure: bool, pack: Pack) -> Move | None:
    status = _status(claim)
    if status is None:
        return None
    published = document.published if document is not None else None
    return Move(
        claim=claim.id,
        document=claim.document,
        at=_at(claim, published),
        published=published,
        tier=document.tier if document is not None else Tier.UNKNOWN,
        status=status,
        firmness=_firmness(claim, status, pack),
        factuality=claim.factuality,
        due=_due(claim, published),
        quote=claim.quote,
        confidence=claim.confidence,
        sure=sure,
    )


def _due(claim: Claim, published: date | None) -> Interval | None:
    """Return when the thing is due; None where the date only says when it was undertaken or done.

    A date that had passed when the document was printed is a due date only of something undertaken before it.
    """
    if not isinstance(claim, Commitment) or claim.due is None:
        return None
    end = claim.due.end or claim.due.start
    if published is None or end is None or end >= published:
        return claim.due
    begun = claim.time.start or claim.time.end if claim.time is not None else None
    return claim.due if begun is not None and begun < end and claim.time != claim.due else None


def _status(claim: Claim) -> Status | None:
    if isinstance(claim, Commitment):
        return claim.status
    if isinstance(claim, Event) and claim.type in _EVENT_MOVES:
        done = claim.factuality in {Factuality.ACTUAL, Factuality.NEGATED}
        return _EVENT_MOVES[claim.type] if done else Status.AGREED if _planned(claim) else Status.PROPOSED
    if isinstance(claim, Position) and claim.stance in {Stance.SUPPORT, Stance.DEMAND}:
        return Status.PROPOSED
    return None


def _planned(claim: Claim) -> bool:
    return claim.factuality is Factuality.PLANNED


def _at(claim: Claim, published: date | None) -> date | None:
    """Return the day a step is about: its own time where that lies before publication, else the publication's."""
    if claim.time is not None:
        day = claim.time.end or claim.time.start
        if day is not None and (published is None or day <= published):
            return day
        if claim.time.start is not None and published is not None and claim.time.start <= published:
            return published
    return published


def _firmness(claim: Claim, status: Status, pack: Pack) -> Firmness:
    if isinstance(claim, Event) and claim.factuality is Factuality.ACTUAL and claim.type is EventType.AGREEMENT:
        return Firmness.SIGNED
    folded = fold(claim.quote)
    said = Firmness.WISH if status is Status.PROPOSED else Firmness.PLEDGE
    if said is Firmness.PLEDGE and claim.factuality is not Factuality.NEGATED:
        for level in (Firmness.LAW, Firmness.SIGNED):
            if _is_done(folded, pack.words.get(f"firmness.{level.value}", ()), pack):
                return level
    return said


def _is_done(folded: str, words: Sequence[str], pack: Pack) -> bool:
    """Say whether one of the words stands in a clause without another before it that puts it into the future."""
    first = min((at for word in words if (at := folded.find(fold(word))) >= 0), default=-1)
    return first >= 0 and not any(fold(word) in folded[:first] for word in pack.words.get("firmness.to-come", ()))
