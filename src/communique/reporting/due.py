"""What is due: open commitments with a due date, those past it and silent first; also as a calendar.

That the ledger found no report is all it says: silence is not failure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from communique.linking import State, moves_of, state_of
from communique.linking.moves import Progress
from communique.model import Interval
from communique.reporting.citing import Citation, cite, quoted
from communique.reporting.layout import wrap
from communique.reporting.view import View

__all__ = ["Due", "calendar", "due", "due_json", "due_text"]


@dataclass(frozen=True, slots=True)
class Due:
    """An open commitment with a due date, its state, and the words that give the date."""

    thread: str
    title: str
    due: Interval
    state: State
    citation: Citation

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
        moves = moves_of(view.members(thread), view.documents, view.pack)
        if all(move.due is None for move in moves):
            continue
        state = state_of(moves, on, source=view.source)
        if state is None or state.due is None or state.progress in _CLOSED:
            continue
        claim = next(m.claim for m in reversed(state.moves) if m.due == state.due)
        item = Due(thread.id, thread.title, state.due, state, cite(view, claim))
        if state.past_due or within is None or item.last_day <= on + within:
            found.append(item)
    return sorted(found, key=lambda item: (not item.state.past_due, item.last_day, item.title, item.thread))


_CLOSED = frozenset({Progress.DONE, Progress.SUSPENDED, Progress.REVERSED})


def due_json(items: Sequence[Due]) -> Iterator[dict[str, Any]]:
    """Yield the items as plain values."""
    for item in items:
        yield {
            "thread": item.thread,
            "title": item.title,
            "due": item.due.as_list(),
            "past_due": item.state.past_due,
            "schedule": item.state.schedule,
            "progress": item.state.progress.value,
            "firmness": item.state.firmness.value,
            "last_report": item.state.last.isoformat() if item.state.last else None,
            "evidence": item.citation.as_dict(),
        }


def due_text(items: Sequence[Due], on: date, width: int = 80) -> Iterator[str]:
    """Yield the lines for a terminal."""
    if not items:
        yield f"Nothing that the ledger knows of is due (on {on})."
        return
    past = [item for item in items if item.state.past_due]
    coming = [item for item in items if not item.state.past_due]
    for head, some in ((f"Due date passed, no report found ({len(past)})", past), (f"Due ({len(coming)})", coming)):
        if not some:
            continue
        yield head
        for item in some:
            days = (item.last_day - on).days
            when = f"{-days} days ago" if days < 0 else f"in {days} days"
            yield from wrap(
                f"{item.due}  {item.title}  ({when}; {item.state.progress.value})  #{item.thread[:8]}", width
            )
            yield from (
                f"    {line}" for line in wrap(f"{quoted(item.citation.quote)} {item.citation.source}", width - 4)
            )
        yield ""


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
        entry.add("summary", f"{item.title} ({item.state.schedule})")
        entry.add("description", f"{quoted(item.citation.quote)}\n{item.citation.source}")
        entry.add("transp", "TRANSPARENT")
        sheet.add_component(entry)
    return bytes(sheet.to_ical())
