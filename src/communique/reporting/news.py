"""What moved in a ledger: between two days, or since a moment of its own reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from communique.ledger import Clock, LedgerReader, StoredClaim
from communique.linking import Thread
from communique.model import UsageError
from communique.packs import Pack
from communique.reporting.changes import Change, changes
from communique.reporting.selecting import last_reading, retired_since, threads_moved, threads_recorded
from communique.reporting.view import view_from

__all__ = ["changes_between", "changes_of_last_reading", "changes_since"]


def changes_between(
    reader: LedgerReader, pack: Pack, start: date, end: date, recorded: datetime | None = None
) -> list[Change]:
    """Return what moved between two days, by what had been published by each (and read by the ledger by a moment).

    Raises ``UsageError`` where ``start`` lies after ``end``.
    """
    if start > end:
        raise UsageError(f"{start} lies after {end}.")
    threads = threads_moved(reader, start, end, telling=recorded is None)
    stored = _told(reader, threads, Clock(end, recorded))
    known = [one for one in stored if one.known_from is None or one.known_from <= start]
    before, after = (view_from(reader, pack, some, threads) for some in (known, stored))
    return changes(before, after, start, end)


def changes_since(reader: LedgerReader, pack: Pack, moment: datetime, day: date) -> list[Change]:
    """Return what the ledger has learnt since a moment, that moment included, as of a day."""
    threads = threads_recorded(reader, moment, telling=True)
    stored, until = _told(reader, threads), Clock(recorded=moment - timedelta(microseconds=1))
    own = {one.claim.id for one in stored}
    held = [one for one in stored if one.recorded_from < moment]
    held += reader.claims(ids=sorted(own & retired_since(reader, moment)), clock=until)
    before, after = (view_from(reader, pack, some, threads) for some in (held, stored))
    return changes(before, after, day, day)


def _told(reader: LedgerReader, threads: Sequence[Thread], clock: Clock | None = None) -> list[StoredClaim]:
    ids = sorted({key for thread in threads for key in thread.claims})
    return list(reader.claims(ids=ids, clock=clock)) if ids else []


def changes_of_last_reading(reader: LedgerReader, pack: Pack, day: date) -> list[Change]:
    """Return what the latest reading brought; nothing where the ledger is empty."""
    began = last_reading(reader)
    return [] if began is None else changes_since(reader, pack, began, day)
