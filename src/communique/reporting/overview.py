"""What there is in a ledger, counted by the database: facets, lanes, pairs; a page costs what it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from communique.ledger import LedgerReader
from communique.ledger import schema as s

__all__ = [
    "Pair",
    "actors_named",
    "commitments",
    "dated_claims",
    "documents_page",
    "keys_spoken_of",
    "kinds_by_document",
    "lane_counts",
    "pairs",
    "published_span",
    "publishers",
    "threads_page",
]

_LIVE = s.claim.c.retired_by.is_(None)
_DAY = func.coalesce(
    s.claim.c.valid_from,
    s.claim.c.valid_to,
    case((s.claim.c.kind == "commitment", s.claim.c.known_from)),
)


def publishers(reader: LedgerReader) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Return publishers, and tiers, each with how many documents; the most frequent first."""
    d = s.document.c
    with reader.connection() as connection:
        some = [
            connection.execute(
                select(column, func.count())
                .where(column.is_not(None))
                .group_by(column)
                .order_by(func.count().desc(), column)
            ).all()
            for column in (d.publisher, d.tier)
        ]
    first, second = ([(str(name), int(number)) for name, number in rows] for rows in some)
    return first, second


def actors_named(reader: LedgerReader, kinds: Sequence[str] = (), limit: int = 200) -> list[tuple[str, int]]:
    """Return the actors of claims with how many claims name them, the most often named first; an author is none."""
    a = s.claim_actor.c
    query = select(a.actor, func.count()).join(s.claim, s.claim.c.row == a.claim).where(a.actor != "author")
    return _count(reader, query, a.actor, kinds, limit)


def keys_spoken_of(reader: LedgerReader, kinds: Sequence[str] = (), limit: int = 200) -> list[tuple[str, int]]:
    """Return the register ids that claims speak of with how many claims do, the most frequent first."""
    k = s.claim_key.c
    return _count(reader, select(k.key, func.count()).join(s.claim, s.claim.c.row == k.claim), k.key, kinds, limit)


def _count(
    reader: LedgerReader, query: Select[Any], column: ColumnElement[str], kinds: Sequence[str], limit: int
) -> list[tuple[str, int]]:
    query = query.where(_LIVE).group_by(column).order_by(func.count().desc(), column).limit(limit)
    if kinds:
        query = query.where(s.claim.c.kind.in_(kinds))
    with reader.connection() as connection:
        return [(str(key), int(number)) for key, number in connection.execute(query)]


