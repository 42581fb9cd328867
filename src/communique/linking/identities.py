"""Identities: who an actor of a claim is at the claim's date, by the register's offices, states and bodies.

An office is read as its holder on the day (日本防衛大臣 in 2025-03 is 中谷元); a person or a body also stands for a
state. An office that several hold, or of which the holder is not known, stays an office: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from communique.model import ActorRef, Claim, Role
from communique.packs import Register
from communique.text import fold_name

__all__ = ["Ambiguous", "Identity", "ambiguous", "identify", "learned_names"]

_OFFICIAL_TYPES = frozenset({"state", "territory", "body", "office", "person"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an actor is: its register id, the state (or organisation) it acts for, the person if one is known.

    ``evidence`` says how the person was found: the office held on the day, or the name itself.
    """

    id: str
    state: str | None
    person: str | None = None
    office: str | None = None
    evidence: str = ""


def identify(actor: ActorRef, on: date | None, register: Register) -> Identity:
    """Return who an actor is on a day (None: the day is not known, so offices stay offices)."""
    entry = register.get(actor.id)
    if entry is None:
        named = not actor.id.startswith("doc:") or bool(actor.country)
        return Identity(actor.id, actor.country, actor.id if named else None, None, "named in the document alone")
    state = entry.country or actor.country
    if state is None and entry.type not in _OFFICIAL_TYPES:
        state = entry.id
    if entry.type == "person":
        held = register.offices(entry.id, on) if on is not None else []
        office = held[-1].office if held else None
        return Identity(entry.id, state, entry.id, office, f"{actor.surface} is a name of {entry.id}")
    if entry.type == "office":
        holder = register.holder(entry.id, on) if on is not None else None
        if holder is not None:
            return Identity(holder.id, state, holder.id, entry.id, f"{actor.surface} on {on} is {holder.display()}")
        return Identity(entry.id, state, None, entry.id, f"{actor.surface} is an office")
    return Identity(entry.id, state, None, None, f"{actor.surface} is a name of {entry.id}")


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name that may mean several things; ``candidates`` are register ids, ``claims`` where it stands."""

    name: str
    candidates: tuple[str, ...]
    claims: tuple[str, ...]


def ambiguous(claims: Iterable[Claim], register: Register) -> list[Ambiguous]:
    """Return the actors that only a document names although the register has several they may be, most used first."""
    places: dict[str, tuple[str, list[str]]] = {}
    for claim in claims:
        for actor in claim.actors:
            if actor.id not in register and len(register.find(actor.surface)) > 1:
                places.setdefault(fold_name(actor.surface), (actor.surface, []))[1].append(claim.id)
    found = [
        Ambiguous(name, tuple(sorted(entry.id for entry in register.find(name))), tuple(sorted(where)))
        for name, where in places.values()
    ]
    return sorted(found, key=lambda one: (-len(one.claims), one.name))


def learned_names(claims: Sequence[Claim], register: Register) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return names that documents teach and the register lacks: by actor id, (name, the claim that shows it)."""
    found: dict[str, dict[str, str]] = {}
    for claim in sorted(claims, key=lambda c: (c.document, c.start, c.id)):
        for actor in claim.actors:
            entry = register.get(actor.id)
            names = (*entry.all_names(), *entry.short, *entry.single, *entry.metonyms) if entry else ()
            known = {fold_name(name) for name in names}
            for name in (actor.surface, *actor.aliases):
                if fold_name(name) and fold_name(name) not in known and actor.role is not Role.TARGET:
                    found.setdefault(actor.id, {}).setdefault(name, claim.id)
    return {key: tuple(names.items()) for key, names in sorted(found.items())}
