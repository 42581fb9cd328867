"""What threads are made from: the features of each claim, computed document by document.

A claim's **line** is the register id of the line of work it belongs to; an event, or a claim whose clause names
nothing of the register, has none and is compared with others inside its **blocks**. Blocks are small whatever the
ledger's size: an event's hold one pair of parties and one month, a wording's the claims that share a MinHash band.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Protocol

from communique.linking.identities import Identity, identify
from communique.linking.likeness import bands, core_pairs
from communique.model import Claim, Commitment, Event, EventType, Figure, Position, Role, Tier
from communique.packs import Pack
from communique.text import fold

__all__ = ["ENCOUNTERS", "DocumentInfo", "Feature", "features_of", "line_of"]


class DocumentInfo(Protocol):
    """What linking asks of a document."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def published(self) -> date | None: ...  # noqa: D102
    @property
    def publisher(self) -> str | None: ...  # noqa: D102
    @property
    def tier(self) -> Tier: ...  # noqa: D102
    @property
    def title(self) -> str | None: ...  # noqa: D102


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
        "document",
        "mechanism",
        "topic",
    ),
    "position": ("programme", "topic", "policy", "event_series", "event", "exercise", "document", "mechanism", "body"),
    "assessment": ("event", "programme", "policy", "exercise", "topic", "event_series", "document"),
    "event": ("programme", "policy", "body", "mechanism", "document"),
    "figure": ("measure", "programme", "exercise", "event"),
}
"""Which types of register entries make a line of work, by kind of claim; the first that a claim has counts."""
_WIDE = 45  # days; a longer time says too little to look for the event among others of its month
_OPENING = 12  # characters within which a word that points back must begin
_CONTINUES = 40  # characters between a claim and the one whose line of work it goes on with


@dataclass(frozen=True, slots=True)
class Feature:
    """A claim with what linking needs to know of it.

    ``line`` is a register id (with ``:unit`` behind it for a figure) or None; ``how`` says why it is on that line.
    ``states`` and ``persons`` are those of agents and participants; ``things`` the keys that are no places.
    """

    claim: Claim
    published: date | None
    line: str | None
    how: str
    who: tuple[Identity, ...]
    states: frozenset[str]
    persons: frozenset[str]
    pairs: frozenset[str]
    things: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    form: str = ""
    blocks: tuple[str, ...] = field(default=())

    @property
    def order(self) -> tuple[date, str, int, str]:
        """Return the place in the order of publication; a document without a day comes last."""
        return (self.published or date.max, self.claim.document, self.claim.start, self.claim.id)


def line_of(claim: Claim, pack: Pack) -> tuple[str | None, str]:
    """Return a claim's line of work from its own keys, and the reason; (None, "") where it names none.

    Of several keys the more specific counts (one that is under, part of, or implements another); then the type that
    suits the claim's kind; then the order of the keys.
    """
    if isinstance(claim, Event) and claim.type in ENCOUNTERS:
        return None, ""
    if isinstance(claim, Figure):
        return _figure_line(claim, pack)
    wanted = _LINE_TYPES[claim.kind]
    entries = [entry for key in claim.keys if (entry := pack.register.get(key)) is not None and entry.type in wanted]
    general = {
        other.id
        for entry in entries
        for other in entries
        # a meeting that runs under a framework is not what is undertaken in it
        if other.id in wider(entry.id, pack) and (entry.type != "mechanism" or other.type == "document")
    }
    for kind in wanted:
        for entry in entries:
            if entry.type == kind and entry.id not in general:
                return entry.id, f"its words speak of {entry.display()} ({entry.id})"
    if isinstance(claim, Event) and claim.type is EventType.ESTABLISHMENT:
        for actor in claim.actors:
            found = pack.register.get(actor.id)
            if found is not None and found.type == "body" and actor.role is not Role.PARTICIPANT and "." in found.id:
                return found.id, f"it sets up {actor.surface}"
    return None, ""


_WIDER = frozenset({"under", "part_of", "implements", "covered_by", "depends_on"})


def wider(key: str, pack: Pack) -> frozenset[str]:
    """Return the entries that a register entry is under, part of, carries out or rests on, one or two steps up."""
    first = {r.target for r in pack.register.relations(key) if r.type in _WIDER}
    second = {r.target for one in first for r in pack.register.relations(one) if r.type in _WIDER}
    return frozenset((first | second) - {key})


def _figure_line(claim: Figure, pack: Pack) -> tuple[str | None, str]:
    entries = [entry for key in claim.keys if (entry := pack.register.get(key)) is not None]
    for kind in _LINE_TYPES["figure"]:
        for entry in entries:
            if entry.type == kind:
                return f"{entry.id}:{claim.unit}", f"a value of {entry.display()} in the unit {claim.unit}"
    return None, ""


