"""Entries of the register as cards: names, dates, offices, relations, and where a ledger's documents speak of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from communique.ledger import LedgerReader
from communique.ledger.mentions import documents_speaking_of
from communique.model import Document
from communique.packs import Entry, Holder, Register, Relation
from communique.reporting.cards import source_line
from communique.reporting.layout import pad, wrap

__all__ = ["RegisterCard", "register_card"]

_ORDER = (
    "under", "part_of", "counterpart_of", "member_of", "party_to", "implements", "covers", "depends_on", "succeeds",
    "succeeded_by", "needed_by", "covered_by", "implemented_by", "has_party", "has_member", "over", "has_part",
)  # fmt: skip
_MANY = 12
"""From so many relations of one type on, those without a date or document are named in a row instead of in lines."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation with its other end, and the documents that speak of both ends."""

    relation: Relation
    other: Entry | None
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class RegisterCard:
    """What is known about an entry: on a day (``on``), or at all times.

    ``holders`` are the terms of an office, ``offices`` those of a person; ``seats`` the offices within a state or body
    and who holds them on the day (``today`` where none was given). ``documents`` are those of the ledger that speak of
    it, ``None`` where no ledger was asked.
    """

    entry: Entry
    register: Register
    on: date | None
    today: date
    holders: tuple[Holder, ...]
    offices: tuple[Holder, ...]
    seats: tuple[tuple[Entry, tuple[Holder, ...]], ...]
    ties: tuple[Tie, ...]
    documents: tuple[Document, ...] | None

    def lines(self, width: int) -> list[str]:
        """Return the card for a terminal of that width."""
        return [
            *_head(self.entry, self.register, width),
            *self._terms("held by", self.holders, width, person=True),
            *self._terms("offices", self.offices, width, person=False),
            *self._seats(width),
            *self._relations(width),
            *self._spoken(width),
        ]

    def values(self) -> dict[str, Any]:
        """Return the card as plain values; dates are partial, as the pack writes them."""
        entry = self.entry
        facts = {
            name: getattr(entry, name) for name in ("id", "type", "country", "of", "definition", "sure", "disputed")
        }
        return {
            **facts,
            "wikidata": entry.wikidata,
            "names": {script: list(names) for script, names in entry.names.items()},
            "short": list(entry.short),
            "single": list(entry.single),
            "metonyms": list(entry.metonyms),
            "from": entry.since,
            "until": entry.until,
            "on": self.on and self.on.isoformat(),
            "holders": [_term_values(holder, self.register) for holder in self.holders],
            "offices": [_term_values(holder, self.register) for holder in self.offices],
            "seats": [
                {"office": office.id, "name": office.display(), "holders": [holder.person for holder in holders]}
                for office, holders in self.seats
            ],
            "relations": [_tie_values(tie) for tie in self.ties],
            "documents": None if self.documents is None else [document.id for document in self.documents],
        }

    def _terms(self, title: str, terms: Sequence[Holder], width: int, *, person: bool) -> Iterator[str]:
        if not terms:
            return
        yield ""
        yield f"{title}{f', on {self.on}' if self.on else ''}"
        for term in terms:
            name = _name(self.register, term.person if person else term.office)
            notes = f"{' (acting)' if term.acting else ''}{_doubt(term.sure)}"
            yield from _indented(f"{_dates(term.since, term.until)}  {name}{notes}", width, 2)

    def _seats(self, width: int) -> Iterator[str]:
        if not self.seats:
            return
        yield ""
        yield f"its offices, on {self.on or self.today}"
        for office, holders in self.seats:
            people = "、".join(
                (person.display() if (person := self.register.get(holder.person)) else holder.person)
                + (" (acting)" if holder.acting else "")
                for holder in holders
            )
            yield from _indented(f"{office.display()} ({office.id}): {people or '—'}", width, 2)

    def _relations(self, width: int) -> Iterator[str]:
        named = {office.id for office, _ in self.seats}
        shown = [tie for tie in self.ties if tie.relation.type != "has_part" or tie.relation.target not in named]
        kinds = sorted({tie.relation.type for tie in shown}, key=_ORDER.index)
        if kinds:
            yield ""
            yield f"relations{f', on {self.on}' if self.on else ''}"
        for kind in kinds:
            ties = [tie for tie in shown if tie.relation.type == kind]
            plain = [tie for tie in ties if not (tie.documents or tie.relation.since or tie.relation.until)]
            plain = plain if len(ties) >= _MANY else []
            told = [line for tie in ties if tie not in plain for line in _tie_lines(tie, width - 19)]
            names = "、".join(tie.other.display() if tie.other else tie.relation.target for tie in plain)
            told += wrap(names, width - 19) if names else []
            for number, line in enumerate(told):
                yield f"  {pad('' if number else kind.replace('_', ' '), 16)} {line}"

    def _spoken(self, width: int) -> Iterator[str]:
        if self.documents is None:
            return
        yield ""
        number = len(self.documents)
        yield f"spoken of in {number} document{'' if number == 1 else 's'} of the ledger"
        for document in self.documents:
            yield from _indented(f"{document.id[:8]}  {source_line(document)}", width, 2)


