"""What a ledger tells of one entry of the register: where it stands, what happened, who said what, what belongs to it.

A claim is cited where it is on one of the entry's threads, or where its words speak of the entry; of a clause that
undertakes two things alike, each has it among its steps. A thing that is told again is cited once a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from communique.ledger import Clock, DocumentFacts, LedgerReader, StoredClaim
from communique.ledger.standings import is_settled
from communique.linking import ENCOUNTERS, Move, State, Thread, is_about, lines_of, moves_of, state_of
from communique.linking.likeness import designators, dice, pairs_of
from communique.model import Claim, Commitment, Event, Factuality
from communique.packs import Entry, Pack, Register
from communique.reporting.cards import thread_state
from communique.reporting.counting import SHOWN_FROM, unsure
from communique.reporting.standings import state_kept

__all__ = ["MOST", "Part", "Thing", "Told", "alike", "encounters", "thing"]

MOST = 200
"""Claims of one entry that are looked at, the latest recorded."""

_BELOW = frozenset({"implemented_by", "has_part", "over", "covers", "needed_by"})
_WITHIN = frozenset({"has_part", "over", "covers"})
"""Relations to what belongs to an entry; a collection of documents holds only what it covers."""
_THINGS = frozenset(
    {"mechanism", "programme", "policy", "document", "exercise", "event", "event_series", "topic", "measure"}
)
_DEEP = 2
_PART = 100  # claims of what belongs to an entry that are looked at, the latest
_NAMED = 20  # claims that name what belongs to an entry, where none is about it
_SAME_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as it is cited: its day (of what it tells, else of its publication), its thread, its step's effect.

    ``again`` counts the same thing told again in the document.
    """

    stored: StoredClaim
    day: date | None
    thread: Thread | None
    effect: str = ""
    again: int = 0

    @property
    def claim(self) -> Claim:
        """Return the claim itself."""
        return self.stored.claim


