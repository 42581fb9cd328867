"""Where every commitment stood on every day, worked out once for each thread that changes, and kept in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from communique.ledger import DocumentFacts, LedgerReader, LedgerWriter
from communique.ledger import standings as kept
from communique.ledger.standings import Placed, Summary
from communique.linking import (
    Doubt,
    Firmness,
    Progress,
    Shift,
    Standing,
    State,
    Thread,
    differences_within,
    moves_of,
    standings_of,
)
from communique.model import Interval, Tier
from communique.packs import Pack
from communique.reporting.board import HIDDEN, state_values
from communique.reporting.conflicts import difference_values
from communique.reporting.counting import SHOWN_FROM
from communique.reporting.lines import Line, line_values, made_lines
from communique.reporting.review import waiting as waiting_now
from communique.reporting.view import view_of

__all__ = ["settle", "state_kept"]

_SOME = 1000


def settle(writer: LedgerWriter, pack: Pack) -> int:
    """Work out what reports ask of the threads that have changed, and keep it; return how many threads that were."""
    writer.begin_settling(SHOWN_FROM)
    done = 0
    documents: dict[str, DocumentFacts] = {}
    names: dict[str, str] = {}
    while some := kept.unsettled_threads(writer.reader, _SOME):
        lines = list(made_lines(writer.reader, some, documents, pack))
        writer.keep_standings(
            some,
            _rows(writer.reader, some, lines, (documents, names), pack),
            _summaries(writer.reader, some, lines, pack),
        )
        done += len(some)
    if kept.kept_counts(writer.reader) is None:
        writer.keep_counts(waiting_now(writer.reader))
    return done


def _rows(
    reader: LedgerReader,
    threads: Sequence[str],
    lines: Sequence[Line],
    known: tuple[dict[str, DocumentFacts], dict[str, str]],
    pack: Pack,
) -> list[Placed]:
    """Return where the lines stood; ``known`` are documents and names of actors, to which new names are added."""
    documents, names = known
    named = {actor for line in lines for actor in line.actors}
    names.update(_names(named - names.keys(), reader, pack))
    found: list[Placed] = []
    for line in lines:
        actors = [names[actor] for actor in line.actors]
        stood = standings_of(line.moves, source=lambda document: documents[document].source)
        found += [_placed(line.thread, one, line.claims, actors, pack) for one in stood]
    shown = {line.thread.id for line in lines}
    hidden = (one.id for one in reader.heads(threads) if one.kind == "commitment" and one.id not in shown)
    return found + [Placed(key, None, None, HIDDEN, False, None, False, 0, 0, None, {}) for key in hidden]


def _summaries(reader: LedgerReader, threads: Sequence[str], lines: Sequence[Line], pack: Pack) -> list[Summary]:
    """Return what else is kept of threads, of those of which there is something."""
    told = {line.thread.id: line_values(line) for line in lines}
    several = [thread for thread in reader.threads(threads) if len(thread.claims) > 1]
    view = view_of(reader, pack, threads=several)
    differing = {
        thread.id: [difference_values(one) for one in found]
        for thread in view.threads
        if (found := differences_within(thread, view.claims, view.documents, pack))
    }
    return [Summary(key, told.get(key), differing.get(key)) for key in sorted(told.keys() | differing.keys())]


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
