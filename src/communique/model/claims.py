"""Claims: one thing one document says at one place, in five kinds.

Field values follow the annotation guide in ``docs/claims.md``; figures are in plain units (1 兆 = 10**12).
Claims are values: extraction makes them, the ledger stores them, nothing changes them afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from communique.model.intervals import Interval


class Role(StrEnum):
    """What an actor does in a claim."""

    AGENT = "agent"
    TARGET = "target"
    PARTICIPANT = "participant"


class Factuality(StrEnum):
    """How firmly the document says that something is so."""

    ACTUAL = "actual"
    PLANNED = "planned"
    POSSIBLE = "possible"
    CONDITIONAL = "conditional"
    NEGATED = "negated"


class EventType(StrEnum):
    """What sort of thing happened."""

    MEETING = "meeting"
    CALL = "call"
    VISIT = "visit"
    STATEMENT = "statement"
    AGREEMENT = "agreement"
    EXERCISE = "exercise"
    DEPLOYMENT = "deployment"
    INCURSION = "incursion"
    INCIDENT = "incident"
    PROTEST = "protest"
    ESTABLISHMENT = "establishment"
    PROCUREMENT = "procurement"
    INVESTMENT = "investment"
    SANCTION = "sanction"
    POLICY = "policy"
    APPOINTMENT = "appointment"
    CONFLICT = "conflict"
    OTHER = "other"


class Status(StrEnum):
    """The move a claim makes on a commitment."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REAFFIRMED = "reaffirmed"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    ACCELERATED = "accelerated"
    DELAYED = "delayed"
    EXPANDED = "expanded"
    REDUCED = "reduced"
    SUSPENDED = "suspended"
    REVERSED = "reversed"


class Stance(StrEnum):
    """Where a holder stands on a topic."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    CONDEMN = "condemn"
    CONCERN = "concern"
    WELCOME = "welcome"
    DEMAND = "demand"
    DENY = "deny"
    AFFIRM = "affirm"
    NO_POSITION = "no_position"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words: ``text[start:end] == quote``, always."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An actor of a claim: ``id`` in the register (or ``doc:<name>`` for one only the document knows), and its form.

    ``surface`` is the form used in this document; ``aliases`` are further forms the document itself teaches.
    """

    id: str
    role: Role
    surface: str
    aliases: tuple[str, ...] = ()
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What every claim has; use one of the five kinds.

    ``keys`` are the register ids that the claim's own clause speaks of (mechanisms, programmes, topics, weapons,
    places), the features from which threads are derived. ``frame`` names the rule that made the claim.
    """

    kind: ClassVar[str] = ""

    id: str
    document: str
    evidence: tuple[Evidence, ...]
    actors: tuple[ActorRef, ...] = ()
    countries: tuple[str, ...] = ()
    time: Interval | None = None
    factuality: Factuality = Factuality.ACTUAL
    said_by: tuple[str, ...] = ()
    repeat_of: str | None = None
    confidence: float = 0.5
    frame: str = ""
    keys: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """Return where the claim's evidence begins."""
        return self.evidence[0].start

    @property
    def end(self) -> int:
        """Return where the claim's evidence ends (exclusive)."""
        return self.evidence[-1].end

    @property
    def quote(self) -> str:
        """Return the evidence's words, the pieces joined by an ellipsis."""
        return "…".join(piece.quote for piece in self.evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Claim):
    """Something that happened or is planned."""

    kind: ClassVar[str] = "event"
    type: EventType = EventType.OTHER
    place: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Claim):
    """Something an actor undertakes; ``subject`` is its line of work, ``action`` the words for the act."""

    kind: ClassVar[str] = "commitment"
    action: str = ""
    subject: str = ""
    status: Status = Status.AGREED
    due: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Claim):
    """Where an actor stands on a topic; ``strength`` is a rank on the documented scale of stance verbs."""

    kind: ClassVar[str] = "position"
    stance: Stance = Stance.AFFIRM
    topic: str = ""
    strength: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Claim):
    """A number about the world. ``high`` is set for a range; ``approximate`` for 約, 近, 逾 and the like."""

    kind: ClassVar[str] = "figure"
    measure: str = ""
    value: float = 0.0
    high: float | None = None
    unit: str = "item"
    approximate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Claim):
    """A judgement, explanation or forecast."""

    kind: ClassVar[str] = "assessment"


KINDS: tuple[type[Claim], ...] = (Event, Commitment, Position, Figure, Assessment)
