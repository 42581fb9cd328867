"""Lines of work: which entry of the register a claim belongs to, from the keys of its own words."""

from __future__ import annotations

from collections.abc import Sequence

from communique.linking.likeness import designators
from communique.linking.parties import parties_fit
from communique.model import Assessment, Claim, Commitment, Event, EventType, Figure, Interval, Role
from communique.packs import Pack
from communique.packs.matching import key_matcher
from communique.text import fold

__all__ = ["ENCOUNTERS", "is_about", "line_of", "lines_of", "names_another", "wider"]

ENCOUNTERS = frozenset(
    {
        EventType.MEETING, EventType.CALL, EventType.VISIT, EventType.STATEMENT, EventType.EXERCISE,
        EventType.INCURSION, EventType.INCIDENT, EventType.PROTEST, EventType.CONFLICT,
    }
)  # fmt: skip
"""Event types that happen on a day and are told one by one; the others carry a line of work further."""


_LINE_TYPES: dict[str, tuple[str, ...]] = {
    "commitment": (
        "programme",
        "policy",
        "body",
        "exercise",
        "event",
        "event_series",
        "mechanism",
        "document",
        "topic",
    ),
    "position": ("programme", "topic", "policy", "event_series", "event", "exercise", "mechanism", "document", "body"),
    "assessment": ("event", "programme", "policy", "exercise", "topic", "event_series", "document"),
    "event": ("programme", "policy", "body", "mechanism", "document", "event"),
    "figure": ("measure", "programme", "exercise", "event"),
}
"""Which types of register entries make a line of work, by kind of claim; the first that a claim has counts."""

_ONE_MEETING = 4  # days up to which a time is that of one meeting
_WIDER = frozenset({"under", "part_of", "implements", "covered_by", "depends_on"})
_ABOVE: dict[tuple[str, str], frozenset[str]] = {}


def line_of(claim: Claim, pack: Pack) -> tuple[str | None, str]:
    """Return a claim's line of work from its own keys, and the reason; (None, "") where it names none.

    Of several keys the more specific counts (one that is under, part of, or implements another); then the type that
    suits the claim's kind; then the order of the keys.
    """
    if isinstance(claim, Event) and claim.type in ENCOUNTERS:
        return None, ""
    if isinstance(claim, Figure):
        return _figure_line(claim, pack)
    lines = lines_of(claim, pack)
    if lines:
        # what covers another thing that the clause names is what the clause is about
        best = min(lines, key=lambda key: not _covers(key, claim.keys, pack))
        entry = pack.register.get(best)
        assert entry is not None
        if isinstance(claim, Commitment) and entry.type == "topic":
            # what several promise on a topic are several promises; stances on it are one row
            parties = sorted({a.country.lower() for a in claim.actors if a.country and a.role is not Role.TARGET})
            best = ":".join((best, "+".join(parties))) if parties else best
        return best, f"its words speak of {entry.display()} ({best})"
    if isinstance(claim, Event) and claim.type is EventType.ESTABLISHMENT:
        for actor in claim.actors:
            found = pack.register.get(actor.id)
            set_up = found is not None and found.type == "body" and "." in found.id
            if set_up and actor.role is not Role.PARTICIPANT and fold(actor.surface) in fold(claim.quote):
                assert found is not None
                return found.id, f"it sets up {actor.surface}"
    return None, ""


def lines_of(claim: Claim, pack: Pack) -> tuple[str, ...]:
    """Return every line of work that a claim's words speak of alike: one clause may undertake two things.

    All of the type that suits the claim's kind best, without those that are only wider than another it names.
    """
    wanted = _LINE_TYPES[claim.kind]
    named = [entry for key in claim.keys if (entry := pack.register.get(key)) is not None and entry.type in wanted]
    entries = [entry for entry in named if is_about(claim, entry.id, pack)]
    if isinstance(claim, Commitment) and _on_a_day(claim.due):
        # a meeting set for a day is that meeting, not all that meet under the mechanism's name
        entries = [entry for entry in entries if entry.type != "mechanism"]
    general = {
        other.id
        for entry in entries
        for other in entries
        # a meeting that runs under a framework is not what is undertaken in it
        if other.id in wider(entry.id, pack) and (entry.type != "mechanism" or other.type == "document")
    }
    for kind in wanted:
        fitting = tuple(entry.id for entry in entries if entry.type == kind and entry.id not in general)
        if fitting:
            return fitting
    return ()


def is_about(claim: Claim, key: str, pack: Pack) -> bool:
    """Say whether a claim that names an entry can be about it: its parties fit, and a series' doers are its own.

    China's protests are what China says, whoever else protests in the same words.
    """
    entry = pack.register.get(key)
    if entry is None:
        return True
    if entry.type != "event_series":
        return parties_fit(claim, entry, pack)
    doers = {r.target for r in pack.register.relations(key) if r.type == "implemented_by"}
    acting = [actor for actor in claim.actors if actor.role is not Role.TARGET]
    if not doers or not acting or isinstance(claim, Figure | Assessment):
        return True
    return any(actor.id in doers or (actor.country or "").lower() in doers for actor in acting)


def names_another(claim: Claim, pack: Pack) -> bool:
    """Say whether a claim's words fit a line of work that its parties do not: it is about something else then."""
    wanted = _LINE_TYPES[claim.kind]
    named = (entry for key in claim.keys if (entry := pack.register.get(key)) is not None)
    return any(entry.type in wanted and not is_about(claim, entry.id, pack) for entry in named)


def _on_a_day(time: Interval | None) -> bool:
    days = time.days() if time is not None else None
    return days is not None and days <= _ONE_MEETING


def _covers(key: str, others: Sequence[str], pack: Pack) -> bool:
    return any(r.type == "covers" and r.target in others for r in pack.register.relations(key))


def wider(key: str, pack: Pack) -> frozenset[str]:
    """Return the entries that a register entry is under, part of, carries out or rests on, one or two steps up."""
    found = _ABOVE.get((pack.digest, key))
    if found is None:
        relations = pack.register.relations
        first = {r.target for r in relations(key) if r.type in _WIDER}
        second = {r.target for one in first for r in relations(one) if r.type in _WIDER}
        found = _ABOVE[pack.digest, key] = frozenset((first | second) - {key})
    return found


def _figure_line(claim: Figure, pack: Pack) -> tuple[str | None, str]:
    """Return a figure's measure with its unit: the one its own words name first, of several the more specific."""
    matcher = key_matcher(pack)
    own = matcher.keys(matcher.scan(fold(claim.quote)))
    keys = dict.fromkeys((*(key for key in own if key in claim.keys), *claim.keys))
    entries = [entry for key in keys if (entry := pack.register.get(key)) is not None]
    general = {other for entry in entries for other in wider(entry.id, pack)}
    sorts = designators(claim.quote)
    entries.sort(key=lambda entry: not sorts & designators(f"{entry.id} {' '.join(entry.all_names())}"))
    for kind in _LINE_TYPES["figure"]:
        for entry in entries:
            if entry.type == kind and entry.id not in general and entry.unit in (None, claim.unit):
                return f"{entry.id}:{claim.unit}", f"a value of {entry.display()} in the unit {claim.unit}"
    return None, ""
