"""The register: typed, dated things with their names and relations, read-only and quick to ask.

Invariants: ids are unique; a folded name leads to at most one entry unless it is a short form; terms of an office do
not overlap unless the office is plural. ``communique.packs.check`` proves them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from communique.model import Interval, Tier
from communique.text import fold_name

__all__ = ["ACTOR_TYPES", "SCRIPTS", "Entry", "Holder", "Register", "Relation"]

_T = TypeVar("_T")

SCRIPTS = ("hant", "hans", "ja", "en")

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
    """``source`` stands in a relation of ``type`` to ``target`` during ``valid`` (None: as long as known).

    ``since`` and ``until`` are the partial dates as the pack writes them.
    """

    source: str
    type: str
    target: str
    valid: Interval | None = None
    sure: str = "certain"
    disputed: str | None = None
    since: str | None = None
    until: str | None = None

    def inverted(self) -> Relation:
        """Return the same relation seen from its other end."""
        return replace(self, source=self.target, type=_INVERSE[self.type], target=self.source)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person's term in an office; ``sure`` is ``check`` where a date or the person is in doubt.

    ``term`` holds every day that may belong to it; ``since`` and ``until`` are the partial dates as the pack writes
    them.
    """

    person: str
    office: str
    term: Interval | None
    acting: bool = False
    sure: str = "certain"
    since: str | None = None
    until: str | None = None

    def covers(self, on: date) -> bool:
        """Say whether the day may belong to the term."""
        return self.term is None or self.term.contains(on)

    def surely_covers(self, on: date) -> bool:
        """Say whether the day belongs to the term whichever days its partial dates mean."""
        begun = self.since is None or (Interval.parse(self.since).end or on) <= on
        return begun and (self.until is None or on <= (Interval.parse(self.until).start or on))


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the register; ``names`` by script (``hant``, ``hans``, ``ja``, ``en``), preferred form first.

    ``valid`` holds every day on which it may have existed, ``since`` and ``until`` the partial dates as the pack
    writes them.
    """

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
    holders: tuple[Holder, ...] = ()
    since: str | None = None
    until: str | None = None
    hosts: tuple[str, ...] = ()
    tier: Tier | None = None
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
        if named := self.names.get(language):
            return named[0]
        script = {"zh-hant": "hant", "zh-hans": "hans", "zh": "hant"}.get(language.lower()[:7], language)
        for choice in (script, "hant", "hans", "en", "ja"):
            if self.names.get(choice):
                return self.names[choice][0]
        return self.id


_RANKS: tuple[Callable[[Entry], Iterable[str]], ...] = (
    Entry.all_names,
    lambda entry: entry.metonyms,
    lambda entry: (*entry.short, *entry.single),
)
"""The forms that may mean an entry, those that say it most plainly first."""


class Register:
    """All entries of a pack; ask by id, by name, by office and date, by relation."""

    def __init__(self, entries: Iterable[Entry], relations: Iterable[Relation]) -> None:
        self._entries = {entry.id: entry for entry in entries}
        names: list[tuple[str, str]] = []
        for rank in _RANKS:
            names += [(fold_name(name), entry.id) for entry in self._entries.values() for name in rank(entry)]
        self._names = _grouped(names)
        relations = list(relations)
        self._out = _grouped((relation.source, relation) for relation in relations)
        self._in = _grouped((relation.target, relation) for relation in relations)
        holders = (holder for entry in self._entries.values() for holder in entry.holders)
        self._offices = _grouped((holder.person, holder) for holder in holders)

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
        """Return the entries a name may mean, in any script; ids also count.

        Those of which it is a full name come first, then those for which it stands (capitals, palaces), then those of
        which it is a short form.
        """
        if name in self._entries:
            return [self._entries[name]]
        return [self._entries[one] for one in self._names.get(fold_name(name), ())]

    def of_type(self, *types: str) -> list[Entry]:
        """Return the entries of some types, by id."""
        return sorted((e for e in self._entries.values() if e.type in types), key=lambda e: e.id)

    def relations(self, key: str, on: date | None = None) -> list[Relation]:
        """Return an entry's relations, outgoing and (inverted) incoming, valid on a day if one is given."""
        both = (*self._out.get(key, ()), *(relation.inverted() for relation in self._in.get(key, ())))
        return [r for r in dict.fromkeys(both) if on is None or r.valid is None or r.valid.contains(on)]

    def holders(self, office: str, on: date | None = None) -> list[Holder]:
        """Return the terms of an office in order, all or those that may cover a day."""
        entry = self._entries.get(office)
        return [h for h in entry.holders if on is None or h.covers(on)] if entry else []

    def holder(self, office: str, on: date) -> Entry | None:
        """Return who held an office on a day; None where nobody or several did, or it is not known.

        On a day of handing over it is the newcomer.
        """
        entry = self._entries.get(office)
        found = self.holders(office, on)
        if entry is None or entry.plural or not found:
            return None
        last = found[-1]
        return self._entries.get(last.person) if len(found) == 1 or last.surely_covers(on) else None

    def offices(self, person: str, on: date | None = None) -> list[Holder]:
        """Return the terms of a person, all or those that may cover a day."""
        return [h for h in self._offices.get(person, ()) if on is None or h.covers(on)]


def _grouped(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    """Return the values of each key, each value once, in their order."""
    found: dict[str, dict[_T, None]] = {}
    for key, value in pairs:
        found.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in found.items()}
