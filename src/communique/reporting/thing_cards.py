"""The card of an entry of the register: where it stands, its steps, what happened and was said, and the sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from communique.ledger import StoredClaim
from communique.linking import Thread
from communique.model import Commitment, Figure
from communique.packs import Entry, Pack, Register
from communique.reporting.board import state_values
from communique.reporting.cards import label, source_line, state_lines
from communique.reporting.claims import claim_record
from communique.reporting.layout import counted, quoted, wrap
from communique.reporting.things import Part, Thing, Told, alike, encounters

__all__ = ["thing_card", "thing_values"]

_ROWS = 40
_TELLINGS = 3
_ACTOR_ROWS = 12
"""Rows of a section, the latest; of an actor, who is in many claims, fewer."""


def thing_card(shown: Thing, pack: Pack, width: int, *, why: Mapping[str, str] | None = None) -> list[str]:
    """Return the card for a terminal of that width; ``why`` says by claim what put it on its thread, to be told too."""
    register = pack.register
    lines = _head(shown, register, width)
    if shown.state is not None:
        lines += state_lines(shown.state)
    if not shown.told and not shown.parts:
        return [*lines, "", "Nothing in this ledger speaks of it."]
    card = _Card(shown, width, why or {})
    for title, rows in card.sections():
        lines += ["", title, *rows]
    lines += _parts(shown, width)
    if shown.left:
        lines += [
            "",
            f"… and about {shown.left:,} more claims; `communique timeline`, `positions` and `brief` have them.",
        ]
    sources = card.sources()
    return [*lines, "", "Sources", *sources] if sources else lines


def _head(shown: Thing, register: Register, width: int) -> list[str]:
    entry = shown.entry
    if entry is None:
        return [shown.key.removeprefix("doc:"), f"actor {shown.key}, named in documents alone"]
    names = dict.fromkeys((entry.display(), entry.display("en"), entry.display("ja")))
    lines = wrap(" / ".join(names), width)
    thread = f" · thread {shown.thread.id}" if shown.thread is not None else ""
    lines += wrap(f"{entry.type} {entry.id}{thread}", width)
    lines += wrap(entry.definition, width) if entry.definition else []
    for holder in entry.holders:
        acting = " (acting)" if holder.acting else ""
        lines.append(f"  {_name(holder.person, register)}  {holder.term or ''}{acting}")
    for term in register.offices(entry.id):
        acting = " (acting)" if term.acting else ""
        lines.append(f"  {_name(term.office, register)}  {term.term or ''}{acting}")
    members = _members(entry, register)
    return lines + (wrap(f"members: {'、'.join(members)}", width) if members else [])


def _members(entry: Entry, register: Register) -> list[str]:
    if entry.type not in {"mechanism", "programme", "exercise", "organisation"}:
        return []
    found = [register.get(r.target) for r in register.relations(entry.id) if r.type == "has_member"]
    return [one.display() for one in found if one is not None and one.type != "office"]


def _name(key: str, register: Register) -> str:
    entry = register.get(key)
    return entry.display() if entry else key


class _Card:
    """Rows of claims with numbers for their sources, counted as they are first cited."""

    def __init__(self, shown: Thing, width: int, why: Mapping[str, str]) -> None:
        self._shown = shown
        self._width = width
        self._numbers: dict[str, int] = {}
        self._most = _ACTOR_ROWS if shown.entry is None or shown.entry.is_actor else _ROWS
        self._reasons = why

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the sections that have rows: steps, events, commitments of others, stances, figures, judgements."""
        steps = [one for one in self._shown.told if one.effect]
        rest = [one for one in self._shown.told if not one.effect and one not in self._shown.fulfilment]
        events = encounters(rest)
        plain = (
            ("Steps", steps),
            ("Undertakings", _of(rest, "commitment")),
            ("Where they stand", _of(rest, "position")),
            ("Figures", _of(rest, "figure")),
            ("Judgements and forecasts", _of(rest, "assessment")),
        )
        for title, told in plain[:1]:
            if told:
                yield title, list(self._rows(told))
        if self._shown.fulfilment:
            title = "May be its fulfilment (offered, not asserted)"
            yield title, list(self._rows(self._shown.fulfilment))
        if events:
            yield "Events", list(self._events(events))
        for title, told in plain[1:]:
            if told:
                yield title, list(self._rows(told))

    def sources(self) -> list[str]:
        """Return the sources cited, by their numbers."""
        lines: list[str] = []
        for document, number in self._numbers.items():
            head = f"  [{number}] "
            wrapped = wrap(source_line(self._shown.documents[document]), self._width - len(head))
            lines += [f"{head if n == 0 else ' ' * len(head)}{line}" for n, line in enumerate(wrapped)]
        return lines

    def _rows(self, told: Sequence[Told]) -> Iterator[str]:
        if len(told) > self._most:
            yield f"  … {len(told) - self._most} earlier"
        for one in told[-self._most :]:
            yield from self._row(one)

    def _events(self, events: Sequence[tuple[Thread | None, list[Told]]]) -> Iterator[str]:
        if len(events) > self._most:
            yield f"  … {len(events) - self._most} earlier"
        for thread, group in events[-self._most :]:
            if thread is not None:
                yield from (f"  {line}" for line in wrap(f"{thread.title}  #{thread.id[:8]}", self._width - 2))
            for one in _one_each(group):
                yield from self._row(one)

    def _row(self, one: Told) -> Iterator[str]:
        claim = one.claim
        number = self._numbers.setdefault(claim.document, len(self._numbers) + 1)
        parts = [_when(one), label(claim), *_facts(one), one.effect, _elsewhere(one, self._shown)]
        parts += [f"told {one.again + 1} times" if one.again else "", f"[{number}]", f"#{claim.id[:10]}"]
        yield from (f"    {line}" for line in wrap(" · ".join(part for part in parts if part), self._width - 4))
        said = f" — {'、'.join(claim.said_by)}" if claim.said_by else ""
        yield from (f"      {line}" for line in wrap(f"{quoted(claim.quote)}{said}", self._width - 6))
        if reason := self._reasons.get(claim.id):
            yield from (f"      because {line}" for line in wrap(reason, self._width - 14))


