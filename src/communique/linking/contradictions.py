"""Where sources say otherwise: values, due dates, who, when, whether.

Two statements are first reconciled. They do not contradict each other when their units or currencies differ, when they
are of different periods, when one is cumulative and the other annual, when a bound or an approximation covers both, or
when they belong to different undertakings. What was changed later by a move (a due date brought forward) is a move, not
a contradiction. Each difference names both claims and says in words what it is or how it is reconciled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from communique.linking.features import DocumentInfo
from communique.linking.likeness import containment, core_pairs, dice
from communique.linking.lines import ENCOUNTERS
from communique.linking.moves import moves_of
from communique.linking.parties import states_of
from communique.linking.quantities import reconcile
from communique.linking.states import state_of
from communique.linking.threads import Thread
from communique.model import Claim, Commitment, Event, EventType, Factuality, Figure, Position, Role, Stance
from communique.packs import Pack
from communique.text import fold

__all__ = [
    "CROWD",
    "MISTAKEN",
    "Difference",
    "Matter",
    "differences",
    "differences_between",
    "differences_within",
    "in_order",
]


class Matter(StrEnum):
    """What two sources differ about."""

    VALUE = "value"
    DUE = "due"
    WHO = "who"
    WHEN = "when"
    WHETHER = "whether"


@dataclass(frozen=True, slots=True)
class Difference:
    """Two claims that say otherwise; ``reconciled`` where ``why`` is a reason that lets both be so."""

    matter: Matter
    thread: str
    one: str
    other: str
    reconciled: bool
    why: str


_ALIKE = 0.5
_LOOSELY = 0.35
_ONCE = frozenset({EventType.ESTABLISHMENT, EventType.AGREEMENT, EventType.APPOINTMENT})
_FOR = frozenset({Stance.SUPPORT, Stance.WELCOME, Stance.AFFIRM})
_AGAINST = frozenset({Stance.OPPOSE, Stance.CONDEMN, Stance.DENY})
CROWD = 200
"""So many claims of one thread are compared with each other; of a longer thread the latest."""
MISTAKEN = 10
"""Days by which two reports of one meeting may differ."""


def differences(
    threads: Sequence[Thread],
    claims: Mapping[str, Claim],
    documents: Mapping[str, DocumentInfo],
    pack: Pack,
    *,
    on: date | None = None,
) -> list[Difference]:
    """Return the differences within threads, and between reports of a meeting that give it different days.

    ``on`` bounds the moves considered for due dates (all of them by default). The contradictions come first, then what
    is reconciled, each in the order of threads.
    """
    found = [one for thread in threads for one in differences_within(thread, claims, documents, pack, on=on)]
    return in_order([*found, *differences_between(threads, claims)])


def in_order(found: Iterable[Difference]) -> list[Difference]:
    """Return differences, each once: the contradictions first, then what is reconciled, in the order of threads."""
    return sorted(dict.fromkeys(found), key=lambda d: (d.reconciled, d.thread, d.matter.value, d.one, d.other))


def differences_within(
    thread: Thread,
    claims: Mapping[str, Claim],
    documents: Mapping[str, DocumentInfo],
    pack: Pack,
    *,
    on: date | None = None,
) -> list[Difference]:
    """Return the differences within a thread, which depend on its claims and their documents alone."""
    members = [claims[key] for key in thread.claims if key in claims and claims[key].repeat_of is None][-CROWD:]
    found = list(_values(thread, [c for c in members if isinstance(c, Figure)], documents, pack))
    found += _dues(thread.id, members, documents, pack, on or date.max)
    for one, other in combinations(members, 2):
        if one.document != other.document and one.kind == other.kind:
            found += _pair(thread.id, one, other, documents)
    return in_order(found)


def _values(
    thread: Thread, figures: Sequence[Figure], documents: Mapping[str, DocumentInfo], pack: Pack
) -> Iterable[Difference]:
    for one, other in combinations(figures, 2):
        if (one.value, one.high) == (other.value, other.high) and one.unit == other.unit:
            continue
        if one.document == other.document and (_overlap(one, other) or dice(_core(one), _core(other)) < _ALIKE):
            continue  # the two ends of a range, or two things
        if not _one_thing(one, other, thread, pack):
            continue
        why = reconcile(one, other, _published(one, documents), _published(other, documents), pack)
        said = why or f"{one.value:,.12g} {one.unit} against {other.value:,.12g} {other.unit}"
        yield Difference(Matter.VALUE, thread.id, one.id, other.id, why is not None, said)


def _one_thing(one: Figure, other: Figure, thread: Thread, pack: Pack) -> bool:
    """Say whether two values are of one thing: a measure that says whose it is, or like words about the same parties.

    A tariff, a distance or a number of dead is measured of many things; the forces of one state in another of one.
    """
    entry = pack.register.get(thread.key.split(":")[0])
    if entry is not None and len(states_of(entry, pack)) > 1:
        return True
    ours, theirs = (frozenset(a.country or a.id for a in c.actors if a.role is not Role.TARGET) for c in (one, other))
    return ours == theirs and dice(_core(one), _core(other)) >= (_LOOSELY if ours else _ALIKE)


def _overlap(one: Claim, other: Claim) -> bool:
    return one.start < other.end and other.start < one.end


def _dues(
    thread: str, members: Sequence[Claim], documents: Mapping[str, DocumentInfo], pack: Pack, on: date
) -> Iterable[Difference]:
    """Differences of due dates are what the walk through the moves put beside; a due date moved is reconciled."""
    if not any(isinstance(c, Commitment) and c.due is not None for c in members):
        return
    moves = moves_of([c for c in members if isinstance(c, Commitment | Event)], documents, pack)
    state = state_of(moves, on)
    if state is None:
        return
    dated = [m for m in state.moves if m.due is not None and m.effect != "beside"]
    for move in state.beside:
        held = [m for m in dated if m.due != move.due]
        if move.due is not None and move.factuality is not Factuality.NEGATED and held:
            why = f"due {held[-1].due} against {move.due}"
            yield Difference(Matter.DUE, thread, held[-1].claim, move.claim, False, why)
    for shift in state.shifts:
        before = next((m for m in dated if m.due == shift.before), None)
        if before is not None:
            why = f"moved from {shift.before} to {shift.after}"
            yield Difference(Matter.DUE, thread, before.claim, shift.claim, True, why)


def _pair(thread: str, one: Claim, other: Claim, documents: Mapping[str, DocumentInfo]) -> Iterable[Difference]:
    likeness = dice(_core(one), _core(other))
    if isinstance(one, Position) and isinstance(other, Position):
        if _turned(one, other) and likeness >= _LOOSELY and _same_days(one, other, documents, 3):
            yield Difference(Matter.WHETHER, thread, one.id, other.id, False, f"{one.stance} against {other.stance}")
        return
    if (one.factuality is Factuality.NEGATED) != (other.factuality is Factuality.NEGATED):
        if likeness >= _LOOSELY and _times_meet(one, other):
            later = not _same_days(one, other, documents, 31)
            why = "said at another time" if later else f"{one.factuality} against {other.factuality}"
            yield Difference(Matter.WHETHER, thread, one.id, other.id, later, why)
        return
    if isinstance(one, Event) and isinstance(other, Event) and one.type is other.type and one.type in _ONCE:
        actual = one.factuality is other.factuality is Factuality.ACTUAL
        if actual and one.time and other.time and not one.time.overlaps(other.time) and likeness >= _LOOSELY:
            yield Difference(Matter.WHEN, thread, one.id, other.id, False, f"{one.time} against {other.time}")
    if isinstance(one, Event | Commitment) and likeness >= _ALIKE:
        # only where each names its subject itself: one carried over from an earlier clause is too unsure for this
        ours, theirs = _named_agents(one), _named_agents(other)
        if ours and theirs and not ours & theirs:
            why = f"{'+'.join(sorted(ours))} against {'+'.join(sorted(theirs))}"
            yield Difference(Matter.WHO, thread, one.id, other.id, False, why)


def _turned(one: Position, other: Position) -> bool:
    sides = (one.stance, other.stance)
    turned = (sides[0] in _FOR and sides[1] in _AGAINST) or (sides[0] in _AGAINST and sides[1] in _FOR)
    holders = [{a.id for a in c.actors if a.role is not Role.TARGET} for c in (one, other)]
    return turned and bool(holders[0]) and holders[0] == holders[1]


def differences_between(threads: Sequence[Thread], claims: Mapping[str, Claim]) -> Iterator[Difference]:
    """Yield where two threads of one sort of encounter between the same people, told in like words, lie days apart.

    Only claims that name two people or more, and a day, are compared.
    """
    by_people: dict[tuple[str, frozenset[str]], list[tuple[Thread, Event]]] = defaultdict(list)
    for thread in threads:
        for key in thread.claims:
            claim = claims.get(key)
            if isinstance(claim, Event) and claim.type in ENCOUNTERS and claim.time is not None and not claim.repeat_of:
                people = frozenset(a.id for a in claim.actors if a.id.startswith("p."))
                if len(people) > 1 and claim.factuality is Factuality.ACTUAL:
                    by_people[claim.type.value, people].append((thread, claim))
    for told in by_people.values():
        for (one_thread, one), (other_thread, other) in combinations(told[-CROWD:], 2):
            if one_thread.id == other_thread.id or one.document == other.document:
                continue
            assert one.time is not None and other.time is not None
            apart = _apart(one, other)
            if apart is not None and 0 < apart <= MISTAKEN and containment(_core(one), _core(other)) >= _ALIKE:
                why = f"{one.time} against {other.time}, if it is one {one.type.value}"
                yield Difference(Matter.WHEN, one_thread.id, one.id, other.id, False, why)


def _apart(one: Claim, other: Claim) -> int | None:
    """Return the days between two exact times, None where one is not exact."""
    if one.time is None or other.time is None or one.time.days() != 1 or other.time.days() != 1:
        return None
    assert one.time.start is not None and other.time.start is not None
    return abs((one.time.start - other.time.start).days)


def _core(claim: Claim) -> frozenset[str]:
    return core_pairs(claim.quote, tuple(actor.surface for actor in claim.actors))


def _named_agents(claim: Claim) -> frozenset[str]:
    folded = fold(claim.quote)
    acting = [a for a in claim.actors if a.role is not Role.TARGET and fold(a.surface) in folded]
    return frozenset(a.country or a.id for a in acting)


def _published(claim: Claim, documents: Mapping[str, DocumentInfo]) -> date | None:
    document = documents.get(claim.document)
    return document.published if document is not None else None


def _times_meet(one: Claim, other: Claim) -> bool:
    return one.time is None or other.time is None or one.time.overlaps(other.time)


def _same_days(one: Claim, other: Claim, documents: Mapping[str, DocumentInfo], days: int) -> bool:
    left, right = _published(one, documents), _published(other, documents)
    if one.time is not None and other.time is not None:
        return one.time.overlaps(other.time)
    return left is None or right is None or abs((left - right).days) <= days
