"""Which mechanism met: a meeting, call or visit of just those office holders who make one up.

The register says who meets under a mechanism's name (``member_of`` by offices: the Japanese defence minister and the US
secretary of defence). A text may tell of their meeting without ever giving it that name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from communique.model import ActorRef, Claim, Commitment, Event, EventType, Interval, Role
from communique.packs import Pack

__all__ = ["encounter_actors", "encounter_keys"]

_ENCOUNTERS = frozenset({EventType.MEETING, EventType.CALL, EventType.VISIT, EventType.STATEMENT, EventType.AGREEMENT})
_MANY = 3  # states that meet under one name; two meet under many
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
    if held:
        found = {key for members, key in composed.items() if _makes_up(members, held)}
    else:
        states = frozenset(actor.id for actor in claim.actors)
        found = {key for members, key in composed.items() if len(states) >= _MANY and _states(members) == states}
    return tuple(found) if len(found) == 1 else ()


def encounter_actors(claim: Claim, published: date | None, pack: Pack) -> tuple[ActorRef, ...]:
    """Return who met where words name the mechanism (日美領袖會談) but its actors are people of other offices.

    These are then whoever held the mechanism's offices on the day; the claim's own actors in every other case.
    """
    if not isinstance(claim, Event) or claim.type not in {EventType.MEETING, EventType.CALL}:
        return claim.actors
    composed = {key: members for members, key in _composed(pack).items()}
    named = [key for key in claim.keys if key in composed]
    day = claim.time.start if claim.time is not None else None
    if len(named) != 1 or day is None:
        return claim.actors
    held = [offices for actor in claim.actors if (offices := _offices(actor, claim.time, published, pack))]
    if not held or any(offices & composed[named[0]] for offices in held):
        return claim.actors
    holders = [(office, pack.register.holder(office, day)) for office in sorted(composed[named[0]])]
    return tuple(
        ActorRef(person.id, Role.PARTICIPANT, person.display(), (), person.country)
        for _, person in holders
        if person is not None
    )


def _states(offices: frozenset[str]) -> frozenset[str]:
    return frozenset(office.split(".")[0] for office in offices)


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
    days = time or (Interval.of_day(published) if published is not None else None)
    terms = pack.register.offices(entry.id)
    return frozenset(t.office for t in terms if days is None or t.term is None or t.term.overlaps(days))


def _makes_up(members: frozenset[str], held: Sequence[frozenset[str]]) -> bool:
    """Say whether everybody holds one of the offices, and each office is held."""
    return bool(held) and all(offices & members for offices in held) and members <= frozenset().union(*held)
