"""What an analyst asks: due, timeline, figures, positions, comparisons."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from communique.serving.schemas.base import Answer, Counted, Days, Page, Quote, Run
from communique.serving.schemas.board import Doubt

__all__ = [
    "Bucket",
    "ComparedClause",
    "Comparison",
    "DueItem",
    "DuePage",
    "FigurePoint",
    "Place",
    "Stand",
    "TimelineAnswer",
    "TimelineItem",
]


class DueItem(Answer):
    """Something due."""

    thread: str
    title: str
    due: Days
    last_day: date
    days: int = Field(description="Days from the day asked about; negative where it has passed.")
    past_due: bool
    progress: str
    firmness: str
    last_report: str | None
    doubt: Doubt | None = Field(description="Where its column rests on unsure claims alone.")
    due_doubt: Doubt | None = Field(description="Where the due date does.")
    evidence: Quote


class DuePage(Page[DueItem]):
    """What is due."""

    on: date
    past: int


class TimelineItem(Answer):
    """A dated event or move."""

    start: str
    end: str
    known: str
    kind: str
    label: str
    quote: str
    claim: str
    thread: str | None
    document: str
    sources: int
    lanes: list[str]


class Bucket(Answer):
    """How many there are in a lane, month by month."""

    lane: str
    start: str
    count: int


class TimelineAnswer(Answer):
    """Items where they are few enough, else counts by lane and month."""

    total: int
    lanes: list[Counted]
    items: list[TimelineItem]
    buckets: list[Bucket]
    due: list[DueItem]


class FigurePoint(Answer):
    """A value as a document gives it."""

    measure: str
    thread: str
    value: float
    high: float | None
    unit: str
    approximate: bool
    at_least: float | None
    at_most: float | None
    time: Days | None
    sources: int
    evidence: Quote


class Stand(Answer):
    """A stance of one holder in one document."""

    topic: str
    thread: str
    holder: str
    state: str
    channel: str
    day: str | None
    time: Days | None = Field(description="When it is or was held, as precisely as the document says.")
    stance: str
    negated: bool
    strength: float | None
    words: list[str]
    evidence: Quote


class Place(Answer):
    """Where words stand in a document's text (code points), and the claim that they are, if one."""

    start: int
    end: int
    claim: str | None


class ComparedClause(Answer):
    """A clause and its counterpart."""

    change: str
    why: str
    likeness: float
    before: list[Run]
    after: list[Run]
    place_before: Place | None
    place_after: Place | None


class Comparison(Answer):
    """Two wordings, clause by clause."""

    before: str
    after: str
    documents: list[str | None] = Field(description="The two documents.")
    warnings: list[str]
    counts: dict[str, int]
    clauses: list[ComparedClause]
