"""Rows of claims: storing them, loading them, and which names a document uses for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select

from communique.ledger import schema as s
from communique.ledger.codec import claim_from_row, claim_to_row, storable
from communique.model import Claim, Evidence
from communique.text import fold_name

__all__ = ["evidence_of", "insert_many", "load_claims", "store_claims", "store_identities"]

_SOME = 500
"""How many keys one query asks for."""


def insert_many(connection: Connection, table: Table, rows: list[dict[str, Any]], key: Any) -> list[int]:
    """Insert rows and return their keys in the order given.

    SQLite answers one row at a time; there the keys are counted on instead, which the write lock makes safe.
    """
    if connection.dialect.name == "sqlite":
        first = int(connection.scalar(select(func.coalesce(func.max(key), 0))) or 0) + 1
        connection.execute(insert(table), [{**row, key.name: first + n} for n, row in enumerate(rows)])
        return list(range(first, first + len(rows)))
    result = connection.execute(insert(table).returning(key, sort_by_parameter_order=True), rows)
    return [int(value) for value in result.scalars()]


def store_claims(
    connection: Connection, claims: Sequence[Claim], known_from: date | None, common: Sequence[Mapping[str, Any]]
) -> None:
    """Store claims of a document published on ``known_from``; ``common`` has each one's further columns."""
    if not claims:
        return
    rows = [{**claim_to_row(claim, known_from), **own} for claim, own in zip(claims, common, strict=True)]
    numbers = insert_many(connection, s.claim, rows, s.claim.c.row)
    evidence: list[dict[str, Any]] = []
    actors: list[dict[str, Any]] = []
    keys: list[dict[str, Any]] = []
    for number, claim in zip(numbers, claims, strict=True):
        evidence += [
            {"claim": number, "n": n, "start": e.start, "end": e.end, "quote": e.quote}
            for n, e in enumerate(claim.evidence)
        ]
        actors += [{"claim": number, "n": n, "actor": a.id, "role": a.role.value} for n, a in enumerate(claim.actors)]
        keys += [{"claim": number, "key": key} for key in sorted(set(claim.keys))]
    for table, values in ((s.evidence, evidence), (s.claim_actor, actors), (s.claim_key, keys)):
        if values:
            connection.execute(insert(table), values)


def load_claims(connection: Connection, *conditions: ColumnElement[bool]) -> list[tuple[int, int, Claim]]:
    """Return the (row, generation, claim) of all claims that meet the conditions, in order of their rows."""
    rows = connection.execute(select(s.claim).where(*conditions).order_by(s.claim.c.row)).mappings().all()
    evidence = evidence_of(connection, [row["row"] for row in rows])
    return [(row["row"], row["generation"], claim_from_row(row, evidence[row["row"]])) for row in rows]


def evidence_of(connection: Connection, rows: Sequence[int]) -> dict[int, list[Evidence]]:
    """Return the evidence of claims by the number of their row."""
    e = s.evidence
    found: dict[int, list[Evidence]] = {row: [] for row in rows}
    for at in range(0, len(rows), _SOME):
        some = rows[at : at + _SOME]
        query = select(e.c.claim, e.c.start, e.c.end, e.c.quote).where(e.c.claim.in_(some)).order_by(e.c.claim, e.c.n)
        for claim, start, end, quote in connection.execute(query):
            found[claim].append(Evidence(start, end, quote))
    return found


def store_identities(connection: Connection, document: str, text: str, claims: Iterable[Claim]) -> None:
    """Store which names the document uses for which actor, each with the place of its first use."""
    i = s.identity
    connection.execute(delete(i).where(i.c.document == document))
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for claim in claims:
        for actor in claim.actors:
            for name in (actor.surface, *actor.aliases):
                folded = fold_name(name)
                if not folded or (folded, actor.id) in rows:
                    continue
                at = text.find(name)
                start, end = (at, at + len(name)) if at >= 0 else (claim.start, claim.end)
                rows[folded, actor.id] = {
                    "document": document, "folded": folded, "actor": actor.id,
                    "name": storable(name), "start": start, "end": end,
                }  # fmt: skip
    if rows:
        connection.execute(insert(i), list(rows.values()))
