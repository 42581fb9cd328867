"""The board at any point of the clocks, from moves read once: what a time slider needs.

A ``Replay`` holds the moves of every commitment of a ledger. Where they stood on a day (``on``), by what had been
published by a day (``known``), is worked out from them without asking the database again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from communique.ledger import DocumentFacts, LedgerReader
from communique.ledger.standings import unsettled_threads
from communique.linking import Column, Move, State, state_of
from communique.packs import Pack
from communique.reporting.board import state_values
from communique.reporting.counting import SHOWN_FROM
from communique.reporting.lines import Line, kept_lines, made_lines
from communique.reporting.overview import commitments

__all__ = ["Filter", "Replay", "Shown", "shown_values"]

_SOME = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show: a line that has to do with ``actor`` and ``key``, with a move told by the publisher and tier."""

    actor: str | None = None
    key: str | None = None
    publisher: str | None = None
    tier: str | None = None

    def keeps(self, line: Line, documents: Mapping[str, DocumentFacts]) -> bool:
        """Say whether a line meets all conditions."""
        if any(wanted is not None and wanted not in line.ids for wanted in (self.actor, self.key)):
            return False
        told = [documents[move.document] for move in line.moves]
        return (self.publisher is None or any(d.publisher == self.publisher for d in told)) and (
            self.tier is None or any(d.tier.value == self.tier for d in told)
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A line and its state; ``before`` is its state at the earlier point, None where it was not there yet."""

    line: Line
    state: State
    before: State | None = None

    @property
    def last(self) -> Move | None:
        """Return the latest move that changed something, or the latest of all."""
        telling = [move for move in self.state.moves if not move.effect.startswith(("repeats", "tells"))]
        moves = telling or list(self.state.moves)
        return moves[-1] if moves else None


class Replay:
    """The moves of a ledger's commitments; made by ``Replay(reader, pack)``.

    What the ledger keeps of them is taken as it is; of threads that have changed since, every claim is looked at.
    ``hidden`` counts those that have no claim that counts.
    """

    def __init__(self, reader: LedgerReader, pack: Pack) -> None:
        documents = reader.facts()
        self.documents: Mapping[str, DocumentFacts] = documents
        waiting = unsettled_threads(reader, bound=SHOWN_FROM)
        found = list(kept_lines(reader, pack, but=frozenset(waiting)))
        for at in range(0, len(waiting), _SOME):
            found += made_lines(reader, waiting[at : at + _SOME], documents, pack)
        self.hidden = commitments(reader) - len(found)
        self.lines = tuple(line for line in found if line.moves)
        self._by_thread = {line.thread.id: line for line in self.lines}
        self._states = lru_cache(maxsize=12)(self._states_at)

    def _states_at(self, on: date, known: date | None) -> dict[str, State]:
        every = ((line, self._state(line, on, known)) for line in self.lines)
        return {line.thread.id: state for line, state in every if state is not None}

    def _state(self, line: Line, on: date, known: date | None) -> State | None:
        moves = [m for m in line.moves if known is None or m.published is None or m.published <= known]
        return state_of(moves, on, source=self._source) if moves else None

    def _source(self, document: str) -> str:
        return self.documents[document].source

    def states(self, on: date, known: date | None = None) -> Mapping[str, State]:
        """Return where each commitment stood on a day, by what had been published by ``known``, by thread id."""
        return self._states(on, known)

    def shown(self, threads: Collection[str], on: date, known: date | None = None) -> dict[str, Shown]:
        """Return where some commitments stood on a day, by thread id; none of those that were not there yet."""
        lines = [line for thread in threads if (line := self._by_thread.get(thread)) is not None]
        return {line.thread.id: shown for line in lines if (shown := self.of(line, on, known)) is not None}

    def of(self, line: Line, on: date, known: date | None = None) -> Shown | None:
        """Return where a line stood on a day, one that no board has too (``made_lines``, ``hidden``)."""
        state = self._state(line, on, known)
        return Shown(line, state) if state is not None else None

    def board(
        self,
        on: date,
        known: date | None = None,
        *,
        only: Filter | None = None,
        since: tuple[date, date | None] | None = None,
    ) -> dict[Column, list[Shown]]:
        """Return the columns; ``since`` is an earlier (or later) point of the two clocks to compare with."""
        states = self.states(on, known)
        earlier = self.states(*since) if since is not None else states
        columns: dict[Column, list[Shown]] = {column: [] for column in Column}
        for line in self.lines:
            state = states.get(line.thread.id)
            if state is not None and (only is None or only.keeps(line, self.documents)):
                columns[state.column].append(Shown(line, state, earlier.get(line.thread.id)))
        for items in columns.values():
            items.sort(key=_weight, reverse=True)
        return columns

    def days(self) -> Iterator[date]:
        """Yield the day of every move, in no order."""
        for line in self.lines:
            for move in line.moves:
                if move.at is not None:
                    yield move.at


def _weight(shown: Shown) -> tuple[bool, int, int, date, str]:
    state, line = shown.state, shown.line
    return (line.named, state.sources, line.claims, state.last or date.min, line.thread.id)


def shown_values(shown: Shown, compared: bool) -> dict[str, Any]:
    """Return an item of the board as plain values; ``compared`` says that there is an earlier point to speak of."""
    was, now, last = shown.before, shown.state, shown.last
    moved = None
    if compared and was is None:
        moved = "new"
    elif was is not None and (was.column, was.progress, was.due, was.firmness) != (
        now.column, now.progress, now.due, now.firmness,
    ):  # fmt: skip
        moved = "moved"
    return {
        "thread": shown.line.thread.id,
        "title": shown.line.thread.title,
        "key": shown.line.thread.key,
        "actors": list(shown.line.actors),
        **state_values(now),
        "moved_due_from": now.shifts[-1].before.as_list() if now.shifts else None,
        "claims": shown.line.claims,
        "named": shown.line.named,
        "moved": moved,
        "was": was.column.value if was is not None and moved else None,
        "last_move": None
        if last is None
        else {
            "status": last.status.value,
            "at": last.at.isoformat() if last.at else None,
            "quote": last.quote,
            "claim": last.claim,
            "document": last.document,
            "effect": last.effect,
        },
    }
