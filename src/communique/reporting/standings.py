"""Where every commitment stood on every day, worked out once for each thread that changes, and kept in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from communique.ledger import DocumentFacts, LedgerReader, LedgerWriter
from communique.ledger import standings as kept
from communique.ledger.standings import Placed
from communique.linking import Doubt, Firmness, Progress, Shift, Standing, State, Thread, moves_of, standings_of
from communique.model import Claim, Interval, Tier
from communique.packs import Pack
from communique.reporting.board import HIDDEN, UNDERTAKERS, state_values
from communique.reporting.counting import SHOWN_FROM
from communique.reporting.review import waiting as waiting_now

__all__ = ["settle", "state_kept"]

_SOME = 200


def settle(writer: LedgerWriter, pack: Pack) -> int:
    """Work out where the threads that have changed stand, and keep it; return how many threads that were."""
    writer.begin_settling(SHOWN_FROM)
    done = 0
    documents: dict[str, DocumentFacts] = {}
    while some := kept.unsettled_threads(writer.reader, _SOME):
        writer.keep_standings(some, _rows(writer.reader, some, documents, pack))
        done += len(some)
    if kept.kept_counts(writer.reader) is None:
        writer.keep_counts(waiting_now(writer.reader))
    return done


def _rows(
    reader: LedgerReader, threads: Sequence[str], documents: dict[str, DocumentFacts], pack: Pack
) -> list[Placed]:
    heads = {thread.id: thread for thread in reader.heads(threads) if thread.kind == "commitment"}
    steps: dict[str, list[Claim]] = {key: [] for key in heads}
    number, counting, unsure = dict.fromkeys(heads, 0), set[str](), set[str]()
    for key, claim, sure in kept.steps_of(reader, sorted(heads), SHOWN_FROM):
        number[key] += 1
        if sure:
            counting.add(key)
        if claim is not None:
            steps[key].append(claim)
            if not sure:
                unsure.add(claim.id)
    new = {claim.document for claims in steps.values() for claim in claims} - documents.keys()
    documents.update(reader.facts(sorted(new)))
    who = kept.undertakers_of(reader, sorted(heads), SHOWN_FROM, UNDERTAKERS)
    names = _names({actor for actors in who.values() for actor in actors}, reader, pack)
    found: list[Placed] = []
    for key, thread in heads.items():
        if key not in counting:
            found.append(Placed(key, None, None, HIDDEN, False, None, False, 0, 0, None, {}))
            continue
        actors = [names[actor] for actor in who.get(key, ())]
        moves = moves_of(steps[key], documents, pack, unsure)
        stood = standings_of(moves, source=lambda document: documents[document].source)
        found += [_placed(thread, one, number[key], actors, pack) for one in stood]
    return found


def _names(actors: set[str], reader: LedgerReader, pack: Pack) -> dict[str, str]:
    """Return what a reader calls actors: the register's name, else the one that a document uses."""
    found = {}
    for actor in sorted(actors):
        entry = pack.register.get(actor)
        used = [] if entry is not None else reader.identities(actor)
        found[actor] = entry.display() if entry is not None else used[0][0] if used else actor.removeprefix("doc:")
    return found


def _placed(thread: Thread, stood: Standing, claims: int, actors: Sequence[str], pack: Pack) -> Placed:
    state = stood.state
    shown: dict[str, Any] = {
        "state": state_values(state),
        "actors": list(actors),
        "due": None if state.due is None else str(state.due),
        "due_by": stood.due_by,
        "moved_from": str(state.shifts[-1].before) if state.shifts else None,
    }
    return Placed(
        thread=thread.id,
        since=stood.since,
        until=stood.until,
        place=state.column.value,
        open=stood.open,
        due_to=None if state.due is None else state.due.end or state.due.start,
        named=thread.key in pack.register,
        sources=state.sources,
        claims=claims,
        last=state.last,
        shown=shown,
    )


def state_kept(reader: LedgerReader, thread: str, on: date, pack: Pack) -> State | None:
    """Return a thread's state on a day as the ledger keeps it, without its moves; ``None`` where nothing is kept.

    What a thread of very many claims is asked for.
    """
    placed = kept.standing_of(reader, thread, on)
    if placed is None or placed.place == HIDDEN:
        return None
    values, due = placed.shown["state"], placed.shown["due"]
    claims = [one.claim for one in reader.claims(ids=values["beside"])] if values["beside"] else []
    documents = reader.facts(sorted({claim.document for claim in claims}))
    before, after = placed.shown["moved_from"], Interval.parse(due) if due else None
    return State(
        on=on,
        firmness=Firmness(values["firmness"]),
        progress=Progress(values["progress"]),
        since=date.fromisoformat(values["since"]) if values["since"] else None,
        due=after,
        shifts=(Shift(Interval.parse(before), after, placed.shown["due_by"], None),) if before and after else (),
        past_due=values["past_due"],
        sources=values["sources"],
        tiers=tuple(Tier(tier) for tier in values["tiers"]),
        beside=tuple(moves_of(claims, documents, pack)),
        moves=(),
        last=placed.last,
        doubt=_doubt(values["doubt"]),
        due_doubt=_doubt(values["due_doubt"]),
    )


def _doubt(value: dict[str, Any] | None) -> Doubt | None:
    return None if value is None else Doubt(**value)
