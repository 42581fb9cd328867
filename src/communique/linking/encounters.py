"""Which mechanism met: a meeting, call or visit of just those office holders who make one up.

The register says who meets under a mechanism's name (``member_of`` by offices: the Japanese defence minister and the US
secretary of defence). A text may tell of their meeting without ever giving it that name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from communique.model import ActorRef, Claim, Commitment, Event, EventType, Interval
from communique.packs import Pack

__all__ = ["encounter_keys"]

_ENCOUNTERS = frozenset({EventType.MEETING, EventType.CALL, EventType.VISIT, EventType.STATEMENT, EventType.AGREEMENT})
_ONE_MEETING = 4  # days up to which a time is that of one meeting
_COMPOSED: dict[str, dict[frozenset[str], str]] = {}


def encounter_keys(claim: Claim, published: date | None, pack: Pack) -> tuple[str, ...]:
    """Return the mechanisms whose office holders, and nobody else with an office, a claim brings together.

    Of events, and of undertakings to meet on a day. Nothing where the words already name such a mechanism.
    """
    time = claim.due if isinstance(claim, Commitment) else claim.time
    if isinstance(claim, Commitment):
        if time is None or (time.days() or 99) > _ONE_MEETING:
            return ()
    elif not isinstance(claim, Event) or claim.type not in _ENCOUNTERS:
        return ()
    composed = _composed(pack)
    if any(key in composed.values() for key in claim.keys):
        return ()
    held = [offices for actor in claim.actors if (offices := _offices(actor, time, published, pack))]
    found = {key for members, key in composed.items() if _makes_up(members, held)}
    return tuple(sorted(found))


def _composed(pack: Pack) -> dict[frozenset[str], str]:
    """Return the mechanisms that offices make up, by those offices."""
    found = _COMPOSED.get(pack.digest)
    if found is None:
        found = {}
        for entry in pack.register.of_type("mechanism"):
            members = [r.target for r in pack.register.relations(entry.id) if r.type == "has_member"]
            offices = frozenset(m for m in members if (e := pack.register.get(m)) is not None and e.type == "office")
            if len(offices) > 1:
                found[offices] = entry.id
        _COMPOSED[pack.digest] = found
    return found


def _offices(actor: ActorRef, time: Interval | None, published: date | None, pack: Pack) -> frozenset[str]:
    """Return the offices an actor holds on the day; none for a state or body."""
    entry = pack.register.get(actor.id)
    if entry is None:
        return frozenset()
    if entry.type == "office":
        return frozenset({entry.id})
    on = (time.start or time.end if time is not None else None) or published
    return frozenset(term.office for term in pack.register.offices(entry.id, on))


def _makes_up(members: frozenset[str], held: Sequence[frozenset[str]]) -> bool:
    """Say whether everybody holds one of the offices, and each office is held."""
    return bool(held) and all(offices & members for offices in held) and members <= frozenset().union(*held)
