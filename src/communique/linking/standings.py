"""Where a commitment stood over time: the stretches of days on which its state is the same but for silence."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from communique.linking.moves import Move
from communique.linking.states import Column, State, Walk
from communique.model import Tier

__all__ = ["BESIDE", "Standing", "standings_of"]

BESIDE = 20
"""So many of the latest moves that say otherwise are kept."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a commitment stood from one day (``None``: always) until another (exclusive; ``None``: since then).

    ``state`` is what ``state_of`` says of each of these days, without its moves, and of those beside it only the latest
    (``BESIDE``); ``open`` that it is neither done nor
    stopped; ``due_by`` the claim that its due date is from.
    """

    since: date | None
    until: date | None
    state: State
    open: bool
    due_by: str | None

    @property
    def column(self) -> Column:
        """Return the board's column."""
        return self.state.column


def standings_of(moves: Sequence[Move], *, source: Callable[[str], str] = str) -> Iterator[Standing]:
    """Yield where the moves (of ``moves_of``) leave a commitment over time, in the order of the days."""
    walk = Walk()
    sure = walk if all(move.sure for move in moves) else Walk()
    backing: set[str] = set()
    tiers: set[Tier] = set()
    beside: deque[Move] = deque(maxlen=BESIDE)
    last: date | None = None
    for number, move in enumerate(moves):
        walk.step(move)
        if sure is not walk and move.sure:
            sure.step(move)
        if walk.told[-1].effect == "beside":
            beside.append(walk.told[-1])
        else:
            backing.add(source(move.document))
            tiers.add(move.tier)
        last = max((day for day in (last, move.published or move.at) if day is not None), default=None)
        following = moves[number + 1].at if number + 1 < len(moves) else None
        if number + 1 < len(moves) and following == move.at:
            continue
        state = State(
            on=move.at or date.min,
            firmness=walk.firmness,
            progress=walk.progress,
            since=walk.since,
            due=walk.due,
            shifts=tuple(walk.shifts[-1:]),
            past_due=False,
            sources=len(backing),
            tiers=tuple(sorted(tiers, key=lambda tier: -tier.weight)),
            beside=tuple(beside),
            moves=(),
            last=last,
            due_doubt=walk.due_doubt(sure),
        )
        due_by = walk.due_by.claim if walk.due_by is not None else None
        yield from _stretches(Standing(move.at, following, state, walk.open, due_by), walk, sure)


def _stretches(found: Standing, walk: Walk, sure: Walk) -> Iterator[Standing]:
    """Yield how it stands between two moves: silent from the day after its due date on, by all moves or the sure ones.

    ``walk`` has gone through all moves so far, ``sure`` through the sure ones.
    """
    first = found.since or date.min
    ends = {one.due.end for one in (walk, sure) if one.open and one.due is not None and one.due.end is not None}
    passed = sorted(end + timedelta(days=1) for end in ends if end < date.max)
    days = [first, *(day for day in passed if day > first and (found.until is None or day < found.until))]
    for day, following in zip(days, [*days[1:], found.until], strict=True):
        state = replace(found.state, past_due=walk.past_due(day), doubt=walk.doubt(sure, day))
        yield replace(found, since=found.since if day == first else day, until=following, state=state)
