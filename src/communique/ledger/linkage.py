"""What linking a new document asks of a ledger: what waits to be linked, and what it may belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from communique.ledger import schema as s
from communique.ledger.reader import LedgerReader
from communique.ledger.records import StoredClaim
from communique.linking import are_copies, copy_keys

__all__ = ["RELINK", "claims_in_blocks", "sources_of", "waiting"]

RELINK = "relink"
"""The key in ``meta`` that says (``1``) that more has changed than documents have been added."""

_SOME = 500
_FIRST = 64  # documents of one shingle that are looked at; of a text published very often these lead to all


def waiting(reader: LedgerReader) -> list[str] | None:
    """Return the new documents that are not linked yet, ``None`` where everything has to be linked anew."""
    m = s.meta.c
    with reader.connection() as connection:
        if connection.scalar(select(m.value).where(m.key == RELINK)) == "1":
            return None
        return list(connection.scalars(select(s.unlinked.c.document).order_by(s.unlinked.c.document)))


def claims_in_blocks(reader: LedgerReader, blocks: Sequence[str]) -> list[tuple[StoredClaim, tuple[str, ...]]]:
    """Return the claims in force that stand in some blocks, each once and with those of the blocks.

    A claim that tells another again brings that other with it, unless it is on a line of work.
    """
    b = s.claim_block.c
    met: dict[str, list[str]] = defaultdict(list)
    with reader.connection() as connection:
        for at in range(0, len(blocks), _SOME):
            for claim, block in connection.execute(
                select(b.claim, b.block).where(b.block.in_(blocks[at : at + _SOME]))
            ):
                met[claim].append(block)
    found = list(reader.claims(ids=sorted(met))) if met else []
    again = {
        one.claim.repeat_of: one.claim.id for one in found if one.claim.repeat_of and one.claim.repeat_of not in met
    }
    for first in _on_no_line(reader, sorted(again)):
        met[first.claim.id] = met[again[first.claim.id]]
        found.append(first)
    return [(one, tuple(met[one.claim.id])) for one in found]


def _on_no_line(reader: LedgerReader, claims: Sequence[str]) -> list[StoredClaim]:
    stored = list(reader.claims(ids=claims)) if claims else []
    t = s.thread.c
    with reader.connection() as connection:
        on = sorted({one.thread for one in stored if one.thread})
        lines = set(connection.scalars(select(t.id).where(t.id.in_(on), ~t.key.contains("|"))))
    return [one for one in stored if one.thread not in lines]


def sources_of(reader: LedgerReader, documents: Iterable[str]) -> dict[str, str]:
    """Return which documents come to be copies of which by new ones, as ``linking.copy_groups`` finds for all."""
    found: dict[str, str] = {}
    for document in documents:
        sketches = _sketches(reader, [document])
        own = sketches.get(document, frozenset())
        alike = [
            key for key, other in _sketches(reader, _sharing(reader, document, own)).items() if are_copies(own, other)
        ]
        members = _with_copies(reader, alike, found) | {document}
        home = min(members)
        found.update(dict.fromkeys(members, home))
    return found


def _sketches(reader: LedgerReader, documents: Sequence[str]) -> dict[str, frozenset[int]]:
    t = s.text.c
    with reader.connection() as connection:
        rows = connection.execute(select(t.document, t.sketch).where(t.current, t.document.in_(documents)))
        return {row.document: frozenset(row.sketch) for row in rows}


def _sharing(reader: LedgerReader, document: str, sketch: frozenset[int]) -> list[str]:
    k = s.shingle.c
    place = func.row_number().over(partition_by=k.value, order_by=k.document).label("place")
    values = sorted(copy_keys(sketch))
    found: dict[str, None] = defaultdict()
    with reader.connection() as connection:
        for at in range(0, len(values), _SOME):
            some = select(k.document, place).where(k.value.in_(values[at : at + _SOME])).subquery()
            rows = connection.scalars(select(some.c.document).where(some.c.place <= _FIRST).distinct())
            found.update(dict.fromkeys(rows))
    found.pop(document, None)
    return sorted(found)


def _with_copies(reader: LedgerReader, documents: Sequence[str], found: dict[str, str]) -> set[str]:
    """Return documents with all that are copies of the same texts, by the ledger and by what was found since."""
    d = s.document.c
    homes: set[str] = set()
    with reader.connection() as connection:
        for key, source in connection.execute(select(d.id, d.source).where(d.id.in_(documents))):
            homes.add(found.get(key) or source or key)
        members = set(connection.scalars(select(d.id).where(d.source.in_(sorted(homes))))) if homes else set()
    return members | homes | {key for key, home in found.items() if home in homes}
