"""Where commitments stood, as boards and lists of what is due ask for it: kept for each thread, worked out when asked.

A thread that changes is ``unsettled`` until its standings are worked out anew (``reporting.standings.settle``). While
any is, nothing kept here is the whole truth; ``is_settled`` says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, or_, select

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
    Position,
    Stance,
    Status,
)

__all__ = [
    "Placed",
    "Step",
    "Summary",
    "begin_settling",
    "differences_kept",
    "due_by",
    "is_settled",
    "keep_counts",
    "keep_standings",
    "kept_counts",
    "lines_kept",
    "placed_in",
    "places",
    "standing_of",
    "state_of_claims",
    "steps_of",
    "unsettled_threads",
]

_ALWAYS = date.min
_COUNTS = "counts"
_BOUND = "counting_from"
_FORM = 3
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


@dataclass(frozen=True, slots=True)
class Summary:
    """What else reports ask of a thread, as plain values: its ``line`` of the board, where its sources differ."""

    thread: str
    line: dict[str, Any] | None
    differences: list[Any] | None


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


def unsettled_threads(reader: LedgerReader, limit: int | None = None, *, bound: float | None = None) -> list[str]:
    """Return the threads (some of them) whose standings have to be worked out anew.

    All threads where what is kept is of claims from another confidence than ``bound`` on.
    """
    query = select(s.unsettled.c.thread).order_by(s.unsettled.c.thread)
    with reader.connection() as connection:
        of = connection.scalar(select(s.meta.c.value).where(s.meta.c.key == _BOUND))
        if bound is not None and of != _bounded(bound):
            query = select(s.thread.c.id).order_by(s.thread.c.id)
        return list(connection.scalars(query.limit(limit)))


def keep_standings(
    connection: Connection, threads: Sequence[str], rows: Sequence[Placed], summaries: Sequence[Summary] = ()
) -> None:
    """Keep the standings and summaries of these threads, which are settled then."""
    for at in range(0, len(threads), _SOME):
        some = threads[at : at + _SOME]
        for table in (s.standing, s.summary, s.unsettled):
            connection.execute(delete(table).where(table.c.thread.in_(some)))
    if summaries:
        connection.execute(insert(s.summary), [_columns(one) for one in summaries])
    if rows:
        values = [_columns(row) | {"since": row.since or _ALWAYS, "last": row.last or _ALWAYS} for row in rows]
        connection.execute(insert(s.standing), values)


def _columns(row: Placed | Summary) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


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


def state_of_claims(reader: LedgerReader) -> tuple[int, int]:
    """Return two numbers, of which one changes with every change to claims and decisions."""
    with reader.connection() as connection:
        claims, decisions = _state_of_claims(connection)
    return claims, decisions


def _state_of_claims(connection: Connection) -> list[int]:
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


def lines_kept(reader: LedgerReader) -> list[tuple[str, str, str, str, dict[str, Any]]]:
    """Return (thread, kind, title, key, line) of the threads that a board has, by thread."""
    t, k = s.thread.c, s.summary.c
    query = select(t.id, t.kind, t.title, t.key, k.line).join(s.summary, k.thread == t.id).where(k.line.is_not(None))
    with reader.connection() as connection:
        return [tuple(row) for row in connection.execute(query.order_by(t.id))]


def differences_kept(reader: LedgerReader, thread: str | None = None) -> list[tuple[str, list[Any]]]:
    """Return the differences within each thread (or one) that has any."""
    k = s.summary.c
    query = select(k.thread, k.differences).where(k.differences.is_not(None)).order_by(k.thread)
    query = query if thread is None else query.where(k.thread == thread)
    with reader.connection() as connection:
        return [tuple(row) for row in connection.execute(query)]


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


@dataclass(frozen=True, slots=True)
class Step:
    """A claim of a thread as far as boards ask for it; ``sure`` says that it counts.

    ``claim`` has only what its step depends on, and is ``None`` where it can be no step. ``actors`` are those who act
    (not targets), ``ids`` all its actors, keys and countries.
    """

    thread: str
    claim: Claim | None
    sure: bool
    actors: tuple[str, ...]
    ids: frozenset[str]


def steps_of(reader: LedgerReader, threads: Sequence[str], bound: float) -> Iterator[Step]:
    """Yield the claims of threads, in the order of the threads; claims from a confidence of ``bound`` on are sure."""
    c, m, e = s.claim.c, s.thread_member.c, s.evidence.c
    query = (
        select(
            m.thread, c.id, c.document, c.kind, c.label, c.factuality, c.fields, c.frame, c.confidence,
            s.claim_review.c.verdict, e.start, e.end, e.quote, e.n,
        )
        .select_from(s.thread_member)
        .join(s.claim, and_(c.id == m.claim, c.retired_by.is_(None)))
        .join(s.evidence, e.claim == c.row)
        .outerjoin(s.claim_review, s.claim_review.c.claim == c.id)
        .order_by(m.thread, c.row, e.n)
    )  # fmt: skip
    with reader.connection() as connection:
        surer, least = calibration(connection), uncalibrated(connection, bound)

        def made(rows: Sequence[Any]) -> Step:
            row, claim = rows[0], _step(rows)
            sure = row.verdict == "accepted" or (row.verdict is None and row.confidence >= least)
            told = row.fields.get("actors", ())
            ids = {actor for actor, *_ in told} | {*row.fields.get("keys", ())}
            ids |= {country.lower() for country in row.fields.get("countries", ())}
            acting = tuple(actor for actor, role, *_ in told if role != "target")
            return Step(row.thread, surer(claim) if claim is not None else None, sure, acting, frozenset(ids))

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
    fields = row.fields
    common: dict[str, Any] = {
        "id": row.id,
        "document": row.document,
        "evidence": tuple(Evidence(one.start, one.end, one.quote) for one in rows),
        "actors": (),
        "time": interval_from_json(fields.get("time")),
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
