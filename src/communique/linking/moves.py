"""What became of a commitment: the moves of its thread, and where they leave it, on four axes.

- **firmness**: a wish, a pledge, signed, or law;
- **progress**: not begun, under way, done; or suspended, reversed;
- **schedule**: due when, moved from and to, and whether the due date has passed with no report found;
- **agreement**: how many independent sources of which tiers say so, and who says otherwise (shown beside).

Moves count in the order of the days they are about, so that a later document that tells an earlier step again changes
nothing. Progress only goes forward until a newer report says suspended or reversed: a later, vaguer statement (that a
thing begun *will* be done) does not set it back. Denials never overwrite, nor does
a commentator's word that a thing was given up: they stand beside. A due date that has passed
in silence is silence, not failure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from communique.linking.features import DocumentInfo
from communique.model import Claim, Commitment, Event, EventType, Factuality, Interval, Position, Stance, Status, Tier
from communique.packs import Pack
from communique.text import fold

__all__ = [
    "Column",
    "Firmness",
    "Move",
    "Progress",
    "Shift",
    "State",
    "Walk",
    "moves_of",
    "state_of",
]


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


class Column(StrEnum):
    """The board's columns, in their order."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    UNDER_WAY = "under way"
    SILENT = "past due, silent"
    DONE = "completed"
    STOPPED = "stopped"


_FIRMER = {level: rank for rank, level in enumerate(Firmness)}
_FURTHER = {Progress.NOT_BEGUN: 0, Progress.UNDER_WAY: 1, Progress.DONE: 2}
_STOPPED = frozenset({Progress.SUSPENDED, Progress.REVERSED})
_REACHES = {
    Status.UNDER_WAY: Progress.UNDER_WAY,
    Status.COMPLETED: Progress.DONE,
    Status.SUSPENDED: Progress.SUSPENDED,
    Status.REVERSED: Progress.REVERSED,
}
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


def column_of(firmness: Firmness, progress: Progress, *, past_due: bool) -> Column:
    """Return the board's column of a commitment, the first that holds."""
    if progress in _STOPPED:
        return Column.STOPPED
    if progress is Progress.DONE:
        return Column.DONE
    if past_due:
        return Column.SILENT
    if progress is Progress.UNDER_WAY:
        return Column.UNDER_WAY
    return Column.PROPOSED if firmness is Firmness.WISH else Column.AGREED


@dataclass(frozen=True, slots=True)
class Shift:
    """A due date that was moved: from, to, by which claim."""

    before: Interval
    after: Interval
    claim: str
    at: date | None


@dataclass(frozen=True, slots=True)
class State:
    """Where a commitment stands on a day; ``beside`` are the moves of sources that say otherwise.

    ``sources`` counts independent sources, ``tiers`` are theirs, the closest to what was said first. ``since`` is the
    day of the move that brought it to its progress; ``last`` the last report's day.
    """

    on: date
    firmness: Firmness
    progress: Progress
    since: date | None
    due: Interval | None
    shifts: tuple[Shift, ...]
    past_due: bool
    sources: int
    tiers: tuple[Tier, ...]
    beside: tuple[Move, ...]
    moves: tuple[Move, ...]
    last: date | None

    @property
    def column(self) -> Column:
        """Return the board's column, derived from the axes."""
        return column_of(self.firmness, self.progress, past_due=self.past_due)

    @property
    def schedule(self) -> str:
        """Return the schedule in words, for a reader."""
        if self.due is None:
            return "no due date stated"
        moved = f", moved from {self.shifts[-1].before}" if self.shifts else ""
        if self.past_due:
            return f"due {self.due}{moved}: due date passed, no report found"
        return f"due {self.due}{moved}"

    @property
    def agreed(self) -> bool:
        """Say whether no source says otherwise."""
        return not self.beside


def moves_of(claims: Iterable[Claim], documents: Mapping[str, DocumentInfo], pack: Pack) -> list[Move]:
    """Return the steps that the claims of a thread tell, in the order of the days they are about."""
    told = sorted(claims, key=lambda claim: (claim.document, claim.start, claim.id))
    found = [move for claim in told if (move := _move(claim, documents.get(claim.document), pack)) is not None]
    return sorted(found, key=_order)


def _order(move: Move) -> tuple[date, int, date, str]:
    # of one day the closest source first: what says otherwise then stands beside it, whoever was printed earlier;
    # within a document the order of the text, in which the moves come
    return (move.at or date.min, -move.tier.weight, move.published or date.max, move.document)


def _move(claim: Claim, document: DocumentInfo | None, pack: Pack) -> Move | None:
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


