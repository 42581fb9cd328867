"""What linking a new document asks of a ledger: what waits to be linked, and what it may belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select

from communique.ledger import schema as s
from communique.ledger.claim_rows import evidence_of
from communique.ledger.codec import claim_from_row
from communique.ledger.document_reader import batches
from communique.ledger.reader import LedgerReader
from communique.ledger.settling import calibration
from communique.linking import COMMON, are_copies, copy_keys
from communique.model import Claim

__all__ = ["RELINK", "claims_in_blocks", "lines_of_claims", "lines_with_threads", "sources_of", "waiting"]

RELINK = "relink"
"""The key in ``meta`` that says (``1``) that more has changed than documents have been added."""


def waiting(reader: LedgerReader) -> list[str] | None:
    """Return the new documents that are not linked yet, ``None`` where everything has to be linked anew."""
    m = s.meta.c
    with reader.connection() as connection:
        if connection.scalar(select(m.value).where(m.key == RELINK)) == "1":
            return None
        return list(connection.scalars(select(s.unlinked.c.document).order_by(s.unlinked.c.document)))


def claims_in_blocks(reader: LedgerReader, blocks: Sequence[str]) -> list[tuple[Claim, date | None]]:
    """Return the claims in force that stand in some blocks (``linking.keys_of``), each once, with its publication."""
    b, c = s.claim_block.c, s.claim
    met: set[str] = set()
    found: list[tuple[Claim, date | None]] = []
    with reader.connection() as connection:
        for some in batches(blocks):
            met.update(connection.scalars(select(b.claim).where(b.block.in_(some))))
        surer = calibration(connection)
        for some in batches(sorted(met)):
            live = select(c).where(c.c.id.in_(some), c.c.retired_by.is_(None))
            rows = connection.execute(live).mappings().all()
            evidence = evidence_of(connection, [row["row"] for row in rows])
            found += [(surer(claim_from_row(row, evidence[row["row"]])), row["known_from"]) for row in rows]
    return found


def lines_of_claims(reader: LedgerReader, claims: Iterable[str]) -> set[str]:
    """Return the lines of work whose threads have some of these claims."""
    t, m = s.thread.c, s.thread_member.c
    wanted = sorted(claims)
    found: set[str] = set()
    with reader.connection() as connection:
        for some in batches(wanted):
            on = select(m.thread).where(m.claim.in_(some))
            found.update(connection.scalars(select(t.key).where(t.id.in_(on))))
    return {key for key in found if "|" not in key}


def lines_with_threads(reader: LedgerReader, lines: Iterable[str]) -> set[str]:
    """Return those of some lines of work that have a thread."""
    with reader.connection() as connection:
        return set(connection.scalars(select(s.thread.c.key).where(s.thread.c.key.in_(sorted(lines)))))


def sources_of(reader: LedgerReader, documents: Iterable[str]) -> dict[str, str] | None:
    """Return which documents come to be copies of which by new ones, as ``linking.copy_groups`` finds for all.

    ``None`` where a new document takes another's place among the first of a common shingle, by which copies are
    looked for: then all have to be looked at.
    """
    found: dict[str, str] = {}
    for document in documents:
        sketches = _sketches(reader, [document])
        own = sketches.get(document, frozenset())
        sharing = _sharing(reader, document, own)
        if sharing is None:
            return None
        alike = [key for key, other in _sketches(reader, sharing).items() if are_copies(own, other)]
        members = _with_copies(reader, alike, found) | {document}
        home = min(members)
        found.update(dict.fromkeys(members, home))
    return found


def _sketches(reader: LedgerReader, documents: Sequence[str]) -> dict[str, frozenset[int]]:
    t = s.text.c
    with reader.connection() as connection:
        rows = connection.execute(select(t.document, t.sketch).where(t.current, t.document.in_(documents)))
        return {row.document: frozenset(row.sketch) for row in rows}


def _sharing(reader: LedgerReader, document: str, sketch: frozenset[int]) -> list[str] | None:
    """Return the documents by which copies are looked for, ``None`` where the document drove one of them out."""
    k = s.shingle.c
    place = func.row_number().over(partition_by=k.value, order_by=k.document).label("place")
    number = func.count().over(partition_by=k.value).label("number")
    values = sorted(copy_keys(sketch))
    found: set[str] = set()
    with reader.connection() as connection:
        for some in batches(values):
            held = select(k.document, place, number).where(k.value.in_(some)).subquery()
            first = select(held.c.document, func.max(held.c.number)).where(held.c.place <= COMMON)
            for key, most in connection.execute(first.group_by(held.c.document)):
                if key == document and most > COMMON:
                    return None
                found.add(key)
    return sorted(found - {document})


def _with_copies(reader: LedgerReader, documents: Sequence[str], found: dict[str, str]) -> set[str]:
    """Return documents with all that are copies of the same texts, by the ledger and by what was found since."""
    d = s.document.c
    homes: set[str] = set()
    with reader.connection() as connection:
        for key, source in connection.execute(select(d.id, d.source).where(d.id.in_(documents))):
            homes.add(found.get(key) or source or key)
        members = set(connection.scalars(select(d.id).where(d.source.in_(sorted(homes))))) if homes else set()
    return members | homes | {key for key, home in found.items() if home in homes}
