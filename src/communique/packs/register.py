"""The register: typed, dated things with their names and relations, read-only and quick to ask.

Invariants: ids are unique; a folded name leads to at most one entry unless it is a short form; terms of an office do
not overlap unless the office is plural. ``communique.packs.check`` proves them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from communique.model import Interval
from communique.packs.schema import SCRIPTS
from communique.text import fold_name

__all__ = ["Entry", "Holder", "Register", "Relation"]

ACTOR_TYPES = frozenset(
    {"state", "territory", "organisation", "body", "office", "person", "company", "media", "think_tank"}
)
_INVERSE = {
    "counterpart_of": "counterpart_of",
    "under": "over",
    "part_of": "has_part",
    "member_of": "has_member",
    "party_to": "has_party",
    "implements": "implemented_by",
    "covers": "covered_by",
    "succeeds": "succeeded_by",
    "depends_on": "needed_by",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """``source`` stands in a relation of ``type`` to ``target`` during ``valid`` (None: as long as known)."""

    source: str
    type: str
    target: str
    valid: Interval | None = None
    sure: str = "certain"
    disputed: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """A person's term in an office."""

    person: str
    office: str
    term: Interval | None
    acting: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the register; ``names`` by script (``hant``, ``hans``, ``ja``, ``en``), preferred form first."""

    id: str
    type: str
    names: dict[str, tuple[str, ...]]
    short: tuple[str, ...] = ()
    country: str | None = None
    of: str | None = None
    valid: Interval | None = None
    definition: str | None = None
    sure: str = "certain"
    disputed: str | None = None
    wikidata: str | None = None
    plural: bool = False
    match: tuple[tuple[str, ...], ...] = ()
    single: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    unit: str | None = None
    tier: str | None = None
    hosts: tuple[str, ...] = ()
    holders: tuple[Holder, ...] = ()
    file: str = field(default="", compare=False)

    @property
    def is_actor(self) -> bool:
        """Say whether it can act: a state, body, office, person, company or organisation."""
        return self.type in ACTOR_TYPES

    def all_names(self) -> list[str]:
        """Return every full name, Traditional Chinese first, each once."""
        return list(dict.fromkeys(name for script in SCRIPTS for name in self.names.get(script, ())))

    def display(self, language: str = "hant") -> str:
        """Return the preferred name in a script (``hant``, ``hans``, ``ja``, ``en``; BCP 47 tags are understood)."""
        script = {"zh-hant": "hant", "zh-hans": "hans", "zh": "hant"}.get(language.lower()[:7], language)
        for choice in (script, "hant", "hans", "en", "ja"):
            if self.names.get(choice):
                return self.names[choice][0]
        return self.id


class Register:
    """All entries of a pack; ask by id, by name, by office and date, by relation."""

    def __init__(self, entries: Iterable[Entry], relations: Iterable[Relation]) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._names: dict[str, list[str]] = defaultdict(list)
        self._short: dict[str, list[str]] = defaultdict(list)
        for entry in self._entries.values():
            for name in (*entry.all_names(), *entry.metonyms):
                key = fold_name(name)
                if entry.id not in self._names[key]:
                    self._names[key].append(entry.id)
            for name in (*entry.short, *entry.single):
                if entry.id not in self._short[fold_name(name)]:
                    self._short[fold_name(name)].append(entry.id)
        self._out: dict[str, list[Relation]] = defaultdict(list)
        self._in: dict[str, list[Relation]] = defaultdict(list)
        for relation in relations:
            self._out[relation.source].append(relation)
            self._in[relation.target].append(relation)
        self._offices: dict[str, list[Holder]] = defaultdict(list)
        for entry in self._entries.values():
            for holder in entry.holders:
                self._offices[holder.person].append(holder)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def get(self, key: str) -> Entry | None:
        """Return the entry with this id, or None."""
        return self._entries.get(key)

    def find(self, name: str) -> list[Entry]:
        """Return the entries a name may mean, in any script; full names before short forms, ids also count."""
        if name in self._entries:
            return [self._entries[name]]
        key = fold_name(name)
        ids = dict.fromkeys((*self._names.get(key, ()), *self._short.get(key, ())))
        return [self._entries[one] for one in ids]

    def of_type(self, *types: str) -> list[Entry]:
        """Return the entries of some types, by id."""
        return sorted((e for e in self._entries.values() if e.type in types), key=lambda e: e.id)

    def relations(self, key: str, on: date | None = None) -> list[Relation]:
        """Return an entry's relations, outgoing and (inverted) incoming, valid on a day if one is given."""
        outgoing = self._out.get(key, [])
        incoming = [
            Relation(key, _INVERSE[r.type], r.source, r.valid, r.sure, r.disputed) for r in self._in.get(key, [])
        ]
        return [
            r for r in dict.fromkeys((*outgoing, *incoming)) if on is None or r.valid is None or r.valid.contains(on)
        ]

    def holder(self, office: str, on: date) -> Entry | None:
        """Return who held an office on a day; None where nobody or several did, or it is not known."""
        entry = self._entries.get(office)
        if entry is None or entry.plural:
            return None
        found = [h for h in entry.holders if h.term is None or h.term.contains(on)]
        # on a day of handing over the newcomer is meant
        return self._entries.get(found[-1].person) if found else None

    def offices(self, person: str, on: date | None = None) -> list[Holder]:
        """Return the terms of a person, all or those that cover a day."""
        return [h for h in self._offices.get(person, []) if on is None or h.term is None or h.term.contains(on)]
