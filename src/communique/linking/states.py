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

All moves count but those that a reviewer rejected, the unsure ones too: what nobody has reported is silent only where
no document may have told of it. A state that would be another without the unsure ones says so (``Doubt``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from communique.linking.moves import Firmness, Move, Progress
from communique.model import Factuality, Interval, Status, Tier

__all__ = ["Column", "Doubt", "Shift", "State", "Walk", "state_of"]


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
class Doubt:
    """The surest of the claims, all unsure, that something rests on alone, and how sure the program is of it (0–1)."""

    claim: str
    confidence: float

    def __str__(self) -> str:
        return f"unreviewed, {self.confidence:.2f}"


@dataclass(frozen=True, slots=True)
class State:
    """Where a commitment stands on a day; ``beside`` are the moves of sources that say otherwise.

    ``sources`` counts independent sources, ``tiers`` are theirs, the closest to what was said first. ``since`` is the
    day of the move that brought it to its progress; ``last`` the last report's day. ``doubt`` says that the column, and
    ``due_doubt`` that the due date, rests on unsure claims alone.
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
    doubt: Doubt | None = None
    due_doubt: Doubt | None = None

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
        unsure = f" ({self.due_doubt})" if self.due_doubt is not None else ""
        passed = ": due date passed, no report found" if self.past_due else ""
        return f"due {self.due}{moved}{unsure}{passed}"

    @property
    def where(self) -> str:
        """Return the column for a reader, with how sure it is where it rests on unsure claims alone."""
        return f"{self.column} ({self.doubt})" if self.doubt is not None else self.column.value

    @property
    def grounds(self) -> frozenset[str]:
        """Return the claims that its progress rests on, or where it has not begun its firmness."""
        backing = [move for move in self.moves if move.effect != "beside"]
        if self.progress is Progress.NOT_BEGUN:
            return frozenset(move.claim for move in backing if move.firmness is self.firmness)
        return frozenset(move.claim for move in backing if _REACHES.get(move.status) is self.progress)

    @property
    def agreed(self) -> bool:
        """Say whether no source says otherwise."""
        return not self.beside


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
    sure = walk.without_unsure()
    backing = [move for move in walk.told if move.effect != "beside"]
    days = [day for move in walk.told if (day := move.published or move.at) is not None]
    return State(
        on=on,
        firmness=walk.firmness,
        progress=walk.progress,
        since=walk.since,
        due=walk.due,
        shifts=tuple(walk.shifts),
        past_due=walk.past_due(on),
        sources=len({source(move.document) for move in backing}),
        tiers=tuple(sorted({move.tier for move in backing}, key=lambda tier: -tier.weight)),
        beside=tuple(move for move in walk.told if move.effect == "beside"),
        moves=tuple(walk.told),
        last=max(days, default=None),
        doubt=walk.doubt(sure, on),
        due_doubt=walk.due_doubt(sure),
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

    def past_due(self, on: date) -> bool:
        """Say whether its due date has passed in silence on a day."""
        return self.open and self.due is not None and self.due.end is not None and self.due.end < on

    def column(self, on: date) -> Column:
        """Return the board's column on a day."""
        return column_of(self.firmness, self.progress, past_due=self.past_due(on))

    def without_unsure(self) -> Walk:
        """Return the walk through the sure ones of its moves alone; itself where all are sure."""
        if all(move.sure for move in self.told):
            return self
        walk = Walk()
        for move in self.told:
            if move.sure:
                walk.step(move)
        return walk

    def doubt(self, sure: Walk, on: date) -> Doubt | None:
        """Return what the column on a day rests on where the walk through the sure moves leads to another one."""
        column = self.column(on)
        if sure is self or (sure.told and sure.column(on) is column):
            return None
        backing = [move for move in self.told if move.effect != "beside"]
        if sure.told and Column.SILENT in (column, sure.column(on)) and self.progress is sure.progress:
            decisive = [self.due_by]
        elif self.progress is not Progress.NOT_BEGUN:
            decisive = [move for move in backing if _REACHES.get(move.status) is self.progress]
        else:
            decisive = [move for move in backing if move.firmness is self.firmness]
        return _surest(decisive) or _surest(self.told)

    def due_doubt(self, sure: Walk) -> Doubt | None:
        """Return what the due date rests on where the walk through the sure moves comes to another one, or none."""
        return None if sure is self or sure.due == self.due else _surest([self.due_by])

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


def _surest(moves: Sequence[Move | None]) -> Doubt | None:
    """Return the surest of the unsure ones of these moves, None where there is none."""
    unsure = [move for move in moves if move is not None and not move.sure]
    best = max(unsure, key=lambda move: (move.confidence, move.claim), default=None)
    return Doubt(best.claim, best.confidence) if best is not None else None


def _same_due(one: Interval, other: Interval) -> bool:
    """Say whether two due dates end within a month of each other, or one only says less than the other."""
    ends = (one.end or one.start, other.end or other.start)
    assert ends[0] is not None and ends[1] is not None
    return abs((ends[0] - ends[1]).days) <= 31
