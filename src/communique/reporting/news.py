"""What moved in a ledger: between two days, or since a moment of its own reading."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from communique.ledger import Clock, LedgerReader
from communique.model import UsageError
from communique.packs import Pack
from communique.reporting.changes import Change, changes
from communique.reporting.selecting import last_reading, threads_moved, threads_recorded
from communique.reporting.view import view_of

__all__ = ["changes_between", "changes_of_last_reading", "changes_since"]


def changes_between(
    reader: LedgerReader, pack: Pack, start: date, end: date, recorded: datetime | None = None
) -> list[Change]:
    """Return what moved between two days, by what had been published by each (and read by the ledger by a moment).

    Raises ``UsageError`` where ``start`` lies after ``end``.
    """
    if start > end:
        raise UsageError(f"{start} lies after {end}.")
    threads = threads_moved(reader, start, end)
    before, after = (view_of(reader, pack, clock=Clock(day, recorded), threads=threads) for day in (start, end))
    return changes(before, after, start, end)


def changes_since(reader: LedgerReader, pack: Pack, moment: datetime, day: date) -> list[Change]:
    """Return what the ledger has learnt since a moment, that moment included, as of a day."""
    threads = threads_recorded(reader, moment)
    before, after = (
        view_of(reader, pack, clock=Clock(recorded=clock), threads=threads)
        for clock in (moment - timedelta(microseconds=1), None)
    )
    return changes(before, after, day, day)


def changes_of_last_reading(reader: LedgerReader, pack: Pack, day: date) -> list[Change]:
    """Return what the latest reading brought; nothing where the ledger is empty."""
    began = last_reading(reader)
    return [] if began is None else changes_since(reader, pack, began, day)
