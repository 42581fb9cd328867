"""Which threads a report needs, asked of the database: a report costs what it shows, not the ledger's size."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, or_, select

from communique.ledger import LedgerReader
from communique.ledger import schema as s
from communique.linking import Thread

__all__ = ["last_reading", "threads_about", "threads_due", "threads_moved", "threads_of_kind", "threads_recorded"]

_PAUSE = timedelta(minutes=2)
"""Documents recorded with a longer pause between them are of two readings."""


def _threads(reader: LedgerReader, query: Select[str]) -> list[Thread]:
    with reader.connection() as connection:
        ids = sorted(set(connection.scalars(query)))
    return reader.threads(ids)


def _members() -> Select[str]:
    c, m = s.claim, s.thread_member
    return select(m.c.thread).join(c, and_(c.c.id == m.c.claim, c.c.retired_by.is_(None)))


def threads_due(reader: LedgerReader) -> list[Thread]:
    """Return the threads that have a claim with a due date."""
    c = s.claim.c
    return _threads(reader, _members().where(or_(c.due_to.is_not(None), c.due_from.is_not(None))))


def threads_of_kind(reader: LedgerReader, kind: str) -> list[Thread]:
    """Return the threads that have a claim of a kind."""
    return _threads(reader, _members().where(s.claim.c.kind == kind))


def threads_moved(reader: LedgerReader, start: date, end: date) -> list[Thread]:
    """Return the threads with something published after ``start`` up to ``end``, or with a due date in between."""
    c = s.claim.c
    news = and_(c.known_from > start, c.known_from <= end)
    return _threads(reader, _members().where(or_(news, and_(c.due_to >= start, c.due_to <= end))))


def threads_recorded(reader: LedgerReader, since: datetime) -> list[Thread]:
    """Return the threads with a claim that the ledger has recorded since a moment (that moment included)."""
    return _threads(reader, _members().where(s.claim.c.recorded_from >= since))


def threads_about(reader: LedgerReader, keys: Sequence[str]) -> list[Thread]:
    """Return the threads with one of these keys, or with a claim that speaks of one."""
    found = {thread.id: thread for key in keys for thread in reader.threads_about(key)}
    return [found[key] for key in sorted(found)]


def last_reading(reader: LedgerReader) -> datetime | None:
    """Return when the latest reading began (the documents recorded last, without a longer pause), None for none."""
    d = s.document.c
    with reader.connection() as connection:
        moments = connection.execution_options(yield_per=500).scalars(
            select(d.recorded_at).order_by(d.recorded_at.desc())
        )
        began: datetime | None = None
        for moment in moments:
            if began is not None and began - moment > _PAUSE:
                break
            began = moment
    return began
