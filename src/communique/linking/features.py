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
from communique.linking.likeness import bands, core_pairs, designators, pairs_of
from communique.linking.lines import ENCOUNTERS, is_about, line_of, names_another, wider
from communique.model import Claim, Commitment, Event, EventType, Figure, Position, Role, Tier
from communique.packs import Pack
from communique.text import fold

__all__ = ["DocumentInfo", "Feature", "feature_of", "features_of"]


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


_WIDE = 45  # days; a longer time says too little to look for the event among others of its month
_OPENING = 12  # characters within which a word that points back must begin
_NEXT_CLAUSE = 6  # characters between a clause and the next one
_PHRASE = 6  # pairs of a wording that says something
_CONTINUES = 40  # characters between a claim and the one whose line of work it goes on with


@dataclass(frozen=True, slots=True)
class Feature:
    """A claim with what linking needs to know of it.

    ``line`` is a register id (with ``:unit`` behind it for a figure) or None; ``how`` says why it is on that line.
    ``states`` and ``persons`` are those of agents and participants; ``things`` the keys that are no places,
    ``bodies`` those that are mechanisms, with what they are under; both only for events. ``back`` says
    that the words of a meeting point back to one told before (這次會議). ``label`` are the pairs of a figure's measure,
    ``sorts`` the type designations in its words.
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
    bodies: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    form: str = ""
    back: bool = False
    label: frozenset[str] = frozenset()
    sorts: frozenset[str] = frozenset()
    blocks: tuple[str, ...] = field(default=())

    @property
    def order(self) -> tuple[date, str, int, str]:
        """Return the place in the order of publication; a document without a day comes last."""
        return (self.published or date.max, self.claim.document, self.claim.start, self.claim.id)


def features_of(claims: Sequence[Claim], document: DocumentInfo | None, pack: Pack) -> list[Feature]:
    """Return the features of one document's claims, in the order of the text."""
    published = document.published if document is not None else None
    made: list[Feature] = []
    by_id: dict[str, Feature] = {}
    for claim in sorted(claims, key=lambda c: (c.start, c.end, c.id)):
        line, how = line_of(claim, pack)
        if line is None:
            line, how = _continued(claim, made, pack)
        if line is None:
            line, how = _retold(claim, by_id.get(claim.repeat_of or ""))
        made.append(feature_of(claim, published, line, how, pack))
        by_id[claim.id] = made[-1]
    return made


def _retold(claim: Claim, first: Feature | None) -> tuple[str | None, str]:
    """Return the line of what a claim tells again, where that has one."""
    if first is None or first.line is None or first.claim.kind != claim.kind:
        return None, ""
    if min(len(_core(claim)), len(first.pairs)) < _PHRASE and _core(claim) != first.pairs:
        return None, ""  # no more than a common turn of phrase
    return first.line, f"tells {first.claim.id} again ({first.line})"


def _core(claim: Claim) -> frozenset[str]:
    return core_pairs(claim.quote, tuple(actor.surface for actor in claim.actors))


def _continued(claim: Claim, before: list[Feature], pack: Pack) -> tuple[str | None, str]:
    """Return the line of the claim directly before that this one goes on with.

    A claim that names no line of its own goes on with the one before it when its words point back (這, 此舉, 該), or
    when both are undertakings of a common actor.
    """
    if isinstance(claim, Figure) or (isinstance(claim, Event) and claim.type in ENCOUNTERS):
        return None, ""
    near = [f for f in before[-8:] if not isinstance(f.claim, Figure) and 0 <= claim.start - f.claim.end <= _CONTINUES]
    last = next((f for f in reversed(near) if f.line is not None), None)
    if last is None or last.line is None:
        return None, ""
    folded = fold(claim.quote)
    for word in pack.words.get("points-back", ()):
        if 0 <= folded.find(fold(word)) <= _OPENING:
            return last.line, f"{word} points back to the claim before it ({last.line})"
    adjacent = max((f for f in near if f.claim.start < claim.start), key=lambda f: f.claim.start, default=None)
    subjects = [fold(a.surface) for a in claim.actors if a.role is not Role.TARGET]
    new = any(folded.startswith(fold(word)) for word in pack.words.get("takes-up", ()))
    new = new or any(0 <= folded.find(name) <= 1 for name in subjects)  # 但 may stand before it
    same = {a.id for a in claim.actors} & {a.id for a in last.claim.actors}
    if claim.start - last.claim.end > _NEXT_CLAUSE or names_another(claim, pack):
        return None, ""
    if not is_about(claim, last.line.split(":")[0], pack):
        return None, ""
    if same and not new and last is adjacent and isinstance(claim, Commitment) and isinstance(last.claim, Commitment):
        return last.line, f"goes on with the undertaking before it ({last.line})"
    return None, ""


def feature_of(claim: Claim, published: date | None, line: str | None, how: str, pack: Pack) -> Feature:
    """Return a claim's feature on a line of work, or on none; ``how`` says why it is on it."""
    on = claim.time.start if claim.time is not None and claim.time.start is not None else published
    acting = [a for a in claim.actors if a.role is not Role.TARGET] or list(claim.actors)
    who = tuple(identify(actor, on, pack.register) for actor in acting)
    states = frozenset(one.state or one.id for one in who)
    persons = frozenset(one.person for one in who if one.person)
    pairs = _core(claim)
    things = frozenset(key for key in claim.keys if (e := pack.register.get(key)) is not None and e.type != "place")
    made = Feature(claim, published, line, how, who, states, persons, pairs, things)
    if isinstance(claim, Event):
        places = frozenset(_place(name, pack) for name in claim.place)
        made = replace(made, places=places, form=_form(claim, pack), bodies=_bodies(claim, pack))
        made = replace(made, back=_points_back(made, pack))
    elif isinstance(claim, Figure):
        made = replace(made, label=pairs_of(claim.measure), sorts=designators(claim.quote))
    return replace(made, blocks=_blocks(made))


def _bodies(claim: Event, pack: Pack) -> frozenset[str]:
    """Return the mechanisms that a meeting's words name, with those above them."""
    if claim.type not in {EventType.MEETING, EventType.CALL}:
        return frozenset()
    named = [key for key in claim.keys if _type(key, pack) == "mechanism"]
    above = [other for key in named for other in wider(key, pack) if _type(other, pack) == "mechanism"]
    return frozenset((*named, *above))


def _points_back(feature: Feature, pack: Pack) -> bool:
    """Say whether a meeting is only pointed to: 這次會議, without its people or the name under which they meet."""
    claim = feature.claim
    if not isinstance(claim, Event) or claim.type is not EventType.MEETING or feature.bodies or feature.persons:
        return False
    folded = fold(claim.quote)
    return any(0 <= folded.find(fold(word)) <= 1 for word in pack.words.get("points-back.meeting", ()))


def _type(key: str, pack: Pack) -> str:
    entry = pack.register.get(key)
    return entry.type if entry is not None else ""


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
