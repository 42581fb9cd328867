"""The board: every commitment thread in the column of where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from communique.ledger import Clock, LedgerReader
from communique.ledger.standings import is_settled, kept_counts, placed_in, places
from communique.linking import Column, Doubt, State, moves_of, state_of
from communique.model import Claim, Interval, Role
from communique.packs import Pack, Register
from communique.reporting.counting import SHOWN_FROM, counts
from communique.reporting.layout import columns, wrap
from communique.reporting.lines import UNDERTAKERS
from communique.reporting.review import waiting

__all__ = ["HIDDEN", "Board", "Item", "board", "board_json", "board_text", "state_values"]

HIDDEN = "hidden"
"""The place of threads that have no claim that counts."""

_NARROWEST = 15
"""Below this width of a column the board is printed column after column."""


@dataclass(frozen=True, slots=True)
class Item:
    """A thread on the board: who undertook it, where it stands (``state_values``), in how many claims it is told.

    ``named`` says that the register knows what it is about.
    """

    thread: str
    title: str
    actors: tuple[str, ...]
    values: Mapping[str, Any]
    due: Interval | None
    claims: int
    named: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The items of each column on a day: what the register names first, then the most widely told, the latest.

    ``numbers`` counts all of a column, of which ``items`` may be the first alone.
    Of each at least one claim counts (``counting``); ``hidden`` threads have none. Where it stands on unsure claims
    alone, its state says so. ``waiting`` claims have no verdict yet, ``doubtful`` ones of them are too unsure to count.
    """

    on: date
    items: dict[Column, tuple[Item, ...]]
    numbers: dict[Column, int]
    waiting: int = 0
    doubtful: int = 0
    hidden: int = 0

    def __len__(self) -> int:
        return sum(self.numbers.values())


def board(reader: LedgerReader, pack: Pack, on: date, clock: Clock | None = None, *, limit: int | None = None) -> Board:
    """Return the board of a day: what the documents of this ledger say had come about by then, as ``clock`` sees it.

    With a ``limit`` only so many of each column, but all of them counted. As of now the standings that the ledger keeps
    are asked where they are all worked out (``standings.settle``); else every claim is looked at.
    """
    if (clock is None or clock == Clock()) and is_settled(reader, SHOWN_FROM):
        return _kept_board(reader, on, limit)
    return _whole_board(reader, pack, on, clock, limit)


def _kept_board(reader: LedgerReader, on: date, limit: int | None) -> Board:
    numbers = places(reader, on)
    items: dict[Column, tuple[Item, ...]] = {}
    for column in Column:
        rows = placed_in(reader, column.value, on, limit) if numbers.get(column.value) else []
        items[column] = tuple(
            Item(
                placed.thread,
                title,
                tuple(placed.shown["actors"]),
                {**placed.shown["state"], "on": on.isoformat()},
                Interval.parse(placed.shown["due"]) if placed.shown["due"] else None,
                placed.claims,
                placed.named,
            )
            for placed, title, _ in rows
        )
    counted = {column: numbers.get(column.value, 0) for column in Column}
    return Board(on, items, counted, **(kept_counts(reader) or waiting(reader)), hidden=numbers.get(HIDDEN, 0))


def _whole_board(reader: LedgerReader, pack: Pack, on: date, clock: Clock | None, limit: int | None) -> Board:
    told: dict[str, list[Claim]] = {}
    claims: dict[str, list[Claim]] = {}
    unsure: set[str] = set()
    for stored in reader.claims(thread_kinds=["commitment"], clock=clock):
        if stored.thread is not None:
            told.setdefault(stored.thread, []).append(stored.claim)
            if counts(stored):
                claims.setdefault(stored.thread, []).append(stored.claim)
            else:
                unsure.add(stored.claim.id)
    documents = reader.facts()
    found: dict[Column, list[tuple[State, Item]]] = {column: [] for column in Column}
    for thread in reader.heads(sorted(claims)):
        members = told[thread.id]
        state = state_of(moves_of(members, documents, pack, unsure), on, source=lambda key: documents[key].source)
        if state is not None:
            actors, named = _actors(claims[thread.id], pack.register), thread.key in pack.register
            item = Item(thread.id, thread.title, actors, state_values(state), state.due, len(members), named)
            found[state.column].append((state, item))
    items = {
        column: tuple(item for _, item in sorted(some, key=_weight, reverse=True)) for column, some in found.items()
    }
    numbers = {column: len(some) for column, some in items.items()}
    shown = {column: some[:limit] for column, some in items.items()}
    return Board(on, shown, numbers, **waiting(reader), hidden=len(told.keys() - claims.keys()))


def _weight(found: tuple[State, Item]) -> tuple[bool, int, int, date, str]:
    state, item = found
    return (item.named, state.sources, item.claims, state.last or date.min, item.thread)


