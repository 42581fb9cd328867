"""Where a commitment stands, from its claims: how far it has come, by when it is due, what the ledger has not heard.

A claim's ``status`` is a move. Progress only goes forward (proposed, agreed, under way, completed) until a claim says
that the thing was suspended or reversed: a later, vaguer statement does not set a begun thing back. A due day that has
passed without a report of completion is silence, not failure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from communique.ledger import StoredClaim
from communique.model import Commitment, Factuality, Interval, Status

__all__ = ["Column", "Standing", "standing"]


class Column(StrEnum):
    """The board's columns, in their order."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    UNDER_WAY = "under way"
    SILENT = "past due, silent"
    COMPLETED = "completed"
    STOPPED = "stopped"


_PROGRESS = (Column.PROPOSED, Column.AGREED, Column.UNDER_WAY, Column.COMPLETED)
_REACHED = {
    Status.PROPOSED: Column.PROPOSED,
    Status.UNDER_WAY: Column.UNDER_WAY,
    Status.COMPLETED: Column.COMPLETED,
    Status.SUSPENDED: Column.STOPPED,
    Status.REVERSED: Column.STOPPED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A commitment's column, when it is due, the last move, and the day of the last report."""

    column: Column
    due: Interval | None
    last_move: Status
    last_report: date | None

    @property
    def overdue(self) -> bool:
        """Say whether the due day has passed without a report of completion."""
        return self.column is Column.SILENT


def standing(claims: Sequence[StoredClaim], on: date) -> Standing | None:
    """Return where the commitment of these claims stands on a day; ``None`` where no claim makes a move.

    ``claims`` are in order of publication. Denied claims, and claims published after ``on``, do not count.
    """
    column: Column | None = None
    due: Interval | None = None
    move: Status | None = None
    report: date | None = None
    for stored in claims:
        claim = stored.claim
        if not isinstance(claim, Commitment) or claim.factuality is Factuality.NEGATED:
            continue
        if stored.known_from is not None and stored.known_from > on:
            continue
        reached = _REACHED.get(claim.status, Column.AGREED)
        if column is None or reached is Column.STOPPED or _further(column, reached):
            column = reached
        due = claim.due or due
        report = stored.known_from or report
        if move is None or claim.status is not Status.REAFFIRMED:
            move = claim.status
    if column is None or move is None:
        return None
    if column not in {Column.COMPLETED, Column.STOPPED} and due is not None and due.end is not None and due.end < on:
        column = Column.SILENT
    return Standing(column, due, move, report)


def _further(now: Column, reached: Column) -> bool:
    if now is Column.STOPPED:
        return reached in {Column.UNDER_WAY, Column.COMPLETED}
    return _PROGRESS.index(reached) > _PROGRESS.index(now)