def kinds_by_document(reader: LedgerReader, documents: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return for each document how many claims of each kind are in force."""
    c = s.claim.c
    query = (
        select(c.document, c.kind, func.count()).where(_LIVE, c.document.in_(documents)).group_by(c.document, c.kind)
    )
    found: dict[str, dict[str, int]] = {key: {} for key in documents}
    with reader.connection() as connection:
        for document, kind, number in connection.execute(query):
            found[document][kind] = int(number)
    return found


def documents_page(
    reader: LedgerReader,
    *,
    words: str | None = None,
    publisher: str | None = None,
    tier: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, list[str]]:
    """Return how many documents meet the conditions, and the ids of a page, the latest published first."""
    d = s.document.c
    conditions: list[ColumnElement[bool]] = []
    if words:
        conditions.append(
            or_(*(column.icontains(words, autoescape=True) for column in (d.title, d.publisher, d.author)))
        )
    if publisher is not None:
        conditions.append(d.publisher == publisher)
    if tier is not None:
        conditions.append(d.tier == tier)
    query = select(d.id).where(*conditions).order_by(d.published.is_(None), d.published.desc(), d.id)
    with reader.connection() as connection:
        total = connection.scalar(select(func.count()).select_from(s.document).where(*conditions))
        return int(total or 0), list(connection.scalars(query.offset(offset).limit(limit)))


def threads_page(
    reader: LedgerReader,
    *,
    kind: str | None = None,
    words: str | None = None,
    offset: int = 0,
    limit: int = 50,
    once: bool = False,
) -> tuple[int, list[tuple[str, int]]]:
    """Return how many threads there are, and a page of (id, number of claims), the most told first.

    With ``once`` what a document says again is not counted.
    """
    t, m = s.thread.c, s.thread_member.c
    conditions: list[ColumnElement[bool]] = []
    if kind is not None:
        conditions.append(t.kind == kind)
    if words:
        conditions.append(t.title.icontains(words, autoescape=True))
    number = func.count(m.claim)
    query = (
        select(t.id, number)
        .join(s.thread_member, m.thread == t.id)
        .where(*conditions)
        .group_by(t.id)
        .order_by(number.desc(), t.id)
    )
    if once:
        query = query.join(s.claim, and_(s.claim.c.id == m.claim, _LIVE, s.claim.c.repeat_of.is_(None)))
    with reader.connection() as connection:
        total = connection.scalar(select(func.count()).select_from(s.thread).where(*conditions))
        rows = connection.execute(query.offset(offset).limit(limit))
        return int(total or 0), [(str(key), int(told)) for key, told in rows]


def _dated(since: date | None, until: date | None, known: date | None, planned: bool) -> list[ColumnElement[bool]]:
    c = s.claim.c
    kept: list[ColumnElement[bool]] = [
        _LIVE,
        c.kind.in_(["event", "commitment"]),
        _DAY.is_not(None),
        c.repeat_of.is_(None),
        c.factuality != "negated",
    ]
    if not planned:
        kept.append(or_(c.kind == "commitment", c.factuality == "actual"))
    if since is not None:
        kept.append(func.coalesce(c.valid_to, _DAY) >= since)
    if until is not None:
        kept.append(until >= _DAY)
    if known is not None:
        kept.append(or_(c.known_from.is_(None), c.known_from <= known))
    return kept


def dated_claims(
    reader: LedgerReader,
    *,
    since: date | None = None,
    until: date | None = None,
    known: date | None = None,
    planned: bool = False,
    most: int = 3000,
) -> tuple[int, list[str]]:
    """Return how many dated events and moves there are in a span of days, and the ids of up to ``most`` of them."""
    kept = _dated(since, until, known, planned)
    with reader.connection() as connection:
        total = int(connection.scalar(select(func.count()).select_from(s.claim).where(*kept)) or 0)
        ids = list(connection.scalars(select(s.claim.c.id).where(*kept).limit(most))) if total <= most else []
    return total, ids


def lane_counts(
    reader: LedgerReader,
    lane: str,
    *,
    since: date | None = None,
    until: date | None = None,
    known: date | None = None,
    planned: bool = False,
) -> Counter[tuple[str, date]]:
    """Return how many dated claims there are by lane (``kind``, ``actor`` or ``key``) and day."""
    c = s.claim.c
    column: ColumnElement[str] = {"actor": s.claim_actor.c.actor, "key": s.claim_key.c.key}.get(lane, c.kind)
    query = select(column, _DAY, func.count()).select_from(s.claim)
    if lane == "actor":
        query = query.join(s.claim_actor, s.claim_actor.c.claim == c.row)
    elif lane == "key":
        query = query.join(s.claim_key, s.claim_key.c.claim == c.row)
    query = query.where(*_dated(since, until, known, planned)).group_by(column, _DAY)
    counts: Counter[tuple[str, date]] = Counter()
    with reader.connection() as connection:
        for name, day, number in connection.execute(query):
            counts[str(name), day if isinstance(day, date) else date.fromisoformat(day)] += int(number)
    return counts


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors of claims: in how many claims, of which kinds, and the latest of these claims' days."""

    one: str
    other: str
    claims: int
    kinds: tuple[str, ...]


def pairs(
    reader: LedgerReader, *, since: date | None = None, until: date | None = None, focus: str | None = None
) -> list[Pair]:
    """Return the pairs of actors that claims of a span of days name together, the most frequent first.

    A claim without a time counts on the day of its document.
    """
    c, a, b = s.claim.c, s.claim_actor.alias("a"), s.claim_actor.alias("b")
    day = func.coalesce(c.valid_from, c.valid_to, c.known_from)
    kinds = c.kind.in_(["event", "commitment", "position"])
    conditions: list[ColumnElement[bool]] = [_LIVE, kinds, c.repeat_of.is_(None)]
    if since is not None:
        conditions.append(day >= since)
    if until is not None:
        conditions.append(day <= until)
    if focus is not None:
        conditions.append(or_(a.c.actor == focus, b.c.actor == focus))
    query = (
        select(a.c.actor, b.c.actor, c.kind, func.count(func.distinct(c.row)))
        .select_from(s.claim)
        .join(a, a.c.claim == c.row)
        .join(b, and_(b.c.claim == c.row, a.c.actor < b.c.actor))
        .where(*conditions)
        .group_by(a.c.actor, b.c.actor, c.kind)
    )
    found: dict[tuple[str, str], Counter[str]] = {}
    with reader.connection() as connection:
        for one, other, kind, number in connection.execute(query):
            found.setdefault((one, other), Counter())[kind] += int(number)
    made = [Pair(*ends, sum(kinds.values()), tuple(sorted(kinds))) for ends, kinds in found.items()]
    return sorted(made, key=lambda pair: (-pair.claims, pair.one, pair.other))


def commitments(reader: LedgerReader) -> int:
    """Return how many threads are commitments."""
    with reader.connection() as connection:
        query = select(func.count()).select_from(s.thread).where(s.thread.c.kind == "commitment")
        return int(connection.scalar(query) or 0)


def published_span(reader: LedgerReader) -> tuple[date | None, date | None]:
    """Return the first and the last day of publication, None where no document has one."""
    d = s.document.c
    with reader.connection() as connection:
        first, last = connection.execute(select(func.min(d.published), func.max(d.published))).one()
    return first, last