def state_of(
    moves: Sequence[Move],
    on: date,
    *,
    source: Callable[[str], str] = str,
) -> State | None:
    """Return where the moves (of ``moves_of``) leave a commitment on a day; None where nothing was undertaken by then.

    ``source`` gives the independent source of a document (copies of one text are one); a document is its own by
    default.
    """
    walk = Walk()
    for move in moves:
        if move.at is None or move.at <= on:
            walk.step(move)
    if not walk.told:
        return None
    past = walk.open and walk.due is not None and walk.due.end is not None and walk.due.end < on
    backing = [move for move in walk.told if move.effect != "beside"]
    days = [day for move in walk.told if (day := move.published or move.at) is not None]
    return State(
        on=on,
        firmness=walk.firmness,
        progress=walk.progress,
        since=walk.since,
        due=walk.due,
        shifts=tuple(walk.shifts),
        past_due=past,
        sources=len({source(move.document) for move in backing}),
        tiers=tuple(sorted({move.tier for move in backing}, key=lambda tier: -tier.weight)),
        beside=tuple(move for move in walk.told if move.effect == "beside"),
        moves=tuple(walk.told),
        last=max(days, default=None),
    )


class Walk:
    """The state while the moves are walked through in order."""

    def __init__(self) -> None:
        self.firmness = Firmness.WISH
        self.progress = Progress.NOT_BEGUN
        self.since: date | None = None
        self.due: Interval | None = None
        self.due_by: Move | None = None
        self.shifts: list[Shift] = []
        self.told: list[Move] = []
        self.stopped_at: date | None = None

    @property
    def open(self) -> bool:
        """Say whether it is neither done nor stopped."""
        return self.progress not in _STOPPED and self.progress is not Progress.DONE

    def step(self, move: Move) -> None:
        """Take one move into the state, and note its effect."""
        effects = ["beside"] if move.factuality is Factuality.NEGATED else self._take(move)
        effect = "beside" if "beside" in effects else ", ".join(effects) or self._again(move)
        self.told.append(replace(move, effect=effect))

    def _again(self, move: Move) -> str:
        """Return what an undertaking told again is: a repetition, or on a later day word that it stands."""
        days = [told.at for told in self.told if told.at is not None]
        later = move.at is not None and bool(days) and move.at > max(days)
        return "reaffirms" if later and move.status in {Status.AGREED, Status.REAFFIRMED} else "repeats"

    def _take(self, move: Move) -> list[str]:
        effects = self._progress(move)
        if not self.told or _FIRMER[move.firmness] > _FIRMER[self.firmness]:
            self.firmness = move.firmness
            effects.append(f"makes it a {move.firmness.value}" if self.told else "sets it out")
        return effects + self._schedule(move)

    def _progress(self, move: Move) -> list[str]:
        reached = _REACHES.get(move.status, Progress.NOT_BEGUN)
        if reached in _STOPPED:
            hearsay = move.tier.weight < Tier.REPORT.weight and any(m.tier.weight > move.tier.weight for m in self.told)
            if hearsay or (self.progress is Progress.DONE and move.at == self.since):
                return ["beside"]
            self.progress, self.since, self.stopped_at = reached, move.at, move.at
            return [reached.value]
        if self.progress in _STOPPED:
            newer = move.at is not None and self.stopped_at is not None and move.at > self.stopped_at
            if reached is Progress.NOT_BEGUN or not newer:
                return ["does not take it up again"] if newer else ["beside"]
            self.progress, self.since = reached, move.at
            return ["taken up again"]
        if _FURTHER[reached] > _FURTHER[self.progress]:
            self.progress, self.since = reached, move.at
            return ["done" if reached is Progress.DONE else "begins"]
        if _FURTHER[reached] < _FURTHER[self.progress]:
            return ["tells it again, does not set it back"]
        moved = {Status.ACCELERATED, Status.DELAYED, Status.EXPANDED, Status.REDUCED}
        return [move.status.value] if move.status in moved else []

    def _overrides(self, move: Move, held: Move) -> bool:
        """Say whether newer word on the due date counts: it says that it was moved, or stands no farther off."""
        if held.at is not None and (move.at is None or move.at <= held.at):
            return False
        return move.status in {Status.ACCELERATED, Status.DELAYED} or move.tier.weight >= held.tier.weight

    def _schedule(self, move: Move) -> list[str]:
        if move.due is None:
            return []
        if self.due is None or self.due_by is None:
            self.due, self.due_by = move.due, move
            return [f"due {move.due}"]
        if _same_due(self.due, move.due):
            return []
        if move.document != self.due_by.document and not self._overrides(move, self.due_by):
            return ["beside"]
        self.shifts.append(Shift(self.due, move.due, move.claim, move.at))
        self.due, self.due_by = move.due, move
        return [f"moves the due date to {move.due}"]


def _same_due(one: Interval, other: Interval) -> bool:
    """Say whether two due dates end within a month of each other, or one only says less than the other."""
    ends = (one.end or one.start, other.end or other.start)
    assert ends[0] is not None and ends[1] is not None
    return abs((ends[0] - ends[1]).days) <= 31
