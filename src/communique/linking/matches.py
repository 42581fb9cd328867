"""When two claims without a common line of work tell the same thing, and why: rules over two features.

A rule gives a score and the reason in words, or None. It looks at the two claims and the register's view of them only,
never at other claims, so that the order of reading has no influence.
"""

from __future__ import annotations

from datetime import date, timedelta

from communique.linking.features import Feature
from communique.linking.likeness import containment, dice, shared_run
from communique.linking.lines import ENCOUNTERS
from communique.model import Commitment, Event, EventType, Factuality, Figure, Interval, Position

__all__ = ["Match", "conflict", "explained", "match", "told_again"]

WORDS = "…"
"""Stands in a reason for the words that two claims share; they are looked for only where a reason is kept."""

Match = tuple[float, str]

_DAYS = 4  # a time up to this long is the time of one event
_ALIKE = 0.5  # Dice of two wordings of one document
_ALIKE_ACROSS = 0.55  # … of two documents
_CONTAINED = 0.6
_RETOLD = 0.7
_LOOSELY = 0.3
_PHRASE = 6  # pairs of a wording that says something
_NEARBY = 400  # characters of one document within which a meeting without a day is the one just told
_SAME_PART = 1200  # … within which one that is pointed to was told of
_FEW = 3  # fewer pairs than this are too little to go by
_SAME_VALUE = 0.35
_LABEL = 0.8
_MET = frozenset({EventType.MEETING, EventType.CALL})
_BY_WORDS = frozenset({EventType.INCIDENT, EventType.INCURSION, EventType.CONFLICT, EventType.EXERCISE})


def match(one: Feature, other: Feature) -> Match | None:
    """Return how well two claims fit together and why, or None where they tell different things."""
    a, b = one.claim, other.claim
    if isinstance(a, Event) and isinstance(b, Event):
        if a.type is not b.type:
            return None
        if a.type in ENCOUNTERS:
            return _encounter(one, other, a, b)
    elif isinstance(a, Figure) and isinstance(b, Figure):
        return _figure(one, other, a, b)
    elif not (isinstance(a, Commitment | Position) and isinstance(b, Commitment | Position)) and a.kind != b.kind:
        return None
    return _wording(one, other)


def explained(reason: str, one: Feature, other: Feature) -> str:
    """Return a reason with the words that two claims share, where it rests on them."""
    if not reason.endswith(WORDS):
        return reason
    return reason.removesuffix(WORDS) + repr(shared_run(one.claim.quote, other.claim.quote))


def conflict(one: Feature, other: Feature) -> bool:
    """Say whether two events cannot be one: different times, people of one state, mechanisms, places, forms."""
    if not isinstance(one.claim, Event) or not isinstance(other.claim, Event):
        return False
    if one.claim.time is not None and other.claim.time is not None and not _near(one.claim.time, other.claim.time):
        return True
    if one.claim.type in _MET and not (one.states <= other.states or other.states <= one.states):
        return True
    if one.form and other.form and one.form != other.form:
        return True
    if one.bodies and other.bodies and not one.bodies & other.bodies:
        return True
    if one.places and other.places and not one.places & other.places and one.claim.type is EventType.VISIT:
        return True
    theirs: dict[str | None, set[str]] = {}
    for identity in other.who:
        if identity.person:
            theirs.setdefault(identity.state, set()).add(identity.person)
    for state in {i.state for i in one.who if i.person}:
        ours = {i.person for i in one.who if i.person and i.state == state}
        if state in theirs and not ours & theirs[state]:
            return True
    return False


def told_again(one: Feature, other: Feature) -> bool:
    """Say whether what extraction marked as a retelling is more than a common turn of phrase, and no other event."""
    if conflict(one, other):
        return False
    if isinstance(one.claim, Event | Figure) or one.pairs == other.pairs:
        return True
    return min(len(one.pairs), len(other.pairs)) >= _PHRASE


def _encounter(one: Feature, other: Feature, a: Event, b: Event) -> Match | None:
    if conflict(one, other):
        return None
    pointed = _pointed_to(one, other)
    if pointed is not None:
        return pointed
    together = _when(a.time, b.time, one.published, other.published, a.document == b.document)
    if together is None:
        return None
    score, reason = together
    if score < 1 and (_unlike(a, b) or (one.places and other.places and not one.places & other.places)):
        return None
    parties = _parties(one, other, a)
    if parties is None:
        return None
    likeness = containment(one.pairs, other.pairs)
    near = a.document == b.document and abs(a.start - b.start) <= _NEARBY
    retold = near and one.states == other.states and len(one.states) > 1
    here = a.type is EventType.VISIT and a.document == b.document and one.things & other.things
    known = retold or (one.persons & other.persons and (here or len(one.states) > 1))
    if score < 1 and not known and likeness < _CONTAINED:
        return None
    if a.type in _BY_WORDS and likeness < 0.2 and not one.things & other.things and a.type is not EventType.EXERCISE:
        return None
    score += parties[0] + likeness + (0.5 if a.document == b.document else 0)
    return score, f"the same {a.type.value}: {parties[1]}, {reason}"


