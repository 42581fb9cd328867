"""Where commitments stood, as boards and lists of what is due ask for it: kept for each thread, worked out when asked.

A thread that changes is ``unsettled`` until its standings are worked out anew (``reporting.standings.settle``). While
any is, nothing kept here is the whole truth; ``is_settled`` says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, func, insert, or_, select

from communique.ledger import schema as s
from communique.ledger.codec import interval_from_json
from communique.ledger.reader import LedgerReader
from communique.ledger.settling import calibration, uncalibrated
from communique.ledger.threads import unsettle
from communique.linking import Column
from communique.model import (
    Claim,
    Commitment,
    Event,
    EventType,
    Evidence,
    Factuality,
    Interval,
    Position,
    Stance,
    Status,
)

__all__ = [
    "Placed",
    "begin_settling",
    "due_by",
    "is_settled",
    "keep_counts",
    "keep_standings",
    "kept_counts",
    "placed_in",
    "places",
    "standing_of",
    "steps_of",
    "undertakers_of",
    "unsettled_threads",
]

_ALWAYS = date.min
_COUNTS = "counts"
_BOUND = "counting_from"
_FORM = 2
"""Changes when what is kept of a standing does: what an earlier version kept is worked out anew then."""
_SOME = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a thread stood from a day until another (exclusive); ``shown`` is what a board shows, as plain values.

    ``named`` says that the register knows its line; ``claims`` counts those in force, ``sources`` the independent ones
    by then, ``last`` the day of their latest report.
    """

    thread: str
    since: date | None
    until: date | None
    place: str
    open: bool
    due_to: date | None
    named: bool
    sources: int
    claims: int
    last: date | None
    shown: dict[str, Any]


def is_settled(reader: LedgerReader, bound: float) -> bool:
    """Say whether the standings of all threads have been worked out, from claims of that confidence on."""
    meta = s.meta.c
    with reader.connection() as connection:
        if connection.scalar(select(meta.value).where(meta.key == _BOUND)) != _bounded(bound):
            return False
        return connection.execute(select(s.unsettled.c.thread).limit(1)).first() is None


def _bounded(bound: float) -> str:
    return f"{bound}/{_FORM}"


def begin_settling(connection: Connection, bound: float) -> None:
    """Note from which confidence on claims count; where it was another, every thread has to be worked out anew."""
    meta = s.meta
    if connection.scalar(select(meta.c.value).where(meta.c.key == _BOUND)) != _bounded(bound):
        unsettle(connection)
        connection.execute(delete(meta).where(meta.c.key.in_([_BOUND, _COUNTS])))
        connection.execute(insert(meta).values(key=_BOUND, value=_bounded(bound)))


def unsettled_threads(reader: LedgerReader, limit: int = _SOME) -> list[str]:
    """Return some of the threads whose standings have to be worked out anew."""
    with reader.connection() as connection:
        return list(connection.scalars(select(s.unsettled.c.thread).order_by(s.unsettled.c.thread).limit(limit)))


def keep_standings(connection: Connection, threads: Sequence[str], rows: Sequence[Placed]) -> None:
    """Keep the standings of these threads, which are settled then."""
    for at in range(0, len(threads), _SOME):
        some = threads[at : at + _SOME]
        connection.execute(delete(s.standing).where(s.standing.c.thread.in_(some)))
        connection.execute(delete(s.unsettled).where(s.unsettled.c.thread.in_(some)))
    if rows:
        values = [asdict(row) | {"since": row.since or _ALWAYS, "last": row.last or _ALWAYS} for row in rows]
        connection.execute(insert(s.standing), values)


def keep_counts(connection: Connection, counts: Mapping[str, int]) -> None:
    """Keep numbers that take long to count, as of the claims and decisions that there are."""
    meta = s.meta
    connection.execute(delete(meta).where(meta.c.key == _COUNTS))
    connection.execute(insert(meta).values(key=_COUNTS, value=json.dumps([_state_of_claims(connection), dict(counts)])))


def kept_counts(reader: LedgerReader) -> dict[str, int] | None:
    """Return the numbers that ``keep_counts`` kept, ``None`` where claims or decisions have come since."""
    meta = s.meta.c
    with reader.connection() as connection:
        kept = connection.scalar(select(meta.value).where(meta.key == _COUNTS))
        state, counts = json.loads(kept) if kept else (None, {})
        return counts if state == _state_of_claims(connection) else None


def _state_of_claims(connection: Connection) -> list[int]:
    """Return what changes with every change to claims and decisions."""
    meta = s.meta.c
    state = connection.scalar(select(meta.value).where(meta.key == "claims_state"))
    return [int(state or 0), int(connection.scalar(select(func.count()).select_from(s.decision)) or 0)]


def _covers(on: date) -> ColumnElement[bool]:
    c = s.standing.c
    return and_(c.since <= on, or_(c.until.is_(None), c.until > on))


def places(reader: LedgerReader, on: date) -> dict[str, int]:
    """Return how many threads stood in each place on a day."""
    c = s.standing.c
    with reader.connection() as connection:
        rows = connection.execute(select(c.place, func.count()).where(_covers(on)).group_by(c.place))
        return {str(place): int(number) for place, number in rows}


def placed_in(reader: LedgerReader, place: str, on: date, limit: int | None = None) -> list[tuple[Placed, str, str]]:
    """Return the threads in a place on a day with their titles and keys: the named, widely told, latest ones first."""
    c, t = s.standing.c, s.thread.c
    query = (
        select(s.standing, t.title, t.key)
        .join(s.thread, t.id == c.thread)
        .where(c.place == place, _covers(on))
        .order_by(c.named.desc(), c.sources.desc(), c.claims.desc(), c.last.desc(), c.thread.desc())
        .limit(limit)
    )
    with reader.connection() as connection:
        return [(_placed(row), row.title, row.key) for row in connection.execute(query)]


