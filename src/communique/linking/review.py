"""What reviewers' decisions make of the claims that were read in a document. Pure functions.

A document's claims are its reading's claims with the decisions laid over them: rejected ones are left out, edited ones
have the fields that the latest edit of each gives them, added ones stand beside. A claim that was read at the place
and with the label of an added one repeats it. Actors that were merged go by one id, actors that were split by two.

What a person accepted stays as it was read then: where a newer reading says otherwise at the place, or nothing at all,
the accepted fields stand, and the review says that it was read differently since. A reject stands as well, with the
same remark.

========  ==============================================================================================
verb      payload (all anchored to a claim also keep ``claim``, its id, ``quote``, its words, and ``read``, its
          fields as they were read when it was judged, with ``keys``, what it was about, apart)
========  ==============================================================================================
accept    none
reject    none
edit      ``fields``: see ``linking.fields``
add       ``fields``, ``claim``: the id of the new claim; ``extra``: further columns of a table it came from
mark      ``private`` or ``important``: true or false
note      ``text``
merge     of actors: ``actor``, ``into``, ``country`` (of the one it goes into, or null)
split     of actors: ``actor``, ``name``: what is called so is an actor of its own; ``only``: a document's id or null
rename    of an actor: ``actor``, ``title``
set       of a document: ``published``, ``publisher``, ``tier``, ``language``; each may be left out
========  ==============================================================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from communique.linking.decisions import DecisionLike, anchored
from communique.linking.fields import claim_of, edited, field_values
from communique.model import ActorRef, Claim, DecisionError, Evidence, Role
from communique.text import fold_name

__all__ = [
    "Review",
    "Reviewed",
    "Verdict",
    "actor_names",
    "added_claim",
    "as_read",
    "lay_over",
    "relocated",
    "split_id",
]


class Verdict(StrEnum):
    """What the latest judgement about a claim says; an edit accepts the claim as edited."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Review:
    """What reviewers have said about one claim; ``by`` and ``at`` are of the verdict that counts.

    ``verdicts`` is the latest of each reviewer (accept, edit or reject), by name. ``decisions`` are the ids, in order.
    ``changed``: the latest reading says otherwise than the one that was judged.
    """

    claim: str
    verdict: Verdict | None = None
    by: str | None = None
    at: datetime | None = None
    edited: bool = False
    added: bool = False
    private: bool = False
    important: bool = False
    changed: bool = False
    notes: int = 0
    verdicts: Mapping[str, str] = field(default_factory=dict)
    decisions: tuple[str, ...] = ()

    @property
    def disputed(self) -> bool:
        """Say whether one reviewer rejects what another accepts."""
        said = set(self.verdicts.values())
        return "reject" in said and len(said) > 1


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document after its decisions: claims in force, claims rejected, reviews by claim, what each decision means.

    ``places`` has an entry for each decision anchored to a claim: the claim's id, ``None`` where none fits.
    """

    claims: tuple[Claim, ...]
    rejected: tuple[Claim, ...]
    reviews: Mapping[str, Review]
    places: Mapping[str, str | None]


def lay_over(
    claims: Sequence[Claim], decisions: Sequence[DecisionLike], body: str, everywhere: Sequence[DecisionLike] = ()
) -> Reviewed:
    """Return what ``decisions`` make of one document's ``claims`` as read, its text being ``body``.

    Both lists of decisions are in force and in order; ``everywhere`` are those about actors, whatever the document.
    """
    now: dict[str, Claim] = {claim.id: claim for claim in claims}
    places = _places(now, decisions, body)
    kept_alone = now.keys() - {claim.id for claim in claims}
    meant = [(decision, key) for decision in decisions if (key := places.get(decision.id)) is not None]
    changed = _as_judged(now, meant, kept_alone)
    reviews: dict[str, Review] = {}
    for decision, key in meant:
        if decision.verb == "edit":
            try:
                now[key] = edited(now[key], _mapping(decision.payload.get("fields")))
            except DecisionError:
                places[decision.id] = None
                continue
        reviews[key] = _reviewed(reviews.get(key, Review(key, changed=key in changed)), decision)
    rejected = {key for key, review in reviews.items() if review.verdict is Verdict.REJECTED}
    identities = _Identities(everywhere)
    kept = [identities.apply(claim) for claim in _repeating(now, reviews) if claim.id not in rejected]
    dropped = [identities.apply(now[key]) for key in sorted(rejected)]
    return Reviewed(tuple(kept), tuple(dropped), reviews, places)


def _places(now: dict[str, Claim], decisions: Sequence[DecisionLike], body: str) -> dict[str, str | None]:
    """Put what reviewers added or accepted among the claims read, and return which claim each decision means."""
    moved = {d.id: relocated(d, body) for d in decisions if d.kind is not None}
    places = {d.id: _add(now, d, moved[d.id], body) for d in decisions if d.verb == "add" and d.id in moved}
    others = [d for d in decisions if d.verb != "add" and d.id in moved]
    for decision in others:
        if decision.verb in {"accept", "edit"} and _meant(now, decision, moved[decision.id]) is None:
            _keep(now, decision, moved[decision.id], body)
    return places | {d.id: _meant(now, d, moved[d.id]) for d in others}


def _keep(now: dict[str, Claim], decision: DecisionLike, moved: tuple[int, int] | None, body: str) -> None:
    """Keep a claim that was accepted and that the latest reading has no more, as it was read then."""
    read, keys = _mapping(decision.payload.get("read")), decision.payload.get("keys")
    key = decision.payload.get("claim")
    if moved is None or not read or not isinstance(key, str) or key in now or decision.document is None:
        return
    evidence = Evidence(*moved, body[slice(*moved)])
    try:
        now[key] = claim_of(decision.kind or "", key, decision.document, evidence, {**read, "keys": keys or ()})
    except DecisionError:
        return


def _as_judged(
    now: dict[str, Claim], meant: Sequence[tuple[DecisionLike, str]], kept_alone: AbstractSet[str]
) -> set[str]:
    """Give the accepted claims the fields they were accepted with; return those that were read differently since.

    ``kept_alone`` are those that are not read at all; who judged one of them so has said nothing about a reading.
    """
    latest = {key: d for d, key in meant if d.verb in {"accept", "edit", "reject"}}
    changed = set()
    for key, decision in latest.items():
        read = _mapping(decision.payload.get("read"))
        try:
            judged = edited(now[key], read)
        except DecisionError:
            continue
        if _core(judged) != _core(now[key]) or (key in kept_alone and read):
            changed.add(key)
        if decision.verb != "reject":
            now[key] = judged
    return changed


def as_read(claim: Claim) -> dict[str, Any]:
    """Return the fields of a claim that a reviewer judges by, for ``read`` of a decision about it."""
    return {name: value for name, value in field_values(claim).items() if name not in {"keys", "strength"}}


def _core(claim: Claim) -> list[object]:
    """Return what makes a claim another one if it differs."""
    names = ("time", "factuality", "type", "status", "due", "stance", "value", "high", "unit")
    return [sorted((a.id, a.role) for a in claim.actors), *(getattr(claim, name, None) for name in names)]


def relocated(decision: DecisionLike, body: str) -> tuple[int, int] | None:
    """Return where the words of a decision's anchor stand in a text: in place, else their nearest occurrence.

    ``None`` where the text has them no more. An anchor without words stays where it is.
    """
    if decision.start is None or decision.end is None:
        return None
    quote = decision.payload.get("quote")
    if not isinstance(quote, str) or not quote or body[decision.start : decision.end] == quote:
        return (decision.start, decision.end) if decision.end <= len(body) else None
    before = body.rfind(quote, 0, decision.start + len(quote))
    after = body.find(quote, decision.start)
    found = [at for at in (before, after) if at >= 0]
    if not found:
        return None
    at = min(found, key=lambda place: (abs(place - (decision.start or 0)), place))
    return at, at + len(quote)


def added_claim(decision: DecisionLike, start: int, end: int, body: str) -> Claim:
    """Return the claim that an ``add`` makes at a place; raises ``DecisionError`` where it cannot be."""
    key = decision.payload.get("claim")
    if not isinstance(key, str) or not key or decision.document is None or not body[start:end].strip():
        raise DecisionError("an added claim needs an id, a document and words.")
    evidence = Evidence(start, end, body[start:end])
    fields = _mapping(decision.payload.get("fields"))
    return claim_of(decision.kind or "", key, decision.document, evidence, fields)


def _add(now: dict[str, Claim], decision: DecisionLike, moved: tuple[int, int] | None, body: str) -> str | None:
    if moved is None:
        return None
    try:
        claim = added_claim(decision, *moved, body)
    except DecisionError:
        return None
    if claim.id in now:
        return None
    now[claim.id] = claim
    return claim.id


def _meant(now: Mapping[str, Claim], decision: DecisionLike, moved: tuple[int, int] | None) -> str | None:
    named = decision.payload.get("claim")
    if moved is None or decision.verb == "add":
        return None
    return anchored(now.values(), *moved, decision.kind, named if isinstance(named, str) else None)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _reviewed(review: Review, decision: DecisionLike) -> Review:
    changes: dict[str, Any] = {"decisions": (*review.decisions, decision.id)}
    verb = decision.verb
    if verb in {"accept", "reject", "edit", "add"}:
        verdict = Verdict.REJECTED if verb == "reject" else Verdict.ACCEPTED
        changes |= {"verdict": verdict, "by": decision.who, "at": decision.at}
        changes |= {"edited": review.edited or verb == "edit", "added": review.added or verb == "add"}
        if verb != "add":
            changes["verdicts"] = {**review.verdicts, decision.who: verb}
    elif verb == "mark":
        changes |= {name: bool(decision.payload[name]) for name in ("private", "important") if name in decision.payload}
    elif verb == "note":
        changes["notes"] = review.notes + 1
    return replace(review, **changes)


def _repeating(now: Mapping[str, Claim], reviews: Mapping[str, Review]) -> Iterable[Claim]:
    """Yield the claims; those read where a reviewer has added the same one are marked as its repeats."""
    added = [now[key] for key, review in reviews.items() if review.added and review.verdict is Verdict.ACCEPTED]
    for claim in now.values():
        review = reviews.get(claim.id)
        if added and claim.repeat_of is None and not (review and review.added):
            alike = [one for one in added if one.kind == claim.kind and _label(one) == _label(claim)]
            twin = anchored(alike, claim.start, claim.end, claim.kind)
            claim = claim if twin is None else replace(claim, repeat_of=twin)
        yield claim


def _label(claim: Claim) -> object:
    return next((getattr(claim, name) for name in ("type", "status", "stance", "value") if hasattr(claim, name)), None)


def split_id(name: str) -> str:
    """Return the id of the actor that a name is split off as."""
    return f"doc:{fold_name(name)}"


def actor_names(decisions: Iterable[DecisionLike]) -> dict[str, str]:
    """Return the names that reviewers gave to actors, by id; the latest of each (decisions in force, in order)."""
    return {
        str(d.payload["actor"]): str(d.payload["title"])
        for d in decisions
        if d.verb == "rename" and "actor" in d.payload and "title" in d.payload
    }


class _Identities:
    """Which ids actors go by after merges and splits."""

    def __init__(self, decisions: Sequence[DecisionLike]) -> None:
        self._into: dict[str, tuple[str, str | None]] = {}
        self._named: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        for decision in decisions:
            payload = decision.payload
            actor, into, name = (payload.get(part) for part in ("actor", "into", "name"))
            if decision.verb == "merge" and isinstance(actor, str) and isinstance(into, str) and actor != into:
                country = payload.get("country")
                self._merge(actor, into, country if isinstance(country, str) else None)
            elif decision.verb == "split" and isinstance(actor, str) and isinstance(name, str):
                only = payload.get("only")
                self._named[actor].append((fold_name(name), only if isinstance(only, str) else None))

    def _merge(self, actor: str, into: str, country: str | None) -> None:
        """Let ``actor`` and all that goes by it go by ``into``, which then goes by itself again."""
        self._into.pop(into, None)
        self._into[actor] = (into, country)
        for key, (target, _) in list(self._into.items()):
            if target == actor:
                self._into[key] = (into, country)

    def apply(self, claim: Claim) -> Claim:
        """Return the claim with the actors' ids of today."""
        if not self._into and not self._named:
            return claim
        actors = tuple(self._actor(actor, claim.document) for actor in claim.actors)
        if actors == claim.actors:
            return claim
        unique = tuple({(actor.id, actor.role): actor for actor in reversed(actors)}.values())[::-1]
        acting = {a.country for a in unique if a.role is not Role.TARGET and a.country}
        gone = {a.country for a in claim.actors if a not in unique and a.country}
        countries = tuple(sorted((set(claim.countries) - gone) | acting))
        return replace(claim, actors=unique, countries=countries)

    def _actor(self, actor: ActorRef, document: str) -> ActorRef:
        surface = fold_name(actor.surface)
        for name, only in self._named.get(actor.id, ()):
            if name == surface and only in {None, document}:
                actor = replace(actor, id=f"doc:{surface}", country=None)
                break
        into = self._into.get(actor.id)
        return actor if into is None else replace(actor, id=into[0], country=into[1] or actor.country)
