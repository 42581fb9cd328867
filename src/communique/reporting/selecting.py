"""Which threads a report needs, asked of the database: a report costs what it shows, not the ledger's size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, exists, func, or_, select

from communique.ledger import LedgerReader
from communique.ledger import schema as s
from communique.ledger.settling import uncalibrated
from communique.linking import CROWD, ENCOUNTERS, MISTAKEN, Thread
from communique.reporting.counting import SHOWN_FROM

__all__ = [
    "last_reading",
    "positions_told",
    "retired_since",
    "threads_about",
    "threads_due",
    "threads_longer",
    "threads_meeting",
    "threads_moved",
    "threads_of_kind",
    "threads_recorded",
]

_SOME = 500
_PAUSE = timedelta(minutes=2)
"""Documents recorded with a longer pause between them are of two readings."""


def _threads(reader: LedgerReader, query: Select[str]) -> list[Thread]:
    with reader.connection() as connection:
        ids = sorted(set(connection.scalars(query)))
    return reader.threads(ids)


def _telling(reader: LedgerReader, query: Select[str]) -> list[Thread]:
    """Return those of the threads of a query of which something is told; most threads of a large ledger are none.

    One of its claims counts and is more than a judgement, or counts beside an undertaking.
    """
    c, m, other = s.claim.c, s.thread_member.c, s.thread_member.alias().c
    verdict = s.claim_review.c.verdict
    undertaking = exists().where(other.thread == m.thread, other.kind == "commitment")
    with reader.connection() as connection:
        least = uncalibrated(connection, SHOWN_FROM)
        telling = (
            select(m.thread)
            .join(s.claim, and_(c.id == m.claim, c.retired_by.is_(None)))
            .outerjoin(s.claim_review, s.claim_review.c.claim == c.id)
            .where(or_(verdict == "accepted", and_(verdict.is_(None), c.confidence >= least)))
            .where(or_(c.kind != "assessment", undertaking))
            .distinct()
        )
        asked = sorted(set(connection.scalars(query)))
        some = (asked[at : at + _SOME] for at in range(0, len(asked), _SOME))
        ids = [key for batch in some for key in connection.scalars(telling.where(m.thread.in_(batch)))]
    return reader.threads(sorted(ids))


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


def threads_longer(reader: LedgerReader, claims: int) -> list[str]:
    """Return the threads with more than so many claims."""
    m = s.thread_member.c
    with reader.connection() as connection:
        return list(connection.scalars(select(m.thread).group_by(m.thread).having(func.count() > claims)))


def threads_meeting(reader: LedgerReader) -> list[str]:
    """Return the threads of encounters that another thread may tell of too: the same people, a few days apart."""
    c, m, a = s.claim, s.thread_member.c, s.claim_actor.c
    query = (
        select(m.thread, c.c.row, c.c.document, c.c.label, c.c.valid_from, a.actor)
        .join(c, and_(c.c.id == m.claim, c.c.retired_by.is_(None)))
        .join(s.claim_actor, a.claim == c.c.row)
        .where(
            c.c.kind == "event",
            c.c.label.in_([one.value for one in ENCOUNTERS]),
            c.c.factuality == "actual",
            c.c.repeat_of.is_(None),
            c.c.valid_from == c.c.valid_to,
            a.actor.startswith("p.", autoescape=True),
        )
    )
    people: dict[tuple[date, str, str, str, int], set[str]] = {}
    with reader.connection() as connection:
        for thread, row, document, label, day, actor in connection.execute(query):
            people.setdefault((day, thread, document, label, row), set()).add(actor)
    told: dict[tuple[str, frozenset[str]], list[tuple[date, str, str]]] = {}
    for (day, thread, document, label, _), actors in people.items():
        if len(actors) > 1:
            told.setdefault((label, frozenset(actors)), []).append((day, thread, document))
    return sorted({thread for some in told.values() for thread in _near(some)})


def _near(told: list[tuple[date, str, str]]) -> Iterator[str]:
    """Yield the threads of what lies near something of another thread and document; of very many all."""
    if len(told) > CROWD:
        yield from (thread for _, thread, _ in told)
        return
    told.sort()
    for number, (day, thread, document) in enumerate(told):
        for other_day, other, another in told[number + 1 :]:
            if (other_day - day).days > MISTAKEN:
                break
            if other_day != day and other != thread and another != document:
                yield from (thread, other)


def positions_told(reader: LedgerReader, keys: Sequence[str]) -> tuple[set[str], list[tuple[str, str]]]:
    """Return the positions that speak of one of these keys or are on its thread; and of each its topic and words.

    Those of earlier readings too, for what is asked as of another clock.
    """
    c, e, k, m, t = s.claim.c, s.evidence.c, s.claim_key.c, s.thread_member.c, s.thread.c
    position = c.kind == "position"
    speaking = select(c.id).join(s.claim_key, k.claim == c.row).where(position, k.key.in_(keys))
    about = select(c.id).join(s.thread_member, m.claim == c.id).join(s.thread, t.id == m.thread)
    about = about.where(position, t.key.in_(keys))
    words = select(c.row, c.id, c.about, e.quote).join(s.evidence, e.claim == c.row).where(position)
    with reader.connection() as connection:
        named = {*connection.scalars(speaking), *connection.scalars(about)} if keys else set()
        told: dict[int, tuple[str, str]] = {}
        for row in connection.execute(words.order_by(c.row, e.n)):
            _, before = told.get(row.row, ("", ""))
            told[row.row] = (row.id, f"{before}…{row.quote}" if before else f"{row.about}\n{row.quote}")
        return named, list(told.values())


def threads_moved(reader: LedgerReader, start: date, end: date, *, telling: bool = False) -> list[Thread]:
    """Return the threads with something published after ``start`` up to ``end``, or with a due date in between.

    With ``telling`` only those of which a claim counts, and that are more than judgements.
    """
    c = s.claim.c
    news = and_(c.known_from > start, c.known_from <= end)
    query = _members().where(or_(news, and_(c.due_to >= start, c.due_to <= end)))
    return _telling(reader, query) if telling else _threads(reader, query)


def threads_recorded(reader: LedgerReader, since: datetime, *, telling: bool = False) -> list[Thread]:
    """Return the threads with a claim that the ledger has recorded since a moment (that moment included).

    With ``telling`` only those of which a claim counts, and that are more than judgements.
    """
    query = _members().where(s.claim.c.recorded_from >= since)
    return _telling(reader, query) if telling else _threads(reader, query)


def retired_since(reader: LedgerReader, moment: datetime) -> set[str]:
    """Return the claims of which a row, of an earlier reading or decision, has been retired since a moment."""
    c = s.claim.c
    with reader.connection() as connection:
        return set(connection.scalars(select(c.id).where(c.recorded_to >= moment, c.recorded_from < moment)))


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