def _actors(members: Sequence[Claim], register: Register) -> tuple[str, ...]:
    """Return who undertook it, the most often named first; an author undertakes nothing."""
    counted: Counter[str] = Counter()
    names: dict[str, str] = {}
    for claim in members:
        for actor in claim.actors:
            if actor.role is not Role.TARGET and actor.id != "author":
                entry = register.get(actor.id)
                names.setdefault(actor.id, entry.display() if entry else actor.surface)
                counted[actor.id] += 1
    return tuple(names[key] for key, _ in sorted(counted.items(), key=lambda p: (-p[1], p[0]))[:UNDERTAKERS])


def state_values(state: State) -> dict[str, Any]:
    """Return a commitment's state as plain values."""
    return {
        "on": state.on.isoformat(),
        "column": state.column.value,
        "firmness": state.firmness.value,
        "progress": state.progress.value,
        "since": state.since.isoformat() if state.since else None,
        "due": state.due.as_list() if state.due else None,
        "past_due": state.past_due,
        "schedule": state.schedule,
        "sources": state.sources,
        "tiers": [tier.value for tier in state.tiers],
        "beside": [move.claim for move in state.beside],
        "last_report": state.last.isoformat() if state.last else None,
        "doubt": asdict(state.doubt) if state.doubt else None,
        "due_doubt": asdict(state.due_doubt) if state.due_doubt else None,
    }


def board_json(shown: Board) -> dict[str, Any]:
    """Return the board as plain values."""
    return {
        "on": shown.on.isoformat(),
        "waiting": shown.waiting,
        "doubtful": shown.doubtful,
        "hidden": shown.hidden,
        "columns": {
            column.value: [
                {
                    "thread": item.thread,
                    "title": item.title,
                    "actors": list(item.actors),
                    **item.values,
                    "claims": item.claims,
                    "named": item.named,
                }
                for item in items
            ]
            for column, items in shown.items.items()
        },
    }


def board_text(shown: Board, width: int = 80, limit: int | None = None) -> list[str]:
    """Return the board's lines for a terminal of that width; empty columns are left out.

    With a ``limit``, each column shows so many items and the number of the others.
    """
    used = [column for column in Column if shown.numbers[column]]
    top = f"Board on {shown.on}: {len(shown)} commitments"
    if not used:
        return [top, "No document speaks of a commitment yet.", *_waiting(shown, width)]
    each = (width - 3 * (len(used) - 1)) // len(used)
    heads = [f"{column.value} ({shown.numbers[column]})" for column in used]
    if each >= _NARROWEST:
        cells = [
            [line for item in shown.items[column][:limit] for line in _cell(item, each)] + _more(shown, column, limit)
            for column in used
        ]
        return [top, "", *columns([wrap(head, each) for head in heads], cells, each), *_waiting(shown, width)]
    lines = [top]
    for column, title in zip(used, heads, strict=True):
        lines += ["", title, "─" * min(width, len(title))]
        lines += [line for item in shown.items[column][:limit] for line in _row(item, width)]
        lines += _more(shown, column, limit)
    return lines + _waiting(shown, width)


def _waiting(shown: Board, width: int) -> list[str]:
    """Return what is said of the claims that no reviewer has seen."""
    if not shown.waiting:
        return []
    hidden = f"; {shown.hidden} commitments rest on such claims alone and are not shown" if shown.hidden else ""
    said = f"{shown.waiting} claims wait for a reviewer, {shown.doubtful} of them too unsure to count{hidden}."
    return ["", *wrap(f"{said} `communique review` walks through them.", width)]


def _more(shown: Board, column: Column, limit: int | None) -> list[str]:
    left = shown.numbers[column] - limit if limit is not None else 0
    return [f"… {left} more"] if left > 0 else []


def _when(item: Item) -> str:
    due, unsure = item.due, item.values["due_doubt"]
    if due is None:
        return ""
    said = f"by {due.end}" if due.start is None else f"due {due}"
    return f"{said} ({Doubt(**unsure)})" if unsure else said


def _doubt(item: Item) -> str:
    """Return how sure the column is, where it rests on unsure claims alone (and its due date does not say so)."""
    unsure = item.values["doubt"]
    return f"({Doubt(**unsure)})" if unsure and unsure != item.values["due_doubt"] else ""


def _cell(item: Item, each: int) -> list[str]:
    lines = wrap(item.title, each, limit=3)
    lines += wrap("、".join(item.actors), each, limit=2) if item.actors else []
    if _when(item):
        lines += wrap(_when(item), each)
    lines += wrap(_doubt(item), each) if _doubt(item) else []
    return [*lines, f"#{item.thread[:8]}", ""]


def _row(item: Item, width: int) -> list[str]:
    facts = "  ".join(
        part for part in ("、".join(item.actors), _when(item), _doubt(item), f"#{item.thread[:8]}") if part
    )
    return [*wrap(item.title, width, limit=2), *(f"    {line}" for line in wrap(facts, width - 4))]
