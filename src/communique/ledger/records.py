"""What goes into a ledger and comes out of it beside documents and claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from communique.linking import Review
from communique.model import Claim, DateSource, Document, Span, Tier

__all__ = [
    "Clock",
    "Decision",
    "DocumentFacts",
    "Failure",
    "Generation",
    "Hit",
    "Linking",
    "Outcome",
    "StoredClaim",
]


@dataclass(frozen=True, slots=True)
class Generation:
    """Who read a document: each part by name and version, the pack by its content's digest as well."""

    reader: str
    extractor: str
    pack: str
    pack_digest: str


@dataclass(frozen=True, slots=True)
class Linking:
    """How far the threads have kept up: counters of changes, and who made the threads (name and version).

    ``claims`` counts the changes to claims and decisions, ``threads`` is that count when the threads were made.
    """

    claims: int
    threads: int
    linker: str

    @property
    def behind(self) -> bool:
        """Say whether claims have come or gone that the threads do not know of."""
        return self.claims != self.threads


class Outcome(StrEnum):
    """What recording a document came to."""

    NEW = "new"
    REREAD = "reread"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Clock:
    """From when a ledger is seen.

    ``known``: only documents published by that day (one without a day counts as always known).
    ``recorded``: as this ledger stood at that moment, with the claims of the generations then in force.
    """

    known: date | None = None
    recorded: datetime | None = None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known about a document, without its text; fields as in ``Document``.

    ``source`` is the document this one is a copy of, itself where it is none: ten copies are one source.
    """

    id: str
    path: str | None
    url: str | None
    title: str | None
    publisher: str | None
    published: date | None
    published_how: DateSource
    language: str
    tier: Tier
    source: str


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim with what the ledger knows about it: its thread, who found it, since and until when it counts.

    ``review`` is what reviewers have said about it, ``None`` where nobody has.
    """

    claim: Claim
    thread: str | None
    extractor: str
    known_from: date | None
    recorded_from: datetime
    recorded_to: datetime | None
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read; ``fault`` is the error's name."""

    path: str
    fault: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer said; anchored to a place in a document, so that it survives a new reading."""

    id: str
    at: datetime
    who: str
    verb: str
    document: str | None = None
    start: int | None = None
    end: int | None = None
    kind: str | None = None
    payload: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found; ``spans`` are where the words stand in ``document.text``."""

    document: Document
    start: int
    end: int
    spans: tuple[Span, ...]
