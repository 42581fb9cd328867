"""What is due: open commitments with a due date, those past it and silent first; also as a calendar.

That the ledger found no report is all it says: silence is not failure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from communique.ledger import LedgerReader
from communique.ledger.standings import due_by
from communique.linking import Doubt, Progress
from communique.model import Commitment, Interval
from communique.packs import Pack
from communique.reporting.board import state_values
from communique.reporting.citing import Citation, cite
from communique.reporting.layout import quoted, wrap
from communique.reporting.view import View

__all__ = ["Due", "calendar", "due", "due_json", "due_kept", "due_text"]


@dataclass(frozen=True, slots=True)
class Due:
    """An open commitment with a due date, its state (``state_values``), and the words that give the date."""

    thread: str
    title: str
    due: Interval
    values: Mapping[str, Any]
    citation: Citation

    @property
    def past(self) -> bool:
        """Say whether the due date has passed with no report found."""
        return bool(self.values["past_due"])

    @property
    def last_day(self) -> date:
        """Return the last day on which it is still in time."""
        day = self.due.end or self.due.start
        assert day is not None
        return day


def due(view: View, on: date, within: timedelta | None = None) -> list[Due]:
    """Return what is open on a day and has a due date: past ones first, the longest past first, then by date.

    ``within`` leaves out what is due later than so long after ``on``.
    """
    found = []
    for thread in view.threads:
        due_told = any(isinstance(claim, Commitment) and claim.due is not None for claim in view.members(thread))
        if not due_told or not view.counts(thread):
            continue
        state = view.state(thread, on)
        if state is None or state.due is None or state.progress in _CLOSED:
            continue
        claim = next(m.claim for m in state.moves if m.due == state.due and m.effect != "beside")
        claim = state.shifts[-1].claim if state.shifts else claim
        item = Due(thread.id, thread.title, state.due, state_values(state), cite(view, claim))
        if item.past or within is None or item.last_day <= on + within:
            found.append(item)
    return sorted(found, key=lambda item: (not item.past, item.last_day, item.title, item.thread))


def due_kept(
    reader: LedgerReader, pack: Pack, on: date, within: timedelta | None = None, limit: int | None = None
) -> tuple[list[Due], tuple[int, int]]:
    """Return what ``due`` does from the standings that a settled ledger keeps, and how many are past and to come.

    With a ``limit`` only the first so many of either.
    """
    last = on + within if within is not None else None
    past, silent = due_by(reader, on, silent=True, limit=limit)
    coming, open_still = due_by(reader, on, silent=False, last=last, limit=limit)
    rows = [(placed, title) for placed, title in (*silent, *open_still) if placed.shown["due"]]
    claims = {one.claim.id: one.claim for one in reader.claims(ids=sorted({p.shown["due_by"] for p, _ in rows}))}
    documents = reader.facts(sorted({claim.document for claim in claims.values()}))
    view = View(claims, documents, (), pack)
    items = [
        Due(
            placed.thread,
            title,
            Interval.parse(placed.shown["due"]),
            {**placed.shown["state"], "on": on.isoformat()},
            cite(view, placed.shown["due_by"]),
        )
        for placed, title in rows
    ]
    return items, (past, coming)


_SHOWN = ("past_due", "schedule", "progress", "firmness", "last_report", "doubt", "due_doubt")
_CLOSED = frozenset({Progress.DONE, Progress.SUSPENDED, Progress.REVERSED})


def due_json(items: Sequence[Due]) -> Iterator[dict[str, Any]]:
    """Yield the items as plain values."""
    for item in items:
        yield {
            "thread": item.thread,
            "title": item.title,
            "due": item.due.as_list(),
            **{name: item.values[name] for name in _SHOWN},
            "evidence": item.citation.as_dict(),
        }


def due_text(items: Sequence[Due], on: date, width: int = 80, numbers: tuple[int, int] | None = None) -> Iterator[str]:
    """Yield the lines for a terminal; ``numbers`` of past and of coming ones where ``items`` are only the first."""
    if not items:
        yield f"Nothing that the ledger knows of is due (on {on})."
        return
    past = [item for item in items if item.past]
    coming = [item for item in items if not item.past]
    every = numbers or (len(past), len(coming))
    for head, some, number in zip(("Due date passed, no report found", "Due"), (past, coming), every, strict=True):
        if not some:
            continue
        yield f"{head} ({number})"
        for item in some:
            days = (item.last_day - on).days
            when = _days(days)
            yield from wrap(f"{item.due}  {item.title}  ({when}; {_stands(item)})  #{item.thread[:8]}", width)
            yield from (
                f"    {line}" for line in wrap(f"{quoted(item.citation.quote)} {item.citation.source}", width - 4)
            )
        if number > len(some):
            yield f"… {number - len(some)} more"
        yield ""


def _stands(item: Due) -> str:
    """Return how far it has come, with how sure that and its due date are where they rest on unsure claims alone."""
    doubt, due_doubt = item.values["doubt"], item.values["due_doubt"]
    progress = f"{item.values['progress']} ({Doubt(**doubt)})" if doubt else item.values["progress"]
    return f"{progress}; due date {Doubt(**due_doubt)}" if due_doubt else progress


def _days(days: int) -> str:
    """Return how far off a day is, in words."""
    if days == 0:
        return "today"
    number = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f"in {number}" if days > 0 else f"{number} ago"


def calendar(items: Sequence[Due], stamp: datetime | None = None) -> bytes:
    """Return the items as an iCalendar file (RFC 5545): an all-day event on the last day of each.

    ``stamp`` is when it was made; now by default.
    """
    made = stamp or datetime.now(UTC)
    sheet = Calendar()
    sheet.add("prodid", "-//communique//due//EN")
    sheet.add("version", "2.0")
    sheet.add("x-wr-calname", "communique: due")
    for item in items:
        entry = Event()
        entry.add("uid", f"{item.thread}@communique")
        entry.add("dtstamp", made)
        entry.add("dtstart", item.last_day)
        entry.add("dtend", item.last_day + timedelta(days=1))
        entry.add("summary", f"{item.title} ({item.values['schedule']})")
        entry.add("description", f"{quoted(item.citation.quote)}\n{item.citation.source}")
        entry.add("transp", "TRANSPARENT")
        sheet.add_component(entry)
    return bytes(sheet.to_ical())
