"""Where a commitment stood over time: the stretches of days on which its state is the same but for silence."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from communique.linking.moves import Column, Move, State, Walk
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
    backing: set[str] = set()
    tiers: set[Tier] = set()
    beside: deque[Move] = deque(maxlen=BESIDE)
    last: date | None = None
    for number, move in enumerate(moves):
        walk.step(move)
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
        )
        due_by = walk.due_by.claim if walk.due_by is not None else None
        yield from _stretches(Standing(move.at, following, state, walk.open, due_by))


def _stretches(found: Standing) -> Iterator[Standing]:
    """Yield how it stands between two moves: before its due date, and after it in silence."""
    end = found.state.due.end if found.state.due is not None and found.open else None
    passed = end + timedelta(days=1) if end is not None and end < date.max else None
    if passed is None or (found.until is not None and found.until <= passed):
        yield found
        return
    silent = replace(found, since=max(passed, found.since or passed), state=replace(found.state, past_due=True))
    if found.since is None or passed > found.since:
        yield replace(found, until=passed)
    yield silent