def features_of(claims: Sequence[Claim], document: DocumentInfo | None, pack: Pack) -> list[Feature]:
    """Return the features of one document's claims, in the order of the text."""
    published = document.published if document is not None else None
    made: list[Feature] = []
    for claim in sorted(claims, key=lambda c: (c.start, c.end, c.id)):
        line, how = line_of(claim, pack)
        if line is None:
            line, how = _continued(claim, made, pack)
        made.append(_feature(claim, published, line, how, pack))
    return made


def _continued(claim: Claim, before: list[Feature], pack: Pack) -> tuple[str | None, str]:
    """Return the line of the claim directly before that this one goes on with.

    A claim that names no line of its own goes on with the one before it when its words point back (這, 此舉, 該), or
    when both are undertakings of a common actor.
    """
    last = next((f for f in reversed(before) if not isinstance(f.claim, Figure) and f.claim.start < claim.start), None)
    if last is None or last.line is None or not 0 <= claim.start - last.claim.end <= _CONTINUES:
        return None, ""
    if isinstance(claim, Figure) or (isinstance(claim, Event) and claim.type in ENCOUNTERS):
        return None, ""
    folded = fold(claim.quote)
    for word in pack.words.get("points-back", ()):
        if 0 <= folded.find(fold(word)) <= _OPENING:
            return last.line, f"{word} points back to the claim before it ({last.line})"
    same = {a.id for a in claim.actors} & {a.id for a in last.claim.actors}
    if same and isinstance(claim, Commitment) and isinstance(last.claim, Commitment):
        return last.line, f"goes on with the undertaking before it ({last.line})"
    return None, ""


def _feature(claim: Claim, published: date | None, line: str | None, how: str, pack: Pack) -> Feature:
    on = claim.time.start if claim.time is not None and claim.time.start is not None else published
    acting = [a for a in claim.actors if a.role is not Role.TARGET] or list(claim.actors)
    who = tuple(identify(actor, on, pack.register) for actor in acting)
    states = frozenset(one.state or one.id for one in who)
    persons = frozenset(one.person for one in who if one.person)
    pairs = core_pairs(claim.quote, [actor.surface for actor in claim.actors])
    places: frozenset[str] = frozenset()
    form = ""
    if isinstance(claim, Event):
        places = frozenset(_place(name, pack) for name in claim.place)
        form = _form(claim, pack)
    things = frozenset(key for key in claim.keys if (e := pack.register.get(key)) is not None and e.type != "place")
    made = Feature(claim, published, line, how, who, states, persons, pairs, things, places, form)
    return replace(made, blocks=_blocks(made))


def _place(name: str, pack: Pack) -> str:
    found = pack.register.find(name)
    return found[0].id if len(found) == 1 else fold(name)


def _form(claim: Event, pack: Pack) -> str:
    """Return which form a statement has (``form.*`` word lists of the pack): joint statement, press conference…"""
    if claim.type is not EventType.STATEMENT:
        return ""
    folded = fold(claim.quote)
    for name, words in pack.words.items():
        if name.startswith("form.") and any(fold(word) in folded for word in words):
            return name
    return ""


def _blocks(feature: Feature) -> tuple[str, ...]:
    """Return the blocks in which a claim without a line looks for its like."""
    claim = feature.claim
    if feature.line is not None:
        return (f"line|{feature.line}",)
    if isinstance(claim, Event) and claim.type in ENCOUNTERS:
        return (*_event_blocks(feature, claim), f"text|{claim.document}|{claim.type.value}")
    kind = claim.type.value if isinstance(claim, Event) else claim.kind
    if isinstance(claim, Figure):
        kind = f"{kind}|{claim.unit}"
    if isinstance(claim, Position | Commitment):
        kind = "stand"
    return tuple(f"words|{kind}|{band}" for band in bands(feature.pairs))


def _event_blocks(feature: Feature, claim: Event) -> list[str]:
    if claim.time is None or claim.time.start is None or claim.time.end is None:
        return []
    kind, time = claim.type.value, claim.time
    assert time.start is not None and time.end is not None
    parties = sorted(feature.states)[:6]
    groups = ["+".join(pair) for pair in combinations(parties, 2)] if len(parties) > 1 else parties
    if (time.end - time.start).days > _WIDE:
        whens = [f"{time.start}/{time.end}"]
    else:
        day = timedelta(days=1)
        whens = sorted({f"{d:%Y-%m}" for d in (time.start - day, time.start, time.end, time.end + day)})
    return [f"event|{kind}|{group}|{when}" for group in groups for when in whens]
