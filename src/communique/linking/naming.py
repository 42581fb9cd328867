"""A thread's kind, key and title, from its members."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from communique.linking.features import Feature
from communique.linking.identities import Identity
from communique.linking.lines import ENCOUNTERS
from communique.model import Claim, Commitment, Event, EventType, Figure, Position
from communique.packs import Pack
from communique.text import fold

__all__ = ["key_of_group", "kind_of_group", "kind_of_line", "title_of_group"]

_KINDS = ("commitment", "position", "event", "figure", "assessment")
_WORK = frozenset({"programme", "policy", "exercise", "body", "mechanism"})
_LONGEST = 40  # characters of a title made from a quote
_LEAST = 4  # … that must be left of it
_ONE_MEETING = 4  # days up to which a time is that of one meeting
_REPORTED = 45  # days after an event within which a report without a day may tell of it
_CLOSING = {"」": "「", "』": "『", "》": "《", "”": "“"}
_TAG = re.compile(r"</?[a-z][^<>]*>")
_STOPS = "，、。；：）」』》,.;:) "


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
        promised = line.partition(":")[2] if line and entry.type == "topic" else ""
        parties = [found.display() for one in promised.split("+") if (found := pack.register.get(one)) is not None]
        return f"{entry.display()}：{'、'.join(parties)}" if parties else entry.display()
    lead = max(ordered, key=lambda f: (f.claim.repeat_of is None, len(f.persons), f.claim.confidence, f.claim.id))
    claim = lead.claim
    if isinstance(claim, Event) and claim.type in ENCOUNTERS:
        return _known_event(ordered, claim, pack) or _event_title(ordered, lead, claim, pack)
    if isinstance(claim, Commitment) and (planned := _planned_meeting(claim, pack)):
        return planned
    return _words(claim, pack)


def _words(claim: Claim, pack: Pack) -> str:
    """Return the words that say what a claim is about, as its document writes them."""
    words = claim.quote
    if isinstance(claim, Commitment):
        words = claim.action or words
    elif isinstance(claim, Position):
        words = claim.topic or words
    elif isinstance(claim, Figure):
        words = claim.measure or words
    at = fold(claim.quote).find(fold(words))
    if at >= 0:
        words = claim.quote[at : at + len(words)]  # folded words in the script of the document
    words = " ".join(_TAG.sub("", words).split()).lstrip(_STOPS)
    for opening in pack.words.get("title.opens", ()):
        if words.startswith(opening) and len(words) - len(opening) >= _LEAST:
            words = words.removeprefix(opening)
    if words[-1:] in _CLOSING and _CLOSING[words[-1]] not in words:
        words = words[:-1]
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _planned_meeting(claim: Commitment, pack: Pack) -> str | None:
    """Return the name of a meeting that is set for a day, where the register knows who meets."""
    entries = [entry for key in claim.keys if (entry := pack.register.get(key)) is not None]
    names = [entry.display() for entry in entries if entry.type == "mechanism"]
    day = claim.due.days() if claim.due is not None else None
    if len(names) != 1 or day is None or day > _ONE_MEETING:
        return None
    met = (pack.register.get(actor.id) for actor in claim.actors)
    people = "、".join(entry.display() for entry in met if entry is not None and entry.type == "person")
    return " ".join(part for part in (people, names[0], str(claim.due)) if part)


def _known_event(ordered: Sequence[Feature], lead: Event, pack: Pack) -> str | None:
    """Return the register's name of the event where at least half of the claims name it and its days fit."""
    counts = Counter(key for f in ordered for key in f.things if _fits(f, key, pack))
    key = min(counts, key=lambda key: (-counts[key], key), default=None)
    entry = pack.register.get(key) if key is not None and 2 * counts[key] >= len(ordered) else None
    if entry is None:
        return None
    name, label = entry.display(), _label(lead, pack)
    same = lead.type in {EventType.MEETING, EventType.INCIDENT} or set(label) & set(name)
    return name if same else f"{name} {label}"


def _fits(feature: Feature, key: str, pack: Pack) -> bool:
    """Say whether an event's days fit: those told of, or where none are a report's within weeks of it."""
    entry, time = pack.register.get(key), feature.claim.time
    if entry is None or entry.type != "event" or entry.valid is None:
        return False
    if time is not None:
        return entry.valid.overlaps(time)
    begun = entry.valid.start
    return begun is not None and feature.published is not None and 0 <= (feature.published - begun).days <= _REPORTED


def _event_title(ordered: Sequence[Feature], lead: Feature, claim: Event, pack: Pack) -> str:
    named = _mechanism(ordered, lead, pack)
    names = [named] if named else list(dict.fromkeys(_name(one, pack) for one in _parties(lead, claim)))[:5]
    label = _label(claim, pack)
    exact = [f.claim.time for f in ordered if f.claim.time is not None]
    time = min(exact, key=lambda t: (t.days() or 10**6, str(t))) if exact else None
    place = claim.place[0] if claim.place else ""
    shown = "" if label in named else label
    return " ".join(part for part in ("、".join(names), shown, place, str(time) if time else "") if part)


def _mechanism(ordered: Sequence[Feature], lead: Feature, pack: Pack) -> str:
    """Return the name under which an event's parties meet, where half of the claims give it and not all have names."""
    if len({one.state for one in lead.who if one.person}) > 1:
        return ""
    counts = Counter(key for f in ordered for key in f.bodies & f.things)
    best = [key for key, number in counts.items() if 2 * number >= len(ordered)]
    entry = pack.register.get(best[0]) if len(best) == 1 else None
    return entry.display() if entry is not None else ""


def _parties(lead: Feature, claim: Event) -> list[Identity]:
    """Return whom a title names: people before what they speak for, states before their bodies; in exercises states."""
    if claim.type is EventType.EXERCISE and any(one.person is None for one in lead.who):
        shown = [one for one in lead.who if one.person is None]
    else:
        spoken_for = {one.state for one in lead.who if one.person}
        shown = [one for one in lead.who if one.person or one.state not in spoken_for]
    states = {one.state for one in shown if one.id == (one.state or "").lower()}
    return [one for one in shown if one.person or one.state not in states or one.id == (one.state or "").lower()]


def _label(claim: Event, pack: Pack) -> str:
    return pack.words.get(f"label.{claim.type.value}", (claim.type.value,))[0]


def _name(identity: Identity, pack: Pack) -> str:
    entry = pack.register.get(identity.person or identity.id)
    return entry.display() if entry is not None else identity.id.removeprefix("doc:")