def due_by(
    reader: LedgerReader, on: date, *, silent: bool, last: date | None = None, limit: int | None = None
) -> tuple[int, list[tuple[Placed, str]]]:
    """Return how many open commitments have a due date, and the first of them with their titles.

    Those past it in silence (``silent``), or those that still have time, up to a ``last`` day if one is given.
    """
    c, t = s.standing.c, s.thread.c
    past = c.place == Column.SILENT.value
    wanted = [c.due_to.is_not(None), c.open, _covers(on), past if silent else ~past]
    wanted += [c.due_to <= last] if last is not None else []
    query = select(s.standing, t.title).join(s.thread, t.id == c.thread).where(*wanted)
    with reader.connection() as connection:
        number = int(connection.scalar(select(func.count()).select_from(s.standing).where(*wanted)) or 0)
        rows = connection.execute(query.order_by(c.due_to, t.title, c.thread).limit(limit))
        return number, [(_placed(row), row.title) for row in rows]


def standing_of(reader: LedgerReader, thread: str, on: date) -> Placed | None:
    """Return where a thread stood on a day."""
    query = select(s.standing).where(s.standing.c.thread == thread, _covers(on))
    with reader.connection() as connection:
        row = connection.execute(query).first()
    return _placed(row) if row is not None else None


def _placed(row: Row[Any]) -> Placed:
    values = {name: getattr(row, name) for name in Placed.__dataclass_fields__}
    for name in ("since", "last"):
        values[name] = None if values[name] == _ALWAYS else values[name]
    return Placed(**values)


def _counting(connection: Connection, bound: float) -> ColumnElement[bool]:
    """Return the condition of claims that count: accepted by a reviewer, or unreviewed and sure enough."""
    verdict = s.claim_review.c.verdict
    return or_(verdict == "accepted", and_(verdict.is_(None), s.claim.c.confidence >= uncalibrated(connection, bound)))


def steps_of(reader: LedgerReader, threads: Sequence[str], bound: float) -> Iterator[tuple[str, Claim | None, bool]]:
    """Yield (thread, claim, whether it counts) for the claims of threads that can be steps, ``None`` for the others.

    A claim has only what its step depends on: no actors, no keys.
    """
    c, m, e = s.claim.c, s.thread_member.c, s.evidence.c
    fields = case((c.kind == "commitment", c.fields)).label("fields")
    query = (
        select(
            m.thread, c.id, c.document, c.kind, c.label, c.factuality, c.valid_from, c.valid_to, fields,
            c.frame, c.confidence, s.claim_review.c.verdict, e.start, e.end, e.quote, e.n,
        )
        .select_from(s.thread_member)
        .join(s.claim, and_(c.id == m.claim, c.retired_by.is_(None)))
        .join(s.evidence, e.claim == c.row)
        .outerjoin(s.claim_review, s.claim_review.c.claim == c.id)
        .order_by(m.thread, c.row, e.n)
    )  # fmt: skip
    with reader.connection() as connection:
        surer, least = calibration(connection), uncalibrated(connection, bound)

        def made(rows: Sequence[Any]) -> tuple[str, Claim | None, bool]:
            row, claim = rows[0], _step(rows)
            sure = row.verdict == "accepted" or (row.verdict is None and row.confidence >= least)
            return row.thread, surer(claim) if claim is not None else None, sure

        rows: list[Any] = []
        for row in connection.execute(query.where(m.thread.in_(threads))):
            if rows and row.n == 0:
                yield made(rows)
                rows = []
            rows.append(row)
        if rows:
            yield made(rows)


def _step(rows: Sequence[Any]) -> Claim | None:
    row = rows[0]
    fields = row.fields or {}
    time = interval_from_json(fields.get("time"))
    if row.kind != "commitment" and (row.valid_from is not None or row.valid_to is not None):
        time = Interval(row.valid_from, row.valid_to)
    common: dict[str, Any] = {
        "id": row.id,
        "document": row.document,
        "evidence": tuple(Evidence(one.start, one.end, one.quote) for one in rows),
        "actors": (),
        "time": time,
        "factuality": Factuality(row.factuality),
        "confidence": row.confidence,
        "frame": row.frame,
    }
    match row.kind:
        case "commitment":
            return Commitment(**common, status=Status(row.label), due=interval_from_json(fields.get("due")))
        case "event":
            return Event(**common, type=EventType(row.label))
        case "position":
            return Position(**common, stance=Stance(row.label))
    return None


def undertakers_of(reader: LedgerReader, threads: Sequence[str], bound: float, most: int) -> dict[str, list[str]]:
    """Return the actors of threads' claims that count, but for targets: the most often named first, ``most`` each."""
    c, m, a = s.claim.c, s.thread_member.c, s.claim_actor.c
    number = func.count()
    query = (
        select(m.thread, a.actor)
        .select_from(s.thread_member)
        .join(s.claim, and_(c.id == m.claim, c.retired_by.is_(None)))
        .join(s.claim_actor, a.claim == c.row)
        .outerjoin(s.claim_review, s.claim_review.c.claim == c.id)
        .group_by(m.thread, a.actor)
        .order_by(m.thread, number.desc(), a.actor)
    )
    found: dict[str, list[str]] = {}
    with reader.connection() as connection:
        wanted = (m.thread.in_(threads), a.role != "target", _counting(connection, bound))
        for thread, actor in connection.execute(query.where(*wanted)):
            if len(found.setdefault(thread, [])) < most:
                found[thread].append(actor)
    return found
