"""A thread's kind, key and title, from its members."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from communique.linking.features import Feature
from communique.linking.identities import Identity
from communique.linking.lines import ENCOUNTERS
from communique.model import Commitment, Event, Figure, Position
from communique.packs import Pack

__all__ = ["key_of_group", "kind_of_group", "kind_of_line", "title_of_group"]

_KINDS = ("commitment", "position", "event", "figure", "assessment")
_WORK = frozenset({"programme", "policy", "exercise", "body", "mechanism"})
_LONGEST = 40  # characters of a title made from a quote


def kind_of_group(ordered: Sequence[Feature], pack: Pack) -> str:
    """Return a thread's kind: that of most of its claims; a programme with an undertaking is a commitment."""
    line = next((f.line for f in ordered if f.line), None)
    return kind_of_line(line, Counter(f.claim.kind for f in ordered), pack)


def kind_of_line(line: str | None, counts: Mapping[str, int], pack: Pack) -> str:
    """Return a thread's kind from its line of work, if it has one, and the numbers of its claims by kind."""
    entry = pack.register.get(line.split(":")[0]) if line else None
    if entry is not None and entry.type in _WORK and counts.get("commitment"):
        return "commitment"
    return max(_KINDS, key=lambda kind: (counts.get(kind, 0), -_KINDS.index(kind)))


def key_of_group(ordered: Sequence[Feature], earliest: Feature) -> str:
    """Return the register's id of the thread's line of work, else a key made from its earliest claim."""
    line = next((f.line for f in ordered if f.line), None)
    if line is not None:
        return line
    claim = earliest.claim
    kind = claim.type.value if isinstance(claim, Event) else claim.kind
    parties = "+".join(sorted(earliest.persons or earliest.states)) or "-"
    when = str(claim.time) if claim.time is not None else "-"
    return f"{kind}|{parties}|{when}|{claim.id}"


def title_of_group(ordered: Sequence[Feature], pack: Pack) -> str:
    """Return what a reader calls the thread: the register's name, an event's parties, type and day, else its words."""
    line = next((f.line for f in ordered if f.line), None)
    entry = pack.register.get(line.split(":")[0]) if line else None
    if entry is not None:
        return entry.display()
    lead = max(ordered, key=lambda f: (f.claim.repeat_of is None, len(f.persons), f.claim.confidence, f.claim.id))
    claim = lead.claim
    if isinstance(claim, Event) and claim.type in ENCOUNTERS:
        return _known_event(ordered, pack) or _event_title(ordered, lead, claim, pack)
    words = claim.quote
    if isinstance(claim, Commitment):
        words = claim.action or words
    elif isinstance(claim, Position):
        words = claim.topic or words
    elif isinstance(claim, Figure):
        words = claim.measure or words
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _known_event(ordered: Sequence[Feature], pack: Pack) -> str | None:
    """Return the register's name of the event where at least half of the claims name it and its days fit."""
    counts = Counter(key for f in ordered for key in f.things if _fits(f, key, pack))
    key = min(counts, key=lambda key: (-counts[key], key), default=None)
    entry = pack.register.get(key) if key is not None and 2 * counts[key] >= len(ordered) else None
    return entry.display() if entry is not None else None


def _fits(feature: Feature, key: str, pack: Pack) -> bool:
    entry, time = pack.register.get(key), feature.claim.time
    if entry is None or entry.type != "event" or entry.valid is None or time is None:
        return False
    return entry.valid.overlaps(time)


def _event_title(ordered: Sequence[Feature], lead: Feature, claim: Event, pack: Pack) -> str:
    names = list(dict.fromkeys(_name(one, pack) for one in lead.who))[:4]
    label = pack.words.get(f"label.{claim.type.value}", (claim.type.value,))[0]
    exact = [f.claim.time for f in ordered if f.claim.time is not None]
    time = min(exact, key=lambda t: (t.days() or 10**6, str(t))) if exact else None
    place = claim.place[0] if claim.place else ""
    return " ".join(part for part in ("、".join(names), label, place, str(time) if time else "") if part)


def _name(identity: Identity, pack: Pack) -> str:
    entry = pack.register.get(identity.person or identity.id)
    return entry.display() if entry is not None else identity.id.removeprefix("doc:")