def register_card(
    entry: Entry, register: Register, reader: LedgerReader | None, *, on: date | None = None, today: date
) -> RegisterCard:
    """Return what is known about an entry, limited to a day if one is given; a ledger adds who speaks of it."""
    relations = sorted(
        register.relations(entry.id, on),
        key=lambda r: (_ORDER.index(r.type), r.since or "", _kind(register, r.target), r.target),
    )
    speaking = documents_speaking_of(reader, [entry.id, *(r.target for r in relations)]) if reader else {}
    own = speaking.get(entry.id, frozenset())
    documents = {document.id: document for document in reader.documents(sorted(own))} if reader and own else {}
    ties = tuple(
        Tie(
            relation,
            register.get(relation.target),
            tuple(d for key, d in documents.items() if key in speaking[relation.target]) if own else (),
        )
        for relation in relations
    )
    return RegisterCard(
        entry,
        register,
        on,
        today,
        tuple(register.holders(entry.id, on)),
        tuple(sorted(register.offices(entry.id, on), key=lambda h: h.since or "")),
        tuple((office, _sitting(register, office, on or today)) for office in _offices_within(entry, register)),
        ties,
        tuple(documents.values()) if reader else None,
    )


def _offices_within(entry: Entry, register: Register) -> list[Entry]:
    """Return the offices of a state or body and of what is part of it, by id; an office has none within."""
    if entry.type == "office" or not entry.is_actor:
        return []
    waiting, found = [entry.id], {entry.id: entry}
    while waiting:
        for relation in register.relations(waiting.pop()):
            part = register.get(relation.target)
            if relation.type == "has_part" and part is not None and part.id not in found:
                found[part.id] = part
                waiting.append(part.id)
    return sorted((part for part in found.values() if part.type == "office"), key=lambda part: part.id)


def _sitting(register: Register, office: Entry, on: date) -> tuple[Holder, ...]:
    """Return who holds an office on a day: of the terms that may cover it only those that surely do, if any do."""
    terms = register.holders(office.id, on)
    holder = register.holder(office.id, on)
    return tuple(term for term in terms if holder is None or term.person == holder.id)


def _kind(register: Register, key: str) -> str:
    entry = register.get(key)
    return entry.type if entry else ""


def _head(entry: Entry, register: Register, width: int) -> Iterator[str]:
    yield from wrap(entry.display(), width)
    above = f", of {_name(register, entry.of)}" if entry.of else ""
    yield from wrap(f"{entry.type.replace('_', ' ')} {entry.id}{above}", width)
    forms: dict[str, Iterable[str]] = dict(entry.names)
    forms |= {"short": entry.short, "single": entry.single, "stands in": entry.metonyms}
    for title, names in forms.items():
        for number, line in enumerate(wrap("、".join(names), width - 12) if names else ()):
            yield f"  {pad('' if number else title, 9)} {line}"
    if entry.definition:
        yield from wrap(entry.definition, width)
    facts = [_dates(entry.since, entry.until)] if entry.since or entry.until else []
    facts += ["certain" if entry.sure == "certain" else "to be checked"]
    facts += [entry.wikidata] if entry.wikidata else []
    yield from wrap(" · ".join(facts), width)
    if entry.disputed:
        yield from wrap(f"disputed: {entry.disputed}", width)


def _tie_lines(tie: Tie, width: int) -> Iterator[str]:
    relation = tie.relation
    name = tie.other.display() if tie.other else relation.target
    dates = f"  {_dates(relation.since, relation.until)}" if relation.since or relation.until else ""
    disputed = f"; disputed: {relation.disputed}" if relation.disputed else ""
    yield from wrap(f"{name} ({relation.target}){dates}{_doubt(relation.sure)}{disputed}", width)
    if tie.documents:
        cited = ", ".join(document.id[:8] for document in tie.documents)
        yield from _indented(f"both in {len(tie.documents)}: {cited}", width, 2)


def _indented(text: str, width: int, indent: int) -> Iterator[str]:
    for number, line in enumerate(wrap(text, width - indent - 2)):
        yield f"{' ' * (indent + (2 if number else 0))}{line}"


def _dates(since: str | None, until: str | None) -> str:
    if since and since == until:
        return since
    return f"{since or '?'} – {until or ''}".rstrip()


def _doubt(sure: str) -> str:
    return "" if sure == "certain" else " (to be checked)"


def _name(register: Register, key: str) -> str:
    entry = register.get(key)
    return f"{entry.display()} ({key})" if entry else key


def _term_values(holder: Holder, register: Register) -> dict[str, Any]:
    person, office = register.get(holder.person), register.get(holder.office)
    return {
        "person": holder.person,
        "person_name": person.display() if person else None,
        "office": holder.office,
        "office_name": office.display() if office else None,
        "from": holder.since,
        "until": holder.until,
        "acting": holder.acting,
        "sure": holder.sure,
    }


def _tie_values(tie: Tie) -> dict[str, Any]:
    relation = tie.relation
    return {
        "type": relation.type,
        "other": relation.target,
        "name": tie.other.display() if tie.other else None,
        "other_type": tie.other.type if tie.other else None,
        "from": relation.since,
        "until": relation.until,
        "sure": relation.sure,
        "disputed": relation.disputed,
        "documents": [document.id for document in tie.documents],
    }