@dataclass(frozen=True, slots=True)
class Part:
    """Something that belongs to an entry, with its thread, where it stands (None: it is no undertaking), its claims.

    Where none has it as its line of work, they are those that name it; a text of a collection may have none. ``number``
    counts all, of which ``claims`` may be the latest alone.
    """

    relation: str
    entry: Entry
    thread: Thread | None
    state: State | None
    claims: tuple[StoredClaim, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Thing:
    """What is told of an entry; ``thread`` is its own line of work, ``told`` in the order of days, ``left`` unseen.

    ``fulfilment`` are events that may be what was undertaken; that is offered to the reader, not asserted.
    """

    key: str
    entry: Entry | None
    thread: Thread | None
    state: State | None
    told: tuple[Told, ...]
    fulfilment: tuple[Told, ...]
    parts: tuple[Part, ...]
    documents: dict[str, DocumentFacts]
    left: int

    def of(self, *kinds: str) -> list[Told]:
        """Return what is told in claims of some kinds."""
        return [one for one in self.told if one.claim.kind in kinds]


def thing(key: str, reader: LedgerReader, pack: Pack, on: date, clock: Clock | None = None) -> Thing:
    """Return what a ledger tells of an entry of the register, or of an actor that only documents name.

    As of a day, by what ``clock`` lets be seen.
    """
    entry = pack.register.get(key)
    lines = reader.threads_with_keys([key]).get(key, [])
    about, left = _about(key, entry, reader, clock)
    for part in _texts(entry, pack.register):
        about += reader.claims(key=part.id, latest=MOST, clock=clock)
    about = [one for one in about if is_about(one.claim, key, pack)]
    on_line = [one for thread in lines for one in reader.claims(thread=thread.id, clock=clock, latest=MOST)]
    stored = {one.claim.id: one for one in (*about, *on_line)}
    documents = reader.facts(sorted({one.claim.document for one in stored.values()}))
    line = next((thread for thread in lines if thread.key == key), None)
    moves, state = _standing(key, line, stored.values(), documents, pack, on)
    told_of = reader.count_of(thread=line.id) if line is not None else 0
    if line is not None and told_of > MOST:
        left += told_of - MOST
        state = _of_many(line, state, reader, pack, on, clock)
    threads = {t.id: t for t in reader.heads(sorted({one.thread for one in stored.values() if one.thread}))}
    told = _told(stored.values(), threads, {move.claim: move.effect for move in (state.moves if state else moves)})
    done = _fulfilment(told, moves) if entry is not None and entry.type == "programme" else ()
    return Thing(key, entry, line, state, told, done, _parts(key, reader, pack, on, clock), documents, left)


def _of_many(
    line: Thread, state: State | None, reader: LedgerReader, pack: Pack, on: date, clock: Clock | None
) -> State | None:
    """Return the state of a line with more claims than are looked at, with the effects of those that are.

    As it is now the ledger keeps it; as of another clock all of its claims have to be looked at.
    """
    if (clock is None or clock == Clock()) and is_settled(reader, SHOWN_FROM):
        found = state_kept(reader, line.id, on, pack)
    else:
        found = thread_state(line, reader, pack, on, clock)
    return None if found is None else replace(found, moves=state.moves if state is not None else ())


def _about(key: str, entry: Entry | None, reader: LedgerReader, clock: Clock | None) -> tuple[list[StoredClaim], int]:
    """Return the latest claims that speak of an entry or have it as an actor, and how many there are beside."""
    found = list(reader.claims(key=key, latest=MOST, clock=clock))
    left = max(reader.count_of(key=key) - MOST, 0)
    if entry is None or entry.is_actor:
        acting = list(reader.claims(actor=key, latest=MOST, clock=clock))
        left += max(reader.count_of(actor=key) - MOST, 0)
        found += acting
    if entry is not None and entry.type in {"person", "office"}:
        found += reader.claims_naming((*entry.all_names(), *entry.short), latest=MOST, clock=clock)
    return list({one.claim.id: one for one in found}.values()), left


def _texts(entry: Entry | None, register: Register) -> list[Entry]:
    """Return the documents that a collection of documents is made of: what they say is what it says."""
    if entry is None or entry.type != "document":
        return []
    return [part for _, part in _below(entry.id, register) if part.type == "document"]


def _standing(
    key: str,
    line: Thread | None,
    stored: Iterable[StoredClaim],
    documents: dict[str, DocumentFacts],
    pack: Pack,
    on: date,
) -> tuple[list[Move], State | None]:
    """Return the steps of an undertaking and where they leave it; none for what is no undertaking.

    Of claims on other threads those count that undertake this as much as what their thread is about.
    """
    steps = [
        one
        for one in stored
        if (line is not None and one.thread == line.id)
        or (isinstance(one.claim, Commitment) and key in lines_of(one.claim, pack))
    ]
    if not any(isinstance(one.claim, Commitment) for one in steps):
        return [], None
    moves = moves_of([one.claim for one in steps], documents, pack, unsure(steps))
    return moves, state_of(moves, on, source=lambda document: documents[document].source)


def _fulfilment(told: Sequence[Told], moves: Sequence[Move]) -> tuple[Told, ...]:
    """Return the encounters that happened after something was undertaken, and that its words speak of."""
    first = min((move.at for move in moves if move.at is not None), default=None)
    return tuple(
        one
        for one in told
        if first is not None
        and isinstance(one.claim, Event)
        and one.claim.type in ENCOUNTERS
        and one.claim.factuality is Factuality.ACTUAL
        and one.claim.time is not None
        and one.claim.time.start is not None
        and one.claim.time.start > first
    )


def _told(stored: Iterable[StoredClaim], threads: dict[str, Thread], effects: dict[str, str]) -> tuple[Told, ...]:
    every = sorted(stored, key=_order)
    shown = {one.claim.id: one.claim for one in every}
    again: dict[str, int] = {}
    first: list[StoredClaim] = []
    for one in every:
        repeated = one.claim.repeat_of
        if repeated in shown and alike(one.claim, shown[repeated]):
            again[repeated] = again.get(repeated, 0) + 1
        else:
            first.append(one)
    return tuple(
        Told(
            one,
            _day(one),
            threads.get(one.thread or ""),
            effects.get(one.claim.id, ""),
            again.get(one.claim.id, 0),
        )
        for one in first
    )


def alike(one: Claim, other: Claim) -> bool:
    """Say whether two tellings are worded so alike, and of one time, that a reader need not see both."""
    if one.time is not None and other.time is not None and one.time != other.time:
        return False
    return (
        designators(one.quote) == designators(other.quote)
        and dice(pairs_of(one.quote), pairs_of(other.quote)) >= _SAME_WORDS
    )


def _day(stored: StoredClaim) -> date | None:
    time = stored.claim.time
    return (time.start or time.end if time is not None else None) or stored.known_from


def _order(stored: StoredClaim) -> tuple[date, date, str, int, str]:
    claim = stored.claim
    return (_day(stored) or date.max, stored.known_from or date.max, claim.document, claim.start, claim.id)


def _parts(key: str, reader: LedgerReader, pack: Pack, on: date, clock: Clock | None) -> tuple[Part, ...]:
    """Return what belongs to an entry, and to that in turn, as far as the ledger has a thread of it."""
    below = list(_below(key, pack.register))
    threads = reader.threads_with_keys([entry.id for _, entry in below])
    found: list[Part] = []
    for relation, entry in below:
        if entry.id not in threads:
            named = tuple(sorted(reader.claims(key=entry.id, latest=_NAMED, clock=clock), key=_order))
            if named or entry.type == "document":
                found.append(Part(relation, entry, None, None, named, len(named)))
        for thread in threads.get(entry.id, ()):
            stored = list(reader.claims(thread=thread.id, clock=clock, latest=_PART))
            if not stored:
                continue
            documents = reader.facts(sorted({one.claim.document for one in stored}))
            _, state = _standing(entry.id, thread, stored, documents, pack, on)
            number = reader.count_of(thread=thread.id)
            if number > _PART:
                state = _of_many(thread, state, reader, pack, on, clock)
            number = max(number if clock in (None, Clock()) else 0, len(stored))
            found.append(Part(relation, entry, thread, state, tuple(sorted(stored, key=_order)), number))
    return tuple(found)


def _below(key: str, register: Register) -> Iterable[tuple[str, Entry]]:
    seen, level = {key}, [key]
    top = register.get(key)
    wanted = _WITHIN if top is not None and top.type == "document" else _BELOW
    for _ in range(_DEEP):
        following: list[str] = []
        for one in level:
            for relation in register.relations(one):
                entry = register.get(relation.target)
                if relation.type not in wanted or entry is None or entry.type not in _THINGS or entry.id in seen:
                    continue
                seen.add(entry.id)
                following.append(entry.id)
                yield relation.type, entry
        level = following


def encounters(told: Sequence[Told]) -> list[tuple[Thread | None, list[Told]]]:
    """Return the events, each with the claims that tell it, in the order of their days."""
    groups: dict[str, list[Told]] = {}
    for one in told:
        if isinstance(one.claim, Event):
            groups.setdefault(one.thread.id if one.thread else one.claim.id, []).append(one)
    return [(group[0].thread, group) for group in groups.values()]