def _pointed_to(one: Feature, other: Feature) -> Match | None:
    """Match a meeting that is only pointed to (這次會議) with one told before it, the nearer the better."""
    first, second = (one, other) if one.claim.start <= other.claim.start else (other, one)
    apart = second.claim.start - first.claim.end
    if first.claim.document != second.claim.document or not second.back or first.back or not 0 <= apart <= _SAME_PART:
        return None
    return 2 - apart / _SAME_PART, "its words point back to the meeting told before"


def _unlike(a: Event, b: Event) -> bool:
    """Say whether one of two events took place and the other is only planned, possible or denied."""
    return (a.factuality is Factuality.ACTUAL) != (b.factuality is Factuality.ACTUAL)


def _speakers_differ(one: Feature, other: Feature) -> bool:
    """Say whether two statements of one side are of different offices, neither part of the other."""
    ours, theirs = ({i.office or i.id for i in f.who if i.id != (i.state or "").lower()} for f in (one, other))
    return bool(ours and theirs) and not any(a.startswith(b) or b.startswith(a) for a in ours for b in theirs)


def _parties(one: Feature, other: Feature, a: Event) -> Match | None:
    """Return how the two sides fit: the same people, or the same states; a part of them only with a person shared."""
    persons = one.persons & other.persons
    if persons and (one.states == other.states or a.type is EventType.VISIT or len(persons) > 1):
        return 1 + len(persons), " and ".join(sorted(persons))
    if not one.states or not other.states:
        like = a.type is not EventType.STATEMENT or containment(one.pairs, other.pairs) >= _LOOSELY
        return (0.0, "no party named") if a.document == other.claim.document and like else None
    if a.type is EventType.STATEMENT and len(one.states | other.states) == 1 and _speakers_differ(one, other):
        return None
    if one.states == other.states:
        return 1.0, "+".join(sorted(one.states))
    if persons and (one.states <= other.states or other.states <= one.states):
        return 0.5, " and ".join(sorted(persons))
    shared = one.states & other.states
    if shared in (one.states, other.states) and one.things & other.things and a.time == other.claim.time:
        return 0.25, "+".join(sorted(shared)) + " at " + " and ".join(sorted(one.things & other.things))
    return None


def _when(
    one: Interval | None, other: Interval | None, published: date | None, also: date | None, same_document: bool
) -> Match | None:
    """Return how closely two times meet: 2 for the same day, 1 within a few days, less for vague ones."""
    if one is None or other is None:
        if same_document:
            return 0.5, "one document, no time said against it"
        near = published is not None and also is not None and abs((published - also).days) <= _DAYS - 1
        return (0.25, "reported within days") if near else None
    if one.start == other.start and one.end == other.end:
        days = one.days()
        return (2.0 if days is not None and days <= _DAYS else 0.75), f"at the same time ({one})"
    if not (one.overlaps(other) if same_document else _near(one, other)):
        return None
    spans = [days for days in (one.days(), other.days()) if days is not None]
    if len(spans) == 2 and max(spans) <= _DAYS:
        return 1.0, f"within a day of each other ({one}, {other})"
    return 0.5, f"times that meet ({one}, {other})"


def _near(one: Interval, other: Interval) -> bool:
    if one.overlaps(other):
        return True
    day = timedelta(days=1)  # the two sides of the date line
    return (one.end is not None and other.start is not None and one.end + day == other.start) or (
        other.end is not None and one.start is not None and other.end + day == one.start
    )


def _wording(one: Feature, other: Feature) -> Match | None:
    """Match two claims by their words: of parties that fit, at times that do not exclude each other."""
    if min(len(one.pairs), len(other.pairs)) < _FEW:
        return None
    same_document = one.claim.document == other.claim.document
    likeness = dice(one.pairs, other.pairs)
    wanted = _ALIKE if same_document else _ALIKE_ACROSS
    if likeness < wanted and not (same_document and _within(one, other)):
        return None
    if not same_document and not (one.states & other.states):
        return None
    times = (one.claim.time, other.claim.time)
    if isinstance(one.claim, Event) and times[0] and times[1] and not _near(times[0], times[1]):
        return None
    return likeness, f"the same words: {WORDS}"


def _within(one: Feature, other: Feature) -> bool:
    """Say whether the shorter wording stands in the longer one, and is more than a turn of phrase."""
    return min(len(one.pairs), len(other.pairs)) >= _PHRASE and containment(one.pairs, other.pairs) >= _RETOLD


def _figure(one: Feature, other: Feature, a: Figure, b: Figure) -> Match | None:
    """Match two values of one measure: the same value told again, or another value under the very same label."""
    if a.unit != b.unit or one.sorts != other.sorts:
        return None
    same_document = a.document == b.document
    if not same_document and not one.states & other.states:
        return None
    if a.value == b.value:
        likeness = containment(one.pairs, other.pairs)
        if likeness >= _SAME_VALUE:
            return likeness, f"the same value ({a.value:g} {a.unit}) and words: {WORDS}"
    if min(len(one.label), len(other.label)) < _FEW:
        return None
    likeness = 1.0 if one.label == other.label else dice(one.label, other.label)
    return (likeness, f"the same measure: {a.measure}") if likeness >= _LABEL else None