def _of(told: Sequence[Told], kind: str) -> list[Told]:
    return [one for one in told if one.claim.kind == kind]


def _one_each(group: Sequence[Told]) -> Iterable[Told]:
    """Return a few tellings a document and type of event, the fullest first, those in other words only."""
    kept: dict[tuple[str, str], list[Told]] = {}
    for one in sorted(group, key=_fullness, reverse=True):
        others = kept.setdefault((one.claim.document, label(one.claim)), [])
        if len(others) < _TELLINGS and not any(alike(one.claim, other.claim) for other in others):
            others.append(one)
    shown = [one for some in kept.values() for one in some]
    return [one for one in group if one in shown]


def _fullness(one: Told) -> tuple[bool, int]:
    return (one.claim.time is not None, len(one.claim.actors))


def _when(one: Told) -> str:
    if one.claim.time is not None:
        return str(one.claim.time)
    return f"reported {one.stored.known_from}" if one.stored.known_from else "no date"


def _facts(one: Told) -> list[str]:
    claim = one.claim
    due = f"due {claim.due}" if isinstance(claim, Commitment) and claim.due not in (None, claim.time) else ""
    factuality = "" if claim.factuality.value == "actual" else claim.factuality.value
    measure = ""
    if isinstance(claim, Figure):
        known = one.thread is not None and "|" not in one.thread.key
        measure = one.thread.title if known and one.thread is not None else claim.measure
    return [measure, due, factuality]


def _elsewhere(one: Told, shown: Thing) -> str:
    """Return the thread a claim is on, where that is another line of work."""
    if one.thread is None or shown.thread is None or one.thread.id == shown.thread.id or "|" in one.thread.key:
        return ""
    return "" if isinstance(one.claim, Figure) else f"also {one.thread.title}"


def _parts(shown: Thing, width: int) -> list[str]:
    if not shown.parts:
        return []
    lines = ["", "What belongs to it"]
    for part in shown.parts:
        lines += [f"  {line}" for line in wrap(_part(part), width - 2)]
    return lines


def _part(part: Part) -> str:
    since = f" ({part.entry.since})" if part.entry.type == "document" and part.entry.since else ""
    head = f"{part.entry.display()}{since}"
    days = sorted({_when_of(one) for one in part.claims} - {""})
    span = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}" if days else "no date"
    if part.thread is None:
        return f"{head}: named in {counted(part.number, 'claim')}, {span}" if part.claims else head
    figures = [one.claim for one in part.claims if isinstance(one.claim, Figure)]
    if part.state is not None:
        where = f"{part.state.where}{f', due {part.state.due}' if part.state.due else ''}"
    elif figures:
        where = label(figures[-1]).removeprefix("figure/")
    else:
        where = part.thread.kind
    return f"{head}: {where}; {counted(part.number, 'claim')}, {span}  #{part.thread.id[:8]}"


def _when_of(stored: StoredClaim) -> str:
    return str(stored.claim.time or stored.known_from or "")


def thing_values(shown: Thing, register: Register) -> Mapping[str, Any]:
    """Return the card as plain values."""
    entry = shown.entry
    return {
        "sort": entry.type if entry else "actor",
        "id": shown.key,
        "names": {script: list(names) for script, names in entry.names.items()} if entry else {},
        "definition": entry.definition if entry else None,
        "members": _members(entry, register) if entry else [],
        "thread": shown.thread.id if shown.thread else None,
        "state": state_values(shown.state) if shown.state else None,
        "may_fulfil": [one.claim.id for one in shown.fulfilment],
        "claims": [
            {
                **claim_record(one.stored, shown.documents[one.claim.document], register),
                "day": one.day.isoformat() if one.day else None,
                "effect": one.effect,
                "told_again": one.again,
            }
            for one in shown.told
        ],
        "parts": [
            {
                "relation": part.relation,
                "id": part.entry.id,
                "name": part.entry.display(),
                "thread": part.thread.id if part.thread else None,
                "state": state_values(part.state) if part.state else None,
            }
            for part in shown.parts
        ],
        "not_shown": shown.left,
    }
